// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_TRACER_HPP
#define TAPELESS_PLAN_TRACER_HPP

#include "derive.hpp"
#include "traverse.hpp"

namespace tapeless::plan {

/// Writes expressions of scalars into a listing. Derivatives that occur in an expression are derived here.
template <class Traced>
class tracer {
public:
    constexpr explicit tracer(listing& code) : code_(code), derivatives_(8) {}

    constexpr index_t visit(const record& node, index_t offset, const index_t* operands) {
        instruction step;
        step.what = node.what;
        switch (node.what) {
        case expr::role::literal:
            return code_.add_literal(node.number);
        case expr::role::component:
            return derivatives_[operands[0] + node.index];
        case expr::role::constant:
            step.operand[0] = offset;
            break;
        case expr::role::operation: {
            traced x[3];
            for (unsigned i = 0; i < node.arity; ++i) x[i] = {code_, operands[i]};
            return expr::trace(code_, *node.op, node.arity, x).at;
        }
        default:
            step.payload = node.id;
        }
        return code_.add(step);
    }

    constexpr index_t bind(index_t value) {
        instruction alias;
        alias.what = expr::role::bound;
        alias.arity = 1;
        alias.operand[0] = value;
        alias.payload = ++aliases_;
        return code_.add(alias);
    }

    constexpr index_t gradient(index_t count, const index_t* symbols, index_t body) {
        index_list wanted(count + 1), found(count + 1);
        for (index_t i = 0; i < count; ++i) wanted.push(symbols[i]);
        derivation<Traced> derive(code_);
        const index_t one = derive.literal(1);
        derive.pull_back(&body, &one, 1, wanted, found);
        const auto first = static_cast<index_t>(derivatives_.size());
        for (index_t i = 0; i < count; ++i) derivatives_.push(found[i] == nowhere ? derive.literal(0) : found[i]);
        return first;
    }

private:
    listing& code_;
    index_list derivatives_;
    hash_t aliases_ = 0;
};

} // namespace tapeless::plan

#endif

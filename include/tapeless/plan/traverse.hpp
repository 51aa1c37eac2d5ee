// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_TRAVERSE_HPP
#define TAPELESS_PLAN_TRAVERSE_HPP

#include "buffer.hpp"
#include "occurrence.hpp"

namespace tapeless::plan {

/// Visits each distinct value of an expression once, operands before their users, by depth-first search with a stack
/// of its own: no recursion of templates or functions, however deep the expression. `let` and bound symbols vanish
/// here: they only say which value is meant.
///
/// `emit(record, offset, operands)` is called in evaluation order, with the indices of the operands.
/// Complexity: linear in the number of distinct values plus edges.
class traversal {
public:
    constexpr explicit traversal(const record* root) : stack_(64), scopes_(8) {
        scopes_.push({});
        stack_.push({root, {root->id, 0, 0}, 0});
    }

    template <class Emit>
    constexpr void run(Emit emit) {
        while (stack_.size() != 0) {
            const frame top = stack_.back();
            if (known_.find(top.self) != nowhere)
                stack_.pop();
            else if (top.node->what == expr::role::operation)
                visit_operation(top, emit);
            else if (top.node->what == expr::role::let)
                visit_let(top);
            else if (top.node->what == expr::role::bound)
                name(top.self, scopes_[top.self.scope].value);
            else
                evaluate(top, nullptr, emit);
        }
    }

private:
    struct frame {
        const record* node;
        occurrence self;
        index_t inner; // the scope of a let's body, once it is open
    };
    struct scope {
        index_t height = 0;
        index_t value = nowhere;
        index_t parent = 0;
    };

    constexpr occurrence locate(const record* node, index_t offset, index_t in) const noexcept {
        if (node->free == 0)
            in = 0;
        else
            while ((node->free >> scopes_[in].height & 1) == 0) in = scopes_[in].parent;
        return {node->id, node->constants == 0 ? 0 : offset, in};
    }

    template <class Emit>
    constexpr void visit_operation(const frame& top, Emit& emit) {
        const index_t before = static_cast<index_t>(stack_.size());
        index_t few[4]{};
        index_t* operands = top.node->arity <= 4 ? few : new index_t[top.node->arity];
        index_t offset = top.self.offset;
        for (index_t i = 0; i < top.node->arity; ++i) {
            const record* operand = top.node->operands[i];
            const occurrence at = locate(operand, offset, top.self.scope);
            operands[i] = known_.find(at);
            if (operands[i] == nowhere) stack_.push({operand, at, 0});
            offset += operand->constants;
        }
        if (stack_.size() == before) evaluate(top, operands, emit);
        if (operands != few) delete[] operands;
    }

    constexpr void visit_let(const frame& top) {
        const record* bound = top.node->operands[0];
        const record* body = top.node->operands[1];
        const occurrence value = locate(bound, top.self.offset, top.self.scope);
        const index_t index = known_.find(value);
        if (index == nowhere) {
            stack_.push({bound, value, 0});
            return;
        }
        if (top.inner == 0) {
            stack_.back().inner = static_cast<index_t>(scopes_.size());
            scopes_.push({body->height, index, top.self.scope});
        }
        const occurrence result = locate(body, top.self.offset + bound->constants, stack_.back().inner);
        const index_t done = known_.find(result);
        if (done == nowhere)
            stack_.push({body, result, 0});
        else
            name(top.self, done);
    }

    constexpr void name(const occurrence& self, index_t value) {
        known_.insert(self, value);
        stack_.pop();
    }

    template <class Emit>
    constexpr void evaluate(const frame& top, const index_t* operands, Emit& emit) {
        emit(*top.node, top.self.offset, operands);
        name(top.self, count_++);
    }

    buffer<frame> stack_;
    buffer<scope> scopes_;
    occurrence_map known_;
    index_t count_ = 0;
};

} // namespace tapeless::plan

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_GUARD_HPP
#define TAPELESS_PLAN_GUARD_HPP

#include "../expr/traced.hpp"

namespace tapeless::plan {

using expr::hash_t;
using expr::index_t;
using expr::instruction;
using expr::listing;
using expr::nowhere;

/// Under which condition the value of an instruction matters: one side of a selection, or (number 0) always.
struct guard {
    index_t selection = nowhere; ///< the instruction that selects
    unsigned side = 0;           ///< 1 or 2, the operand it would take
    index_t parent = 0;
    unsigned depth = 0;
};

/// The guard of every instruction that some roots depend on. An instruction that only one side of a selection uses
/// belongs to this side; one that several guards use belongs to the innermost that encloses them.
class guards {
public:
    /// `selects(operation)` tells which operations count as selections.
    template <class Selects>
    constexpr guards(const listing& code, index_t size, const index_t* roots, index_t count, Selects selects)
        : of_(size), all_(8), size_(size) {
        for (index_t k = 0; k < size; ++k) of_.push(nowhere);
        all_.push({});
        for (index_t r = 0; r < count; ++r)
            if (roots[r] < size) of_[roots[r]] = 0;
        for (index_t k = size; k-- > 0;) {
            if (of_[k] == nowhere) continue;
            const instruction& step = code[k];
            const bool selection = code.has_selections && step.op != nullptr && selects(*step.op);
            for (unsigned i = 0; i < step.arity; ++i) {
                if (!code.has_selections)
                    of_[step.operand[i]] = 0;
                else
                    use(step.operand[i], selection && i > 0 ? enter(k, i, of_[k]) : of_[k]);
            }
        }
    }

    constexpr bool is_used(index_t k) const noexcept { return of_[k] != nowhere; }
    constexpr index_t of(index_t k) const noexcept { return of_[k]; }
    constexpr const guard& operator[](index_t g) const noexcept { return all_[g]; }
    constexpr index_t size() const noexcept { return size_; }

private:
    constexpr index_t enter(index_t selection, unsigned side, index_t parent) {
        all_.push({selection, side, parent, all_[parent].depth + 1});
        return static_cast<index_t>(all_.size() - 1);
    }
    constexpr void use(index_t k, index_t g) noexcept {
        index_t& known = of_[k];
        if (known == nowhere) {
            known = g;
            return;
        }
        while (known != g) {
            if (all_[known].depth > all_[g].depth)
                known = all_[known].parent;
            else
                g = all_[g].parent;
        }
    }

    meta::buffer<index_t> of_;
    meta::buffer<guard> all_;
    index_t size_;
};

} // namespace tapeless::plan

#endif

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

/// A list of indices; `nowhere` stands for a structural zero, for which nothing is ever computed.
using index_list = meta::buffer<index_t>;

/// Under which condition the value of an instruction matters: one side of the selections on a condition, or (number 0)
/// always.
struct guard {
    index_t condition = nowhere;
    unsigned side = 0; ///< 1 or 2, the operand that selections on it take
    index_t parent = 0;
    unsigned depth = 0;
    index_t selection = nowhere; ///< one of these selections
};

/// The guard of every instruction that some roots depend on. An instruction that only one side of a condition uses
/// belongs to this side; one that several guards use belongs to the innermost that encloses them.
class guards {
public:
    /// `selects(operation)` tells which operations count as selections.
    template <class Selects>
    constexpr guards(const listing& code, index_t size, const index_t* roots, index_t count, Selects selects)
        : of_(size + 1), direct_(size + 1), all_(8), size_(size) {
        for (index_t k = 0; k < size; ++k) {
            of_.push(nowhere);
            direct_.push(true);
        }
        all_.push({});
        const bool any = code.selection != nowhere;
        for (index_t r = 0; r < count; ++r)
            if (roots[r] < size) of_[roots[r]] = 0;
        for (index_t k = size; k-- > 0;) {
            if (of_[k] == nowhere) continue;
            const instruction& step = code[k];
            const bool selection = any && step.is_operation() && selects(*step.op);
            for (unsigned i = 0; i < step.arity; ++i) {
                if (!any)
                    of_[step.operand[i]] = 0;
                else
                    use(step.operand[i], selection && i > 0 ? enter(step.operand[0], i, of_[k], k) : of_[k],
                        direct_[k]);
            }
        }
    }

    constexpr bool is_used(index_t k) const noexcept { return of_[k] != nowhere; }
    constexpr index_t of(index_t k) const noexcept { return of_[k]; }
    /// Whether the value matters wherever the guard holds. If not, all uses are under guards within it, of which none may
    /// hold, or by instructions of which the same is true.
    constexpr bool is_direct(index_t k) const noexcept { return direct_[k]; }
    constexpr const guard& operator[](index_t g) const noexcept { return all_[g]; }
    constexpr index_t size() const noexcept { return size_; }

    /// The guard of one side of a condition within another guard; `nowhere` if no selection makes it.
    constexpr index_t find(index_t condition, unsigned side, index_t parent) const noexcept {
        for (index_t g = 1; g < all_.size(); ++g)
            if (all_[g].condition == condition && all_[g].side == side && all_[g].parent == parent) return g;
        return nowhere;
    }

private:
    constexpr index_t enter(index_t condition, unsigned side, index_t parent, index_t selection) {
        if (const index_t known = find(condition, side, parent); known != nowhere) return known;
        all_.push({condition, side, parent, all_[parent].depth + 1, selection});
        return static_cast<index_t>(all_.size() - 1);
    }
    constexpr void use(index_t k, index_t g, bool direct) noexcept {
        if (of_[k] == nowhere) {
            of_[k] = g;
            direct_[k] = direct;
            return;
        }
        const index_t known = of_[k], used = g;
        index_t common = known;
        while (common != g) {
            if (all_[common].depth > all_[g].depth)
                common = all_[common].parent;
            else
                g = all_[g].parent;
        }
        of_[k] = common;
        direct_[k] = (known == common && direct_[k]) || (used == common && direct);
    }

    index_list of_;
    meta::buffer<bool> direct_;
    meta::buffer<guard> all_;
    index_t size_;
};

} // namespace tapeless::plan

#endif

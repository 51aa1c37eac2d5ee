// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_ADJOINTS_HPP
#define TAPELESS_PLAN_ADJOINTS_HPP

#include "schedule.hpp"

namespace tapeless::plan {

/// What the backward sweep does along an edge.
enum class contribution : unsigned char {
    none,   ///< nobody differentiates what lies below: nothing is computed
    assign, ///< the first to reach this adjoint: it sets it, so adjoints are never cleared
    add     ///< a later one
};

/// Which adjoints exist, and what each edge contributes.
///
/// A node has an adjoint when the root depends on it through differentiable operands and it depends on a symbol that
/// is asked for. The adjoint of a tensor symbol is the caller's memory.
template <std::size_t Nodes, std::size_t Edges>
struct adjoints {
    bool exists[Nodes]{};
    contribution along[Edges + 1]{};

    /// Contributes to node `to` by an edge.
    constexpr void reach(index_t e, index_t to) noexcept {
        along[e] = exists[to] ? contribution::add : contribution::assign;
        exists[to] = true;
    }
};

constexpr bool differentiable(const record& node, index_t operand) noexcept {
    return (node.differentiable >> operand & 1) != 0;
}

/// Which values depend on wanted symbols through differentiable operands; `wanted(record)` tells which symbols those
/// are.
template <std::size_t Nodes, std::size_t Edges, class Wanted>
constexpr void find_active(const schedule<Nodes, Edges>& s, Wanted wanted, bool (&active)[Nodes]) {
    for (std::size_t k = 0; k < Nodes; ++k) {
        if (s.node[k]->what != expr::role::operation) {
            active[k] = wanted(*s.node[k]);
        } else {
            for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e)
                if (active[s.operand[e]] && differentiable(*s.node[k], e - s.first_edge[k])) active[k] = true;
        }
    }
}

template <std::size_t Nodes, std::size_t Edges, class Wanted>
constexpr adjoints<Nodes, Edges> make_adjoints(const schedule<Nodes, Edges>& s, Wanted wanted) {
    adjoints<Nodes, Edges> a;
    bool active[Nodes]{};
    find_active(s, wanted, active);
    a.exists[Nodes - 1] = active[Nodes - 1];
    for (std::size_t k = Nodes; k-- > 0;) {
        if (!a.exists[k]) continue;
        for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e)
            if (active[s.operand[e]] && differentiable(*s.node[k], e - s.first_edge[k])) a.reach(e, s.operand[e]);
    }
    return a;
}

} // namespace tapeless::plan

#endif

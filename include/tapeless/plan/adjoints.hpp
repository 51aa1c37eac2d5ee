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
/// is asked for. The adjoint of a tensor symbol is the caller's memory; that of any other tensor has a slot.
template <std::size_t Nodes, std::size_t Edges>
struct adjoints {
    bool exists[Nodes]{};
    contribution along[Edges + 1]{};
    index_t slot[Nodes]{};
    index_t elements = 0;
};

/// `wanted(record)` tells which symbols are asked for.
template <std::size_t Nodes, std::size_t Edges, class Wanted>
constexpr adjoints<Nodes, Edges> make_adjoints(const schedule<Nodes, Edges>& s, Wanted wanted) {
    adjoints<Nodes, Edges> a;
    bool active[Nodes]{};
    for (std::size_t k = 0; k < Nodes; ++k) {
        if (s.node[k]->what != expr::role::operation) {
            active[k] = wanted(*s.node[k]);
        } else {
            for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e)
                if (active[s.operand[e]] && (s.node[k]->differentiable >> (e - s.first_edge[k]) & 1) != 0)
                    active[k] = true;
        }
    }
    a.exists[Nodes - 1] = active[Nodes - 1];
    for (std::size_t k = Nodes; k-- > 0;) {
        if (!a.exists[k]) continue;
        if (s.node[k]->what == expr::role::operation && s.node[k]->extents.rank != 0) {
            a.slot[k] = a.elements;
            a.elements += static_cast<index_t>(slot_size(s.node[k]->extents));
        }
        for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e) {
            const index_t to = s.operand[e];
            if (!active[to] || (s.node[k]->differentiable >> (e - s.first_edge[k]) & 1) == 0) continue;
            a.along[e] = a.exists[to] ? contribution::add : contribution::assign;
            a.exists[to] = true;
        }
    }
    return a;
}

} // namespace tapeless::plan

#endif

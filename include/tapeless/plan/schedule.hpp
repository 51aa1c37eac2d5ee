// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_SCHEDULE_HPP
#define TAPELESS_PLAN_SCHEDULE_HPP

#include "../expr/node.hpp"
#include "traverse.hpp"

namespace tapeless::plan {

struct extent_of_schedule {
    std::size_t nodes = 0;
    std::size_t edges = 0;
};

/// The values of an expression in evaluation order; the root is the last. Operands of node k are the edges from
/// `first_edge[k]` to `first_edge[k + 1]`. A scalar has a slot in an array of scalars.
template <std::size_t Nodes, std::size_t Edges>
struct schedule {
    static constexpr std::size_t nodes = Nodes;
    static constexpr std::size_t edges = Edges;

    const record* node[Nodes]{};
    index_t offset[Nodes]{};
    index_t first_edge[Nodes + 1]{};
    index_t operand[Edges + 1]{};
    index_t slot[Nodes]{};
    index_t scalars = 0;
};

namespace detail {

/// A schedule and how large it has to be. Nearly all expressions fit into an array that is large enough for most, so that
/// they are walked over once. Of a larger one this counts the nodes.
template <std::size_t Nodes, std::size_t Edges>
struct draft_of_schedule : schedule<Nodes, Edges> {
    extent_of_schedule extent{};

    constexpr explicit draft_of_schedule(const record& root) { traversal(*this).run(root); }

    constexpr index_t visit(const record& visited, index_t constants, const index_t* operands) {
        const std::size_t k = extent.nodes++, e = extent.edges;
        extent.edges = e + visited.arity;
        if (k >= Nodes || e + visited.arity > Edges) return static_cast<index_t>(k);
        this->node[k] = &visited;
        this->offset[k] = constants;
        for (index_t i = 0; i < visited.arity; ++i) this->operand[e + i] = operands[i];
        if (visited.extents.rank == 0) this->slot[k] = this->scalars++;
        this->first_edge[k + 1] = static_cast<index_t>(e + visited.arity);
        return static_cast<index_t>(k);
    }
};

inline constexpr extent_of_schedule usual{4096, 8192};

template <hash_t Root>
inline constexpr draft_of_schedule<usual.nodes, usual.edges> schedule_draft{expr::record_of<Root>};

template <hash_t Root>
constexpr auto make_schedule() {
    constexpr const auto& draft = schedule_draft<Root>;
    constexpr extent_of_schedule n = draft.extent;
    if constexpr (n.nodes <= usual.nodes && n.edges <= usual.edges) {
        schedule<n.nodes, n.edges> exact;
        for (std::size_t k = 0; k < n.nodes; ++k) {
            exact.node[k] = draft.node[k];
            exact.offset[k] = draft.offset[k];
            exact.slot[k] = draft.slot[k];
            exact.first_edge[k + 1] = draft.first_edge[k + 1];
        }
        for (std::size_t e = 0; e < n.edges; ++e) exact.operand[e] = draft.operand[e];
        exact.scalars = draft.scalars;
        return exact;
    } else {
        return static_cast<schedule<n.nodes, n.edges>>(draft_of_schedule<n.nodes, n.edges>(expr::record_of<Root>));
    }
}

} // namespace detail

/// The schedule of an expression, computed once per id.
template <hash_t Root>
inline constexpr extent_of_schedule size_of = detail::schedule_draft<Root>.extent;
template <hash_t Root>
inline constexpr auto schedule_of = detail::make_schedule<Root>();

} // namespace tapeless::plan

#endif

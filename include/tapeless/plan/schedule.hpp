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

constexpr extent_of_schedule measure(const record& root) {
    struct counter {
        extent_of_schedule n{};
        constexpr index_t visit(const record& node, index_t, const index_t*) noexcept {
            n.edges += node.arity;
            return static_cast<index_t>(n.nodes++);
        }
    } count;
    traversal(count).run(root);
    return count.n;
}

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

template <std::size_t Nodes, std::size_t Edges>
constexpr schedule<Nodes, Edges> make_schedule(const record& root) {
    struct writer {
        schedule<Nodes, Edges> s{};
        index_t k = 0, e = 0;

        constexpr index_t visit(const record& node, index_t offset, const index_t* operands) {
            s.node[k] = &node;
            s.offset[k] = offset;
            s.first_edge[k] = e;
            for (index_t i = 0; i < node.arity; ++i) s.operand[e++] = operands[i];
            if (node.extents.rank == 0) s.slot[k] = s.scalars++;
            s.first_edge[++k] = e;
            return k - 1;
        }
    } write;
    traversal(write).run(root);
    return write.s;
}

/// The schedule of an expression, computed once per id.
template <hash_t Root>
inline constexpr extent_of_schedule size_of = measure(expr::record_of<Root>);
template <hash_t Root>
inline constexpr auto schedule_of = make_schedule<size_of<Root>.nodes, size_of<Root>.edges>(expr::record_of<Root>);

} // namespace tapeless::plan

#endif

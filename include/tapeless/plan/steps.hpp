// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_STEPS_HPP
#define TAPELESS_PLAN_STEPS_HPP

#include "adjoints.hpp"
#include "symbols.hpp"

namespace tapeless::plan {

// Steps of operations on at most three scalars are shared by all nodes of one operation, and told their slots. Everything
// else gets a step of its own.

struct forward_step {
    hash_t op = 0;   ///< the tag of an operation whose nodes share their step, or 0
    index_t own = 0; ///< else the node
    index_t out = 0, a = 0, b = 0, c = 0;
};
struct backward_step {
    hash_t op = 0;
    index_t own = nowhere; ///< nor is there anything to do if this is `nowhere`
    unsigned along = 0;    ///< what goes along the edges to the operands; see `along_edge`
    index_t out = 0, a = 0, b = 0, c = 0;
};

/// The contribution to operand J, of those to all.
constexpr contribution along_edge(unsigned along, unsigned j) noexcept {
    return static_cast<contribution>(along >> 2 * j & 3);
}

template <std::size_t Nodes>
struct forward_steps {
    hash_t id[Nodes]{};
    forward_step step[Nodes]{};
};
template <std::size_t Nodes>
struct backward_steps {
    backward_step step[Nodes]{};
};

/// The tag of the operation, if the nodes of it share their step.
constexpr hash_t shared_op(const record& node) noexcept {
    return node.op != nullptr && node.extents.rank == 0 && node.arity != 0 ? node.op->tag : 0;
}

template <std::size_t Nodes, std::size_t Edges>
constexpr forward_steps<Nodes> make_forward_steps(const schedule<Nodes, Edges>& s) {
    forward_steps<Nodes> steps;
    for (std::size_t k = 0; k < Nodes; ++k) {
        const record& node = *s.node[k];
        steps.id[k] = node.id;
        forward_step& step = steps.step[k];
        step.out = s.slot[k];
        step.op = shared_op(node);
        if (step.op == 0) {
            step.own = static_cast<index_t>(k);
            continue;
        }
        const index_t first = s.first_edge[k];
        step.a = s.slot[s.operand[first]];
        if (node.arity > 1) step.b = s.slot[s.operand[first + 1]];
        if (node.arity > 2) step.c = s.slot[s.operand[first + 2]];
    }
    return steps;
}

template <std::size_t Nodes, std::size_t Edges>
constexpr backward_steps<Nodes> make_backward_steps(const schedule<Nodes, Edges>& s,
                                                    const forward_steps<Nodes>& forward,
                                                    const adjoints<Nodes, Edges>& adjoint) {
    backward_steps<Nodes> steps;
    for (std::size_t k = 0; k < Nodes; ++k) {
        if (!adjoint.exists[k]) continue;
        const forward_step& of = forward.step[k];
        backward_step& step = steps.step[k];
        step = {of.op, of.own, 0, of.out, of.a, of.b, of.c};
        if (of.op == 0) continue;
        for (index_t e = s.first_edge[k], j = 0; e < s.first_edge[k + 1]; ++e, j += 2)
            step.along |= static_cast<unsigned>(adjoint.along[e]) << j;
    }
    return steps;
}

/// The leaves that the backward sweep reaches.
template <std::size_t Nodes, std::size_t Edges>
constexpr id_list<Nodes> select_reached(const schedule<Nodes, Edges>& s, const adjoints<Nodes, Edges>& adjoint) {
    id_list<Nodes> list;
    for (std::size_t k = 0; k < Nodes; ++k)
        if (adjoint.exists[k] && s.node[k]->arity == 0) list.push(s.node[k]->id);
    return list;
}

/// What all plans of an expression have: its nodes in order, and their steps.
template <hash_t Root>
struct scheduled {
    static constexpr const auto& schedule = schedule_of<Root>;
    static constexpr std::size_t nodes = schedule.nodes;
    static constexpr auto steps = make_forward_steps(schedule_of<Root>);

    template <std::size_t I>
    using node = expr::node_of<steps.id[I]>;
    template <std::size_t I>
    using op = typename node<I>::op;
    /// The index of operand J of node I.
    template <std::size_t I, std::size_t J>
    static constexpr std::size_t operand = schedule.operand[schedule.first_edge[I] + J];
};

/// The compiled plan of an expression: what the forward sweep needs.
template <hash_t Root>
struct forward_plan : scheduled<Root> {
    static constexpr index_t workspace = 0; ///< elements of tensors that are kept
};

/// The compiled plan of an expression and the symbols it is differentiated by: what both sweeps need. With `Updates`, a
/// tensor symbol is changed by its derivative as soon as that is known.
template <hash_t Root, hash_t Wrt, bool Updates = false>
struct gradient_plan : scheduled<Root> {
    static constexpr index_t workspace = 0;
    static constexpr auto adjoint = make_adjoints(
        schedule_of<Root>, [](const record& symbol) { return request_of<Root, Wrt>.contains(symbol.id); });
    static constexpr auto reached = select_reached(schedule_of<Root>, adjoint);
    static constexpr auto reverse = make_backward_steps(schedule_of<Root>, scheduled<Root>::steps, adjoint);

    /// Whether the root depends on a symbol through differentiable operations.
    template <hash_t Id>
    static constexpr bool reaches = reached.contains(Id);

    template <std::size_t I, std::size_t J>
    static constexpr contribution along = adjoint.along[schedule_of<Root>.first_edge[I] + J];
};

} // namespace tapeless::plan

#endif

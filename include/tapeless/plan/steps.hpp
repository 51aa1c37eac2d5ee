// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_STEPS_HPP
#define TAPELESS_PLAN_STEPS_HPP

#include "adjoints.hpp"
#include "symbols.hpp"

namespace tapeless::plan {

/// How a node's step is generated. Steps on scalars are shared by all nodes of one operation and told their slots;
/// everything else gets a step of its own.
enum class step_kind : unsigned char { general, unary, binary, ternary, none };

struct forward_step {
    step_kind kind = step_kind::general;
    index_t out = 0, a = 0, b = 0, c = 0;
};
struct backward_step {
    step_kind kind = step_kind::none;
    contribution a{}, b{}, c{};
};

template <std::size_t Nodes>
struct forward_steps {
    hash_t id[Nodes]{};
    forward_step step[Nodes]{};
};
template <std::size_t Nodes>
struct backward_steps {
    backward_step step[Nodes]{};
};

constexpr step_kind kind_of(const record& node) noexcept {
    if (node.what != expr::role::operation || !node.elementwise || node.extents.rank != 0 || node.arity > 3)
        return step_kind::general;
    return static_cast<step_kind>(node.arity);
}

template <std::size_t Nodes, std::size_t Edges>
constexpr forward_steps<Nodes> make_forward_steps(const schedule<Nodes, Edges>& s) {
    forward_steps<Nodes> steps;
    for (std::size_t k = 0; k < Nodes; ++k) {
        steps.id[k] = s.node[k]->id;
        forward_step& step = steps.step[k];
        step = {kind_of(*s.node[k]), s.slot[k], 0, 0, 0};
        if (step.kind == step_kind::general) continue;
        const index_t* operand = s.operand + s.first_edge[k];
        step.a = s.slot[operand[0]];
        if (step.kind >= step_kind::binary) step.b = s.slot[operand[1]];
        if (step.kind == step_kind::ternary) step.c = s.slot[operand[2]];
    }
    return steps;
}

template <std::size_t Nodes, std::size_t Edges>
constexpr backward_steps<Nodes> make_backward_steps(const schedule<Nodes, Edges>& s,
                                                    const adjoints<Nodes, Edges>& adjoint) {
    backward_steps<Nodes> steps;
    for (std::size_t k = 0; k < Nodes; ++k) {
        if (!adjoint.exists[k]) continue;
        const step_kind kind = kind_of(*s.node[k]);
        steps.step[k].kind = kind;
        if (kind == step_kind::general) continue;
        const contribution* along = adjoint.along + s.first_edge[k];
        steps.step[k].a = along[0];
        if (kind >= step_kind::binary) steps.step[k].b = along[1];
        if (kind == step_kind::ternary) steps.step[k].c = along[2];
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
    static constexpr auto reverse = make_backward_steps(schedule_of<Root>, adjoint);

    /// Whether the root depends on a symbol through differentiable operations.
    template <hash_t Id>
    static constexpr bool reaches = reached.contains(Id);

    template <std::size_t I, std::size_t J>
    static constexpr contribution along = adjoint.along[schedule_of<Root>.first_edge[I] + J];
};

} // namespace tapeless::plan

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_FUSION_HPP
#define TAPELESS_PLAN_FUSION_HPP

#include "request.hpp"

#include <cstddef>
#include <utility>

namespace tapeless::plan {

/// What elementwise nodes on tensors are computed in one loop: a *group*, named by the node at which it is computed.
///
/// A group is a node and, again and again, operands that nothing outside the group uses and that have the extents of
/// the whole: they need no memory, and no adjoint. Where all that becomes of a group is the sum of its elements, the sum
/// is where it is computed. What a group reads from outside are its inputs: a tensor, or a scalar, each once, by the
/// first edge that leads to it. Literals are a part of the group.
template <std::size_t Nodes, std::size_t Edges>
struct fusion {
    index_t group[Nodes]{};  ///< the group a node belongs to; nowhere for all that is not elementwise on tensors
    index_t body[Nodes]{};   ///< of a group: its last elementwise node, which is the group itself or what it sums
    bool inside[Nodes]{};    ///< belongs to a group that is computed elsewhere
    index_t inputs[Nodes]{}; ///< of a group: how many inputs
    bool input[Edges + 1]{}; ///< whether an edge is the first to lead to an input

    /// Calls `f(edge, input)` for the inputs of the group at node g, in order.
    template <class F>
    constexpr void each_input(const schedule<Nodes, Edges>& s, index_t g, F f) const {
        for (index_t k = 0; k <= body[g]; ++k)
            if (group[k] == g && k <= body[g])
                for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e)
                    if (input[e]) f(e, s.operand[e]);
    }
};

/// So many nodes at most are one loop; they have at most 63 inputs.
inline constexpr index_t largest_group = 31;

template <std::size_t Nodes, std::size_t Edges>
constexpr fusion<Nodes, Edges> make_fusion(const schedule<Nodes, Edges>& s) {
    fusion<Nodes, Edges> f;
    const auto fuses = [&](index_t k) {
        return s.node[k]->what == expr::role::operation && s.node[k]->op != nullptr && s.node[k]->extents.rank != 0;
    };
    index_t user[Nodes]{}; // the group of all users so far, one more than its index; 0 for none
    bool several[Nodes]{};
    index_t size[Nodes]{};
    for (index_t k = Nodes; k-- > 0;) {
        f.group[k] = nowhere;
        if (fuses(k)) {
            const index_t g = user[k] - 1;
            const bool joins = user[k] != 0 && !several[k] && size[g] < largest_group;
            f.group[k] = joins ? g : k;
            f.inside[k] = joins;
            if (joins && f.body[g] == g && s.node[g]->extents.rank == 0) f.body[g] = k;
            if (!joins) f.body[k] = k;
            ++size[f.group[k]];
        } else if (s.node[k]->sums && s.node[k]->arity == 1 && fuses(s.operand[s.first_edge[k]])) {
            f.body[k] = k; // until its operand joins
            f.group[k] = k;
        }
        const index_t into = f.group[k] == nowhere ? 0 : f.group[k] + 1;
        for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e) {
            const index_t to = s.operand[e];
            const bool whole = f.group[k] == k && s.node[k]->extents.rank == 0; // all elements of what is summed
            if (into == 0 || (user[to] != 0 && user[to] != into) ||
                (!whole && s.node[to]->extents != s.node[k]->extents))
                several[to] = true;
            user[to] = into;
        }
    }
    for (index_t g = 0; g < Nodes; ++g) {
        if (f.group[g] == g && s.node[g]->extents.rank == 0 && f.body[g] == g)
            f.group[g] = nowhere; // sums what is used elsewhere
        if (f.group[g] != g) continue;
        bool seen[Nodes]{};
        for (index_t k = 0; k <= f.body[g]; ++k) {
            if (f.group[k] != g || k > f.body[g]) continue;
            for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e) {
                const index_t from = s.operand[e];
                if (f.group[from] == g || s.node[from]->what == expr::role::literal || seen[from]) continue;
                seen[from] = true;
                f.input[e] = true;
                ++f.inputs[g];
            }
        }
    }
    return f;
}

/// The fusion of an expression, computed once per id.
template <hash_t Root>
inline constexpr auto fusion_of = make_fusion(schedule_of<Root>);

// The body of a group as an expression of scalars: what happens to each element.

/// The element of an input of a group, of the adjoint of its elements, of its result.
template <index_t Position>
struct element_leaf {
    static constexpr expr::role what = expr::role::variable;
    static constexpr meta::dimensions extents{};
    static constexpr hash_t tag = meta::mix(meta::hash_text("element", 7), Position);
    static constexpr index_t position = Position;
};
inline constexpr index_t adjoint_position = nowhere - 1, result_position = nowhere - 2;
template <index_t Position>
inline constexpr hash_t element = expr::intern_leaf<element_leaf<Position>>;

namespace detail {

template <std::size_t Size>
struct input_list {
    index_t node[Size + 1]{};
    index_t edge[Size + 1]{};
};
template <hash_t Root, index_t Group>
inline constexpr auto inputs_of = [] {
    constexpr const auto& s = schedule_of<Root>;
    constexpr const auto& f = fusion_of<Root>;
    input_list<f.inputs[Group]> list;
    std::size_t n = 0;
    f.each_input(s, Group, [&](index_t e, index_t from) {
        list.node[n] = from;
        list.edge[n++] = e;
    });
    return list;
}();

template <hash_t Root, index_t Group, index_t Node>
constexpr index_t position_in_group() noexcept {
    index_t p = 0;
    while (inputs_of<Root, Group>.node[p] != Node) ++p;
    return p;
}

template <hash_t Root, index_t Group, index_t Node, std::size_t... J>
constexpr hash_t scalar_body(std::index_sequence<J...>) noexcept;

/// The id of the scalar expression of the element of a node of a group.
template <hash_t Root, index_t Group, index_t Node>
constexpr hash_t scalar_of() noexcept {
    constexpr const auto& s = schedule_of<Root>;
    if constexpr (s.node[Node]->what == expr::role::literal)
        return s.node[Node]->id;
    else if constexpr (fusion_of<Root>.group[Node] != Group || Node > fusion_of<Root>.body[Group])
        return element<position_in_group<Root, Group, Node>()>;
    else
        return scalar_body<Root, Group, Node>(std::make_index_sequence<s.node[Node]->arity>{});
}
template <hash_t Root, index_t Group, index_t Node, std::size_t... J>
constexpr hash_t scalar_body(std::index_sequence<J...>) noexcept {
    constexpr const auto& s = schedule_of<Root>;
    using op = typename expr::node_of<s.node[Node]->id>::op;
    return expr::intern_elementwise<op, scalar_of<Root, Group, s.operand[s.first_edge[Node] + J]>()...>;
}

} // namespace detail

/// The id of what happens to each element of a group: a scalar expression of `element<0>`, `element<1>`, ...
template <hash_t Root, index_t Group>
inline constexpr hash_t body_of = detail::scalar_of<Root, Group, fusion_of<Root>.body[Group]>();

/// The derivatives of a body by elements, times the adjoint of its value. Where the values are in memory, they are read
/// there, and not computed again.
template <hash_t Body, class Wanted, bool ResultKept>
struct element_pullback {
    using root = ids<Body>;
    static constexpr std::size_t nodes = 2 * root::nodes;

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<root> given(code);
        const index_list wanted = given.symbols(Wanted{});
        const index_t weight = given.template symbol<element<adjoint_position>>();
        typename traced_roots<root>::derivation(code).pull_back(given.roots.begin(), &weight, 1, wanted, outputs);
        if (!ResultKept) return;
        expr::instruction result;
        result.what = expr::role::variable;
        result.payload = element<result_position>;
        code.replace(given.roots[0], result);
    }
};

/// Whether a program reads a symbol.
template <class Request>
constexpr bool reads(hash_t symbol) noexcept {
    for (const code_step& s : program_of<Request>.step)
        if (s.kind == code_kind::symbol && s.id == symbol) return true;
    return false;
}

} // namespace tapeless::plan

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_TENSOR_PLAN_HPP
#define TAPELESS_PLAN_TENSOR_PLAN_HPP

#include "memory.hpp"
#include "steps.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace tapeless::plan {

template <hash_t Root>
concept has_tensors = expr::record_of<Root>
.tensors;

/// The adjoints of an expression with groups: a group contributes to its inputs, each once.
template <std::size_t Nodes, std::size_t Edges, class Wanted>
constexpr adjoints<Nodes, Edges> make_adjoints(const schedule<Nodes, Edges>& s, const fusion<Nodes, Edges>& f,
                                               Wanted wanted) {
    adjoints<Nodes, Edges> a;
    bool active[Nodes]{};
    find_active(s, wanted, active);
    a.exists[Nodes - 1] = active[Nodes - 1];
    for (index_t k = Nodes; k-- > 0;) {
        if (!a.exists[k] || f.inside[k]) continue;
        if (f.group[k] != k) {
            for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e)
                if (active[s.operand[e]] && differentiable(*s.node[k], e - s.first_edge[k])) a.reach(e, s.operand[e]);
            continue;
        }
        bool reached[Nodes]{};
        reached[f.body[k]] = true;
        for (index_t n = f.body[k] + 1; n-- > 0;)
            if (f.group[n] == k && reached[n])
                for (index_t e = s.first_edge[n]; e < s.first_edge[n + 1]; ++e)
                    if (active[s.operand[e]] && differentiable(*s.node[n], e - s.first_edge[n]))
                        reached[s.operand[e]] = true;
        f.each_input(s, k, [&](index_t e, index_t to) {
            if (reached[to]) a.reach(e, to);
        });
    }
    return a;
}

template <std::size_t Nodes, std::size_t Edges>
constexpr adjoints<Nodes, Edges> no_adjoints(const schedule<Nodes, Edges>&) noexcept {
    return {};
}

template <std::size_t Nodes>
struct late_symbols {
    bool symbol[Nodes]{};
};
/// A tensor symbol can be changed where its derivative is formed if only one step reads it, and forms the derivative
/// whole; otherwise the derivative is kept until the sweep comes to the symbol itself.
template <std::size_t Nodes, std::size_t Edges>
constexpr late_symbols<Nodes> make_late(const schedule<Nodes, Edges>& s, const fusion<Nodes, Edges>& f,
                                        const adjoints<Nodes, Edges>& adjoint, bool updates) {
    late_symbols<Nodes> late;
    index_t uses[Nodes]{};
    for (index_t k = 0; updates && k < Nodes; ++k) {
        if (f.inside[k]) continue;
        const auto use = [&](index_t, index_t from) { ++uses[from]; };
        if (f.group[k] != k) {
            for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e) {
                use(e, s.operand[e]);
                if (!s.node[k]->streams) late.symbol[s.operand[e]] = true;
            }
            continue;
        }
        f.each_input(s, k, use);
        std::size_t row = s.node[f.body[k]]->extents.size();
        const std::size_t whole = row;
        f.each_input(s, k, [&](index_t, index_t from) {
            const std::size_t size = s.node[from]->extents.size();
            if (size > 1 && size < row) row = size;
        });
        f.each_input(s, k, [&](index_t, index_t from) { // one that repeats, but not after each row, is formed in parts
            const std::size_t size = s.node[from]->extents.size();
            if (size != 1 && size != row && size != whole) late.symbol[from] = true;
        });
    }
    for (index_t k = 0; updates && k < Nodes; ++k) {
        const bool symbol = adjoint.exists[k] && s.node[k]->arity == 0 && s.node[k]->extents.rank != 0;
        late.symbol[k] = symbol && (late.symbol[k] || uses[k] > 1);
    }
    return late;
}

/// What an elementwise group is made of, for code that runs it: equal groups of different expressions are one type.
template <hash_t Body, std::size_t Size, std::size_t... Periods>
struct group_of {
    static constexpr hash_t body = Body;
    static constexpr std::size_t size = Size; ///< how many elements
    static constexpr std::size_t inputs = sizeof...(Periods);
    /// After how many elements each input repeats; 1 for scalars.
    static constexpr std::size_t period[inputs + 1]{Periods..., Size};
};

namespace detail {

template <hash_t Root, index_t G, class I = std::make_index_sequence<fusion_of<Root>.inputs[G]>>
struct make_group;
template <hash_t Root, index_t G, std::size_t... I>
struct make_group<Root, G, std::index_sequence<I...>> {
    static constexpr const auto& s = schedule_of<Root>;
    using type = group_of<body_of<Root, G>, s.node[fusion_of<Root>.body[G]]->extents.size(),
                          s.node[inputs_of<Root, G>.node[I]]->extents.size()...>;
};

template <std::size_t Size>
struct positions {
    index_t of[Size + 1]{};
    index_t count = 0;
};
/// The inputs to which a group contributes.
template <class Plan, index_t G>
inline constexpr auto wanted_of = [] {
    positions<Plan::fusion.inputs[G]> list;
    for (index_t i = 0; i < Plan::fusion.inputs[G]; ++i)
        if (Plan::adjoint.along[inputs_of<Plan::root, G>.edge[i]] != contribution::none) list.of[list.count++] = i;
    return list;
}();
template <class Plan, index_t G, class I = std::make_index_sequence<wanted_of<Plan, G>.count>>
struct wanted_elements;
template <class Plan, index_t G, std::size_t... I>
struct wanted_elements<Plan, G, std::index_sequence<I...>> {
    using type = ids<element<wanted_of<Plan, G>.of[I]>...>;
};

} // namespace detail

/// The plan of an expression with tensors: what the forward sweep needs.
template <hash_t Root>
    requires has_tensors<Root>
struct forward_plan<Root> : scheduled<Root> {
    static constexpr hash_t root = Root;
    static constexpr const auto& fusion = fusion_of<Root>;
    static constexpr auto memory =
        make_memory(schedule_of<Root>, fusion_of<Root>, no_adjoints(schedule_of<Root>), nullptr, nullptr);
    static constexpr index_t workspace = memory.elements;

    template <index_t G>
    using group = typename detail::make_group<Root, G>::type;
    /// Input I of group G, and the edge that leads to it.
    template <index_t G, std::size_t I>
    static constexpr index_t input = detail::inputs_of<Root, G>.node[I];
};

/// The plan of an expression with tensors and the symbols it is differentiated by: what both sweeps need.
template <hash_t Root, hash_t Wrt, bool Updates>
    requires has_tensors<Root>
struct gradient_plan<Root, Wrt, Updates> : scheduled<Root> {
    static constexpr hash_t root = Root;
    static constexpr const auto& fusion = fusion_of<Root>;
    static constexpr auto adjoint = make_adjoints(schedule_of<Root>, fusion_of<Root>, [](const record& symbol) {
        return request_of<Root, Wrt>.contains(symbol.id);
    });
    static constexpr auto reached = select_reached(schedule_of<Root>, adjoint);
    static constexpr auto reverse = make_backward_steps(schedule_of<Root>, scheduled<Root>::steps, adjoint);

    template <hash_t Id>
    static constexpr bool reaches = reached.contains(Id);
    template <std::size_t I, std::size_t J>
    static constexpr contribution along = adjoint.along[schedule_of<Root>.first_edge[I] + J];

    template <index_t G>
    using group = typename detail::make_group<Root, G>::type;
    template <index_t G, std::size_t I>
    static constexpr index_t input = detail::inputs_of<Root, G>.node[I];
    template <index_t G, std::size_t I>
    static constexpr contribution to_input = adjoint.along[detail::inputs_of<Root, G>.edge[I]];
    /// The derivatives of a group by its inputs, for each element.
    template <index_t G>
    using pullback = element_pullback<body_of<Root, G>, typename detail::wanted_elements<gradient_plan, G>::type,
                                      schedule_of<Root>.node[G]->extents.rank != 0>;

    /// Which symbols are changed only after the whole backward sweep has contributed to their derivatives.
    static constexpr auto late = make_late(schedule_of<Root>, fusion_of<Root>, adjoint, Updates);

    template <index_t K>
    static constexpr backward_reads reads_of() noexcept {
        backward_reads r;
        if constexpr (!adjoint.exists[K] || fusion.inside[K] || scheduled<Root>::schedule.node[K]->arity == 0) {
            return r;
        } else if constexpr (fusion.group[K] == K) {
            if constexpr (detail::wanted_of<gradient_plan, K>.count != 0)
                [&]<std::size_t... I>(std::index_sequence<I...>) {
                    ((plan::reads<pullback<K>>(element<I>) ? void(r.operands |= std::uint64_t{1} << I) : void()), ...);
                    r.result = plan::reads<pullback<K>>(element<result_position>);
                }
            (std::make_index_sequence<fusion.inputs[K]>{});
            return r;
        } else {
            using op = typename scheduled<Root>::template op<K>;
            constexpr index_t first = schedule_of<Root>.first_edge[K], end = schedule_of<Root>.first_edge[K + 1];
            for (index_t e = first; e < end; ++e) {
                if (adjoint.along[e] == contribution::none) continue;
                if constexpr (requires { op::pullback_reads(std::size_t{}); })
                    r.operands |= op::pullback_reads(e - first);
                else
                    r = {~std::uint64_t{0}, true};
            }
            return r;
        }
    }

    static constexpr auto memory = []<std::size_t... K>(std::index_sequence<K...>) {
        const backward_reads backward[]{reads_of<K>()...};
        return make_memory(schedule_of<Root>, fusion_of<Root>, adjoint, backward, late.symbol);
    }
    (std::make_index_sequence<scheduled<Root>::nodes>{});
    static constexpr index_t workspace = memory.elements;
};

} // namespace tapeless::plan

#endif

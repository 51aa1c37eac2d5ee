// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_GENERAL_STEP_HPP
#define TAPELESS_SWEEP_GENERAL_STEP_HPP

#include "../expr/expression.hpp"
#include "../tensor/kernels/destination.hpp"
#include "../tensor/view.hpp"
#include "scalar_step.hpp"

namespace tapeless::sweep {

using expr::role;

/// Steps of operations on tensors or on more than three scalars. Defined in tensor_step.hpp.
template <class Plan, std::size_t I>
struct tensor_step;

namespace detail {
template <class T, class Extents>
struct view_type;
template <class T, std::size_t... E>
struct view_type<T, shape<E...>> {
    using type = tensor_view<T, E...>;
};
template <class Shape>
inline constexpr std::size_t last_extent = 1;
template <std::size_t... E>
    requires(sizeof...(E) > 0)
inline constexpr std::size_t last_extent<shape<E...>> = [] {
    constexpr std::size_t extents[]{E...};
    return extents[sizeof...(E) - 1];
}();

constexpr kernels::store as_store(plan::contribution how) noexcept {
    return how == plan::contribution::assign ? kernels::store::assign : kernels::store::add;
}

/// The tensor that begins at `at`, as a destination.
template <plan::contribution How, class Shape, class T>
[[gnu::always_inline]] constexpr auto destination_at(T* at) noexcept {
    return kernels::in_memory<as_store(How), last_extent<Shape>, T>{at};
}
} // namespace detail

/// Node I of a plan as operations see it: scalars as values, tensors as views.
template <class Plan, std::size_t I>
struct access {
    static constexpr const expr::record& entry = Plan::template node<I>::entry;
    static constexpr hash_t id = entry.id;
    static constexpr bool scalar = entry.extents.rank == 0;
    static constexpr bool leaf = entry.what != role::operation;
    static constexpr index_t slot = Plan::schedule.slot[I];
    using shape_type = expr::shape_of<id>;

    template <class T>
    [[gnu::always_inline]] static constexpr auto view(T* elements) noexcept {
        return typename detail::view_type<T, shape_type>::type{elements};
    }
    template <class Frame>
    [[gnu::always_inline]] static constexpr auto value(const Frame& f) {
        if constexpr (scalar)
            return f.scalar[slot];
        else if constexpr (leaf)
            return view(f.inputs.template elements<id>());
        else
            return view(f.element + Plan::memory.value[I]);
    }
    template <class Frame>
    [[gnu::always_inline]] static constexpr auto adjoint(const Frame& f) {
        if constexpr (scalar)
            return f.scalar_adjoint[slot];
        else if constexpr (leaf && !is_late)
            return view(f.outputs.template elements<id>());
        else
            return view(f.element + Plan::memory.adjoint[I]);
    }
    /// Where contributions to the adjoint of a tensor go.
    template <plan::contribution How, class Frame>
    [[gnu::always_inline]] static constexpr auto adjoint_destination(const Frame& f) {
        if constexpr (leaf && !is_late && Frame::updates)
            return f.outputs.template destination<id>();
        else
            return detail::destination_at<How, shape_type>(adjoint(f).data());
    }
    /// Whether the derivative by a symbol is kept until its own step.
    static constexpr bool is_late = [] {
        if constexpr (leaf && !scalar)
            return Plan::late.symbol[I];
        else
            return false;
    }();
};

/// The step of a node that has no shared scalar step: leaves, tensors, operations of many operands.
template <class Plan, std::size_t I>
struct general_forward {
    using self = access<Plan, I>;
    using op = typename Plan::template op<I>;

    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame& f, index_t out, index_t, index_t, index_t) {
        if constexpr (self::entry.what == role::literal)
            v[out] = op::template number_as<T>();
        else if constexpr (self::entry.what == role::constant)
            v[out] = static_cast<T>(f.constants[Plan::schedule.offset[I]]);
        else if constexpr (!self::leaf)
            tensor_step<Plan, I>::forward(f.with(v, nullptr));
        else if constexpr (self::scalar)
            v[out] = f.inputs.template scalar<self::id>();
        return 0;
    }
};

template <class Plan, std::size_t I>
struct general_backward {
    using self = access<Plan, I>;

    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run([[maybe_unused]] T* v, T* adj, const Frame& f, index_t out, index_t,
                                                    index_t, index_t) {
        if constexpr (!self::leaf)
            tensor_step<Plan, I>::backward(f.with(v, adj));
        else if constexpr (self::scalar)
            f.outputs.template scalar<self::id>() = adj[out];
        else if constexpr (self::is_late)
            kernels::put_all<self::shape_type::size>(f.element + Plan::memory.adjoint[I],
                                                     f.outputs.template destination<self::id>());
        return 0;
    }
};

} // namespace tapeless::sweep

#endif

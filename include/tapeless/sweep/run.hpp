// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_RUN_HPP
#define TAPELESS_SWEEP_RUN_HPP

#include "../plan/tensor_plan.hpp"
#include "general_step.hpp"

#include <utility>

namespace tapeless::sweep {

namespace detail {

using plan::step_kind;

/// The step class of a node, chosen by its kind.
template <step_kind Kind>
struct choose;
template <>
struct choose<step_kind::general> {
    template <class Plan, std::size_t I>
    using forward = general_forward<Plan, I>;
    template <class Plan, std::size_t I>
    using backward = general_backward<Plan, I>;
};
template <>
struct choose<step_kind::unary> {
    template <class Plan, std::size_t I>
    using forward = unary_forward<typename Plan::template op<I>>;
    template <class Plan, std::size_t I>
    using backward = unary_backward<typename Plan::template op<I>, Plan::reverse.step[I].a>;
};
template <>
struct choose<step_kind::binary> {
    template <class Plan, std::size_t I>
    using forward = binary_forward<typename Plan::template op<I>>;
    template <class Plan, std::size_t I>
    using backward = binary_backward<typename Plan::template op<I>, Plan::reverse.step[I].a, Plan::reverse.step[I].b>;
};
template <>
struct choose<step_kind::ternary> {
    template <class Plan, std::size_t I>
    using forward = ternary_forward<typename Plan::template op<I>>;
    template <class Plan, std::size_t I>
    using backward = ternary_backward<typename Plan::template op<I>, Plan::reverse.step[I].a, Plan::reverse.step[I].b,
                                      Plan::reverse.step[I].c>;
};
template <>
struct choose<step_kind::none> {
    template <class Plan, std::size_t I>
    using backward = no_backward;
};

// Steps are expanded into the elements of a list: a list is evaluated in order, and unlike a fold over the comma
// operator it does not nest, which matters to the time compilers take over thousands of steps. Blocks keep the packs
// short.
inline constexpr std::size_t block = 64;
constexpr std::size_t blocks(std::size_t nodes) noexcept { return (nodes + block - 1) / block; }
constexpr std::size_t block_size(std::size_t nodes, std::size_t b) noexcept {
    return nodes - b * block < block ? nodes - b * block : block;
}

/// The slots of one block. Compilers look up an element of a constant array in time linear in its length.
template <std::size_t Size>
struct slots_of_block {
    plan::forward_step step[Size];
};
template <class Plan, std::size_t First, std::size_t Size>
inline constexpr slots_of_block<Size> slots = [] {
    slots_of_block<Size> s{};
    for (std::size_t i = 0; i < Size; ++i) s.step[i] = Plan::steps.step[First + i];
    return s;
}();

template <class Plan, std::size_t First, std::size_t... I, class T, class Frame>
[[gnu::always_inline]] constexpr int forward_block(T* v, const Frame& f, std::index_sequence<I...>) {
    constexpr const auto& step = slots<Plan, First, sizeof...(I)>.step;
    const int done[]{choose<Plan::steps.step[First + I].kind>::template forward<Plan, First + I>::run(
        v, f, step[I].out, step[I].a, step[I].b, step[I].c)...};
    return done[0];
}
template <class Plan, std::size_t... B, class T, class Frame>
[[gnu::always_inline]] constexpr void forward_blocks(T* v, const Frame& f, std::index_sequence<B...>) {
    const int done[]{forward_block<Plan, B * block>(v, f, std::make_index_sequence<block_size(Plan::nodes, B)>{})...};
    static_cast<void>(done);
}

template <class Plan, std::size_t Last, std::size_t... I, class T, class Frame>
[[gnu::always_inline]] constexpr int backward_block(T* v, T* adj, const Frame& f, std::index_sequence<I...>) {
    constexpr std::size_t end = sizeof...(I) - 1;
    constexpr const auto& step = slots<Plan, Last - end, sizeof...(I)>.step;
    const int done[]{choose<Plan::reverse.step[Last - I].kind>::template backward<Plan, Last - I>::run(
        v, adj, f, step[end - I].out, step[end - I].a, step[end - I].b, step[end - I].c)...};
    return done[0];
}
template <class Plan, std::size_t... B, class T, class Frame>
[[gnu::always_inline]] constexpr void backward_blocks(T* v, T* adj, const Frame& f, std::index_sequence<B...>) {
    const int done[]{backward_block<Plan, Plan::nodes - 1 - B * block>(
        v, adj, f, std::make_index_sequence<block_size(Plan::nodes, B)>{})...};
    static_cast<void>(done);
}

constexpr std::size_t at_least_one(std::size_t n) noexcept { return n == 0 ? 1 : n; }

/// For evaluations that have no derivatives to deliver.
struct no_outputs {};

/// The operands of the last node.
template <class Plan, std::size_t J>
using last_operand = access<Plan, Plan::template operand<Plan::nodes - 1, J>>;
template <class Plan>
using last_operands = std::make_index_sequence<access<Plan, Plan::nodes - 1>::entry.arity>;

} // namespace detail

/// More than this in one frame is not put on the stack.
inline constexpr std::size_t largest_frame = std::size_t{1} << 20;

template <std::size_t Bytes>
inline constexpr bool fits_the_stack = Bytes <= largest_frame;

/// Memory on the stack for the tensors of a plan.
template <class T, class Plan>
struct stack_workspace {
    static constexpr std::size_t size = detail::at_least_one(Plan::workspace);
    static_assert(fits_the_stack<size * sizeof(T)>,
                  "tapeless: the tensors of this computation take more than 1 MiB (how many bytes is named here), too "
                  "much for a stack: give it memory: value_and_grad(e).in(memory), or an nn::workspace");
    alignas(64) T element[fits_the_stack<size * sizeof(T)> ? size : 1];
};

/// Evaluates an expression. `inputs.scalar<Id>()` gives the value of a scalar symbol, `inputs.elements<Id>()` points
/// at a tensor symbol's elements, `constants` at the runtime constants. `finish` is given the root: a scalar by
/// value, a tensor as a view that lives as long as the call. Tensors lie in `memory`, `forward_plan::workspace` elements.
template <class T, hash_t Root, class Inputs, class Finish>
[[gnu::always_inline]] constexpr auto evaluate_in(T* memory, const Inputs& inputs, const double* constants,
                                                  Finish finish) {
    using plan = plan::forward_plan<Root>;
    T scalar[detail::at_least_one(plan::schedule.scalars)];
    detail::no_outputs none;
    const frame<T, Inputs, detail::no_outputs> f{memory, constants, inputs, none};
    detail::forward_blocks<plan>(scalar, f, std::make_index_sequence<detail::blocks(plan::nodes)>{});
    using root = access<plan, plan::nodes - 1>;
    if constexpr (root::scalar)
        return finish(scalar[root::slot]);
    else
        return finish(root::value(f));
}
/// The same, with the tensors on the stack.
template <class T, hash_t Root, class Inputs, class Finish>
[[gnu::always_inline]] constexpr auto evaluate(const Inputs& inputs, const double* constants, Finish finish) {
    stack_workspace<T, plan::forward_plan<Root>> memory;
    return evaluate_in<T, Root>(memory.element, inputs, constants, finish);
}

/// Evaluates a scalar expression and its derivatives: one forward sweep, one backward sweep. The adjoint of a scalar
/// symbol is written to `outputs.scalar<Id>()`, that of a tensor symbol to the elements at `outputs.elements<Id>()`;
/// symbols that the expression does not depend on are left alone. Outputs with a member `updates` that is true give a
/// destination for the latter, `outputs.destination<Id>()`, which may change the symbol itself: nothing reads it after.
/// Tensors lie in `memory`, `gradient_plan::workspace` elements. Returns the value.
template <class T, hash_t Root, hash_t Wrt, class Inputs, class Outputs>
[[gnu::always_inline]] constexpr T differentiate_in(T* memory, const Inputs& inputs, const double* constants,
                                                    Outputs& outputs) {
    using plan = plan::gradient_plan<Root, Wrt, updates<Outputs>>;
    constexpr index_t root = plan::schedule.slot[plan::nodes - 1];
    T scalar[plan::schedule.scalars];
    T scalar_adjoint[plan::schedule.scalars];
    const frame<T, Inputs, Outputs> f{memory, constants, inputs, outputs};
    detail::forward_blocks<plan>(scalar, f, std::make_index_sequence<detail::blocks(plan::nodes)>{});
    scalar_adjoint[root] = T(1);
    detail::backward_blocks<plan>(scalar, scalar_adjoint, f, std::make_index_sequence<detail::blocks(plan::nodes)>{});
    return scalar[root];
}
/// The same, with the tensors on the stack.
template <class T, hash_t Root, hash_t Wrt, class Inputs, class Outputs>
[[gnu::always_inline]] constexpr T differentiate(const Inputs& inputs, const double* constants, Outputs& outputs) {
    stack_workspace<T, plan::gradient_plan<Root, Wrt, updates<Outputs>>> memory;
    return differentiate_in<T, Root, Wrt>(memory.element, inputs, constants, outputs);
}

/// Evaluates the operands of an expression, which `finish` is given: scalars by value, tensors as views that live as long
/// as the call.
template <class T, hash_t Root, class Inputs, class Finish>
[[gnu::always_inline]] constexpr auto evaluate_operands(const Inputs& inputs, const double* constants, Finish finish) {
    using plan = plan::forward_plan<Root>;
    T scalar[detail::at_least_one(plan::schedule.scalars)];
    stack_workspace<T, plan> memory;
    detail::no_outputs none;
    const frame<T, Inputs, detail::no_outputs> f{memory.element, constants, inputs, none};
    detail::forward_blocks<plan>(scalar, f, std::make_index_sequence<detail::blocks(plan::nodes)>{});
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        return finish(detail::last_operand<plan, J>::value(f.with(scalar, nullptr))...);
    }
    (detail::last_operands<plan>{});
}

/// The same, where `finish` is first given a function of nothing that makes a backward sweep; the views are of no use after
/// it. With `Often` it may be called again, and the forward sweep is not repeated: between sweeps, only tensors among the
/// inputs may change that the root alone reads, and that its pullback passes on. That is how adjoints of the operands are
/// given, one set of them after another. Derivatives are written as by `differentiate`.
template <bool Often, class T, hash_t Root, hash_t Wrt, class Inputs, class Outputs, class Finish>
[[gnu::always_inline]] constexpr auto differentiate_operands(const Inputs& inputs, const double* constants,
                                                             Outputs& outputs, Finish finish) {
    using plan = plan::gradient_plan<Root, Wrt>;
    constexpr std::size_t kept = Often ? stack_workspace<T, plan>::size : 1;
    T scalar[plan::schedule.scalars];
    T scalar_adjoint[plan::schedule.scalars];
    stack_workspace<T, plan> memory;
    const frame<T, Inputs, Outputs> f{memory.element, constants, inputs, outputs};
    constexpr std::make_index_sequence<detail::blocks(plan::nodes)> blocks{};
    if constexpr (Often)
        for (T& e : memory.element) e = T(0);
    detail::forward_blocks<plan>(scalar, f, blocks);
    T values[kept]; // backward sweeps write over them
    if constexpr (Often)
        for (std::size_t i = 0; i < kept; ++i) values[i] = memory.element[i];
    const auto sweep_back = [&]() {
        if constexpr (Often)
            for (std::size_t i = 0; i < kept; ++i) memory.element[i] = values[i];
        scalar_adjoint[plan::schedule.slot[plan::nodes - 1]] = T(1);
        detail::backward_blocks<plan>(scalar, scalar_adjoint, f, blocks);
    };
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        return finish(sweep_back, detail::last_operand<plan, J>::value(f.with(scalar, scalar_adjoint))...);
    }
    (detail::last_operands<plan>{});
}

} // namespace tapeless::sweep

#endif

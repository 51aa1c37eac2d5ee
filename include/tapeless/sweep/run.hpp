// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_RUN_HPP
#define TAPELESS_SWEEP_RUN_HPP

#include "../plan/tensor_plan.hpp"
#include "general_step.hpp"

#include <utility>

namespace tapeless::sweep {

namespace detail {

/// The forward step of the nodes of an operation on scalars, or of node `Own`.
template <class Plan, class T, class Frame, hash_t Op, index_t Own>
struct forward {
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t a,
                                                    [[maybe_unused]] index_t b, [[maybe_unused]] index_t c) {
        using entry = expr::node_of<Op>;
        if constexpr (entry::arity == 1)
            v[out] = entry::op::value(v[a]);
        else if constexpr (entry::arity == 2)
            v[out] = entry::op::value(v[a], v[b]);
        else
            v[out] = entry::op::value(v[a], v[b], v[c]);
        return 0;
    }
};
template <class Plan, class T, class Frame, index_t Own>
struct forward<Plan, T, Frame, 0, Own> : general_forward<Plan, Own> {};

/// The backward step. `Along` says what it contributes to its operands' adjoints.
template <class Plan, class T, class Frame, hash_t Op, index_t Own, unsigned Along>
struct backward {
    using entry = expr::node_of<Op>;

    [[gnu::always_inline]] static constexpr int run(T* v, T* adj, const Frame&, index_t out, index_t a,
                                                    [[maybe_unused]] index_t b, [[maybe_unused]] index_t c) {
        if constexpr (entry::arity == 1) {
            pull<0>(adj[a], adj[out], v[out], v[a]);
        } else if constexpr (entry::arity == 2) {
            pull<0>(adj[a], adj[out], v[out], v[a], v[b]);
            pull<1>(adj[b], adj[out], v[out], v[a], v[b]);
        } else {
            pull<0>(adj[a], adj[out], v[out], v[a], v[b], v[c]);
            pull<1>(adj[b], adj[out], v[out], v[a], v[b], v[c]);
            pull<2>(adj[c], adj[out], v[out], v[a], v[b], v[c]);
        }
        return 0;
    }

private:
    template <unsigned J, class... X>
    [[gnu::always_inline]] static constexpr void pull([[maybe_unused]] T& to, const X&... x) {
        if constexpr (plan::along_edge(Along, J) == contribution::assign)
            to = entry::op::template pullback<J>(x...);
        else if constexpr (plan::along_edge(Along, J) == contribution::add)
            to = to + entry::op::template pullback<J>(x...);
    }
};
template <class Plan, class T, class Frame, index_t Own>
struct backward<Plan, T, Frame, 0, Own, 0> : general_backward<Plan, Own> {};
/// No adjoint, no step.
template <class Plan, class T, class Frame>
struct backward<Plan, T, Frame, 0, plan::nowhere, 0> {
    [[gnu::always_inline]] static constexpr int run(T*, T*, const Frame&, index_t, index_t, index_t, index_t) {
        return 0;
    }
};

// Steps are expanded into the elements of a list: a list is evaluated in order, and unlike a fold over the comma
// operator it does not nest, which matters to the time compilers take over thousands of steps. Blocks keep the packs
// short.
inline constexpr std::size_t block = 64;
constexpr std::size_t blocks(std::size_t nodes) noexcept { return (nodes + block - 1) / block; }
constexpr std::size_t block_size(std::size_t nodes, std::size_t b) noexcept {
    return nodes - b * block < block ? nodes - b * block : block;
}

/// The steps of one block. Compilers look up an element of a constant array in time linear in its length.
template <class Step, std::size_t Size>
struct steps_of_block {
    Step step[Size]{};

    constexpr explicit steps_of_block(const Step* first) {
        for (std::size_t i = 0; i < Size; ++i) step[i] = first[i];
    }
};
template <class Plan, std::size_t First, std::size_t Size>
inline constexpr steps_of_block<plan::forward_step, Size> forward_steps{Plan::steps.step + First};
template <class Plan, std::size_t First, std::size_t Size>
inline constexpr steps_of_block<plan::backward_step, Size> backward_steps{Plan::reverse.step + First};

template <class Plan, std::size_t First, std::size_t... I, class T, class Frame>
[[gnu::always_inline]] constexpr int forward_block(T* v, const Frame& f, std::index_sequence<I...>) {
    constexpr const auto& s = forward_steps<Plan, First, sizeof...(I)>.step;
    const int done[]{forward<Plan, T, Frame, s[I].op, s[I].own>::run(v, f, s[I].out, s[I].a, s[I].b, s[I].c)...};
    return done[0];
}
template <class Plan, std::size_t... B, class T, class Frame>
[[gnu::always_inline]] constexpr void forward_blocks(T* v, const Frame& f, std::index_sequence<B...>) {
    const int done[]{forward_block<Plan, B * block>(v, f, std::make_index_sequence<block_size(Plan::nodes, B)>{})...};
    static_cast<void>(done);
}

template <class Plan, std::size_t First, std::size_t... I, class T, class Frame>
[[gnu::always_inline]] constexpr int backward_block(T* v, T* adj, const Frame& f, std::index_sequence<I...>) {
    constexpr std::size_t end = sizeof...(I) - 1;
    constexpr const auto& s = backward_steps<Plan, First, sizeof...(I)>.step;
    const int done[]{backward<Plan, T, Frame, s[end - I].op, s[end - I].own, s[end - I].along>::run(
        v, adj, f, s[end - I].out, s[end - I].a, s[end - I].b, s[end - I].c)...};
    return done[0];
}
template <class Plan, std::size_t... B, class T, class Frame>
[[gnu::always_inline]] constexpr void backward_blocks(T* v, T* adj, const Frame& f, std::index_sequence<B...>) {
    constexpr std::size_t end = sizeof...(B) - 1;
    const int done[]{backward_block<Plan, (end - B) * block>(
        v, adj, f, std::make_index_sequence<block_size(Plan::nodes, end - B)>{})...};
    static_cast<void>(done);
}

constexpr std::size_t at_least_one(std::size_t n) noexcept { return n == 0 ? 1 : n; }

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
    no_outputs none;
    const frame<T, Inputs, no_outputs> f{memory, constants, inputs, none};
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

namespace detail {

/// Values of symbols, or derivatives by them, in the order of a list of ids.
template <class T, const auto& List>
struct scalars_by_symbol {
    T at[at_least_one(List.count)];

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T& scalar() noexcept {
        constexpr std::size_t place = List.find(Id);
        return at[place];
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr const T& scalar() const noexcept {
        constexpr std::size_t place = List.find(Id);
        return at[place];
    }
};

template <class T, class Plan, class Inputs, class Outputs>
[[gnu::always_inline]] constexpr T sweep_both(T* memory, const Inputs& inputs, const double* constants,
                                              Outputs& outputs) {
    constexpr index_t root = Plan::schedule.slot[Plan::nodes - 1];
    T scalar[Plan::schedule.scalars];
    T scalar_adjoint[Plan::schedule.scalars];
    const frame<T, Inputs, Outputs> f{memory, constants, inputs, outputs};
    forward_blocks<Plan>(scalar, f, std::make_index_sequence<blocks(Plan::nodes)>{});
    scalar_adjoint[root] = T(1);
    backward_blocks<Plan>(scalar, scalar_adjoint, f, std::make_index_sequence<blocks(Plan::nodes)>{});
    return scalar[root];
}

// Code of thousands of steps is not inlined: GCC would copy and simplify it again at every level up to the user's call.
// Its name stays short since it knows nothing of how values are bound.
template <class T, hash_t Root, hash_t Wrt>
[[gnu::noinline]] constexpr T sweep_scalars(const scalars_by_symbol<T, plan::symbols_of<Root>>& inputs,
                                            const double* constants,
                                            scalars_by_symbol<T, plan::gradient_plan<Root, Wrt>::reached>& outputs) {
    return sweep_both<T, plan::gradient_plan<Root, Wrt>>(static_cast<T*>(nullptr), inputs, constants, outputs);
}

template <class T, hash_t Root, hash_t Wrt, class Inputs, class Outputs, std::size_t... I, std::size_t... O>
[[gnu::always_inline]] constexpr T sweep_scalars(const Inputs& inputs, const double* constants, Outputs& outputs,
                                                 std::index_sequence<I...>, std::index_sequence<O...>) {
    constexpr const auto& symbols = plan::symbols_of<Root>;
    constexpr const auto& reached = plan::gradient_plan<Root, Wrt>::reached;
    const scalars_by_symbol<T, plan::symbols_of<Root>> in{{inputs.template scalar<symbols.id[I]>()...}};
    scalars_by_symbol<T, plan::gradient_plan<Root, Wrt>::reached> out;
    const T value = sweep_scalars<T, Root, Wrt>(in, constants, out);
    const int done[]{(outputs.template scalar<reached.id[O]>() = out.at[O], 0)..., 0};
    static_cast<void>(done);
    return value;
}

} // namespace detail

/// Evaluates a scalar expression and its derivatives: one forward sweep, one backward sweep. The adjoint of a scalar
/// symbol is written to `outputs.scalar<Id>()`, that of a tensor symbol to the elements at `outputs.elements<Id>()`;
/// symbols that the expression does not depend on are left alone. Outputs with a member `updates` that is true give a
/// destination for the latter, `outputs.destination<Id>()`, which may change the symbol itself: nothing reads it after.
/// Tensors lie in `memory`, `gradient_plan::workspace` elements. Returns the value.
template <class T, hash_t Root, hash_t Wrt, class Inputs, class Outputs>
[[gnu::always_inline]] constexpr T differentiate_in(T* memory, const Inputs& inputs, const double* constants,
                                                    Outputs& outputs) {
    using plan = plan::gradient_plan<Root, Wrt, updates<Outputs>>;
    if constexpr (expr::record_of<Root>.tensors)
        return detail::sweep_both<T, plan>(memory, inputs, constants, outputs);
    else
        return detail::sweep_scalars<T, Root, Wrt>(inputs, constants, outputs,
                                                   std::make_index_sequence<tapeless::plan::symbols_of<Root>.count>{},
                                                   std::make_index_sequence<plan::reached.count>{});
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
    no_outputs none;
    const frame<T, Inputs, no_outputs> f{memory.element, constants, inputs, none};
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

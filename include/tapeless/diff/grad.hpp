// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_GRAD_HPP
#define TAPELESS_DIFF_GRAD_HPP

#include "../expr/derivative.hpp"
#include "../plan/request.hpp"
#include "../sweep/straight.hpp"
#include "eval.hpp"
#include "wrt.hpp"

namespace tapeless {

/// A value and the derivatives that belong to it.
template <class T, class Gradient>
struct value_and_gradient {
    T value;
    Gradient grad;
};
template <class T, class Gradient>
value_and_gradient(T, Gradient) -> value_and_gradient<T, Gradient>;

namespace diff {

template <class Shape>
inline constexpr bool is_scalar_shape = false;
template <class Symbol>
inline constexpr bool is_in_the_expression = false;

template <hash_t Root>
constexpr bool require_scalar() noexcept {
    constexpr bool scalar = !expr::is_tensor(Root);
    if constexpr (!scalar)
        static_assert(is_scalar_shape<expr::shape_of<Root>>,
                      "tapeless: the gradient of a tensor was asked for (its shape is named here): a gradient needs a "
                      "scalar, so reduce the expression with sum, mean or a loss");
    return scalar;
}

/// Sets what the backward sweep does not reach.
template <class T, hash_t Root, hash_t Wrt, std::size_t I, class Outputs>
[[gnu::always_inline]] constexpr int clear_unreached(Outputs& out) {
    constexpr hash_t id = plan::request_of<Root, Wrt>.id[I];
    if constexpr (!plan::gradient_plan<Root, Wrt>::template reaches<id>) {
        if constexpr (expr::is_tensor(id) && sweep::updates<Outputs>) {
            constexpr T zeros[expr::record_of<id>.extents.size()]{};
            kernels::put_all<std::size(zeros)>(zeros, out.template destination<id>());
        } else if constexpr (expr::is_tensor(id)) {
            T* at = out.template elements<id>();
            for (std::size_t i = 0; i < expr::record_of<id>.extents.size(); ++i) at[i] = T(0);
        } else {
            out.template scalar<id>() = T(0);
        }
    }
    return 0;
}
template <class T, hash_t Root, hash_t Wrt, class Outputs, std::size_t... I>
[[gnu::always_inline]] constexpr void clear_unreached(Outputs& out, std::index_sequence<I...>) {
    const int done[]{clear_unreached<T, Root, Wrt, I>(out)..., 0};
    static_cast<void>(done);
}

template <hash_t Root, hash_t Wrt, class Indices>
struct requested_ids;
template <hash_t Root, hash_t Wrt, std::size_t... I>
struct requested_ids<Root, Wrt, std::index_sequence<I...>> {
    using type = plan::ids<plan::request_of<Root, Wrt>.id[I]...>;
};
/// The symbols by which an expression is differentiated.
template <hash_t Root, hash_t Wrt>
using requested = typename requested_ids<Root, Wrt, std::make_index_sequence<plan::request_of<Root, Wrt>.count>>::type;

/// Passes what straight-line code delivers on to the outputs: first the value, then a derivative for each symbol.
template <class T, class Symbols, class Outputs>
struct scalar_outputs {
    Outputs& out;
    T value;

    template <plan::index_t N>
    [[gnu::always_inline]] constexpr void deliver(const T& v) {
        if constexpr (N == 0) {
            value = v;
        } else if constexpr (expr::is_tensor(Symbols::id[N - 1])) { // an argument that is not used: zero
            T* const at = out.template elements<Symbols::id[N - 1]>();
            for (std::size_t i = 0; i < expr::record_of<Symbols::id[N - 1]>.extents.size(); ++i) at[i] = v;
        } else {
            out.template scalar<Symbols::id[N - 1]>() = v;
        }
    }
};

/// Value and derivatives into any outputs; see sweep::differentiate. Every requested derivative is written. Tensors lie
/// in memory that is given, or on the stack.
template <class T, hash_t Wrt, hash_t Root, std::size_t Constants, class Inputs, class Outputs,
          class Memory = std::nullptr_t>
[[gnu::always_inline]] constexpr T differentiate(const expression<Root, Constants>& e, const Inputs& in, Outputs& out,
                                                 [[maybe_unused]] Memory memory = nullptr) {
    if constexpr (plan::is_straight<Root>) {
        using symbols = requested<Root, Wrt>;
        scalar_outputs<T, symbols, Outputs> delivered{out, T()};
        sweep::run<T, plan::value_and_gradient<plan::ids<Root>, symbols>>(in, constants_of(e), delivered);
        return delivered.value;
    } else {
        clear_unreached<T, Root, Wrt>(out, std::make_index_sequence<plan::request_of<Root, Wrt>.count>{});
        if constexpr (std::is_null_pointer_v<Memory>)
            return sweep::differentiate<T, Root, Wrt>(in, constants_of(e), out);
        else
            return sweep::differentiate_in<T, Root, Wrt>(memory, in, constants_of(e), out);
    }
}

/// Value and derivatives of an expression of symbols, with its tensors in memory that is given or on the stack.
template <bool WithValue, hash_t Wrt, hash_t Root, std::size_t Constants, class Memory, hash_t... Ids, class... Values>
[[gnu::always_inline]] constexpr auto differentiate_at(const expression<Root, Constants>& e, Memory memory,
                                                       const binding<Ids, Values>&... bindings) {
    using T = evaluation_type<binding<Ids, Values>...>;
    value_and_gradient<T, gradient_of<T, requested<Root, Wrt>>> result;
    if constexpr (check_bindings<T, Root, binding<Ids, Values>...>())
        result.value = differentiate<T, Wrt>(e, inputs<T, binding<Ids, Values>...>{bindings...}, result.grad, memory);
    else
        result = {};
    if constexpr (WithValue)
        return result;
    else
        return result.grad;
}

/// The derivatives of an expression of tensors, as expressions; in tensor_derivative.hpp.
template <hash_t Root>
struct derivative_of_tensors;

/// What `value_and_grad` and `grad` of an expression of symbols return.
template <hash_t Root, std::size_t Constants, hash_t Wrt, bool WithValue>
struct differentiator {
    expression<Root, Constants> e;

    template <hash_t... Ids, class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const binding<Ids, Values>&... bindings) const {
        return differentiate_at<WithValue, Wrt>(e, nullptr, bindings...);
    }

    /// How many elements of memory the tensors of one evaluation take.
    static constexpr std::size_t workspace = plan::gradient_plan<Root, Wrt>::workspace;

    /// The same with its tensors in memory that is given, `workspace` elements of the type that the evaluation computes in,
    /// and not on the stack. One evaluation at a time.
    template <class T>
    constexpr auto in(T* memory) const noexcept {
        return [ e = e, memory ](const auto&... bindings) __attribute__((always_inline)) {
            return differentiate_at<WithValue, Wrt>(e, memory, bindings...);
        };
    }

    /// The derivative by one symbol as an expression.
    template <hash_t Id>
        requires(!WithValue)
    constexpr auto operator[](const symbol<Id>&) const noexcept {
        constexpr std::size_t at = plan::position<Id>(requested<Root, Wrt>{});
        constexpr bool held = at < requested<Root, Wrt>::count;
        static_assert(
            held, "tapeless: this gradient holds no derivative by that symbol: it is not in the expression, is data, "
                  "or was left out of wrt");
        return by<(held ? at : 0)>(requested<Root, Wrt>{});
    }

private:
    template <std::size_t At, hash_t... Ids>
    constexpr auto by(plan::ids<Ids...>) const noexcept {
        if constexpr (expr::record_of<Root>.tensors)
            return derivative_of_tensors<Root>::template by<plan::ids<Ids...>::id[At]>(e);
        else
            return expr::partial<static_cast<unsigned>(At)>(e, expression<Ids, 0>{}...);
    }
};

/// Refuses symbols that none of some expressions contains.
template <class Roots, hash_t Wrt>
constexpr bool require_chosen() noexcept {
    return true;
}
template <class Roots, hash_t Wrt>
    requires(Wrt != 0)
constexpr bool require_chosen() noexcept {
    return []<hash_t... Ids, hash_t... Symbols>(plan::ids<Ids...>, plan::ids<Symbols...>) {
        const auto check = []<hash_t Symbol>(plan::ids<Symbol>) {
            constexpr bool present = (false || ... || plan::symbols_of<Ids>.contains(Symbol));
            if constexpr (!present)
                static_assert(is_in_the_expression<typename described<Symbol>::type>,
                              "tapeless: wrt names a symbol that the expression does not contain");
            return present;
        };
        return (true && ... && check(plan::ids<Symbols>{}));
    }
    (Roots{}, requested<Roots::id[0], Wrt>{});
}

template <bool WithValue, hash_t Wrt, hash_t Root, std::size_t Constants>
constexpr auto make_differentiator(const expression<Root, Constants>& e) noexcept {
    if constexpr (require_scalar<Root>()) {
        static_cast<void>(require_chosen<plan::ids<Root>, Wrt>());
        return differentiator<Root, Constants, Wrt, WithValue>{e};
    } else {
        return refused{};
    }
}

} // namespace diff

/// Value and gradient of a scalar expression by every variable in it: `value_and_grad(e)(x = 1.0, y = 2.0)` returns
/// `{value, grad}`, and `grad[x]` is the derivative by x. One forward and one backward sweep.
template <meta::hash_t Root, std::size_t Constants>
constexpr auto value_and_grad(const expression<Root, Constants>& e) noexcept {
    return diff::make_differentiator<true, 0>(e);
}
/// The same by the symbols of `wrt(...)` alone.
template <meta::hash_t Root, std::size_t Constants, meta::hash_t Wrt>
constexpr auto value_and_grad(const expression<Root, Constants>& e, selection<Wrt>) noexcept {
    return diff::make_differentiator<true, Wrt>(e);
}

/// The gradient without the value: `grad(e)(x = 3.0)[x]`.
template <meta::hash_t Root, std::size_t Constants>
constexpr auto grad(const expression<Root, Constants>& e) noexcept {
    return diff::make_differentiator<false, 0>(e);
}
template <meta::hash_t Root, std::size_t Constants, meta::hash_t Wrt>
constexpr auto grad(const expression<Root, Constants>& e, selection<Wrt>) noexcept {
    return diff::make_differentiator<false, Wrt>(e);
}

} // namespace tapeless

#endif

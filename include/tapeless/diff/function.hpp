// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_FUNCTION_HPP
#define TAPELESS_DIFF_FUNCTION_HPP

#include "../expr/derivative.hpp"
#include "arguments.hpp"
#include "grad.hpp"

namespace tapeless {

namespace diff {

/// Refuses argument numbers that name no argument, or one twice.
template <std::size_t Arguments, std::size_t... Argnums>
constexpr bool check_numbers(std::index_sequence<Argnums...>) noexcept {
    constexpr bool in_range = Arguments == 0 || (true && ... && (Argnums < Arguments));
    constexpr bool distinct = detail::list_of<Argnums...>().first_repeated() == sizeof...(Argnums);
    static_assert(Arguments > 0, "tapeless: a function is differentiated at its arguments: pass them");
    static_assert(in_range, "tapeless: an argument number given to grad or value_and_grad is out of range");
    static_assert(distinct, "tapeless: an argument number is given to grad or value_and_grad twice");
    return Arguments > 0 && in_range && distinct;
}

template <class... Leaves>
constexpr bool all_readable(list<Leaves...>) noexcept {
    return (true && ... && require_readable<Leaves>());
}
/// Refuses calls with wrong argument numbers, or with arguments that cannot be read.
template <class... Values, std::size_t... Argnums>
constexpr bool check_arguments(std::index_sequence<Argnums...> numbers) noexcept {
    return check_numbers<sizeof...(Values)>(numbers) &&
           all_readable(typename join_lists<typename structure<Values>::types...>::type{});
}

/// The function at symbols.
template <class F, class Symbols, std::size_t... I>
[[gnu::always_inline]] constexpr auto call_with(const F& function, const Symbols& symbols, std::index_sequence<I...>) {
    return function(symbols.template argument<I>()...);
}

/// What a function returns for arguments of some types: an expression, a number, or a tree of such.
template <class F, class Argnums, class... Values>
using traced_result = decltype(call_with(std::declval<const F&>(), argument_symbols<Argnums, Values...>{},
                                         std::index_sequence_for<Values...>{}));

/// The same as a value. Where it has no runtime constants its type says it all, and the function is never run.
template <class F, class Argnums, class... Values>
[[gnu::always_inline]] constexpr auto trace(const F& function) {
    using result = traced_result<F, Argnums, Values...>;
    if constexpr (std::is_empty_v<result>)
        return result{};
    else
        return call_with(function, argument_symbols<Argnums, Values...>{}, std::index_sequence_for<Values...>{});
}

template <bool Tensors, class V>
struct used {
    using type = V;
};
template <class T, std::size_t N>
    requires is_array_of_numbers<std::array<T, N>>
struct used<true, std::array<T, N>> {
    using type = whole<std::array<T, N>>;
};
/// An argument as an expression uses it: where there are tensors, an array is one.
template <class Root, class V>
using as_used = typename used<expr::record_of<expr::id_of<Root>>.tensors, V>::type;

/// Places in a list of handles, as arguments of some types number them.
template <class Handles, class... Values>
struct handle_source {
    static constexpr bool symbolic = true;
    const Handles& handles;
    template <std::size_t>
    static constexpr bool is_argument = false;
    template <std::size_t, class>
    static constexpr hash_t whole = 0;

    template <std::size_t Place>
    constexpr const auto& leaf() const noexcept {
        return std::get<leaves_before<Values...>.at[(Place >> 16)] + (Place & 0xFFFF)>(handles);
    }
    template <std::size_t I>
    constexpr auto argument() const {
        return structure<typename nth<list<Values...>, I>::type>::template make<place(I)>(*this);
    }
};
/// A function of the leaves of its arguments.
template <class F, class... Values>
struct function_of_leaves {
    const F& function;

    template <class... Handles>
    constexpr auto operator()(const Handles&... handles) const {
        const std::tuple<Handles...> given{handles...};
        const handle_source<std::tuple<Handles...>, Values...> arguments{given};
        return call_with(function, arguments, std::index_sequence_for<Values...>{});
    }
};

/// A function of tensors where its arguments are expressions; in tensor_derivative.hpp.
template <class Function, class... Handles>
struct function_of_tensors;

/// The gradient of a scalar function where its arguments are expressions: expressions again.
template <class F, std::size_t... Argnums>
struct symbolic_gradient {
    const F& function;

    template <class... Values>
    constexpr auto operator()(const Values&... values) const {
        constexpr auto& before = leaves_before<Values...>;
        return leaves(std::make_index_sequence<before.at[sizeof...(Values)]>{}, values...);
    }

private:
    template <std::size_t... K, class... Values>
    constexpr auto leaves(std::index_sequence<K...>, const Values&... values) const {
        const function_of_leaves<F, Values...> flat{function};
        const auto all = derivatives(flat, expr::lift(leaf_among<K>(values...))...);
        const handle_source<decltype(all), Values...> found{all};
        using numbers = typename chosen_numbers<std::index_sequence<Argnums...>, sizeof...(Values)>::type;
        return choose(found, numbers{});
    }
    template <class Flat, class... Handles>
    static constexpr auto derivatives(const Flat& flat, const Handles&... point) {
        if constexpr (expr::is_tensor((hash_t{0} | ... | expr::id_of<Handles>)))
            return function_of_tensors<Flat, Handles...>::gradient(flat, point...);
        else
            return expr::derivatives(flat, point...);
    }
    template <class Source, std::size_t... I>
    static constexpr auto choose(const Source& found, std::index_sequence<I...>) {
        if constexpr (sizeof...(I) == 1)
            return (found.template argument<I>(), ...);
        else
            return std::make_tuple(found.template argument<I>()...);
    }
};

/// What `value_and_grad` and `grad` of a function return.
template <class F, bool WithValue, std::size_t... Argnums>
struct function_differentiator {
    F function;

    template <class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const Values&... values) const {
        using argnums = std::index_sequence<Argnums...>;
        if constexpr (!check_arguments<Values...>(argnums{})) {
            return refused{};
        } else if constexpr ((is_symbolic<Values> || ...)) {
            const auto gradient = symbolic_gradient<F, Argnums...>{function}(values...);
            if constexpr (WithValue)
                return value_and_gradient{expr::lift(function(values...)), gradient};
            else
                return gradient;
        } else {
            using root = decltype(expr::lift(std::declval<traced_result<F, argnums, Values...>>()));
            return at<root, argument_layout<argnums, as_used<root, Values>...>>(values...);
        }
    }

private:
    template <class Root, class Layout, class... Values>
    [[gnu::always_inline]] constexpr auto at(const Values&... values) const {
        using T = typename Layout::value_type;
        if constexpr (require_scalar<expr::id_of<Root>>() && Layout::template check<T>() &&
                      Layout::check_symbols(typename symbols_in<expr::id_of<Root>>::type{})) {
            gradient_of<T, typename Layout::chosen> adjoints;
            const T value = differentiate<T, selection_of<typename Layout::chosen>>(
                expr::lift(trace<F, std::index_sequence<Argnums...>, Values...>(function)),
                typename Layout::template inputs<T>(values...), adjoints);
            const gradient_source<Layout, decltype(adjoints)> source{adjoints};
            if constexpr (WithValue)
                return value_and_gradient<T, decltype(Layout::make(source))>{value, Layout::make(source)};
            else
                return Layout::make(source);
        } else {
            return refused{};
        }
    }
};

} // namespace diff

/// Value and derivatives of a function written for any number type: `value_and_grad(f)(1.0, 2.0)` returns
/// `{value, d}`, where `d` is a std::tuple with one derivative per argument, or the bare derivative if there is one.
/// `value_and_grad<0, 2>(f)` differentiates by these arguments alone; nothing is computed toward the others. An argument
/// may be a number, a tensor, or a std::array or std::tuple of such (with tapeless.hpp also a Hana structure): its
/// derivative has the same structure. Arguments that are expressions give expressions, so derivatives can be
/// differentiated. The function is traced by its types: what it does besides returning an expression may not happen.
template <std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto value_and_grad(F f) { return diff::function_differentiator<F, true, Argnums...>{f}; }

/// The derivatives without the value.
template <std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto grad(F f) { return diff::function_differentiator<F, false, Argnums...>{f}; }

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_ROUTINE_HPP
#define TAPELESS_PRINT_ROUTINE_HPP

#include "../diff/function.hpp"
#include "names.hpp"

#include <vector>

namespace tapeless::print {

/// Refuses tensors.
template <hash_t Root>
constexpr bool require_scalars() noexcept {
    constexpr bool scalars = !expr::record_of<Root>.tensors;
    static_assert(scalars,
                  "tapeless: straight-line code is written for expressions of scalars; this one holds tensors");
    return scalars;
}

/// The value of an expression, or its derivatives by symbols, as straight-line code with these parameters.
template <hash_t Root, class Parameters, class By, bool WithValue, bool WithGradient>
struct routine_of {
    static constexpr bool scalars = require_scalars<Root>();
    static constexpr bool value = WithValue, gradient = WithGradient;
    using parameters = Parameters;
    using by = By;
    using request =
        std::conditional_t<gradient, plan::value_and_gradient<plan::ids<Root>, By>, plan::values<plan::ids<Root>>>;

    template <std::size_t Constants>
    static std::vector<double> constants(const expression<Root, Constants>& e) {
        const double* const first = diff::constants_of(e);
        return {first, first + Constants};
    }
};

template <class Thing>
inline constexpr bool is_expression = false;

/// What is to be written: an expression, `grad` or `value_and_grad` of one, or a function of arguments of some types,
/// or `grad` or `value_and_grad` of one. `of(it)` is the expression.
template <class Thing, class... Values>
struct routine {
    static_assert(
        sizeof...(Values) != 0 && is_expression<Thing>,
        "tapeless: code is written of an expression of symbols, of grad or value_and_grad of one, or of a function "
        "and how many numbers it takes, as in to_cpp<2>(value_and_grad(f), name)");
    static constexpr bool scalars = false; // so that nothing follows that sentence
};

template <hash_t Root, std::size_t Constants>
struct routine<expression<Root, Constants>> : routine_of<Root, symbols_in<Root>, plan::ids<>, true, false> {
    static constexpr auto of(const expression<Root, Constants>& e) { return e; }
};
template <hash_t Id>
struct routine<symbol<Id>> : routine<expression<Id, 0>> {};

template <hash_t Root, std::size_t Constants, hash_t Wrt, bool WithValue>
struct routine<diff::differentiator<Root, Constants, Wrt, WithValue>>
    : routine_of<Root, symbols_in<Root>, diff::requested<Root, Wrt>, WithValue, true> {
    static constexpr auto of(const diff::differentiator<Root, Constants, Wrt, WithValue>& d) { return d.e; }
};

template <class F, class Argnums, class... Values>
using root_of_function = decltype(expr::lift(std::declval<diff::traced_result<F, Argnums, Values...>>()));

template <class F, bool WithValue, bool WithGradient, class Argnums, class... Values>
struct function_routine
    : routine_of<expr::id_of<root_of_function<F, Argnums, Values...>>,
                 typename diff::argument_layout<Argnums, Values...>::bound,
                 typename diff::argument_layout<Argnums, Values...>::chosen, WithValue, WithGradient> {
    static constexpr auto of(const F& function) { return expr::lift(diff::trace<F, Argnums, Values...>(function)); }
};

template <class F, bool WithValue, std::size_t... Argnums, class First, class... Values>
struct routine<diff::function_differentiator<F, WithValue, Argnums...>, First, Values...>
    : function_routine<F, WithValue, true, std::index_sequence<Argnums...>, First, Values...> {
    static constexpr auto of(const diff::function_differentiator<F, WithValue, Argnums...>& d) {
        return expr::lift(diff::trace<F, std::index_sequence<Argnums...>, First, Values...>(d.function));
    }
};
template <class F, class First, class... Values>
struct routine<F, First, Values...> : function_routine<F, true, false, std::index_sequence<>, First, Values...> {};

namespace detail {
template <std::size_t>
using number = double;
template <class Thing, std::size_t... I>
routine<Thing, number<I>...> of_numbers(std::index_sequence<I...>);
} // namespace detail
/// The same of as many numbers.
template <class Thing, std::size_t Arguments>
using routine_of_numbers = decltype(detail::of_numbers<Thing>(std::make_index_sequence<Arguments>{}));

} // namespace tapeless::print

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_DERIVATIVE_HPP
#define TAPELESS_EXPR_DERIVATIVE_HPP

#include "let.hpp"
#include "lift.hpp"

#include <tuple>

namespace tapeless::expr {

/// The derivatives of the last operand by the symbols that stand for the others. It is no number: its components are.
struct gradient_node {
    static constexpr role what = role::gradient;
};
/// The derivatives of the last operand by the others, which are symbols.
struct partials_node {
    static constexpr role what = role::partials;
};
template <unsigned Index>
struct component_node {
    static constexpr role what = role::component;
    static constexpr void refine(record& r) noexcept { r.index = Index; }
};

/// The derivatives of a scalar function by its arguments where these have the values of some expressions, as a tuple of
/// expressions.
///
/// The function is traced with symbols of its own, so that whatever else it captures stays fixed, be it the same
/// expression: the derivative of y -> x + y at y = x is 1. They are numbered like those of `let`.
template <class Function, class... Handles>
constexpr auto derivatives(const Function& f, const Handles&... point) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        using trial = decltype(lift(f(bound<static_cast<unsigned>(I), shape<>>{}...)));
        constexpr unsigned height = record_of<id_of<trial>>.height;
        constexpr bool fits = height + sizeof...(I) <= 63;
        static_assert(fits, "tapeless: derivatives are nested too deep: more than 63 bound symbols");
        if constexpr (fits) {
            const auto body = lift(f(bound<height + static_cast<unsigned>(I), shape<>>{}...));
            const auto all = apply<gradient_node>(point..., body);
            return std::make_tuple(apply<component_node<static_cast<unsigned>(I)>>(all)...);
        } else {
            return std::make_tuple((static_cast<void>(I), literal<meta::decimal{}>{})...);
        }
    }
    (std::index_sequence_for<Handles...>{});
}

/// The derivative of a scalar expression by one of some symbols; those by the others are found with it.
template <unsigned Index, class E, class... Symbols>
constexpr auto partial(const E& e, const Symbols&... symbols) noexcept {
    return apply<component_node<Index>>(apply<partials_node>(symbols..., e));
}

} // namespace tapeless::expr

#endif

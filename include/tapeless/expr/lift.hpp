// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_LIFT_HPP
#define TAPELESS_EXPR_LIFT_HPP

#include "expression.hpp"
#include "literal.hpp"

#include <type_traits>

namespace tapeless::expr {

/// The node of a number that the handle carries as data.
struct constant_leaf {
    static constexpr role what = role::constant;
    static constexpr meta::dimensions extents{};
    static constexpr hash_t tag = meta::mix(0, static_cast<hash_t>(role::constant));
    static constexpr void refine(record& r) noexcept { r.constants = 1; }
};

namespace detail {
template <class T>
inline constexpr bool is_integral_constant = false;
template <template <class U, U> class Constant, class U, U Value>
inline constexpr bool is_integral_constant<Constant<U, Value>> = std::is_integral_v<U>;
} // namespace detail

/// An operand as a handle: handles are themselves, integral constants (the standard library's, Hana's) are
/// literals, numbers are runtime constants.
template <hash_t Id, std::size_t Constants>
constexpr expression<Id, Constants> lift(const expression<Id, Constants>& e) noexcept {
    return e;
}
template <class T>
    requires(!is_handle<T>)
constexpr auto lift(const T& number) noexcept {
    if constexpr (detail::is_integral_constant<T>) {
        return literal<meta::decimal::canonical(static_cast<std::int64_t>(T::value))>{};
    } else if constexpr (!std::is_arithmetic_v<T>) {
        static_assert(std::is_arithmetic_v<T>,
                      "tapeless: this operand is no number; a tensor or a value of another type enters an expression "
                      "as a symbol (var, data) that is bound to it, or as a function argument");
        return expression<intern_leaf<constant_leaf>, 1>{}; // so that nothing follows that sentence
    } else {
        static_assert(std::numeric_limits<T>::digits <= std::numeric_limits<double>::digits || std::is_integral_v<T>,
                      "tapeless: a runtime constant is held as a double; bind a long double to data<\"k\"> instead");
        return expression<intern_leaf<constant_leaf>, 1>{{static_cast<double>(number)}};
    }
}

/// Operands of which exactly one is a handle: those that an operator between handles does not take.
template <class A, class B>
concept mixed = (is_handle<A> != is_handle<B>);

/// Operands of which at least one is a handle.
template <class... A>
concept operands = (is_handle<A> || ...);

} // namespace tapeless::expr

#endif

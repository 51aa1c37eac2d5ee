// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_LITERAL_HPP
#define TAPELESS_EXPR_LITERAL_HPP

#include "../meta/decimal.hpp"
#include "expression.hpp"

namespace tapeless {

namespace expr {

/// The node of a number that is part of the type.
template <meta::decimal Number>
struct literal_leaf {
    static constexpr role what = role::literal;
    static constexpr meta::decimal number = Number;
    static constexpr meta::dimensions extents{};
    static constexpr hash_t tag =
        meta::mix(meta::mix(static_cast<hash_t>(role::literal), static_cast<hash_t>(Number.mantissa)),
                  static_cast<hash_t>(Number.exponent));
    static constexpr void refine(record& r) noexcept { r.number = Number; }

    template <class T>
    static constexpr T number_as() noexcept {
        return Number.template to<T>();
    }
};

/// The handle of a literal.
template <meta::decimal Number>
using literal = expression<intern_leaf<literal_leaf<Number>>, 0>;

template <hash_t Id>
inline constexpr meta::decimal decimal_of = node_of<Id>::op::number;

/// The ids of the literals that rewrites look for.
inline constexpr hash_t zero = intern_leaf<literal_leaf<meta::decimal{}>>;
inline constexpr hash_t one = intern_leaf<literal_leaf<meta::decimal{1, 0}>>;

} // namespace expr

inline namespace literals {

/// A compile-time constant: `0.5_c`, `2_c`, `1e-3_c`. Equal numbers are one literal however they are written.
template <char... Characters>
constexpr auto operator""_c() noexcept {
    constexpr char text[]{Characters...};
    constexpr meta::parsed_decimal parsed = meta::parse_decimal(text, sizeof...(Characters));
    static_assert(parsed.valid, "tapeless: a _c literal is a decimal number of at most 18 digits, such as 0.5_c");
    return expr::literal<parsed.value>{};
}

} // namespace literals
} // namespace tapeless

#endif

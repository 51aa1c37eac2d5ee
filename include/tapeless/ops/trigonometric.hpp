// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_TRIGONOMETRIC_HPP
#define TAPELESS_OPS_TRIGONOMETRIC_HPP

#include "../expr/lift.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct sin {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sin";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::sin;
        return sin(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        using std::cos;
        return adjoint * cos(x);
    }
};

struct cos {
    static constexpr bool elementwise = true;
    static constexpr auto name = "cos";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::cos;
        return cos(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        using std::sin;
        return -adjoint * sin(x);
    }
};

} // namespace ops

/// The sine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr auto sin(const expression<A, M>& x) noexcept {
    if constexpr (expr::is_plain(A, M))
        return expr::plain<ops::sin, A>{};
    else
        return expr::apply<ops::sin>(x);
}

/// The cosine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr auto cos(const expression<A, M>& x) noexcept {
    if constexpr (expr::is_plain(A, M))
        return expr::plain<ops::cos, A>{};
    else
        return expr::apply<ops::cos>(x);
}

} // namespace tapeless

#endif

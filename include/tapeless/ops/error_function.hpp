// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ERROR_FUNCTION_HPP
#define TAPELESS_OPS_ERROR_FUNCTION_HPP

#include "../expr/lift.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct erf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "erf";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::erf;
        return erf(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        using std::exp;
        return adjoint * (meta::decimal{1128379167095512574, -18}.to<T>() * exp(-x * x));
    }
};

/// 0.5 erfc(-x / sqrt(2)), which keeps its relative accuracy far into the lower tail.
struct normal_cdf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "normal_cdf";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::erfc;
        return T(0.5) * erfc(x * meta::decimal{-707106781186547524, -18}.to<T>());
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        using std::exp;
        return adjoint * (meta::decimal{398942280401432678, -18}.to<T>() * exp(T(-0.5) * x * x));
    }
};

} // namespace ops

/// The error function, elementwise: 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
template <meta::hash_t A, std::size_t M>
constexpr auto erf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::erf>(x);
}

/// The probability that a standard normal variable is at most x, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr auto normal_cdf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::normal_cdf>(x);
}

} // namespace tapeless

#endif

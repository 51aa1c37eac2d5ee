// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_POWER_HPP
#define TAPELESS_OPS_POWER_HPP

#include "arithmetic.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct sqrt {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sqrt";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::sqrt;
        return sqrt(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint / (result + result);
    }
};

/// x to the power of a whole number, by repeated squaring: about 1.5 log2(N) products.
template <int N>
struct integer_power {
    static constexpr bool elementwise = true;
    static constexpr auto name = "pow";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        if constexpr (N < 0)
            return T(1) / integer_power<-N>::value(x);
        else if constexpr (N == 0)
            return T(1);
        else if constexpr (N == 1)
            return x;
        else if constexpr (N % 2 == 0)
            return integer_power<N / 2>::value(x * x);
        else
            return x * integer_power<N - 1>::value(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * (T(N) * integer_power<N - 1>::value(x));
    }
};

struct pow {
    static constexpr bool elementwise = true;
    static constexpr auto name = "pow";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        using std::pow;
        return pow(x, y);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        using std::log;
        using std::pow;
        if constexpr (I == 0)
            return y == T(0) ? T(0) : adjoint * (y * pow(x, y - T(1)));
        else
            return x == T(0) && y >= T(0) ? T(0) : adjoint * (result * log(x));
    }
};

} // namespace ops

/// The square root, elementwise. Domain: x >= 0; the derivative at 0 is infinite.
template <meta::hash_t A, std::size_t M>
constexpr auto sqrt(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sqrt>(x);
}

/// x to the power y, elementwise. A whole literal exponent (`2_c`) of at most 64 is a chain of products. The derivative
/// by x is 0 where y is 0, the one by y is 0 where x is 0 and y is not negative.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto pow(const A& x, const B& y) noexcept {
    const auto base = expr::lift(x);
    const auto exponent = expr::lift(y);
    constexpr meta::hash_t id = expr::id_of<std::remove_const_t<decltype(exponent)>>;
    if constexpr (expr::is_literal(id)) {
        constexpr meta::decimal n = expr::decimal_of<id>;
        constexpr bool small = n.exponent == 0 && n.mantissa >= -64 && n.mantissa <= 64 && n.mantissa != 0;
        constexpr bool round = n.exponent == 1 && n.mantissa >= -6 && n.mantissa <= 6;
        if constexpr (small && n.mantissa == 1)
            return base;
        else if constexpr (small && n.mantissa == 2)
            return expr::apply<ops::square>(base);
        else if constexpr (small)
            return expr::apply<ops::integer_power<static_cast<int>(n.mantissa)>>(base);
        else if constexpr (round)
            return expr::apply<ops::integer_power<static_cast<int>(n.mantissa * 10)>>(base);
        else
            return expr::apply<ops::pow>(base, exponent);
    } else {
        return expr::apply<ops::pow>(base, exponent);
    }
}

} // namespace tapeless

#endif

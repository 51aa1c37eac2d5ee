// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_EXTREMUM_HPP
#define TAPELESS_OPS_EXTREMUM_HPP

#include "../meta/math.hpp"
#include "arithmetic.hpp"
#include "comparison.hpp"
#include "rounding.hpp"

namespace tapeless {

namespace ops {

struct abs {
    static constexpr bool elementwise = true;
    static constexpr auto name = "abs";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative at 0 is 0";
    static constexpr int flops = 0;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\left|$1\right|)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::abs(x);
    }
    // The sign is copied rather than compared for: branches on signs are hard to predict.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return where(x == T(0), T(0), T(adjoint * expr::call<copysign>(T(1), x)));
    }
};

struct sign {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sign";
    static constexpr auto domain = "all x";
    static constexpr auto note = "0 at 0; the derivative is 0 everywhere";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0;
    static constexpr auto cpp = "($1 < 0 ? -1.0 : 0 < $1 ? 1.0 : $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return where(x < T(0), T(-1), where(T(0) < x, T(1), x));
    }
};

struct max {
    static constexpr bool elementwise = true;
    static constexpr auto name = "max";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "where x = y each operand receives half of the adjoint; NaN if an operand is NaN";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\max\left($1, $2\right))";
    static constexpr auto cpp = "($1 < $2 || !($2 == $2) ? $2 : $1)";

    // Where x is NaN every comparison with it is false, and x is the result; y must be asked for.
    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x < y || !(y == y), y, x);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        const T& mine = I == 0 ? x : y;
        const T& other = I == 0 ? y : x;
        return where(mine < other, T(0), where(mine == other, T(adjoint * T(0.5)), adjoint));
    }
};

struct min {
    static constexpr bool elementwise = true;
    static constexpr auto name = "min";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "where x = y each operand receives half of the adjoint; NaN if an operand is NaN";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\min\left($1, $2\right))";
    static constexpr auto cpp = "($2 < $1 || !($2 == $2) ? $2 : $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(y < x || !(y == y), y, x);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        const T& mine = I == 0 ? x : y;
        const T& other = I == 0 ? y : x;
        return where(other < mine, T(0), where(mine == other, T(adjoint * T(0.5)), adjoint));
    }
};

struct clamp {
    static constexpr bool elementwise = true;
    static constexpr auto name = "clamp";
    static constexpr auto domain = "low <= high";
    static constexpr auto note = "at a bound x receives the whole adjoint, the bound nothing";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr auto cpp = "($1 < $2 ? $2 : $3 < $1 ? $3 : $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& low, const T& high) {
        return where(x < low, low, where(high < x, high, x));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& low,
                                                       const T& high) {
        if constexpr (I == 0)
            return where(x < low || high < x, T(0), adjoint);
        else if constexpr (I == 1)
            return where(x < low, adjoint, T(0));
        else
            return where(high < x, adjoint, T(0));
    }
};

} // namespace ops

/// The absolute value, elementwise. The derivative at 0 is 0.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::abs, expression<A, M>> abs(const expression<A, M>& x) noexcept {
    return expr::apply<ops::abs>(x);
}

/// -1, 0 or 1, as x is, elementwise; NaN stays NaN. The derivative is 0 everywhere.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::sign, expression<A, M>> sign(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sign>(x);
}

/// The largest of two or more values, elementwise; NaN if one of them is NaN. Where two are equal each receives half
/// of the adjoint, so that max(x, x) has the derivative 1.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto max(const A& a, const B& b) noexcept { return expr::apply<ops::max>(expr::lift(a), expr::lift(b)); }
template <class A, class B, class... C>
    requires(sizeof...(C) > 0 && expr::operands<A, B, C...>)
constexpr auto max(const A& a, const B& b, const C&... c) noexcept {
    return max(max(expr::lift(a), expr::lift(b)), expr::lift(c)...);
}

/// The smallest of two or more values, elementwise; NaN if one of them is NaN. Where two are equal each receives half
/// of the adjoint.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto min(const A& a, const B& b) noexcept { return expr::apply<ops::min>(expr::lift(a), expr::lift(b)); }
template <class A, class B, class... C>
    requires(sizeof...(C) > 0 && expr::operands<A, B, C...>)
constexpr auto min(const A& a, const B& b, const C&... c) noexcept {
    return min(min(expr::lift(a), expr::lift(b)), expr::lift(c)...);
}

/// x, but not less than `low` and not more than `high`, elementwise, where low <= high. Inside and at the bounds the
/// adjoint goes to x, beyond a bound it goes to that bound. NaN stays NaN; a bound that is NaN bounds nothing.
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto clamp(const A& x, const B& low, const C& high) noexcept {
    return expr::apply<ops::clamp>(expr::lift(x), expr::lift(low), expr::lift(high));
}

} // namespace tapeless

#endif

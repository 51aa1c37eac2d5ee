// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ROUNDING_HPP
#define TAPELESS_OPS_ROUNDING_HPP

#include "../meta/math.hpp"
#include "arithmetic.hpp"
#include "comparison.hpp"

namespace tapeless {

namespace ops {

struct floor {
    static constexpr bool elementwise = true;
    static constexpr auto name = "floor";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative is 0 everywhere";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0;
    static constexpr auto latex = R"(\left\lfloor $1 \right\rfloor)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::floor(x);
    }
};

struct ceil {
    static constexpr bool elementwise = true;
    static constexpr auto name = "ceil";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative is 0 everywhere";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0;
    static constexpr auto latex = R"(\left\lceil $1 \right\rceil)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::ceil(x);
    }
};

struct round {
    static constexpr bool elementwise = true;
    static constexpr auto name = "round";
    static constexpr auto domain = "all x";
    static constexpr auto note = "halves go away from 0; the derivative is 0 everywhere";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::round(x);
    }
};

struct trunc {
    static constexpr bool elementwise = true;
    static constexpr auto name = "trunc";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative is 0 everywhere";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::trunc(x);
    }
};

namespace detail {

/// result = x - n y: the derivative by y is -n. The quotient of what is left is whole up to its rounding, whereas
/// x / y may round to the next whole number.
template <std::size_t I, class T>
[[gnu::always_inline]] constexpr T remainder_pullback(const T& adjoint, const T& result, const T& x, const T& y) {
    if constexpr (I == 0)
        return adjoint;
    else
        return -adjoint * math::round(T((x - result) / y));
}

} // namespace detail

struct fmod {
    static constexpr bool elementwise = true;
    static constexpr auto name = "fmod";
    static constexpr auto domain = "y != 0, x finite";
    static constexpr auto note = "at the jumps, the derivative of the piece that starts there";
    static constexpr int flops = 0;
    static constexpr int calls = 1;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return math::fmod(x, y);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        return detail::remainder_pullback<I>(adjoint, result, x, y);
    }
};

struct remainder {
    static constexpr bool elementwise = true;
    static constexpr auto name = "remainder";
    static constexpr auto domain = "y != 0, x finite";
    static constexpr auto note = "at the jumps, the derivative of the piece that the value belongs to";
    static constexpr int flops = 0;
    static constexpr int calls = 1;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return math::remainder(x, y);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        return detail::remainder_pullback<I>(adjoint, result, x, y);
    }
};

struct copysign {
    static constexpr bool elementwise = true;
    static constexpr auto name = "copysign";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "the derivative at x = 0 is 0, the one by y is 0 everywhere";
    static constexpr int flops = 0;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0b01;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return math::copysign(x, y);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        return where(x == T(0), T(0), T(adjoint * expr::call<copysign>(T(1), x) * expr::call<copysign>(T(1), y)));
    }
};

} // namespace ops

/// The largest whole number that is not above x, elementwise. The derivative is 0 everywhere.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::floor, expression<A, M>> floor(const expression<A, M>& x) noexcept {
    return expr::apply<ops::floor>(x);
}

/// The smallest whole number that is not below x, elementwise. The derivative is 0 everywhere.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::ceil, expression<A, M>> ceil(const expression<A, M>& x) noexcept {
    return expr::apply<ops::ceil>(x);
}

/// The whole number nearest to x, elementwise, halves away from 0 as std::round has them. The derivative is 0
/// everywhere.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::round, expression<A, M>> round(const expression<A, M>& x) noexcept {
    return expr::apply<ops::round>(x);
}

/// x without its fraction, elementwise. The derivative is 0 everywhere.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::trunc, expression<A, M>> trunc(const expression<A, M>& x) noexcept {
    return expr::apply<ops::trunc>(x);
}

/// x - n y where n is x / y without its fraction, elementwise; the result is exact. The derivatives are 1 and -n.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto fmod(const A& x, const B& y) noexcept { return expr::apply<ops::fmod>(expr::lift(x), expr::lift(y)); }

/// x - n y where n is the whole number nearest to x / y, halves to even, elementwise; the result is exact. The
/// derivatives are 1 and -n.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto remainder(const A& x, const B& y) noexcept {
    return expr::apply<ops::remainder>(expr::lift(x), expr::lift(y));
}

/// The magnitude of x with the sign of y, elementwise. The derivative by x is 1 where the signs agree, else -1, and 0
/// where x is 0; the one by y is 0.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto copysign(const A& x, const B& y) noexcept {
    return expr::apply<ops::copysign>(expr::lift(x), expr::lift(y));
}

} // namespace tapeless

#endif

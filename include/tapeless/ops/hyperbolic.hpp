// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_HYPERBOLIC_HPP
#define TAPELESS_OPS_HYPERBOLIC_HPP

#include "../meta/math.hpp"
#include "comparison.hpp"
#include "extremum.hpp"
#include "power.hpp"

namespace tapeless {

namespace ops {

struct sinh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sinh";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\sinh\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::sinh(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * math::cosh(x);
    }
};

struct cosh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "cosh";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\cosh\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::cosh(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * math::sinh(x);
    }
};

struct tanh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "tanh";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative is within 2 epsilon, of 1 and not of itself: 0 where tanh rounds to 1";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\tanh\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::tanh(x);
    }
    // The result has lost what a derivative of full relative accuracy needs, once it is close to 1; that would cost a
    // further exp. So it has an absolute error of two roundings, never the wrong sign, and is 0 where the result is 1.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (T(1) - result * result);
    }
};

struct asinh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "asinh";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\operatorname{arsinh}\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::asinh(x);
    }
    // Where x * x overflows, sqrt(x * x + 1) is |x|.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        const T length = math::sqrt(T(x * x + T(1)));
        const auto finite = length - length == T(0);
        return adjoint / where(finite, length, math::abs(x));
    }
};

struct acosh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "acosh";
    static constexpr auto domain = "x >= 1";
    static constexpr auto note = "the derivative at 1 is infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\operatorname{arcosh}\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::acosh(x);
    }
    // Two roots: (x - 1) * (x + 1) would overflow, and have a root for x < -1 too.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / (math::sqrt(T(x - T(1))) * math::sqrt(T(x + T(1))));
    }
};

struct atanh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "atanh";
    static constexpr auto domain = "-1 <= x <= 1";
    static constexpr auto note = "value and derivative at -1 and 1 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\operatorname{artanh}\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::atanh(x);
    }
    // Both factors are exact near 1, where 1 - x * x cancels.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / ((T(1) - x) * (T(1) + x));
    }
};

} // namespace ops

/// The hyperbolic sine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::sinh, expression<A, M>> sinh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sinh>(x);
}

/// The hyperbolic cosine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::cosh, expression<A, M>> cosh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::cosh>(x);
}

/// The hyperbolic tangent, elementwise. The derivative, 1 - tanh(x)^2, has an absolute error of about the rounding of
/// 1: for large |x| it has no correct digits, and from where tanh(x) rounds to 1 (|x| > 19 in double) it is 0.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::tanh, expression<A, M>> tanh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::tanh>(x);
}

/// The inverse hyperbolic sine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::asinh, expression<A, M>> asinh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::asinh>(x);
}

/// The inverse hyperbolic cosine, elementwise. Domain: x >= 1; the derivative at 1 is infinite.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::acosh, expression<A, M>> acosh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::acosh>(x);
}

/// The inverse hyperbolic tangent, elementwise. Domain: -1 <= x <= 1; value and derivative at the ends are infinite.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::atanh, expression<A, M>> atanh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::atanh>(x);
}

} // namespace tapeless

#endif

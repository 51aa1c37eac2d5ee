// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_EXPONENTIAL_HPP
#define TAPELESS_OPS_EXPONENTIAL_HPP

#include "../expr/let.hpp"
#include "../meta/math.hpp"
#include "comparison.hpp"
#include "constants.hpp"
#include "extremum.hpp"
#include "fold.hpp"
#include "ordinary.hpp"
#include "stop_gradient.hpp"

#include <type_traits>

namespace tapeless {

namespace ops {

struct exp {
    static constexpr bool elementwise = true;
    static constexpr auto name = "exp";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(e^{$1})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::exp(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * result;
    }
};

struct exp2 {
    static constexpr bool elementwise = true;
    static constexpr auto name = "exp2";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(2^{$1})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::exp2(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (result * expr::constant<log_two, T>());
    }
};

struct expm1 {
    static constexpr bool elementwise = true;
    static constexpr auto name = "expm1";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative is within 1 epsilon, of 1 where x < 0: 0 where the value rounds to -1";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\left(e^{$1}-1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::expm1(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (result + T(1));
    }
};

struct log {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log";
    static constexpr auto domain = "x > 0";
    static constexpr auto note = "value and derivative at 0 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\log\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::log(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / x;
    }
    // x log x is 0 at 0, where the product of the two is NaN.
    static constexpr expr::traced times(const expr::traced& result, const expr::traced& factor);
};

struct log2 {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log2";
    static constexpr auto domain = "x > 0";
    static constexpr auto note = "value and derivative at 0 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\log_{2}\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::log2(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * expr::constant<inverse_log_two, T>() / x;
    }
};

struct log10 {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log10";
    static constexpr auto domain = "x > 0";
    static constexpr auto note = "value and derivative at 0 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\log_{10}\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::log10(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * expr::constant<inverse_log_ten, T>() / x;
    }
};

struct log1p {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log1p";
    static constexpr auto domain = "x > -1";
    static constexpr auto note = "value and derivative at -1 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\log\left(1+$1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::log1p(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / (T(1) + x);
    }
};

/// log y, given x and x log y. A quotient does, unless x log y has lost digits or x is zero.
struct log_of_second {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log_of_second";
    static constexpr auto domain = "y > 0";
    static constexpr auto note = "log y from x, y and x log y: the derivative is that of log y";
    static constexpr std::uint64_t differentiable = 0b010;
    static constexpr int flops = 3;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\log\left($2\right))";
    static constexpr auto cpp = "tapeless_log_of_second($1, $2, $3)";
    static constexpr auto cpp_support = R"(
inline double tapeless_log_of_second(double x, double y, double product) {
    const double size = product < 0 ? -product : product;
    return size >= 2.2250738585072014e-308 && size <= 1.7976931348623157e308 ? product / x : std::log(y);
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& product) {
        if constexpr (branching<T>) {
            if (is_ordinary(product)) return product / x;
        }
        return math::log(y);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T&, const T& y, const T&) {
        return adjoint / y;
    }
};

struct xlogy {
    static constexpr bool elementwise = true;
    static constexpr auto name = "xlogy";
    static constexpr auto domain = "y > 0, or x = 0";
    static constexpr auto note =
        "the value is 0 where x = 0; the derivative by x is log y, infinite at y = 0; that by y "
        "is 0 where x = 0 and y = 0";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\left($1\right)\log\left($2\right))";
    static constexpr auto cpp = "($1 * std::log($1 == 0 ? 1 : $2))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return x * math::log(where(x == T(0), T(1), y));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        if constexpr (I == 0)
            return adjoint * expr::call<log_of_second>(x, y, result);
        else
            return adjoint * (x / where(x == T(0) && y == T(0), T(1), y));
    }
};

constexpr expr::traced log::times(const expr::traced& result, const expr::traced& factor) {
    return factor.same_as(result.operand(0)) ? expr::trace<xlogy>(factor, factor) : expr::traced{};
}

/// x - peak, where no x is above the peak, and 0 where both are infinite. A function of x alone: logsumexp does not
/// depend on the number that it is shifted by.
struct below_peak {
    static constexpr bool elementwise = true;
    static constexpr auto name = "below_peak";
    static constexpr auto domain = "all x";
    static constexpr auto note = "x - peak: 0 where both are the same infinity; the derivative by the peak is 0";
    static constexpr std::uint64_t differentiable = 0b01;
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\left($1-$2\right))";
    static constexpr auto cpp = "($1 == $2 ? 0 : $1 - $2)";

    // Dual numbers of equal value are not equal: their difference has a tangent.
    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& peak) {
        const T difference = x - peak;
        if constexpr (std::is_floating_point_v<T>)
            return where(x == peak, T(0), difference);
        else
            return where(x == peak && !(difference == T(0)), T(0), difference);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T&, const T&) {
        return adjoint;
    }
};

} // namespace ops

/// The exponential function, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::exp, expression<A, M>> exp(const expression<A, M>& x) noexcept {
    return expr::apply<ops::exp>(x);
}

/// 2 to the power x, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::exp2, expression<A, M>> exp2(const expression<A, M>& x) noexcept {
    return expr::apply<ops::exp2>(x);
}

/// exp(x) - 1, elementwise, accurate near 0. The derivative for x < 0 has an absolute error of about the rounding of 1,
/// and is 0 where the value rounds to -1 (x < -37 in double).
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::expm1, expression<A, M>> expm1(const expression<A, M>& x) noexcept {
    return expr::apply<ops::expm1>(x);
}

/// The natural logarithm, elementwise. Domain: x > 0.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::log, expression<A, M>> log(const expression<A, M>& x) noexcept {
    return expr::apply<ops::log>(x);
}

/// The logarithm to base 2, elementwise. Domain: x > 0.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::log2, expression<A, M>> log2(const expression<A, M>& x) noexcept {
    return expr::apply<ops::log2>(x);
}

/// The logarithm to base 10, elementwise. Domain: x > 0.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::log10, expression<A, M>> log10(const expression<A, M>& x) noexcept {
    return expr::apply<ops::log10>(x);
}

/// log(1 + x), elementwise, accurate near 0. Domain: x > -1.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::log1p, expression<A, M>> log1p(const expression<A, M>& x) noexcept {
    return expr::apply<ops::log1p>(x);
}

/// x log y, and 0 where x is 0, whatever y is; elementwise. Domain: y > 0, or x = 0. The derivative by x is log y,
/// minus infinity at y = 0; the one by y is x/y, and 0 where both are 0.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto xlogy(const A& x, const B& y) noexcept { return expr::apply<ops::xlogy>(expr::lift(x), expr::lift(y)); }

/// log(exp(x) + exp(y) + ...) of any number of scalars, without overflow or underflow. The derivatives are the shares
/// of the summands and add up to one. An entry of -infinity counts for nothing; among entries of +infinity, or where
/// all are -infinity, the shares are equal.
template <meta::hash_t A, std::size_t M>
    requires(!expr::is_tensor(A))
constexpr auto logsumexp(const expression<A, M>& x) noexcept { return x; }
template <class A, class B, class... C>
    requires expr::operands<A, B, C...>
constexpr auto logsumexp(const A& x, const B& y, const C&... z) noexcept {
    return let(stop_gradient(max(expr::lift(x), expr::lift(y), expr::lift(z)...)), [&](const auto& peak) {
        const auto share = [&](const auto& a) { return exp(expr::apply<ops::below_peak>(expr::lift(a), peak)); };
        return peak + log(sum(share(x), share(y), share(z)...));
    });
}

} // namespace tapeless

#endif

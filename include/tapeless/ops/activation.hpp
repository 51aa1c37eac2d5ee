// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ACTIVATION_HPP
#define TAPELESS_OPS_ACTIVATION_HPP

#include "arithmetic.hpp"
#include "comparison.hpp"
#include "constants.hpp"
#include "error_function.hpp"
#include "exponential.hpp"
#include "extremum.hpp"

namespace tapeless {

namespace ops {

struct sigmoid {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sigmoid";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\sigma\left($1\right))";
    static constexpr auto cpp = "(1 / (1 + std::exp(-($1))))";

    // exp(-x) overflows to infinity for x far below zero, and 1 / (1 + inf) is the right 0.
    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return T(1) / (T(1) + math::exp(T(-x)));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (result * (T(1) - result));
    }
};

/// exp(-|x|): what softplus and the logistic function of x, and of -x, have in common. At 0 it counts as exp(-x), as
/// it does in the rules that use it: together they have the right derivatives there, of every order.
struct exp_minus_abs {
    static constexpr bool elementwise = true;
    static constexpr auto name = "exp_minus_abs";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative at 0 is -1";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(e^{-\left|$1\right|})";
    static constexpr auto cpp = "std::exp(-std::fabs($1))";

    // The same number twice, but the second form has the derivative above when T is a dual number.
    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        if constexpr (std::is_floating_point_v<T>)
            return math::exp(-math::abs(x));
        else
            return math::exp(where(x < T(0), x, T(-x)));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        return adjoint * where(x < T(0), result, T(-result));
    }
};

/// log(1 + exp(x)), given e = exp(-|x|) too, so that value and derivative share one exponential. The derivative by x
/// is the whole one; e has none.
struct softplus {
    static constexpr bool elementwise = true;
    static constexpr auto name = "softplus";
    static constexpr auto text = "softplus($1)";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr std::uint64_t differentiable = 0b01;
    static constexpr auto latex = R"(\log\left(1 + e^{$1}\right))";
    static constexpr auto cpp = "(($1 < 0 ? 0.0 : $1) + std::log1p($2))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& e) {
        return where(x < T(0), T(0), x) + math::log1p(e);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& e) {
        return adjoint * (where(x < T(0), e, T(1)) / (T(1) + e));
    }
};

struct relu {
    static constexpr bool elementwise = true;
    static constexpr auto name = "relu";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative at 0 is 0";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr auto cpp = "($1 < 0 ? 0.0 : $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return where(x < T(0), T(0), x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return where(T(0) < result, adjoint, T(0)); // of the result: then nobody has to keep x
    }
};

struct leaky_relu {
    static constexpr bool elementwise = true;
    static constexpr auto name = "leaky_relu";
    static constexpr auto domain = "all x, slope";
    static constexpr auto note = "the derivative at 0 is the slope";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr auto cpp = "(0 < $1 ? $1 : $2 * $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& slope) {
        return where(T(0) < x, x, T(slope * x));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& slope) {
        if constexpr (I == 0)
            return where(T(0) < x, adjoint, T(adjoint * slope));
        else
            return where(T(0) < x, T(0), T(adjoint * x));
    }
};

namespace detail {

/// x where it is positive, else scale * expm1(x), which a branch spares where it is not wanted.
template <class T>
[[gnu::always_inline]] constexpr T exponential_below_zero(const T& x, const T& above, const T& scale) {
    if constexpr (std::is_floating_point_v<T>)
        return T(0) < x ? above : scale * math::expm1(x);
    else
        return where(T(0) < x, above, T(scale * math::expm1(x)));
}

} // namespace detail

struct elu {
    static constexpr bool elementwise = true;
    static constexpr auto name = "elu";
    static constexpr auto domain = "all x, alpha";
    static constexpr auto note = "the derivative at 0 is alpha";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr auto cpp = "(0 < $1 ? $1 : $2 * std::expm1($1))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& alpha) {
        return detail::exponential_below_zero(x, x, alpha);
    }
    // alpha exp(x) is the result plus alpha.
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& alpha) {
        if constexpr (I == 0)
            return where(T(0) < x, adjoint, T(adjoint * (result + alpha)));
        else
            return where(T(0) < x, T(0), T(adjoint * math::expm1(x)));
    }
};

struct selu {
    static constexpr bool elementwise = true;
    static constexpr auto name = "selu";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative at 0 is 1.7580993408473768";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr auto cpp = "(0 < $1 ? 1.050700987355480493419 * $1 : 1.758099340847376859940 * std::expm1($1))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return detail::exponential_below_zero(x, T(selu_scale::value<T>() * x), selu_slope::value<T>());
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        const T above = expr::constant<selu_scale, T>();
        return adjoint * where(T(0) < x, above, T(result + expr::constant<selu_slope, T>()));
    }
};

/// x / (1 + |x|), written so that value and derivative share one division.
struct softsign {
    static constexpr bool elementwise = true;
    static constexpr auto name = "softsign";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 3;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\frac{$1}{1 + \left|$1\right|})";
    static constexpr auto cpp = "($1 * (1 / (1 + std::fabs($1))))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return x * (T(1) / (T(1) + math::abs(x)));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        const T inverse = T(1) / (T(1) + math::abs(x));
        return adjoint * (inverse * inverse);
    }
};

} // namespace ops

/// The logistic function 1 / (1 + exp(-x)), elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::sigmoid, expression<A, M>> sigmoid(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sigmoid>(x);
}

/// log(1 + exp(x)), elementwise: max(x, 0) + log1p(exp(-|x|)), which overflows nowhere and keeps its relative accuracy
/// on both sides, as its derivative, the logistic function, does.
template <meta::hash_t A, std::size_t M>
constexpr auto softplus(const expression<A, M>& x) noexcept {
    return expr::apply<ops::softplus>(x, expr::apply<ops::exp_minus_abs>(x));
}

/// max(x, 0), elementwise. The derivative at 0 is 0; NaN stays NaN.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::relu, expression<A, M>> relu(const expression<A, M>& x) noexcept {
    return expr::apply<ops::relu>(x);
}

/// x where x > 0, else slope * x, elementwise; the slope is 0.01 if none is given. The derivative at 0 is the slope, as
/// PyTorch has it, so that a slope of 0 makes relu.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto leaky_relu(const A& x, const B& slope) noexcept {
    return expr::apply<ops::leaky_relu>(expr::lift(x), expr::lift(slope));
}
template <meta::hash_t A, std::size_t M>
constexpr auto leaky_relu(const expression<A, M>& x) noexcept {
    return leaky_relu(x, expr::literal<meta::decimal{1, -2}>{});
}

/// x where x > 0, else alpha * (exp(x) - 1), elementwise; alpha is 1 if none is given. The derivative at 0 is alpha.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto elu(const A& x, const B& alpha) noexcept {
    return expr::apply<ops::elu>(expr::lift(x), expr::lift(alpha));
}
template <meta::hash_t A, std::size_t M>
constexpr auto elu(const expression<A, M>& x) noexcept {
    return elu(x, expr::literal<meta::decimal{1, 0}>{});
}

/// 1.0507 times elu with alpha 1.6733, elementwise, with the constants of Klambauer et al. (2017) in full precision.
/// The derivative at 0 is their product.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::selu, expression<A, M>> selu(const expression<A, M>& x) noexcept {
    return expr::apply<ops::selu>(x);
}

/// x times the standard normal distribution function of x, elementwise: exact, not the approximation by tanh.
template <meta::hash_t A, std::size_t M>
constexpr auto gelu(const expression<A, M>& x) noexcept {
    return expr::apply<ops::multiply>(x, normal_cdf(x));
}

/// x sigmoid(x), elementwise; also called swish.
template <meta::hash_t A, std::size_t M>
constexpr auto silu(const expression<A, M>& x) noexcept {
    return expr::apply<ops::multiply>(x, sigmoid(x));
}

/// x / (1 + |x|), elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::softsign, expression<A, M>> softsign(const expression<A, M>& x) noexcept {
    return expr::apply<ops::softsign>(x);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_DENSITY_HPP
#define TAPELESS_OPS_DENSITY_HPP

/// Logarithms of densities (of probabilities, if the variable is a count), parameterised as Stan's functions `_lpdf`
/// and `_lpmf` are. All constants are included. Outside the support they are -infinity, with derivatives 0; parameters
/// outside their domain give NaN. The derivative by a count is 0.

#include "activation.hpp"
#include "comparison.hpp"
#include "exponential.hpp"
#include "gamma.hpp"
#include "rounding.hpp"
#include "stop_gradient.hpp"

namespace tapeless {

namespace ops {

// Where a density is computed in one operation, value and derivatives share one division.

struct normal_log_density {
    static constexpr bool elementwise = true;
    static constexpr auto name = "normal_log_density";
    static constexpr auto domain = "all x, mean; sigma > 0";
    static constexpr auto note = "";
    static constexpr int flops = 8;
    static constexpr int calls = 1;
    static constexpr auto cpp = "tapeless_normal_log_density($1, $2, $3)";
    static constexpr auto cpp_support = R"(
inline double tapeless_normal_log_density(double x, double mean, double sigma) {
    const double z = (x - mean) * (1 / sigma);
    return -0.5 * z * z - (std::log(sigma) + 0.9189385332046727417803);
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& mean, const T& sigma) {
        const T z = (x - mean) * (T(1) / sigma);
        return T(-0.5) * z * z - (math::log(sigma) + half_log_two_pi::value<T>());
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& mean,
                                                       const T& sigma) {
        const T inverse = T(1) / sigma;
        const T z = (x - mean) * inverse;
        if constexpr (I == 0)
            return -adjoint * (z * inverse);
        else if constexpr (I == 1)
            return adjoint * (z * inverse);
        else
            return adjoint * (inverse * (z * z - T(1)));
    }
};

struct cauchy_log_density {
    static constexpr bool elementwise = true;
    static constexpr auto name = "cauchy_log_density";
    static constexpr auto domain = "all x, location; scale > 0";
    static constexpr auto note = "-infinity where ((x - location) / scale)^2 overflows";
    static constexpr int flops = 6;
    static constexpr int calls = 2;
    static constexpr auto cpp = "tapeless_cauchy_log_density($1, $2, $3)";
    static constexpr auto cpp_support = R"(
inline double tapeless_cauchy_log_density(double x, double location, double scale) {
    const double z = (x - location) * (1 / scale);
    return -std::log1p(z * z) - std::log(3.141592653589793238463 * scale);
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& location, const T& scale) {
        const T z = (x - location) * (T(1) / scale);
        return -math::log1p(T(z * z)) - math::log(T(pi::value<T>() * scale));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& location,
                                                       const T& scale) {
        const T inverse = T(1) / scale;
        const T z = (x - location) * inverse;
        const T part = T(2) / (T(1) + z * z);
        if constexpr (I == 0)
            return -adjoint * (inverse * (z * part));
        else if constexpr (I == 1)
            return adjoint * (inverse * (z * part));
        else
            return adjoint * (inverse * (T(1) - part));
    }
};

struct uniform_log_density {
    static constexpr bool elementwise = true;
    static constexpr auto name = "uniform_log_density";
    static constexpr auto domain = "all x; low < high";
    static constexpr auto note = "at the bounds as inside; -infinity beyond, with derivatives 0";
    static constexpr int flops = 3;
    static constexpr int calls = 1;
    static constexpr std::uint64_t differentiable = 0b110;
    static constexpr auto cpp = "($1 < $2 || $3 < $1 ? -INFINITY : $1 == $1 ? -std::log($3 - $2) : $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& low, const T& high) {
        return where(x < low || high < x, T(-std::numeric_limits<double>::infinity()),
                     where(x == x, T(-math::log(T(high - low))), x));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& low,
                                                       const T& high) {
        return where(x < low || high < x, T(0), T(adjoint / (I == 1 ? high - low : low - high)));
    }
};

struct bernoulli_log_density {
    static constexpr bool elementwise = true;
    static constexpr auto name = "bernoulli_log_density";
    static constexpr auto domain = "k 0 or 1; p from 0 to 1";
    static constexpr auto note = "-infinity for other k, with derivative 0";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr std::uint64_t differentiable = 0b10;
    static constexpr auto cpp = "($1 == 1 ? std::log($2) : $1 == 0 ? std::log1p(-($2)) : $1 == $1 ? -INFINITY : $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& k, const T& p) {
        const T outside(-std::numeric_limits<double>::infinity());
        if constexpr (std::is_floating_point_v<T>)
            return k == 1 ? math::log(p) : k == 0 ? math::log1p(-p) : k == k ? outside : k;
        else
            return where(k == T(1), math::log(p), where(k == T(0), math::log1p(T(-p)), where(k == k, outside, k)));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& k, const T& p) {
        return where(k == T(1) || k == T(0), T(adjoint / where(k == T(1), p, T(p - T(1)))), T(0));
    }
};

/// The same for p = sigmoid(x), given e = exp(-|x|) too, as in softplus.
struct bernoulli_logit_log_density {
    static constexpr bool elementwise = true;
    static constexpr auto name = "bernoulli_logit_log_density";
    static constexpr auto domain = "k 0 or 1; all x";
    static constexpr auto note = "-infinity for other k, with derivative 0";
    static constexpr int flops = 5;
    static constexpr int calls = 1;
    static constexpr std::uint64_t differentiable = 0b010;
    static constexpr auto cpp = "tapeless_bernoulli_logit_log_density($1, $2, $3)";
    static constexpr auto cpp_support = R"(
inline double tapeless_bernoulli_logit_log_density(double k, double x, double e) {
    const double loss = k == 1 ? -x : k == 0 ? x : k == k ? INFINITY : k;
    return -((loss < 0 ? 0.0 : loss) + std::log1p(e));
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& k, const T& x, const T& e) {
        const T outside = where(k == k, T(std::numeric_limits<double>::infinity()), k);
        const T loss = where(k == T(1), T(-x), where(k == T(0), x, outside));
        return -(where(loss < T(0), T(0), loss) + math::log1p(e));
    }
    // 1 - sigmoid(x) and -sigmoid(x), neither of which cancels.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& k, const T& x, const T& e) {
        const T numerator = where(k == T(1), where(x < T(0), T(1), e), T(-where(x < T(0), e, T(1))));
        return where(k == T(1) || k == T(0), T(adjoint * (numerator / (T(1) + e))), T(0));
    }
};

/// c log(y), given the logarithm too, where 0 times anything is 0: the limit that a density takes at the edge of its
/// support. The derivative by y is the whole one; the logarithm has none.
struct log_power {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log_power";
    static constexpr auto domain = "y > 0";
    static constexpr auto note = "0 where c is 0, with the derivative 0 by y";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0b011;
    static constexpr auto latex = R"($2 \log $1)";
    static constexpr auto cpp = "($2 == 0 ? 0.0 : $2 * $3)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T&, const T& c, const T& logarithm) {
        return where(c == T(0), T(0), T(c * logarithm));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& y, const T& c,
                                                       const T& logarithm) {
        if constexpr (I == 0)
            return where(c == T(0), T(0), T(adjoint * (c / y)));
        else
            return adjoint * logarithm;
    }
};

/// What a density is defined on; NaN counts as inside, so that it stays NaN.
struct half_line {
    static constexpr auto inside_cpp = "($1 < 0 ? 0.5 : $1)";
    static constexpr auto density_cpp = "($1 < 0 ? -INFINITY : $2)";
    template <class T>
    static constexpr auto outside(const T& x) {
        return x < T(0);
    }
};
struct unit_interval {
    static constexpr auto inside_cpp = "($1 < 0 || 1 < $1 ? 0.5 : $1)";
    static constexpr auto density_cpp = "($1 < 0 || 1 < $1 ? -INFINITY : $2)";
    template <class T>
    static constexpr auto outside(const T& x) {
        return x < T(0) || T(1) < x;
    }
};
struct counts {
    static constexpr auto inside_cpp = "($1 < 0 || std::floor($1) < $1 ? 0.5 : $1)";
    static constexpr auto density_cpp = "($1 < 0 || std::floor($1) < $1 ? -INFINITY : $2)";
    template <class T>
    static constexpr auto outside(const T& x) {
        return x < T(0) || math::floor(x) < x;
    }
};

/// A point of the support: x, or 0.5 in place of what lies outside, so that nothing is NaN or infinite there.
template <class Support>
struct in_support {
    static constexpr bool elementwise = true;
    static constexpr auto name = "in_support";
    static constexpr auto domain = "all x";
    static constexpr auto note = "0.5 outside of the support of a density, with derivative 0";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr auto latex = "$1";
    static constexpr auto cpp = Support::inside_cpp;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return where(Support::outside(x), T(0.5), x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return where(Support::outside(x), T(0), adjoint);
    }
};

/// The logarithm of a density where x lies in the support, else -infinity.
template <class Support>
struct log_density_on {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log_density_on_support";
    static constexpr auto domain = "all x";
    static constexpr auto note = "-infinity outside of the support of a density, with derivative 0";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0b10;
    static constexpr auto latex = "$2";
    static constexpr auto cpp = Support::density_cpp;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& logarithm) {
        return where(Support::outside(x), T(-std::numeric_limits<double>::infinity()), logarithm);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T&) {
        return where(Support::outside(x), T(0), adjoint);
    }
};

} // namespace ops

/// The normal density of x, elementwise: Stan's normal_lpdf(x | mean, sigma), sigma the standard deviation.
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto normal_log_density(const A& x, const B& mean, const C& sigma) noexcept {
    return expr::apply<ops::normal_log_density>(expr::lift(x), expr::lift(mean), expr::lift(sigma));
}

/// The Cauchy density of x, elementwise: Stan's cauchy_lpdf(x | location, scale).
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto cauchy_log_density(const A& x, const B& location, const C& scale) noexcept {
    return expr::apply<ops::cauchy_log_density>(expr::lift(x), expr::lift(location), expr::lift(scale));
}

/// The uniform density of x between two bounds, elementwise: Stan's uniform_lpdf(x | low, high). At a bound it is what
/// it is inside.
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto uniform_log_density(const A& x, const B& low, const C& high) noexcept {
    return expr::apply<ops::uniform_log_density>(expr::lift(x), expr::lift(low), expr::lift(high));
}

/// The probability of k, which is 1 with probability p and else 0, elementwise: Stan's bernoulli_lpmf(k | p).
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto bernoulli_log_density(const A& k, const B& p) noexcept {
    return expr::apply<ops::bernoulli_log_density>(expr::lift(k), expr::lift(p));
}

/// The same where p = sigmoid(x), elementwise: Stan's bernoulli_logit_lpmf(k | x). It is -softplus(x) for k = 0 and
/// -softplus(-x) for k = 1: nothing overflows or cancels.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto bernoulli_logit_log_density(const A& k, const B& x) noexcept {
    const auto logit = expr::lift(x);
    return expr::apply<ops::bernoulli_logit_log_density>(expr::lift(k), logit, expr::apply<ops::exp_minus_abs>(logit));
}

/// The gamma density of x, elementwise: Stan's gamma_lpdf(x | shape, rate), whose mean is shape / rate. The support is
/// x >= 0.
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto gamma_log_density(const A& x, const B& shape, const C& rate) noexcept {
    using expr::apply;
    constexpr expr::literal<meta::decimal{1, 0}> one{};
    const auto at = expr::lift(x);
    const auto a = expr::lift(shape);
    const auto b = expr::lift(rate);
    const auto y = apply<ops::in_support<ops::half_line>>(at);
    const auto power = apply<ops::log_power>(y, a - one, log(y));
    return apply<ops::log_density_on<ops::half_line>>(at, apply<ops::multiply>(a, log(b)) - lgamma(a) + power -
                                                              apply<ops::multiply>(b, y));
}

/// The beta density of x, elementwise: Stan's beta_lpdf(x | a, b). The support is 0 <= x <= 1.
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto beta_log_density(const A& x, const B& a, const C& b) noexcept {
    using expr::apply;
    constexpr expr::literal<meta::decimal{1, 0}> one{};
    const auto at = expr::lift(x);
    const auto left = expr::lift(a);
    const auto right = expr::lift(b);
    const auto y = apply<ops::in_support<ops::unit_interval>>(at);
    const auto low = apply<ops::log_power>(y, left - one, log(y));
    const auto high = apply<ops::log_power>(one - y, right - one, log1p(-y));
    return apply<ops::log_density_on<ops::unit_interval>>(at, low + high - log_beta(left, right));
}

/// The probability of the count k, elementwise: Stan's poisson_lpmf(k | rate). The support is the whole numbers from 0
/// on; a rate of 0 is allowed.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto poisson_log_density(const A& k, const B& rate) noexcept {
    using expr::apply;
    constexpr expr::literal<meta::decimal{1, 0}> one{};
    const auto at = stop_gradient(expr::lift(k));
    const auto mean = expr::lift(rate);
    const auto count = apply<ops::in_support<ops::counts>>(at);
    const auto power = apply<ops::log_power>(mean, count, log(mean));
    return apply<ops::log_density_on<ops::counts>>(at, power - mean - lgamma(count + one));
}

} // namespace tapeless

#endif

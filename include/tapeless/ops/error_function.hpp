// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ERROR_FUNCTION_HPP
#define TAPELESS_OPS_ERROR_FUNCTION_HPP

#include "../meta/math.hpp"
#include "../meta/select.hpp"
#include "arithmetic.hpp"
#include "constants.hpp"
#include "exponential.hpp"

namespace tapeless {

/// Value types with a normal distribution of their own (SIMD lanes share one exponential between the two).
namespace own {
template <class T>
concept has_normal = requires(const T& x) {
    normal_cdf(x);
    normal_pdf(x);
}
&&!expr::is_handle<T>;
template <class T>
[[gnu::always_inline]] constexpr T cdf(const T& x) {
    return normal_cdf(x);
}
template <class T>
[[gnu::always_inline]] constexpr T pdf(const T& x) {
    return normal_pdf(x);
}
} // namespace own

namespace ops {

struct erf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "erf";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::erf(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * (expr::constant<two_over_sqrt_pi, T>() * math::exp(T(-(x * x))));
    }
};

struct erfc {
    static constexpr bool elementwise = true;
    static constexpr auto name = "erfc";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::erfc(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return -adjoint * (expr::constant<two_over_sqrt_pi, T>() * math::exp(T(-(x * x))));
    }
};

struct normal_pdf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "normal_pdf";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 3;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\varphi\left($1\right))";
    static constexpr auto cpp = "(0.3989422804014326779399 * std::exp(-0.5 * $1 * $1))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        if constexpr (own::has_normal<T>)
            return own::pdf(x);
        else
            return inverse_sqrt_two_pi::value<T>() * math::exp(T(T(-0.5) * x * x));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        return -adjoint * (x * result);
    }
};

/// erfc(-x / sqrt(2)) / 2, which keeps its relative accuracy far into the lower tail.
struct normal_cdf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "normal_cdf";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\Phi\left($1\right))";
    static constexpr auto cpp = "(0.5 * std::erfc($1 * -0.7071067811865475244008))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        if constexpr (own::has_normal<T>)
            return own::cdf(x);
        else
            return T(0.5) * math::erfc(T(x * -sqrt_half::value<T>()));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * expr::call<normal_pdf>(x);
    }
};

struct normal_log_pdf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "normal_log_pdf";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 3;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\log \varphi\left($1\right))";
    static constexpr auto cpp = "(-0.5 * $1 * $1 - 0.9189385332046727417803)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return T(-0.5) * x * x - half_log_two_pi::value<T>();
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return -adjoint * x;
    }
};

namespace detail {

/// The density of the normal distribution at -z over the probability below -z, for z >= 5: the continued fraction
/// z + 1/(z + 2/(z + 3/(z + ...))) of Abramowitz and Stegun 26.2.14. At z = 5 n terms give
/// more than 13 sqrt(n) - 13 binary digits.
template <class T>
constexpr T normal_tail(const T& z) {
    constexpr int root = binary_digits<T>() / 13 + 2;
    T fraction = z;
    for (int n = root * root; n > 0; --n) fraction = z + T(n) / fraction;
    return fraction;
}

inline constexpr auto normal_tail_support = R"(
inline double tapeless_normal_tail(double z) {
    double fraction = z;
    for (int n = 36; n > 0; --n) fraction = z + n / fraction;
    return fraction;
}
)";

} // namespace detail

/// The derivative of normal_log_cdf: the density over the distribution function, known as the inverse Mills ratio.
struct inverse_mills {
    static constexpr bool elementwise = true;
    static constexpr auto name = "inverse_mills";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 7;
    static constexpr int calls = 2;
    static constexpr auto latex = R"(\frac{\varphi}{\Phi}\left($1\right))";
    static constexpr auto cpp =
        "($1 < -5 ? tapeless_normal_tail(-($1)) : 0.3989422804014326779399 * std::exp(-0.5 * $1 * $1) / "
        "(0.5 * std::erfc($1 * -0.7071067811865475244008)))";
    static constexpr auto cpp_support = detail::normal_tail_support;

    template <class T>
    static constexpr T value(const T& x) {
        const auto ratio = [&] { return T(normal_pdf::value(x) / normal_cdf::value(x)); };
        if constexpr (std::is_floating_point_v<T>)
            return x < T(-5) ? detail::normal_tail(-x) : ratio();
        else
            return where(x < T(-5), detail::normal_tail(T(-x)), ratio());
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        return -adjoint * (result * (x + result));
    }
};

struct normal_log_cdf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "normal_log_cdf";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 4;
    static constexpr int calls = 2;
    static constexpr auto latex = R"(\log \Phi\left($1\right))";
    static constexpr auto cpp =
        "($1 < -5 ? -0.5 * $1 * $1 - 0.9189385332046727417803 - std::log(tapeless_normal_tail(-($1))) : "
        "$1 < 0 ? std::log(0.5 * std::erfc($1 * -0.7071067811865475244008)) : "
        "std::log1p(-(0.5 * std::erfc(-($1) * -0.7071067811865475244008))))";
    static constexpr auto cpp_support = detail::normal_tail_support;

    template <class T>
    static constexpr T value(const T& x) {
        const auto tail = [&] { return T(normal_log_pdf::value(x) - math::log(detail::normal_tail(T(-x)))); };
        const auto below = [&] { return math::log(normal_cdf::value(x)); };
        const auto above = [&] { return math::log1p(T(-normal_cdf::value(T(-x)))); };
        if constexpr (std::is_floating_point_v<T>)
            return x < T(-5) ? tail() : x < T(0) ? below() : above();
        else
            return where(x < T(-5), tail(), where(x < T(0), below(), above()));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * expr::call<inverse_mills>(x);
    }
};

} // namespace ops

/// The error function, elementwise: 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::erf, expression<A, M>> erf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::erf>(x);
}

/// 1 - erf(x), elementwise, with its relative accuracy kept where that is small.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::erfc, expression<A, M>> erfc(const expression<A, M>& x) noexcept {
    return expr::apply<ops::erfc>(x);
}

/// The density of a standard normal variable, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::normal_pdf, expression<A, M>> normal_pdf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::normal_pdf>(x);
}

/// The probability that a standard normal variable is at most x, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::normal_cdf, expression<A, M>> normal_cdf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::normal_cdf>(x);
}

/// The logarithm of normal_pdf, elementwise; finite where that underflows.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::normal_log_pdf, expression<A, M>> normal_log_pdf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::normal_log_pdf>(x);
}

/// The logarithm of normal_cdf, elementwise; finite where that underflows, and as precise where it is near 1.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::normal_log_cdf, expression<A, M>> normal_log_cdf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::normal_log_cdf>(x);
}

} // namespace tapeless

#endif

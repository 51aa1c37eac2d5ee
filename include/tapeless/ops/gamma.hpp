// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_GAMMA_HPP
#define TAPELESS_OPS_GAMMA_HPP

#include "../meta/math.hpp"
#include "../meta/select.hpp"
#include "arithmetic.hpp"
#include "constants.hpp"

#include <array>

namespace tapeless {

namespace ops {

namespace detail {

/// Whether a condition holds in any lane: loops and branches on it serve numbers and lanes.
constexpr bool some(bool condition) noexcept { return condition; }
template <class Mask>
[[gnu::always_inline]] constexpr bool some(const Mask& condition) {
    return any(condition);
}

struct fraction {
    double numerator, denominator;
};

/// The Bernoulli numbers B_2, B_4, B_6, ...
inline constexpr fraction bernoulli[]{{1, 6},
                                      {-1, 30},
                                      {1, 42},
                                      {-1, 30},
                                      {5, 66},
                                      {-691, 2730},
                                      {7, 6},
                                      {-3617, 510},
                                      {43867, 798},
                                      {-174611, 330},
                                      {854513, 138},
                                      {-236364091, 2730},
                                      {8553103, 6},
                                      {-23749461029, 870},
                                      {8615841276005, 14322}};

/// How many terms of an asymptotic series are summed, and from which x on they suffice for polygamma(1, x), and hence
/// for digamma and lgamma: the first term left out is relatively below the precision of T. For n digits x grows as
/// 2^(n/32) beyond the built-in types: 85 for 50 decimal digits, 3200 for 100.
template <class T>
inline constexpr int series_terms = binary_digits<T>() <= 64 ? 8 : 15;
template <class T>
inline constexpr int series_start = [] {
    double precision = 1;
    for (int i = binary_digits<T>() + 3; i > 0; --i) precision /= 2;
    for (int x = 2;; ++x) {
        double term = 2; // |B_2k| / (2k)! is less than 4 / (2 pi)^2k
        for (int i = 0; i < 2 * series_terms<T> + 2; ++i) term *= (i + 1) / (6.283185307179586 * x);
        if (term <= precision) return x;
    }
}();

/// B_2k (2k + Order - 1)! / (2k)!, for the series of digamma (Order 0) and of lgamma (Order -1); k is 0 for B_2.
template <class T, int Order>
constexpr T series_coefficient(int k) {
    const double n = 2.0 * (k + 1);
    return T(bernoulli[k].numerator) / T(bernoulli[k].denominator * n * (Order < 0 ? n - 1 : 1));
}
template <class T, int Order>
inline constexpr auto series_coefficients = [] {
    std::array<T, static_cast<std::size_t>(series_terms<T>)> all{};
    for (int k = 0; k < series_terms<T>; ++k) all[static_cast<std::size_t>(k)] = series_coefficient<T, Order>(k);
    return all;
}();
template <int Order, class T>
constexpr T coefficient(int k) {
    if constexpr (std::is_floating_point_v<T>)
        return series_coefficients<T, Order>[static_cast<std::size_t>(k)];
    else
        return series_coefficient<T, Order>(k);
}
template <int Order, class T>
constexpr T series(const T& u) {
    T sum = coefficient<Order, T>(series_terms<T> - 1);
    for (int k = series_terms<T> - 2; k >= 0; --k) sum = sum * u + coefficient<Order, T>(k);
    return sum;
}

/// The cotangent of pi x, from the distance to the next pole or zero, which is exact. NaN at the poles.
template <class T>
constexpr T cotangent(const T& x) {
    const T distance = x - math::round(x), size = math::abs(distance);
    const auto steep = size < T(0.25);
    const T tangent = math::tan(T(pi::value<T>() * where(steep, size, T(T(0.5) - size))));
    const T result = where(steep, T(T(1) / tangent), tangent);
    return where(distance == T(0), T(std::numeric_limits<double>::quiet_NaN()),
                 where(distance < T(0), T(-result), result));
}

/// digamma for 1 <= x < 4, as its root times a sum that cancels nothing: with r the root, digamma(x) is digamma(x) -
/// digamma(r), which recurrence and series make a multiple of x - r.
template <class T>
constexpr T digamma_near_root(const T& x) {
    // The root to 159 binary digits.
    constexpr double root[]{1.4616321449683622, 9.549995429965697e-17, 2.89392992820415e-33};
    constexpr int shift = series_start<T> - 1;
    const T r = T(root[0]) + T(root[1]);
    const T distance = ((x - T(root[0])) - T(root[1])) - T(root[2]);
    T sum = T(0);
    for (int n = 0; n < shift; ++n) sum = sum + T(1) / ((r + T(n)) * (x + T(n)));
    const T z = x + T(shift), s = r + T(shift);
    const T w = T(1) / (z * s), u = T(1) / (z * z), v = T(1) / (s * s);
    // The divided difference of u -> u series(u), by Horner's rule.
    T difference = T(0), value = coefficient<0, T>(series_terms<T> - 1);
    for (int k = series_terms<T> - 2; k >= 0; --k) {
        difference = difference * u + value;
        value = value * v + coefficient<0, T>(k);
    }
    difference = difference * u + value;
    return distance * (sum + w * (T(0.5) + w * (z + s) * difference)) + math::log1p(T(distance / s));
}

/// digamma for x > 0: recurrence up to where the asymptotic series holds, Abramowitz and Stegun 6.3.5 and 6.3.18.
template <class T>
constexpr T digamma_right(const T& x) {
    if constexpr (std::is_same_v<decltype(x < x), bool> && binary_digits<T>() <= 113) {
        if (x < T(1)) return digamma_near_root(T(x + T(1))) - T(1) / x;
        if (x < T(4)) return digamma_near_root(x);
    }
    const T start = T(series_start<T>);
    T z = x, sum = T(0);
    for (auto low = z < start; some(low); low = z < start) {
        sum = sum + where(low, T(T(1) / z), T(0));
        z = where(low, T(z + T(1)), z);
    }
    const T w = T(1) / z, u = w * w;
    return math::log(z) - (T(0.5) * w + u * series<0>(u)) - sum;
}

/// base to the power n, a whole number of at most `max_order` + 1.
inline constexpr int max_order = 16;
template <class T>
constexpr T whole_power(const T& base, const T& n) {
    T power = T(1);
    for (int i = 0; i <= max_order && some(T(i) < n); ++i) power = where(T(i) < n, T(power * base), power);
    return power;
}

/// |polygamma(n, x)| for x > 0: recurrence and asymptotic series, Abramowitz and Stegun 6.4.6 and 6.4.11. All terms of
/// the recurrence have one sign: nothing cancels.
template <class T>
constexpr T polygamma_right(const T& n, const T& x) {
    // The series needs a larger x the higher the order.
    const T start = T(series_start<T>) * (T(0.875) + T(0.125) * n);
    T z = x, sum = T(0);
    for (auto low = z < start; some(low); low = z < start) {
        sum = sum + where(low, whole_power(T(T(1) / z), T(n + T(1))), T(0));
        z = where(low, T(z + T(1)), z);
    }
    const T w = T(1) / z, u = w * w;
    T factor = T(1), tail = T(0);
    for (int k = 0; k < series_terms<T>; ++k) {
        factor = factor * u * (n + T(2 * k)) * (n + T(2 * k + 1)) / T((2 * k + 1) * (2 * k + 2));
        tail = tail + factor * T(bernoulli[k].numerator) / T(bernoulli[k].denominator);
    }
    T factorial = T(1);
    for (int i = 1; i < max_order && some(T(i) < n); ++i) factorial = where(T(i) < n, T(factorial * T(i)), factorial);
    return factorial * (n * sum + whole_power(w, n) * (T(1) + (T(0.5) * n * w + tail)));
}

/// The derivative of order n of pi cot(pi x), from its Taylor coefficients: y' = -pi (1 + y^2).
template <class T>
constexpr T cotangent_derivative(const T& n, const T& x) {
    const T p = pi::value<T>();
    T y[max_order + 1]{cotangent(x)};
    T result = p * y[0];
    T factorial = p;
    for (int k = 1; k <= max_order && some(T(k - 1) < n); ++k) {
        T square = k == 1 ? T(1) : T(0);
        for (int i = 0; i < k; ++i) square = square + y[i] * y[k - 1 - i];
        y[k] = -p * square / T(k);
        factorial = factorial * T(k);
        result = where(T(k - 1) < n, T(factorial * y[k]), result);
    }
    return result;
}

/// The C library's lgamma writes the sign to a global variable; where there is a variant that does not, it is taken.
template <class T>
T log_gamma(const T& x) {
    int sign;
    if constexpr (std::is_same_v<T, float> && requires { lgammaf_r(x, &sign); })
        return lgammaf_r(x, &sign);
    else if constexpr (std::is_same_v<T, double> && requires { lgamma_r(x, &sign); })
        return lgamma_r(x, &sign);
    else if constexpr (std::is_same_v<T, long double> && requires { lgammal_r(x, &sign); })
        return lgammal_r(x, &sign);
    else
        return math::lgamma(x);
}

} // namespace detail

struct polygamma {
    static constexpr bool elementwise = true;
    static constexpr auto name = "polygamma";
    static constexpr auto domain = "whole n from 1 to 16; all x but 0, -1, -2, ...";
    static constexpr auto note = "infinite at 0, NaN at -1, -2, ...";
    static constexpr int flops = 120;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0b10;
    static constexpr auto latex = R"(\psi^{\left($1\right)}\left($2\right))";
    static constexpr auto cpp = "tapeless_polygamma($1, $2)";
    static_assert(detail::series_start<double> == 11 && detail::series_terms<double> == 8);
    static constexpr auto cpp_support = R"(
inline double tapeless_polygamma_cotangent_of_pi(double x) {
    const double distance = x - std::round(x), size = std::fabs(distance);
    const bool steep = size < 0.25;
    const double tangent = std::tan(3.141592653589793238463 * (steep ? size : 0.5 - size));
    const double result = steep ? 1 / tangent : tangent;
    return distance == 0 ? NAN : distance < 0 ? -result : result;
}
inline double tapeless_polygamma_power(double base, double n) {
    double power = 1;
    for (int i = 0; i <= 16 && i < n; ++i) power = power * base;
    return power;
}
inline double tapeless_polygamma(double n, double x) {
    static const double numerator[] = {1, -1, 1, -1, 5, -691, 7, -3617};
    static const double denominator[] = {6, 30, 42, 30, 66, 2730, 6, 510};
    if (!(n <= 16)) return NAN;
    const double start = 11 * (0.875 + 0.125 * n);
    double z = x < 0 ? 1 - x : x, sum = 0;
    for (; z < start; z = z + 1) sum = sum + tapeless_polygamma_power(1 / z, n + 1);
    const double w = 1 / z, u = w * w;
    double factor = 1, tail = 0;
    for (int k = 0; k < 8; ++k) {
        factor = factor * u * (n + 2 * k) * (n + (2 * k + 1)) / ((2 * k + 1) * (2 * k + 2));
        tail = tail + factor * numerator[k] / denominator[k];
    }
    double factorial = 1;
    for (int i = 1; i < 16 && i < n; ++i) factorial = factorial * i;
    const double right = factorial * (n * sum + tapeless_polygamma_power(w, n) * (1 + (0.5 * n * w + tail)));
    if (!(x < 0)) return std::fmod(n, 2.0) == 0 ? -right : right;
    const double p = 3.141592653589793238463;
    double y[17] = {tapeless_polygamma_cotangent_of_pi(x)}, product = p, left = p * y[0];
    for (int k = 1; k <= 16 && k - 1 < n; ++k) {
        double square = k == 1 ? 1 : 0;
        for (int i = 0; i < k; ++i) square = square + y[i] * y[k - 1 - i];
        y[k] = -p * square / k;
        product = product * k;
        left = product * y[k];
    }
    return -right - left;
}
)";

    template <class T>
    static constexpr T value(const T& n, const T& x) {
        if constexpr (std::is_same_v<T, float>) {
            return static_cast<float>(value(static_cast<double>(n), static_cast<double>(x)));
        } else {
            const auto left = x < T(0);
            const T right = detail::polygamma_right(n, where(left, T(T(1) - x), x));
            T sign = T(-1);
            for (int i = 0; i < detail::max_order && detail::some(T(i) < n); ++i)
                sign = where(T(i) < n, T(-sign), sign);
            T result = sign * right;
            if (detail::some(left)) result = where(left, T(-right - detail::cotangent_derivative(n, x)), result);
            return where(n <= T(detail::max_order), result, T(std::numeric_limits<double>::quiet_NaN()));
        }
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& n, const T& x) {
        return adjoint * expr::call<polygamma>(T(n + T(1)), x);
    }
};

struct digamma {
    static constexpr bool elementwise = true;
    static constexpr auto name = "digamma";
    static constexpr auto domain = "all x but 0, -1, -2, ...";
    static constexpr auto note = "-infinity at 0, infinity at -0, NaN at -1, -2, ...";
    static constexpr int flops = 80;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\psi\left($1\right))";
    static constexpr auto cpp = "tapeless_digamma($1)";
    static constexpr auto cpp_support = R"(
inline double tapeless_digamma_near_root(double x) {
    static const double c[] = {1. / 12,  -1. / 120,     1. / 252, -1. / 240,
                               1. / 132, -691. / 32760, 1. / 12,  -3617. / 8160};
    const double r0 = 1.4616321449683622, r1 = 9.549995429965697e-17, r2 = 2.89392992820415e-33, r = r0 + r1;
    const double distance = ((x - r0) - r1) - r2;
    double sum = 0;
    for (int n = 0; n < 10; ++n) sum = sum + 1 / ((r + n) * (x + n));
    const double z = x + 10, s = r + 10, w = 1 / (z * s), u = 1 / (z * z), v = 1 / (s * s);
    double difference = 0, value = c[7];
    for (int k = 6; k >= 0; --k) {
        difference = difference * u + value;
        value = value * v + c[k];
    }
    difference = difference * u + value;
    return distance * (sum + w * (0.5 + w * (z + s) * difference)) + std::log1p(distance / s);
}
inline double tapeless_digamma_right(double x) {
    static const double c[] = {1. / 12,  -1. / 120,     1. / 252, -1. / 240,
                               1. / 132, -691. / 32760, 1. / 12,  -3617. / 8160};
    if (x < 1) return tapeless_digamma_near_root(x + 1) - 1 / x;
    if (x < 4) return tapeless_digamma_near_root(x);
    double z = x, sum = 0;
    for (; z < 11; z = z + 1) sum = sum + 1 / z;
    const double w = 1 / z, u = w * w;
    double series = c[7];
    for (int k = 6; k >= 0; --k) series = series * u + c[k];
    return std::log(z) - (0.5 * w + u * series) - sum;
}
inline double tapeless_digamma(double x) {
    if (!(x < 0)) return tapeless_digamma_right(x);
    const double distance = x - std::round(x), size = std::fabs(distance);
    const bool steep = size < 0.25;
    const double tangent = std::tan(3.141592653589793238463 * (steep ? size : 0.5 - size));
    const double size_of_cotangent = steep ? 1 / tangent : tangent;
    const double cotangent = distance < 0 ? -size_of_cotangent : size_of_cotangent;
    return distance == 0 ? NAN : tapeless_digamma_right(1 - x) - 3.141592653589793238463 * cotangent;
}
)";

    template <class T>
    static constexpr T value(const T& x) {
        if constexpr (std::is_same_v<T, float>) {
            return static_cast<float>(value(static_cast<double>(x)));
        } else {
            const auto left = x < T(0);
            const T right = detail::digamma_right(where(left, T(T(1) - x), x));
            if (!detail::some(left)) return right;
            return where(left, T(right - pi::value<T>() * detail::cotangent(x)), right);
        }
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * expr::call<polygamma>(T(1), x);
    }
};

struct tgamma {
    static constexpr bool elementwise = true;
    static constexpr auto name = "tgamma";
    static constexpr auto domain = "all x but 0, -1, -2, ...";
    static constexpr auto note = "infinite at 0 with the derivative -infinity, NaN at -1, -2, ...";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\Gamma\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::tgamma(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        return adjoint * (result * expr::call<digamma>(x));
    }
};

struct lgamma {
    static constexpr bool elementwise = true;
    static constexpr auto name = "lgamma";
    static constexpr auto domain = "all x but 0, -1, -2, ...";
    static constexpr auto note = "infinity at 0, -1, -2, ...";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\log \left|\Gamma\left($1\right)\right|)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return detail::log_gamma(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * expr::call<digamma>(x);
    }
};

namespace detail {

/// lgamma(x) - (x - 1/2) log(x) + x - log(2 pi)/2, for x that the series holds for: Abramowitz and Stegun 6.1.41.
template <class T>
constexpr T stirling_error(const T& x) {
    const T w = T(1) / x;
    return w * series<-1>(T(w * w));
}
template <class T>
constexpr T gamma_ratio(const T& x, const T& y) {
    return math::tgamma(x) * math::tgamma(y) / math::tgamma(T(x + y));
}

/// The logarithm of beta, p <= q, where q is beyond the start of the series: Stirling's formula with its large terms
/// cancelled by hand.
template <class T>
constexpr T log_beta_large(const T& p, const T& q) {
    const T sum = p + q, part = p / sum;
    const T rest = stirling_error(q) - stirling_error(sum) + (q - T(0.5)) * math::log1p(T(-part));
    const auto low = p < T(series_start<T>);
    const T start = where(low, T(series_start<T>), p); // so that nothing overflows where it is not wanted
    const T both =
        half_log_two_pi::value<T>() + stirling_error(start) + (p - T(0.5)) * math::log(part) - T(0.5) * math::log(sum);
    if (!some(low)) return both + rest;
    return where(low, T(math::log(math::tgamma(where(low, p, T(1)))) + p - p * math::log(sum)), both) + rest;
}

template <class T>
constexpr T log_beta(const T& x, const T& y) {
    const auto ordered = x < y;
    const T p = where(ordered, x, y), q = where(ordered, y, x);
    const auto small = q < T(series_start<T>);
    if constexpr (std::is_same_v<std::remove_const_t<decltype(small)>, bool>)
        return small ? T(math::log(gamma_ratio(p, q))) : log_beta_large(p, q);
    else
        return where(small, math::log(gamma_ratio(where(small, p, T(1)), where(small, q, T(1)))), log_beta_large(p, q));
}

template <class T>
constexpr T beta(const T& x, const T& y) {
    const auto small = x < T(series_start<T>) && y < T(series_start<T>);
    if constexpr (std::is_same_v<std::remove_const_t<decltype(small)>, bool>)
        return small ? gamma_ratio(x, y) : T(math::exp(log_beta(x, y)));
    else
        return where(small, gamma_ratio(where(small, x, T(1)), where(small, y, T(1))), math::exp(log_beta(x, y)));
}

inline constexpr auto log_beta_support = R"(
inline double tapeless_stirling_error(double x) {
    static const double c[] = {1. / 12, -1. / 360, 1. / 1260, -1. / 1680, 5. / 5940, -691. / 360360, 1. / 156,
                               -3617. / 122400};
    const double w = 1 / x, u = w * w;
    double series = c[7];
    for (int k = 6; k >= 0; --k) series = series * u + c[k];
    return w * series;
}
inline double tapeless_log_beta(double x, double y) {
    const double p = x < y ? x : y, q = x < y ? y : x;
    if (q < 11) return std::log(std::tgamma(p) * std::tgamma(q) / std::tgamma(p + q));
    const double sum = p + q, part = p / sum;
    const double rest = tapeless_stirling_error(q) - tapeless_stirling_error(sum) + (q - 0.5) * std::log1p(-part);
    if (p < 11) return std::log(std::tgamma(p)) + p - p * std::log(sum) + rest;
    const double both = 0.9189385332046727417803 + tapeless_stirling_error(p) + (p - 0.5) * std::log(part);
    return both - 0.5 * std::log(sum) + rest;
}
inline double tapeless_beta(double x, double y) {
    return x < 11 && y < 11 ? std::tgamma(x) * std::tgamma(y) / std::tgamma(x + y) : std::exp(tapeless_log_beta(x, y));
}
)";

} // namespace detail

struct log_beta {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log_beta";
    static constexpr auto domain = "x > 0, y > 0";
    static constexpr auto note = "infinity where x or y is 0";
    static constexpr int flops = 60;
    static constexpr int calls = 3;
    static constexpr auto latex = R"(\log \mathrm{B}\left($1, $2\right))";
    static constexpr auto cpp = "tapeless_log_beta($1, $2)";
    static constexpr auto cpp_support = detail::log_beta_support;

    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return detail::log_beta(x, y);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        return adjoint * (expr::call<digamma>(I == 0 ? x : y) - expr::call<digamma>(T(x + y)));
    }
};

struct beta {
    static constexpr bool elementwise = true;
    static constexpr auto name = "beta";
    static constexpr auto domain = "x > 0, y > 0";
    static constexpr auto note = "infinity where x or y is 0";
    static constexpr int flops = 4;
    static constexpr int calls = 3;
    static constexpr auto latex = R"(\mathrm{B}\left($1, $2\right))";
    static constexpr auto cpp = "tapeless_beta($1, $2)";
    static constexpr auto cpp_support = detail::log_beta_support;

    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return detail::beta(x, y);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        return adjoint * (result * (expr::call<digamma>(I == 0 ? x : y) - expr::call<digamma>(T(x + y))));
    }
};

} // namespace ops

/// The gamma function, elementwise. At 0 and -0 it is infinite, with the derivative -infinity; at negative whole
/// numbers it is NaN.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::tgamma, expression<A, M>> tgamma(const expression<A, M>& x) noexcept {
    return expr::apply<ops::tgamma>(x);
}

/// The logarithm of the gamma function's magnitude, elementwise; infinity at 0 and at negative whole numbers. No global
/// variable is written, if the C library offers lgamma_r.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::lgamma, expression<A, M>> lgamma(const expression<A, M>& x) noexcept {
    return expr::apply<ops::lgamma>(x);
}

/// The derivative of lgamma, elementwise. Its error is at most 4 units of the last place for x > 0, and for x < 0,
/// where it has a zero between any two poles, 8 units of the last place of the larger of itself and pi. At 0 it is
/// -infinity, at -0 infinity, at negative whole numbers NaN. For multiprecision numbers and SIMD lanes the error near
/// the positive zero is absolute.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::digamma, expression<A, M>> digamma(const expression<A, M>& x) noexcept {
    return expr::apply<ops::digamma>(x);
}

/// The derivative of order N of digamma, N from 1 to 12, elementwise. Its error is at most 12 units of the last place
/// for x > 0, and for x < 0 12 + 4 N of the larger of itself and N! 2^(N+1). At 0 it is infinite, at negative whole
/// numbers NaN.
template <int N, meta::hash_t A, std::size_t M>
constexpr auto polygamma(const expression<A, M>& x) noexcept {
    static_assert(N >= 1 && N <= 12, "tapeless: polygamma<N> is for N from 1 to 12");
    return expr::apply<ops::polygamma>(expr::literal<meta::decimal::canonical(N)>{}, x);
}

/// The derivative of digamma, elementwise: polygamma<1>.
template <meta::hash_t A, std::size_t M>
constexpr auto trigamma(const expression<A, M>& x) noexcept {
    return polygamma<1>(x);
}

/// tgamma(x) tgamma(y) / tgamma(x + y), elementwise, for x > 0 and y > 0. It overflows nowhere on the way.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto beta(const A& x, const B& y) noexcept { return expr::apply<ops::beta>(expr::lift(x), expr::lift(y)); }

/// The logarithm of beta, elementwise, for x > 0 and y > 0; precise also where x or y is large, and the difference of
/// logarithms of the gamma function would cancel.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto log_beta(const A& x, const B& y) noexcept {
    return expr::apply<ops::log_beta>(expr::lift(x), expr::lift(y));
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_EXPONENTIAL_HPP
#define TAPELESS_META_CONSTANT_EXPONENTIAL_HPP

#include "root.hpp"

/// The exponential function, the logarithm, powers and hyperbolic functions.
namespace tapeless::math::constant {

/// rest + exponent log(2), where |rest| <= log(2) / 2.
struct reduced_exponent {
    wide rest;
    int exponent;
};
constexpr reduced_exponent reduce_exponent(const wide& x) noexcept { // |x| < 2^15
    const int n = nearest(x.high * 0x1.715476p0);
    const wide rest = multiply_add({-1.0 * n, 0}, {0x1.62e43p-1, -0x1.05c61p-29}, x); // 48 bits of log(2): exact
    return {{rest.high, rest.low - n * -0x1.950d871319ffp-54}, n};
}
/// e^x - 1 for |x| <= log(2) / 2.
constexpr wide expm1_reduced(const wide& x) noexcept { return x * series<18, 7>(inverse_factorials, x, 1); }

constexpr wide expm1(const wide& x) noexcept { // |x| < 80
    const reduced_exponent r = reduce_exponent(x);
    const wide m = expm1_reduced(r.rest);
    return r.exponent == 0 ? m : (one + m).scaled(power_of_two(r.exponent)) - one;
}
constexpr wide exp(const wide& x) noexcept { // |x| < 80
    const reduced_exponent r = reduce_exponent(x);
    return (one + expm1_reduced(r.rest)).scaled(power_of_two(r.exponent));
}
/// e^x 2^shift rounded to T.
template <class T>
constexpr T rounded_exp(const wide& x, int shift = 0) noexcept {
    const reduced_exponent r = reduce_exponent(x);
    return rounded<T>(one + expm1_reduced(r.rest), r.exponent + shift);
}

/// log(1 + x) = 2 atanh(x / (2 + x)) for 1/sqrt(2) <= 1 + x <= sqrt(2).
constexpr wide log1p_reduced(const wide& x) noexcept {
    const wide s = x / (wide{2, 0} + x);
    return s.scaled(2) * series<16, 5>(inverse_odds, s * s);
}
/// The logarithm of rest 2^exponent, with the same limits of rest.
template <class T>
constexpr scientific<T> reduce_logarithm(T x) noexcept {
    const scientific<T> s = decompose(x);
    return s.significand > T(1.4140625) ? scientific<T>{s.significand / 2, s.exponent + 1} : s;
}
template <class T>
constexpr wide log_of(T x) noexcept {
    const scientific<T> s = reduce_logarithm(x);
    return multiply_add({1.0 * s.exponent, 0}, ln2, log1p_reduced(widened(s.significand) - one));
}
constexpr wide log(const wide& x) noexcept {
    const int n = exponent_of(x.high * 0.70703125) + 1;
    return multiply_add({1.0 * n, 0}, ln2, log1p_reduced(x.scaled(power_of_two(-n)) - one));
}
constexpr wide log1p(const wide& x) noexcept { // x > -1
    return x.high > -0.2929 && x.high < 0.4142 ? log1p_reduced(x) : log(one + x);
}

/// Where f(x) = x up to x^2 / 2 or less, in all the bits of a wide number.
template <class T>
constexpr bool is_tiny(T x) noexcept {
    return x < T(0x1p-38) && x > T(-0x1p-38);
}
/// x + c x^2 for tiny x.
template <class T>
constexpr T nearly_linear(T x, T c) noexcept {
    return is_tiny(x * T(0x1p80)) ? x : x + c * x * x;
}

template <class T>
constexpr T exp(T x) noexcept {
    if (is_nan(x)) return x;
    if (x > std::numeric_limits<T>::max_exponent) return infinity<T>;
    if (x < std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits) return 0;
    return rounded_exp<T>(widened(x));
}
template <class T>
constexpr T exp2(T x) noexcept {
    if (is_nan(x)) return x;
    if (x > std::numeric_limits<T>::max_exponent) return infinity<T>;
    if (x < std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits - 1) return 0;
    const int n = nearest(static_cast<double>(x));
    return rounded<T>(one + expm1_reduced(widened(x - static_cast<T>(n)) * ln2), n);
}
template <class T>
constexpr T expm1(T x) noexcept {
    if (is_nan(x)) return x;
    if (is_tiny(x)) return nearly_linear(x, T(0.5));
    if (x > 70) return exp(x);
    return x < -90 ? T(-1) : rounded<T>(expm1(widened(x)));
}

template <class T>
constexpr T log(T x) noexcept {
    if (x == 0) return -infinity<T>;
    if (is_nan(x) || x == infinity<T>) return x;
    return x < 0 ? nan<T> : rounded<T>(log_of(x));
}
template <class T>
constexpr T log2(T x) noexcept {
    if (x == 0) return -infinity<T>;
    if (is_nan(x) || x == infinity<T>) return x;
    if (x < 0) return nan<T>;
    const scientific<T> s = reduce_logarithm(x);
    const wide logarithm = log1p_reduced(widened(s.significand) - one);
    return rounded<T>(multiply_add(logarithm, {0x1.715476p0, 0x1.4ae0bf85ddf44p-26}, {1.0 * s.exponent, 0}));
}
template <class T>
constexpr T log10(T x) noexcept {
    if (x == 0) return -infinity<T>;
    if (is_nan(x) || x == infinity<T>) return x;
    return x < 0 ? nan<T> : rounded<T>(log_of(x) * wide{0x1.bcb7b2p-2, -0x1.5b235e39ab2a9p-27});
}
template <class T>
constexpr T log1p(T x) noexcept {
    if (x == -1) return -infinity<T>;
    if (is_nan(x) || x == infinity<T>) return x;
    if (x < -1) return nan<T>;
    if (is_tiny(x)) return nearly_linear(x, T(-0.5));
    return x > T(0x1p80) ? log(x) : rounded<T>(log1p(widened(x)));
}

template <class T>
constexpr T pow(T x, T y) noexcept {
    if (y == 0 || x == 1) return 1;
    if (is_nan(x) || is_nan(y)) return nan<T>;
    const bool whole = trunc(y) == y;
    const T sign = is_negative(x) && whole && trunc(y / 2) != y / 2 ? T(-1) : T(1);
    if (abs(y) == infinity<T>) return abs(x) == 1 ? T(1) : (abs(x) > 1) == (y > 0) ? infinity<T> : T(0);
    if (x == 0 || abs(x) == infinity<T>) return (x == 0) == (y < 0) ? sign * infinity<T> : sign * 0;
    if (x < 0 && !whole) return nan<T>;
    if (x == -1) return sign;
    if (abs(y) > T(0x1p90)) return (abs(x) > 1) == (y > 0) ? sign * infinity<T> : sign * 0;
    if (abs(y) < T(0x1p-90)) return 1;
    const wide logarithm = widened(y) * log_of(abs(x));
    if (logarithm.high > std::numeric_limits<T>::max_exponent) return sign * infinity<T>;
    if (logarithm.high < std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits) return sign * 0;
    return sign * rounded_exp<T>(logarithm);
}

template <class T>
constexpr T sinh(T x) noexcept {
    if (is_special(x) || is_tiny(x)) return x;
    if (abs(x) > std::numeric_limits<T>::max_exponent) return copysign(infinity<T>, x);
    if (abs(x) > 40) return copysign(rounded_exp<T>(widened(abs(x)), -1), x);
    const wide m = expm1(widened(abs(x)));
    return copysign(rounded<T>((m + m / (one + m)).scaled(0.5)), x);
}
template <class T>
constexpr T cosh(T x) noexcept {
    if (is_nan(x)) return x;
    if (abs(x) > std::numeric_limits<T>::max_exponent) return infinity<T>;
    if (abs(x) > 40) return rounded_exp<T>(widened(abs(x)), -1);
    const wide e = exp(widened(x));
    return rounded<T>((e + one / e).scaled(0.5));
}
template <class T>
constexpr T tanh(T x) noexcept {
    if (is_nan(x) || x == 0) return x;
    if (is_tiny(x)) return x;
    if (abs(x) > 40) return copysign(T(1), x);
    const wide m = expm1(widened(x).scaled(2));
    return rounded<T>(m / (wide{2, 0} + m));
}

template <class T>
constexpr T asinh(T x) noexcept {
    if (is_special(x) || is_tiny(x)) return x;
    if (abs(x) > T(0x1p40)) return copysign(rounded<T>(log_of(abs(x)) + ln2), x);
    const wide a = widened(abs(x));
    return copysign(rounded<T>(log1p(a + a * a / (one + sqrt(multiply_add(a, a, one))))), x);
}
template <class T>
constexpr T acosh(T x) noexcept {
    if (is_nan(x) || x == infinity<T>) return x;
    if (x <= 1) return x < 1 ? nan<T> : T(0);
    if (x > T(0x1p40)) return rounded<T>(log_of(x) + ln2);
    const wide a = widened(x) - one;
    return rounded<T>(log1p(a + sqrt(multiply_add(a, a, a.scaled(2)))));
}
template <class T>
constexpr T atanh(T x) noexcept {
    if (x == 0 || is_nan(x)) return x;
    if (abs(x) >= 1) return abs(x) > 1 ? nan<T> : copysign(infinity<T>, x);
    if (is_tiny(x)) return x;
    const wide a = widened(abs(x));
    return copysign(rounded<T>(log1p(a.scaled(2) / (one - a)).scaled(0.5)), x);
}

} // namespace tapeless::math::constant

#endif

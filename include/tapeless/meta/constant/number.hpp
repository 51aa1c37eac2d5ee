// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_NUMBER_HPP
#define TAPELESS_META_CONSTANT_NUMBER_HPP

#include "wide.hpp"

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

/// The functions of <cmath> that are exact, and how numbers are taken apart and rounded. A constant expression must not
/// overflow, divide by zero or order a NaN: GCC and Clang each refuse some of these.
namespace tapeless::math::constant {

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T nan = std::numeric_limits<T>::quiet_NaN();

template <class T>
constexpr bool is_nan(T x) noexcept {
    return x != x;
}
template <class T>
constexpr bool is_negative(T x) noexcept {
    return x == 0 || is_nan(x) ? std::bit_cast<std::uint64_t>(static_cast<double>(x)) >> 63 != 0 : x < 0;
}
template <class T>
constexpr T abs(T x) noexcept {
    return is_negative(x) ? -x : x;
}
template <class T>
constexpr T copysign(T x, T sign) noexcept {
    return is_negative(x) == is_negative(sign) ? x : -x;
}
/// Zeros, infinities and NaN, which most functions treat apart.
template <class T>
constexpr bool is_special(T x) noexcept {
    return x == 0 || is_nan(x) || x == infinity<T> || x == -infinity<T>;
}

/// 2^n for -1022 <= n <= 1023.
constexpr double power_of_two(int n) noexcept {
    return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}
constexpr int exponent_of(double x) noexcept {
    return static_cast<int>(std::bit_cast<std::uint64_t>(x) >> 52 & 2047) - 1023;
}
constexpr int nearest(double x) noexcept { return static_cast<int>(x < 0 ? x - 0.5 : x + 0.5); }

/// significand * 2^exponent, where 1 <= |significand| < 2.
template <class T>
struct scientific {
    T significand;
    int exponent;
};
template <class T>
constexpr scientific<T> decompose(T x) noexcept {
    if constexpr (std::numeric_limits<T>::max_exponent < 1000) {
        const scientific<double> d = decompose(static_cast<double>(x));
        return {static_cast<T>(d.significand), d.exponent};
    } else {
        int exponent = 0;
        for (; x >= T(0x1p1000) || x <= T(-0x1p1000); exponent += 1000) x *= T(0x1p-1000);
        for (; x < T(0x1p-1000) && x > T(-0x1p-1000); exponent -= 1000) x *= T(0x1p1000);
        const int rest = exponent_of(static_cast<double>(x));
        return {static_cast<T>(x * power_of_two(-rest)), exponent + rest};
    }
}

/// The type in which numbers that become a T are scaled.
template <class T>
using scaling_type = std::conditional_t<(std::numeric_limits<T>::max_exponent < 1000), double, T>;

/// x 2^exponent, where x is in the range of float: infinite where it is too large, subnormal where it is small.
template <class T>
constexpr T scaled(scaling_type<T> x, int exponent) noexcept {
    using limits = std::numeric_limits<T>;
    const int size = exponent_of(static_cast<double>(x)) + exponent;
    if (size >= limits::max_exponent - 1) {
        if (x == 0) return T(0);
        if (size > limits::max_exponent) return x < 0 ? -infinity<T> : infinity<T>;
        const T part = scaled<T>(x, exponent - 4);
        return abs(part) > limits::max() / 16 ? copysign(infinity<T>, part) : part * 16;
    }
    if (size < limits::min_exponent - limits::digits - 2) return x < 0 ? -T(0) : T(0);
    for (; exponent > 1000; exponent -= 1000) x *= scaling_type<T>(0x1p1000);
    for (; exponent < -1000; exponent += 1000) x *= scaling_type<T>(0x1p-1000);
    return static_cast<T>(x * power_of_two(exponent));
}

/// A number in the range of float.
template <class T>
constexpr wide widened(T x) noexcept {
    const double high = static_cast<double>(static_cast<float>(x));
    return {high, static_cast<double>(x - static_cast<T>(high))};
}
/// x 2^exponent, rounded to T.
template <class T>
constexpr T rounded(const wide& x, int exponent = 0) noexcept {
    return scaled<T>(static_cast<scaling_type<T>>(x.high) + static_cast<scaling_type<T>>(x.low), exponent);
}

template <class T>
constexpr T trunc(T x) noexcept {
    constexpr T whole = 1 / std::numeric_limits<T>::epsilon();
    if (is_special(x) || abs(x) >= whole) return x;
    const T nearest = (abs(x) + whole) - whole;
    return copysign(nearest > abs(x) ? nearest - 1 : nearest, x);
}
template <class T>
constexpr T floor(T x) noexcept {
    const T below = trunc(x);
    return is_special(x) || below <= x ? below : below - 1;
}
template <class T>
constexpr T ceil(T x) noexcept {
    return -floor(-x);
}
template <class T>
constexpr T round(T x) noexcept {
    const T toward_zero = trunc(x);
    if (is_special(x) || abs(x - toward_zero) < T(0.5)) return toward_zero;
    return toward_zero + copysign(T(1), x);
}

template <class T>
constexpr T fmod(T x, T y) noexcept {
    if (is_nan(x) || is_nan(y) || abs(x) == infinity<T> || y == 0) return nan<T>;
    T rest = abs(x);
    if (x == 0 || rest < abs(y)) return x;
    const scientific<T> a = decompose(rest);
    const scientific<T> b = decompose(abs(y));
    int n = a.exponent - b.exponent - (b.significand > a.significand ? 1 : 0);
    T multiple = scaled<T>(b.significand, b.exponent + n);
    for (; n >= 0; --n, multiple *= T(0.5))
        if (rest >= multiple) rest -= multiple;
    return copysign(rest, x);
}
template <class T>
constexpr T remainder(T x, T y) noexcept {
    if (is_nan(x) || is_nan(y) || abs(x) == infinity<T> || y == 0) return nan<T>;
    const T divisor = abs(y);
    if (x == 0 || divisor == infinity<T>) return x;
    // Rounding to an even multiple: what is left is that of the double divisor.
    T rest = divisor > std::numeric_limits<T>::max() / 2 ? abs(x) : fmod(abs(x), 2 * divisor);
    const T limit = divisor > 1 ? divisor / 2 : divisor;
    const T factor = divisor > 1 ? T(1) : T(2);
    if (factor * rest > limit) {
        rest -= divisor;
        if (factor * rest >= limit) rest -= divisor;
    }
    return is_negative(x) ? -rest : rest;
}

/// x y + z; the product is exact (T. J. Dekker, 1971, splits the factors) and the sum is rounded once, or for numbers
/// below the normal ones and for float once more.
template <class T>
constexpr T fma(T x, T y, T z) noexcept {
    if (is_nan(x) || is_nan(y) || is_nan(z)) return nan<T>;
    const bool infinite = abs(x) == infinity<T> || abs(y) == infinity<T>;
    if (infinite && (x == 0 || y == 0)) return nan<T>;
    if (infinite) {
        const T product = is_negative(x) == is_negative(y) ? infinity<T> : -infinity<T>;
        return z == -product ? nan<T> : product;
    }
    if (abs(z) == infinity<T>) return z;
    if (x == 0 || y == 0) return x * y + z;
    using W = scaling_type<T>;
    const scientific<W> a = decompose(static_cast<W>(x));
    const scientific<W> b = decompose(static_cast<W>(y));
    W c = 0;
    if (z != 0) {
        const scientific<W> d = decompose(static_cast<W>(z));
        const int shift = d.exponent - a.exponent - b.exponent;
        if (shift > 400) return z;
        c = d.significand * power_of_two(shift < -400 ? -400 : shift);
    }
    constexpr W splitter = W(std::uint64_t{1} << (std::numeric_limits<W>::digits + 1) / 2) + 1;
    const W a_high = a.significand * splitter - (a.significand * splitter - a.significand);
    const W b_high = b.significand * splitter - (b.significand * splitter - b.significand);
    const W a_low = a.significand - a_high;
    const W b_low = b.significand - b_high;
    const W product = a.significand * b.significand;
    const W rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    const W sum = product + c;
    const W change = sum - product;
    const W lost = (product - (sum - change)) + (c - change);
    const W all = sum + (lost + rest);
    if (all == 0) return 0;
    const scientific<W> d = decompose(all);
    return scaled<T>(d.significand, d.exponent + a.exponent + b.exponent);
}

} // namespace tapeless::math::constant

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_ROOT_HPP
#define TAPELESS_META_CONSTANT_ROOT_HPP

#include "number.hpp"

namespace tapeless::math::constant {

/// Newton's iteration, its last step wide.
constexpr wide sqrt(const wide& x) noexcept {
    const double square = x.value();
    double root = std::bit_cast<double>((std::bit_cast<std::uint64_t>(square) >> 1) + (std::uint64_t{1023} << 51));
    for (int i = 0; i < 4; ++i) root = 0.5 * (root + square / root);
    const double high = static_cast<double>(static_cast<float>(root));
    return {high, ((x.high - high * high) + x.low) / (high + root)};
}
constexpr wide cbrt(const wide& x) noexcept { // 1 <= x < 8
    const double cube = x.value();
    double root = 1 + 0.15 * (cube - 1);
    for (int i = 0; i < 6; ++i) root = (2 * root + cube / (root * root)) * (1.0 / 3);
    const wide high = {static_cast<double>(static_cast<float>(root)), 0};
    return {high.high, multiply_add(-(high * high), high, x).value() / (root * root + high.high * (root + high.high))};
}

template <class T>
constexpr T sqrt(T x) noexcept {
    if (x == 0 || is_nan(x) || x == infinity<T>) return x;
    if (x < 0) return nan<T>;
    const scientific<T> s = decompose(x);
    const int odd = s.exponent & 1;
    return rounded<T>(sqrt(widened(s.significand).scaled(1 + odd)), (s.exponent - odd) / 2);
}
template <class T>
constexpr T cbrt(T x) noexcept {
    if (is_special(x)) return x;
    const scientific<T> s = decompose(abs(x));
    const int rest = (s.exponent % 3 + 3) % 3;
    return copysign(rounded<T>(cbrt(widened(s.significand).scaled(1 << rest)), (s.exponent - rest) / 3), x);
}
template <class T>
constexpr T hypot(T x, T y) noexcept {
    if (abs(x) == infinity<T> || abs(y) == infinity<T>) return infinity<T>;
    if (is_nan(x) || is_nan(y)) return nan<T>;
    if (x == 0) return abs(y);
    if (y == 0) return abs(x);
    const scientific<T> a = decompose(abs(x) < abs(y) ? abs(y) : abs(x));
    const scientific<T> b = decompose(abs(x) < abs(y) ? abs(x) : abs(y));
    const int shift = b.exponent - a.exponent;
    if (shift < -60) return abs(x) < abs(y) ? abs(y) : abs(x);
    const wide p = widened(a.significand);
    const wide q = widened(b.significand).scaled(power_of_two(shift));
    return rounded<T>(sqrt(multiply_add(p, p, q * q)), a.exponent);
}

} // namespace tapeless::math::constant

#endif

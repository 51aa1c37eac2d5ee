// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_TRIGONOMETRIC_HPP
#define TAPELESS_META_CONSTANT_TRIGONOMETRIC_HPP

#include "exponential.hpp"

namespace tapeless::math::constant {

inline constexpr wide half_pi{0x1.921fb6p0, -0x1.777a5cf72cecep-25};

/// The fraction bits of 2/pi.
inline constexpr std::uint32_t two_over_pi[]{
    0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561,
    0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
    0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f,
    0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b,
    0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab, 0xf0cfbc20, 0x9af4361d,
};

/// rest + quadrant pi/2, where |rest| <= pi/4, modulo 2 pi.
struct reduced_angle {
    wide rest;
    unsigned quadrant;
};
/// For 2^28 <= x < 2^1024, after M. H. Payne and R. N. Hanek, 1983: of x * 2/pi, the bits above the quadrant are never
/// computed.
template <class T>
constexpr reduced_angle reduce_large_angle(T x) noexcept {
    const scientific<T> s = decompose(x);
    const auto integer = static_cast<std::uint64_t>(s.significand * T(0x1p63));
    const int exponent = s.exponent - 63;
    const int first = exponent < 2 ? 0 : (exponent - 2) / 32;
    std::uint32_t product[11]{};
    for (int half = 0; half < 2; ++half) {
        const std::uint64_t factor = half == 0 ? integer & 0xffffffff : integer >> 32;
        std::uint64_t carry = 0;
        for (int i = 0; i < 8; ++i) {
            carry += factor * two_over_pi[first + 7 - i] + product[i + half];
            product[i + half] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        product[8 + half] = static_cast<std::uint32_t>(carry);
    }
    const int point = 32 * (first + 8) - exponent; // the binary point
    const auto bits = [&](int at) {
        const std::uint64_t pair = product[at / 32] | std::uint64_t{product[at / 32 + 1]} << 32;
        return static_cast<std::uint32_t>(pair >> at % 32);
    };
    const std::uint32_t top = bits(point - 30);
    const std::uint32_t quadrant = (top + (1u << 29)) >> 30;
    const auto fraction = static_cast<std::int32_t>(top - (quadrant << 30));
    wide turn = {fraction * 0x1p-30, bits(point - 62) * 0x1p-62};
    turn = (normalised(turn.high, turn.low) + wide{bits(point - 94) * 0x1p-94, 0}) +
           (wide{bits(point - 126) * 0x1p-126, 0} + wide{bits(point - 158) * 0x1p-158, 0});
    return {turn * half_pi, quadrant & 3};
}
template <class T>
constexpr reduced_angle reduce_angle(T x) noexcept { // x >= 0
    if (x >= T(0x1p28)) return reduce_large_angle(x);
    const int n = nearest(static_cast<double>(x) * 0x1.45f306dc9c883p-1);
    if (n == 0) return {widened(x), 0};
    const wide m = {-1.0 * n, 0};
    const wide rest = multiply_add(m, {-0x1.777a5cp-25, 0}, multiply_add(m, {0x1.921fb6p0, 0}, widened(x)));
    return {multiply_add(m, {-0x1.ee59dap-50, 0x1.98a2e03707345p-77}, rest), static_cast<unsigned>(n) & 3};
}

constexpr wide sin_reduced(const wide& x) noexcept { return x * series<11, 5>(inverse_factorials, -(x * x), 1, 2); }
constexpr wide cos_reduced(const wide& x) noexcept { return series<12, 5>(inverse_factorials, -(x * x), 0, 2); }

/// Is the angle beyond the bits of 2/pi that are tabulated here? Only a long double can be.
template <class T>
constexpr bool is_out_of_reach(T x) noexcept {
    if constexpr (std::numeric_limits<T>::max_exponent > 1024)
        return !is_nan(x) && abs(x) >= T(0x1p1000) * T(0x1p24) && abs(x) != infinity<T>;
    else
        return false;
}

template <class T>
constexpr T sin(T x) noexcept {
    if (x == 0 || is_nan(x)) return x;
    if (abs(x) == infinity<T>) return nan<T>;
    if (is_tiny(x)) return x;
    const reduced_angle a = reduce_angle(abs(x));
    const wide magnitude = (a.quadrant & 1) != 0 ? cos_reduced(a.rest) : sin_reduced(a.rest);
    return rounded<T>(is_negative(x) == ((a.quadrant & 2) != 0) ? magnitude : -magnitude);
}
template <class T>
constexpr T cos(T x) noexcept {
    if (is_nan(x)) return x;
    if (abs(x) == infinity<T>) return nan<T>;
    if (is_tiny(x)) return 1;
    const reduced_angle a = reduce_angle(abs(x));
    const wide magnitude = (a.quadrant & 1) != 0 ? sin_reduced(a.rest) : cos_reduced(a.rest);
    return rounded<T>(((a.quadrant + 1) & 2) == 0 ? magnitude : -magnitude);
}
template <class T>
constexpr T tan(T x) noexcept {
    if (x == 0 || is_nan(x)) return x;
    if (abs(x) == infinity<T>) return nan<T>;
    if (is_tiny(x)) return x;
    const reduced_angle a = reduce_angle(abs(x));
    const wide sine = sin_reduced(a.rest);
    const wide cosine = cos_reduced(a.rest);
    const wide magnitude = (a.quadrant & 1) != 0 ? -cosine / sine : sine / cosine;
    return rounded<T>(is_negative(x) ? -magnitude : magnitude);
}

/// atan(n / 8)
inline constexpr wide arc_tangents[]{
    {0.0, 0.0},
    {0x1.fd5baap-4, -0x1.54f4248e69bb4p-30},
    {0x1.f5b76p-3, -0x1.b4dfc8a75491cp-29},
    {0x1.6f6194p-2, 0x1.e4def08e71546p-30},
    {0x1.dac67p-2, 0x1.586ed3da2b7f2p-28},
    {0x1.1e00bap-1, 0x1.7bdfd67e6d721p-26},
    {0x1.4978fap-1, 0x1.934f7092419a8p-28},
    {0x1.700a7cp-1, 0x1.5e118cf39e597p-27},
    {0x1.921fb6p-1, -0x1.777a5cf72cecep-26},
};
constexpr wide atan_of(const wide& x) noexcept { // 0 <= x <= 1
    const int n = nearest(8 * x.high);
    const wide center = {n * 0.125, 0};
    const wide t = (x - center) / multiply_add(x, center, one);
    return multiply_add(t, series<10, 3>(inverse_odds, -(t * t)), arc_tangents[n]);
}
/// The angle of a point of the first quadrant.
constexpr wide atan_of(const wide& y, const wide& x) noexcept {
    return y.high > x.high ? half_pi - atan_of(x / y) : atan_of(y / x);
}

template <class T>
constexpr T atan(T x) noexcept {
    if (x == 0 || is_nan(x) || is_tiny(x)) return x;
    return copysign(rounded<T>(abs(x) > T(0x1p100) ? half_pi : atan_of(widened(abs(x)), one)), x);
}
template <class T>
constexpr T atan2(T y, T x) noexcept {
    if (is_nan(x) || is_nan(y)) return nan<T>;
    if (y == 0 || (x == infinity<T> && abs(y) != infinity<T>))
        return copysign(is_negative(x) ? rounded<T>(half_pi.scaled(2)) : T(0), y);
    wide angle = half_pi;
    if (abs(x) == infinity<T> && abs(y) == infinity<T>) {
        angle = half_pi.scaled(0.5);
    } else if (abs(x) == infinity<T>) {
        angle = {0, 0};
    } else if (x != 0 && abs(y) != infinity<T>) {
        const scientific<T> a = decompose(abs(y));
        const scientific<T> b = decompose(abs(x));
        const int shift = a.exponent - b.exponent;
        if (shift < -40 && x > 0)
            return copysign(rounded<T>(widened(a.significand) / widened(b.significand), shift), y);
        const int less = shift < 0 ? shift : 0;
        const int more = shift > 0 ? shift : 0;
        angle = atan_of(widened(a.significand).scaled(power_of_two(less < -100 ? -100 : less)),
                        widened(b.significand).scaled(power_of_two(more > 100 ? -100 : -more)));
    }
    return copysign(rounded<T>(is_negative(x) ? half_pi.scaled(2) - angle : angle), y);
}
template <class T>
constexpr T asin(T x) noexcept {
    if (x == 0 || is_nan(x)) return x;
    if (abs(x) > 1) return nan<T>;
    if (is_tiny(x)) return x;
    const wide a = widened(abs(x));
    return copysign(rounded<T>(abs(x) == 1 ? half_pi : atan_of(a, sqrt((one - a) * (one + a)))), x);
}
template <class T>
constexpr T acos(T x) noexcept {
    if (is_nan(x)) return x;
    if (abs(x) > 1) return nan<T>;
    if (x == 1) return 0;
    if (is_tiny(x)) return rounded<T>(half_pi - wide{static_cast<double>(x), 0});
    if (x == -1) return rounded<T>(half_pi.scaled(2));
    const wide a = widened(abs(x));
    const wide angle = atan_of(sqrt((one - a) * (one + a)), a);
    return rounded<T>(x < 0 ? half_pi.scaled(2) - angle : angle);
}

} // namespace tapeless::math::constant

#endif

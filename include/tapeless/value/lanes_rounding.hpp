// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_ROUNDING_HPP
#define TAPELESS_VALUE_LANES_ROUNDING_HPP

#include "lanes_bits.hpp"

namespace tapeless {

template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> abs(const lanes<T, N>& x) noexcept {
    return (simd::lanes_bits<T, N>(x) & ~simd::format<T>::sign).number();
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> fabs(const lanes<T, N>& x) noexcept {
    return abs(x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> copysign(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    using bits = simd::lanes_bits<T, N>;
    constexpr auto sign = simd::format<T>::sign;
    return ((bits(x) & ~sign) | (bits(y) & sign)).number();
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes_mask<T, N> isnan(const lanes<T, N>& x) noexcept {
    return x != x;
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes_mask<T, N> isfinite(const lanes<T, N>& x) noexcept {
    return abs(x) < simd::format<T>::infinity;
}

/// As std::min and std::max: of equal numbers, and beside a NaN, the first.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> min(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::each<lanes<T, N>>(
        [](auto a, auto b) __attribute__((always_inline)) {
            const auto second = simd::unknown(b);
            return second < a ? second : a;
        },
        x, y);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> max(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::each<lanes<T, N>>(
        [](auto a, auto b) __attribute__((always_inline)) {
            const auto second = simd::unknown(b);
            return a < second ? second : a;
        },
        x, y);
}
/// As std::fmin and std::fmax: beside a NaN, the number.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> fmin(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return where(y < x || isnan(x), y, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> fmax(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return where(x < y || isnan(x), y, x);
}

/// Correctly rounded.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> sqrt(const lanes<T, N>& x) noexcept {
    return simd::each<lanes<T, N>>(
        [](auto v) __attribute__((always_inline)) { return simd::square_root<T>(v); }, x);
}
/// One rounding, on every target.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> fma(const lanes<T, N>& x, const lanes<T, N>& y,
                                              const lanes<T, N>& z) noexcept {
    const auto fused = [](T a, T b, T c) __attribute__((always_inline)) { return std::fma(a, b, c); };
    return simd::each<lanes<T, N>>(
        [fused](auto a, auto b, auto c)
            __attribute__((always_inline)) { return simd::element_by_element(fused, a, b, c); },
        x, y, z);
}

/// The nearest integer, of two the even one.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> rint(const lanes<T, N>& x) noexcept {
    const lanes<T, N> size = abs(x), whole = simd::format<T>::whole;
    return where(size < whole, copysign((size + whole) - whole, x), x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> nearbyint(const lanes<T, N>& x) noexcept {
    return rint(x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> floor(const lanes<T, N>& x) noexcept {
    const lanes<T, N> nearest = rint(x);
    return where(nearest > x, nearest - 1, nearest);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> ceil(const lanes<T, N>& x) noexcept {
    return -floor(-x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> trunc(const lanes<T, N>& x) noexcept {
    return copysign(floor(abs(x)), x);
}
/// The nearest integer, of two the one farther from zero.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> round(const lanes<T, N>& x) noexcept {
    const lanes<T, N> size = abs(x), below = floor(size);
    return copysign(where(size - below >= T(0.5), below + 1, below), x);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_CMATH_HPP
#define TAPELESS_VALUE_LANES_CMATH_HPP

#include "lanes_bits.hpp"

/// Functions that are the standard library's, lane by lane.
namespace tapeless {

template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> cbrt(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::cbrt(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> exp2(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::exp2(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> log2(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::log2(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> log10(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::log10(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> tan(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::tan(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> asin(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::asin(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> acos(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::acos(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> atan(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::atan(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> sinh(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::sinh(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> cosh(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::cosh(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> asinh(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::asinh(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> acosh(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::acosh(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> atanh(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::atanh(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> tgamma(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::tgamma(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> lgamma(const lanes<T, N>& x) noexcept {
    return simd::lane_by_lane([](T v) { return std::lgamma(v); }, x);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> pow(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::lane_by_lane([](T v, T w) { return std::pow(v, w); }, x, y);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> atan2(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::lane_by_lane([](T v, T w) { return std::atan2(v, w); }, x, y);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> fmod(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::lane_by_lane([](T v, T w) { return std::fmod(v, w); }, x, y);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> remainder(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::lane_by_lane([](T v, T w) { return std::remainder(v, w); }, x, y);
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> hypot(const lanes<T, N>& x, const lanes<T, N>& y) noexcept {
    return simd::lane_by_lane([](T v, T w) { return std::hypot(v, w); }, x, y);
}

} // namespace tapeless

#endif

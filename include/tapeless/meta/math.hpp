// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_MATH_HPP
#define TAPELESS_META_MATH_HPP

#include <cmath>

/// The functions of <cmath> for every value type: the standard library's for floating-point numbers, those found by
/// argument-dependent lookup for any other type (dual numbers, SIMD lanes, multiprecision, expressions).
namespace tapeless::math {

template <class T>
[[gnu::always_inline]] constexpr T sqrt(const T& x) {
    using std::sqrt;
    return sqrt(x);
}
template <class T>
[[gnu::always_inline]] constexpr T cbrt(const T& x) {
    using std::cbrt;
    return cbrt(x);
}
template <class T>
[[gnu::always_inline]] constexpr T exp(const T& x) {
    using std::exp;
    return exp(x);
}
template <class T>
[[gnu::always_inline]] constexpr T exp2(const T& x) {
    using std::exp2;
    return exp2(x);
}
template <class T>
[[gnu::always_inline]] constexpr T expm1(const T& x) {
    using std::expm1;
    return expm1(x);
}
template <class T>
[[gnu::always_inline]] constexpr T log(const T& x) {
    using std::log;
    return log(x);
}
template <class T>
[[gnu::always_inline]] constexpr T log2(const T& x) {
    using std::log2;
    return log2(x);
}
template <class T>
[[gnu::always_inline]] constexpr T log10(const T& x) {
    using std::log10;
    return log10(x);
}
template <class T>
[[gnu::always_inline]] constexpr T log1p(const T& x) {
    using std::log1p;
    return log1p(x);
}
template <class T>
[[gnu::always_inline]] constexpr T sin(const T& x) {
    using std::sin;
    return sin(x);
}
template <class T>
[[gnu::always_inline]] constexpr T cos(const T& x) {
    using std::cos;
    return cos(x);
}
template <class T>
[[gnu::always_inline]] constexpr T tan(const T& x) {
    using std::tan;
    return tan(x);
}
template <class T>
[[gnu::always_inline]] constexpr T asin(const T& x) {
    using std::asin;
    return asin(x);
}
template <class T>
[[gnu::always_inline]] constexpr T acos(const T& x) {
    using std::acos;
    return acos(x);
}
template <class T>
[[gnu::always_inline]] constexpr T atan(const T& x) {
    using std::atan;
    return atan(x);
}
template <class T>
[[gnu::always_inline]] constexpr T sinh(const T& x) {
    using std::sinh;
    return sinh(x);
}
template <class T>
[[gnu::always_inline]] constexpr T cosh(const T& x) {
    using std::cosh;
    return cosh(x);
}
template <class T>
[[gnu::always_inline]] constexpr T tanh(const T& x) {
    using std::tanh;
    return tanh(x);
}
template <class T>
[[gnu::always_inline]] constexpr T asinh(const T& x) {
    using std::asinh;
    return asinh(x);
}
template <class T>
[[gnu::always_inline]] constexpr T acosh(const T& x) {
    using std::acosh;
    return acosh(x);
}
template <class T>
[[gnu::always_inline]] constexpr T atanh(const T& x) {
    using std::atanh;
    return atanh(x);
}
template <class T>
[[gnu::always_inline]] constexpr T erf(const T& x) {
    using std::erf;
    return erf(x);
}
template <class T>
[[gnu::always_inline]] constexpr T erfc(const T& x) {
    using std::erfc;
    return erfc(x);
}
template <class T>
[[gnu::always_inline]] constexpr T tgamma(const T& x) {
    using std::tgamma;
    return tgamma(x);
}
template <class T>
[[gnu::always_inline]] constexpr T lgamma(const T& x) {
    using std::lgamma;
    return lgamma(x);
}
template <class T>
[[gnu::always_inline]] constexpr T floor(const T& x) {
    using std::floor;
    return floor(x);
}
template <class T>
[[gnu::always_inline]] constexpr T ceil(const T& x) {
    using std::ceil;
    return ceil(x);
}
template <class T>
[[gnu::always_inline]] constexpr T round(const T& x) {
    using std::round;
    return round(x);
}
template <class T>
[[gnu::always_inline]] constexpr T trunc(const T& x) {
    using std::trunc;
    return trunc(x);
}
template <class T>
[[gnu::always_inline]] constexpr T abs(const T& x) {
    using std::abs;
    return abs(x);
}
template <class T>
[[gnu::always_inline]] constexpr T pow(const T& x, const T& y) {
    using std::pow;
    return pow(x, y);
}
template <class T>
[[gnu::always_inline]] constexpr T atan2(const T& x, const T& y) {
    using std::atan2;
    return atan2(x, y);
}
template <class T>
[[gnu::always_inline]] constexpr T fmod(const T& x, const T& y) {
    using std::fmod;
    return fmod(x, y);
}
template <class T>
[[gnu::always_inline]] constexpr T remainder(const T& x, const T& y) {
    using std::remainder;
    return remainder(x, y);
}
template <class T>
[[gnu::always_inline]] constexpr T copysign(const T& x, const T& y) {
    using std::copysign;
    return copysign(x, y);
}
template <class T>
[[gnu::always_inline]] constexpr T hypot(const T& x, const T& y) {
    using std::hypot;
    return hypot(x, y);
}
template <class T>
[[gnu::always_inline]] constexpr T fma(const T& x, const T& y, const T& z) {
    using std::fma;
    return fma(x, y, z);
}

} // namespace tapeless::math

#endif

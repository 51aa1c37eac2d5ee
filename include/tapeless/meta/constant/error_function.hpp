// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_ERROR_FUNCTION_HPP
#define TAPELESS_META_CONSTANT_ERROR_FUNCTION_HPP

#include "exponential.hpp"

namespace tapeless::math::constant {

inline constexpr wide two_over_root_pi{0x1.20dd76p0, -0x1.f7ac925dca38bp-25};

/// The Taylor series of erf (Abramowitz and Stegun 7.1.5), for |x| <= 1.
constexpr wide erf_of(const wide& x) noexcept {
    const wide t = -(x * x);
    double rest = 0;
    for (int n = 22; n > 9; --n) rest = rest * t.value() + inverse_factorials[n].value() / (2 * n + 1);
    wide sum = normalised(rest);
    for (int n = 9; n >= 0; --n) sum = multiply_add(sum, t, inverse_factorials[n] * inverse_odds[n]);
    return x * two_over_root_pi * sum;
}

/// e^(-(n h)^2), where h = 7/16 and n = 1, 2, ...
inline constexpr wide gaussians[]{
    {0x1.a6cedep-1, 0x1.3ee08cfb4402dp-26},   {0x1.dc3448p-2, 0x1.10daade9e3a0ep-30},
    {0x1.6dc13p-3, 0x1.50829e50949bap-29},    {0x1.7f251ap-5, 0x1.635eef6eaa984p-30},
    {0x1.11b486p-7, -0x1.a2aacf80e277ap-32},  {0x1.0aac5cp-10, 0x1.1bbb6d76996cbp-36},
    {0x1.625dd4p-14, -0x1.106d27a3956dp-40},  {0x1.411fbp-18, 0x1.b40ee26ca74a7p-43},
    {0x1.8ce38ep-23, -0x1.d28d1166922p-50},   {0x1.4e8322p-28, 0x1.9b781ff59c9ffp-53},
    {0x1.808806p-34, 0x1.c8cbfb94c5fb3p-59},  {0x1.2d7026p-40, 0x1.cc156bbd04119p-65},
    {0x1.42492ap-47, -0x1.ae3b308b5bceep-72}, {0x1.d5f5bcp-55, 0x1.c240816a83f1cp-83},
    {0x1.d3556ep-63, -0x1.c87d9f5319727p-89}, {0x1.3ce9bap-71, -0x1.0c383d7aa0e94p-98},
    {0x1.251bfcp-80, 0x1.1fd4e7af76aabp-106},
};
/// erfc(x) e^(x^2) for x > 1: the trapezoidal rule of step h for its integral, and the residue at the pole that the
/// rule has passed; the error is e^-(pi/h)^2 = 2^-74 (F. Matta and A. Reichel, Mathematics of Computation 25, 1971).
constexpr wide scaled_erfc(const wide& x) noexcept {
    const wide square = x * x;
    double rest = 0;
    for (int n = 17; n > 9; --n) rest += gaussians[n - 1].value() / (n * n * 0x1.88p-3 + square.value());
    wide sum = normalised(rest);
    for (int n = 9; n > 0; --n) sum = sum + gaussians[n - 1] / (square + wide{n * n * 0x1.88p-3, 0});
    return (sum.scaled(2) + one / square) * x * wide{0x1.1d34a6p-3, 0x1.08f725097944ep-35}; // h / pi
}
/// |whole - erfc(x)|, 1 < x < 150, rounded to T.
template <class T>
constexpr T rounded_erfc(T x, int whole) noexcept {
    const wide a = widened(x);
    const wide square = {a.high * a.high, 0}; // exact; e^-x^2 = e^-high^2 e^-(x^2 - high^2)
    const reduced_exponent r = reduce_exponent(-square);
    const wide rest = r.rest - wide{2 * a.high, a.low} * normalised(a.low);
    wide result = scaled_erfc(a) * (one + expm1_reduced(rest));
    if (a.high < 7.18) {                                                                            // pi / h
        const reduced_exponent p = reduce_exponent(a * wide{0x1.cb91f4p3, -0x1.1117afebd466ap-23}); // 2 pi x / h
        const wide pole = (one + expm1_reduced(p.rest)) - wide{power_of_two(-p.exponent), 0};
        result = result - (wide{2, 0} / pole).scaled(power_of_two(-p.exponent - r.exponent));
    }
    if (whole == 0) return rounded<T>(result, r.exponent);
    return rounded<T>(wide{1.0 * whole, 0} - result.scaled(power_of_two(r.exponent)));
}

template <class T>
constexpr T erf(T x) noexcept {
    if (x == 0 || is_nan(x)) return x;
    if (abs(x) > 9) return copysign(T(1), x);
    if (is_tiny(x)) { // scaled away from the subnormal numbers
        const scientific<T> s = decompose(x);
        return rounded<T>(widened(s.significand) * two_over_root_pi, s.exponent);
    }
    return abs(x) > 1 ? copysign(rounded_erfc(abs(x), 1), x) : rounded<T>(erf_of(widened(x)));
}
template <class T>
constexpr T erfc(T x) noexcept {
    if (is_nan(x)) return x;
    if (x < -9) return 2;
    if (x > 150) return 0;
    if (x > 1) return rounded_erfc(x, 0);
    if (x < -1) return rounded_erfc(-x, 2);
    return rounded<T>(one - erf_of(widened(x)));
}

} // namespace tapeless::math::constant

#endif

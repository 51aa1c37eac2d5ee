// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_ERROR_FUNCTION_HPP
#define TAPELESS_VALUE_LANES_ERROR_FUNCTION_HPP

#include "lanes_exponential.hpp"

/// The error functions of lanes of `double`.
namespace tapeless {

namespace simd {

/// What the error function needs. `near_zero` is minimax, in x^2 to 1, of erf(x) / x - 1. `tail_first` + t `tail` is
/// minimax, in t = (x - a) / (x + a), of (1 + 9/8 x) e^(x^2) erfc(x), which is nearly flat, for x from 0 to where erfc
/// vanishes. The choice of variable is that of Schonfelder, "Chebyshev expansions for the error and related functions",
/// 1978.
struct error_function_constants {
    static constexpr std::array near_zero{0.12837916709551256,     -0.37612638903183521,    0.11283791670944185,
                                          -0.026866170643111465,   0.0052239776061184396,   -0.00085483259293133048,
                                          0.00012055293576889376,  -1.4924712302285211e-05, 1.6447131580082685e-06,
                                          -1.6206313859998582e-07, 1.3710980952794693e-08,  -7.7794696881930466e-10};
    static constexpr double tail_first = 0.75979635790410738;
    static constexpr std::array tail{
        -0.19850743173361912,    0.10089532548659499,     -0.025282038891024223,   -0.016312824190612592,
        0.027945162724166177,    -0.022452376219418795,   0.01235725928488934,     -0.0046936549376713297,
        0.00097636791080232626,  9.8511493601036569e-05,  -0.00014225637196606768, 3.0620519727212583e-05,
        9.8873466873282886e-06,  -6.1095953043888506e-06, -2.6240696829891411e-07, 9.0388708236852824e-07,
        -5.9289563582938589e-08, -1.2935026024493085e-07, 1.3170301469434707e-08,  1.71042378412088e-08,
        -9.8680443955451968e-10, -1.3451825977270871e-09};
    static constexpr double a = 3.75, end = 28, normal_end = 39;
    static constexpr std::uint64_t high_half = ~std::uint64_t{0x7ffffff};
};

/// factor e^(-by x^2), `by` a power of two, for x from 0 to the end. The square is exact in two parts: else, its
/// rounding would cost as many bits as its exponent has.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> exp_of_square(const lanes<double, N>& x, double by,
                                                             const lanes<double, N>& factor) noexcept {
    if constexpr (has_fma) {
        const lanes<double, N> y = x * -by, square = x * y;
        return exp_of_sum(square, fma(x, y, -square), factor);
    } else {
        const lanes<double, N> high = (lanes_bits<double, N>(x) & error_function_constants::high_half).number();
        return exp_of_sum(high * high * -by, (x - high) * (x + high) * -by, factor);
    }
}

/// erfc(x) e^(x^2) for x from 0 to the end.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> scaled_erfc(const lanes<double, N>& x) noexcept {
    using c = error_function_constants;
    const lanes<double, N> one = 1.0, slope = 1.125, first = c::tail_first;
    const lanes<double, N> t = (x - c::a) / (x + c::a);
    return mul_add(polynomial<c::tail>(t), t, first) / mul_add(x, slope, one);
}

/// erfc(x) for x >= 0, or NaN.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> erfc_of_positive(const lanes<double, N>& x) noexcept {
    const lanes<double, N> within = min(x, lanes<double, N>(error_function_constants::end));
    return exp_of_square(within, 1.0, scaled_erfc(within));
}

} // namespace simd

/// To 3.5 ulp, in the tail as well.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> erfc(const lanes<double, N>& x) noexcept {
    const lanes<double, N> y = simd::erfc_of_positive(abs(x));
    return where(x < 0, lanes<double, N>(2) - y, y);
}

/// To 1.5 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> erf(const lanes<double, N>& x) noexcept {
    using c = simd::error_function_constants;
    const lanes<double, N> size = abs(x);
    const lanes<double, N> near_zero = simd::mul_add(x, simd::polynomial<c::near_zero>(x * x), x);
    const lanes<double, N> far = copysign(lanes<double, N>(1) - simd::erfc_of_positive(size), x);
    return where(size < 1, near_zero, far);
}

/// The probability that a standard normal variable is at most x, to 4.5 ulp, in the lower tail as well.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> normal_cdf(const lanes<double, N>& x) noexcept {
    using number = lanes<double, N>;
    constexpr double root_half = 0.70710678118654752;
    const number within = min(abs(x), number(simd::error_function_constants::normal_end));
    const number y = simd::exp_of_square(within, 0.5, 0.5 * simd::scaled_erfc(within * root_half));
    return where(x < 0, y, number(1) - y);
}

/// The density of a standard normal variable, to 2 ulp, in the tails as well. A compiler that sees both makes its
/// exponential and that of `normal_cdf` one.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> normal_pdf(const lanes<double, N>& x) noexcept {
    const lanes<double, N> within = min(abs(x), lanes<double, N>(simd::error_function_constants::normal_end));
    return simd::exp_of_square(within, 0.5, lanes<double, N>(0.39894228040143268));
}

} // namespace tapeless

#endif

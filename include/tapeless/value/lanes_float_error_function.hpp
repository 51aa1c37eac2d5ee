// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_FLOAT_ERROR_FUNCTION_HPP
#define TAPELESS_VALUE_LANES_FLOAT_ERROR_FUNCTION_HPP

#include "lanes_float_exponential.hpp"

/// The error functions of lanes of `float`; see lanes_float_exponential.hpp.
namespace tapeless {

namespace simd {

/// `minus_log_erfc` is minimax of -ln(erfc(x)) / x - 1 for x from 0 to where erf, rounded, is 1; its error counts by
/// what it does to erf. The quotient of `numerator` and `denominator` is minimax of e^(x^2) erfc(x) for x from 0 to where
/// erfc vanishes; both begin with 1.85, since just below a power of two rounding costs least.
struct float_erf_constants {
    static constexpr std::array minus_log_erfc{0.128379166f,     0.636619568f,     0.102776229f,
                                               -0.0191472870f,   -0.000170899482f, 0.00167743186f,
                                               -0.000638501660f, 0.000119226453f,  -9.43366376e-06f};
    static constexpr std::array numerator{
        1.85, 2.19703128913799, 1.25901934731874, 0.380303449903326, 0.051898539928418, -1.00701437720107e-07};
    static constexpr std::array denominator{
        1.85, 4.28453317039145, 4.24359002533445, 2.27586596228839, 0.674220168051464, 0.091979951844118};
    static constexpr float one = 4, end = 10.5f, normal_end = 14.5f; // erf is 1, erfc and the distribution function 0
    static constexpr std::uint32_t high_half = ~std::uint32_t{0xfff};
};

/// The coefficients of p(x / sqrt(2)) times a number, for those of p(x).
constexpr auto for_normal(auto coefficients, double times) noexcept {
    for (double& c : coefficients) {
        c *= times;
        times *= 0.70710678118654752;
    }
    return coefficients;
}
struct float_normal_constants {
    static constexpr auto numerator = for_normal(float_erf_constants::numerator, 0.5);
    static constexpr auto denominator = for_normal(float_erf_constants::denominator, 1);
};

/// factor e^(-by x^2), `by` a power of two, for x from 0 to the end. The square is exact in two parts: else, its
/// rounding would cost as many bits as its exponent has.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> exp_of_square(const lanes<float, N>& x, float by,
                                                            const lanes<float, N>& factor) noexcept {
    lanes<float, N> square, low;
    if constexpr (has_fma) {
        const lanes<float, N> y = x * -by;
        square = x * y;
        low = fma(x, y, -square);
    } else {
        const lanes<float, N> high = (lanes_bits<float, N>(x) & float_erf_constants::high_half).number();
        square = high * high * -by;
        low = (x - high) * (x + high) * -by;
    }
    const float_exponential<1, 2, true, N> e(square, low);
    return e.scaled(mul_add(factor, e.p, factor));
}

template <class Constants, std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> quotient(const lanes<float, N>& x) noexcept {
    return polynomial<Constants::numerator>(x) / polynomial<Constants::denominator>(x);
}

} // namespace simd

/// To 2.2 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> erf(const lanes<float, N>& x) noexcept {
    using c = simd::float_erf_constants;
    using number = lanes<float, N>;
    // erf(x) is 1 - e^-y for a y of about the size of x.
    const number size = min(abs(x), number(c::one));
    const number y = simd::mul_add(simd::polynomial<c::minus_log_erfc>(size), size, size);
    const simd::float_exponential<-1, 1, false, N> e(y);
    const number power = e.power();
    return simd::signed_as(simd::mul_add(power, e.p, number(1) - power), x);
}

/// To 5.8 ulp, in the tail as well.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> erfc(const lanes<float, N>& x) noexcept {
    using c = simd::float_erf_constants;
    using number = lanes<float, N>;
    const number size = min(abs(x), number(c::end));
    const number y = simd::exp_of_square(size, 1, simd::quotient<c>(size));
    return where(x < 0, number(2) - y, y);
}

/// The probability that a standard normal variable is at most x, to 5.8 ulp, in the lower tail as well.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> normal_cdf(const lanes<float, N>& x) noexcept {
    using number = lanes<float, N>;
    const number size = min(abs(x), number(simd::float_erf_constants::normal_end));
    const number y = simd::exp_of_square(size, 0.5f, simd::quotient<simd::float_normal_constants>(size));
    return where(x < 0, y, number(1) - y);
}

/// The density of a standard normal variable, to 2 ulp, in the tails as well. A compiler that sees both makes its
/// exponential and that of `normal_cdf` one.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> normal_pdf(const lanes<float, N>& x) noexcept {
    using number = lanes<float, N>;
    const number size = min(abs(x), number(simd::float_erf_constants::normal_end));
    return simd::exp_of_square(size, 0.5f, number(0.398942280f));
}

} // namespace tapeless

#endif

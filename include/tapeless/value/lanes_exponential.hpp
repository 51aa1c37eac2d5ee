// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_EXPONENTIAL_HPP
#define TAPELESS_VALUE_LANES_EXPONENTIAL_HPP

#include "lanes_rounding.hpp"

/// The exponential functions of lanes of `double`.
namespace tapeless {

namespace simd {

/// What exp and log need. The polynomials are minimax: `exponential` of (e^r - 1 - r) / r^2 for |r| < ln(2) / 2, and
/// `logarithm`, in s^2, of (ln((1 + s) / (1 - s)) - 2 s) / s^3 for s up to that of sqrt(2), and
/// `hyperbolic_tangent`, in x^2, of (tanh(x) - x) / x^3 to where tanh is a half. The high part of ln(2) has so
/// few bits that its product with any exponent is exact.
struct exponential_constants {
    static constexpr std::array exponential{0.50000000000000111,    0.1666666666666641,     0.04166666666652967,
                                            0.0083333333334952298,  0.001388888894378005,   0.00019841269505633754,
                                            2.4801492926329462e-05, 2.7557586650284639e-06, 2.7630315065918613e-07,
                                            2.500013519547007e-08};
    static constexpr std::array logarithm{0.66666666666667351, 0.39999999999409525, 0.28571428743644861,
                                          0.22222198433623391, 0.18183572094978698, 0.15313839265086279,
                                          0.14798183479081919};
    static constexpr std::array hyperbolic_tangent{
        -0.33333333333333298,    0.133333333333266,      -0.053968253963748339,  0.021869488385494282,
        -0.0088632325953470151,  0.0035920919671502353,  -0.0014555424271276071, 0.0005884427181645092,
        -0.00023337695076365838, 8.3309668015324668e-05, -1.9490400726227281e-05};
    static constexpr double tangent_half = 0.55, flat = 20; // tanh is about 1/2 and, rounded, 1
    static constexpr double log2_e = 1.4426950408889634;
    static constexpr double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;
    static constexpr double largest = 710, smallest = -750; // beyond them, exp is infinite and zero
    static constexpr double nearly_infinite = 700;
    static constexpr double minus_one = -40; // expm1 of less is -1
    static constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;
};

/// x = k ln(2) + r, |r| <= ln(2) / 2. `exponents` has k + 2 bias in its lowest bits.
template <std::size_t N>
struct reduced_exponential {
    lanes_bits<double, N> exponents;
    lanes<double, N> r, r_low;

    /// Of x, or of x + x_low.
    template <class... Low>
    [[gnu::always_inline]] explicit reduced_exponential(const lanes<double, N>& x, const Low&... x_low) noexcept {
        using c = exponential_constants;
        using number = lanes<double, N>;
        // Adding such a number leaves the nearest integer in the lowest bits.
        constexpr double shifter = 1.5 * format<double>::whole + 2 * format<double>::bias;
        const number shifted = mul_add(x, number(c::log2_e), number(shifter));
        const number k = shifted - shifter;
        const number high = mul_add(k, number(-c::ln2_high), x);
        number low;
        if constexpr (sizeof...(Low) == 0)
            low = k * number(-c::ln2_low);
        else
            low = mul_add(k, number(-c::ln2_low), x_low...);
        exponents = lanes_bits<double, N>(shifted);
        r = high + low;
        r_low = (high - r) + low;
    }

    /// e^(r + r_low) - 1 - r
    [[gnu::always_inline]] lanes<double, N> rest() const noexcept {
        return mul_add(r * r, polynomial<exponential_constants::exponential>(r), r_low);
    }
    /// x 2^k, rounded once even if it is subnormal: 2^k is two factors, of which the first leaves x as it is.
    [[gnu::always_inline]] lanes<double, N> scaled(const lanes<double, N>& x) const noexcept {
        const lanes_bits<double, N> half = exponents >> 1, other = exponents - half;
        return x * (half << format<double>::mantissa_bits).number() * (other << format<double>::mantissa_bits).number();
    }
};

/// factor e^(x + x_low) for x that are NaN, or not so large that all results are infinite or zero.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> exp_of_sum(const lanes<double, N>& x, const lanes<double, N>& x_low,
                                                          const lanes<double, N>& factor) noexcept {
    const reduced_exponential<N> e(x, x_low);
    const lanes<double, N> one = 1.0, high = one + e.r, low = (one - high) + e.r + e.rest();
    return e.scaled(mul_add(high, factor, low * factor));
}

/// ln(2^k (1 + f)) for f between sqrt(1/2) - 1 and sqrt(2) - 1. With s = f / (2 + f), ln(1 + f) = 2 s + s^3 R(s^2), and
/// 2 s = f - f^2 / 2 + s f^2 / 2 leaves f itself without an error.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> log_of_product(const lanes<double, N>& k,
                                                              const lanes<double, N>& f) noexcept {
    using c = exponential_constants;
    using number = lanes<double, N>;
    const number half_square = number(0.5) * f * f;
    const number s = f / (number(2) + f), square = s * s;
    const number rest = mul_add(square, polynomial<c::logarithm>(square), half_square);
    const number low = half_square - mul_add(s, rest, k * c::ln2_low);
    return mul_add(k, number(c::ln2_high), f - low);
}

/// A positive normal x as 2^k m, sqrt(1/2) <= m < sqrt(2). `exponent` is that of x / m, with the bias.
template <std::size_t N>
struct split_number {
    lanes_bits<double, N> exponent;
    lanes<double, N> k, m;

    [[gnu::always_inline]] explicit split_number(const lanes<double, N>& x) noexcept {
        using bits = lanes_bits<double, N>;
        using pattern = format<double>::pattern;
        constexpr pattern root_half = exponential_constants::root_half;
        constexpr pattern bias = format<double>::bias, one = bias << format<double>::mantissa_bits;
        const bits pattern_of_x(x);
        exponent = (pattern_of_x + bits(one - root_half)) >> format<double>::mantissa_bits;
        m = (pattern_of_x - ((exponent - bits(bias)) << format<double>::mantissa_bits)).number();
        // An integer that is or-ed into the last bits of 2^52 is added to it.
        const lanes<double, N> whole = format<double>::whole;
        k = (exponent | bits(whole)).number() - (format<double>::whole + bias);
    }
};

} // namespace simd

/// e^x, to 1 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> exp(const lanes<double, N>& x) noexcept {
    using c = simd::exponential_constants;
    using number = lanes<double, N>;
    const simd::reduced_exponential<N> e(max(min(x, number(c::largest)), number(c::smallest)));
    return e.scaled(number(1) + (e.r + e.rest()));
}

/// e^x - 1, to 1.3 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> expm1(const lanes<double, N>& x) noexcept {
    using c = simd::exponential_constants;
    using bits = simd::lanes_bits<double, N>;
    using number = lanes<double, N>;
    using pattern = simd::format<double>::pattern;
    const number within = max(min(x, number(c::largest)), number(c::minus_one));
    const simd::reduced_exponential<N> e(within);
    // (2^k - 1) + 2^k s, all halved if 2^k might be infinite. The first term is the larger one, or zero.
    const auto huge = within > c::nearly_infinite;
    constexpr pattern bias = simd::format<double>::bias;
    const number biases = where(huge, bits(bias + 1).number(), bits(bias).number());
    const number power = ((e.exponents - bits(biases)) << simd::format<double>::mantissa_bits).number();
    const number rest = e.rest(), s = e.r + rest, s_low = (e.r - s) + rest;
    const number a = power - where(huge, number(0.5), number(1)), b = power * s;
    const number sum = a + b, sum_low = (a - sum) + b;
    const number result = (sum + simd::mul_add(power, s_low, sum_low)) * where(huge, number(2), number(1));
    return copysign(result, x);
}

/// ln(x), to 1 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> log(const lanes<double, N>& x) noexcept {
    using format = simd::format<double>;
    using number = lanes<double, N>;
    const auto subnormal = x < std::numeric_limits<double>::min();
    const simd::split_number<N> split(where(subnormal, x * format::whole, x));
    const number k = where(subnormal, split.k - format::mantissa_bits, split.k);
    return simd::log_anywhere(x, 0.0, simd::log_of_product(k, split.m - 1));
}

/// ln(1 + x), to 1.4 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> log1p(const lanes<double, N>& x) noexcept {
    using format = simd::format<double>;
    using bits = simd::lanes_bits<double, N>;
    using number = lanes<double, N>;
    const number sum = number(1) + x;
    const number lost = where(x < 1, x - (sum - 1), number(1) - (sum - x));
    const simd::split_number<N> split(sum);
    // What the sum lost, divided by 2^k; nothing is lost that counts where that is not normal.
    const number power = ((bits(format::pattern{2 * format::bias}) - split.exponent) << format::mantissa_bits).number();
    const number f = split.m - 1 + where(x < format::whole * 4, lost * power, number(0));
    return simd::log_anywhere(x, -1.0, copysign(simd::log_of_product(split.k, f), x));
}

/// To 1.5 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> tanh(const lanes<double, N>& x) noexcept {
    using c = simd::exponential_constants;
    using number = lanes<double, N>;
    const number size = abs(x), square = x * x;
    const number near_zero = simd::mul_add(size * square, simd::polynomial<c::hyperbolic_tangent>(square), size);
    const number far = number(1) - number(2) / (exp(number(2) * min(size, number(c::flat))) + 1);
    return copysign(where(size < c::tangent_half, near_zero, far), x);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_FLOAT_EXPONENTIAL_HPP
#define TAPELESS_VALUE_LANES_FLOAT_EXPONENTIAL_HPP

#include "lanes_rounding.hpp"

/// The exponential functions of lanes of `float`: formulas of that precision, with no table and no branch, and with one
/// division at most. The errors that are stated are the largest over all floats, rounded up; see
/// scripts/check_ulp.py.
namespace tapeless {

namespace simd {

/// Minimax polynomials: `exponential` of (e^r - 1 - r) / r^2 for |r| < ln(2) / 2, `logarithm` of
/// (ln(1 + f) - f + f^2 / 2) / f^3 for f from sqrt(1/2) - 1 to sqrt(2) - 1. The high part of ln(2) has so few bits that
/// its product with any exponent is exact.
struct float_constants {
    static constexpr std::array exponential{0.49999997f, 0.166665435f, 0.0416675061f, 0.00836655591f, 0.00138642872f};
    static constexpr std::array logarithm{0.333332747f, -0.250007957f, 0.200043112f, -0.166262671f,
                                          0.141504616f, -0.130887419f, 0.130323172f, -0.0811486691f};
    static constexpr float log2_e = 1.44269504f;
    static constexpr float ln2 = 0.693147181f;
    static constexpr float ln2_high = 0x1.62ep-1f, ln2_low = 0x1.0bfbe8p-15f;
    static constexpr std::uint32_t root_half = 0x3f3504f3;
    static constexpr std::uint32_t mantissa = 0x7fffff;
};

/// The coefficients of p(A x) A, for those of p(x).
template <const auto& C, int A>
inline constexpr auto stretched = [] {
    auto result = C;
    float power = 1;
    for (float& c : result) c *= power *= A;
    return result;
}();

/// x, which is not negative, with the sign of y; or x, if it has that sign already.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> signed_as(const lanes<float, N>& x, const lanes<float, N>& y) noexcept {
    using bits = lanes_bits<float, N>;
    return (bits(x) | (bits(y) & bits(format<float>::sign))).number();
}

/// e^(A x) = 2^k (1 + A p), where 2^k is a product of `Factors` powers of two: one if k is from -126 to 127, two if
/// e^(A x) may overflow, or be subnormal and is to be rounded once. `Precise` is for when k is large, so that an error
/// of x as large as k times that of ln(2) would be felt.
template <int A, int Factors, bool Precise, std::size_t N>
struct float_exponential {
    lanes_bits<float, N> exponents; // k + bias, for each factor, in the lowest bits
    lanes<float, N> p;

    /// Of x + x_low.
    template <class... Low>
    [[gnu::always_inline]] explicit float_exponential(const lanes<float, N>& x, const Low&... x_low) noexcept {
        using c = float_constants;
        using number = lanes<float, N>;
        // Adding such a number leaves the nearest integer in the lowest bits.
        constexpr float shifter = 1.5f * format<float>::whole + Factors * format<float>::bias;
        const number shifted = mul_add(x, number(A * c::log2_e), number(shifter));
        const number k = shifted - shifter;
        number r;
        if constexpr (has_fma && !Precise)
            r = mul_add(k, number(-c::ln2 / A), x);
        else
            r = mul_add(k, number(-c::ln2_low / A), mul_add(k, number(-c::ln2_high / A), x));
        ((r += x_low), ...);
        exponents = lanes_bits<float, N>(shifted);
        p = mul_add(r * r, polynomial<stretched<c::exponential, A>>(r), r);
    }

    [[gnu::always_inline]] lanes<float, N> power() const noexcept {
        static_assert(Factors == 1);
        return (exponents << format<float>::mantissa_bits).number();
    }
    /// x 2^k
    [[gnu::always_inline]] lanes<float, N> scaled(const lanes<float, N>& x) const noexcept {
        static_assert(Factors == 2);
        const lanes_bits<float, N> half = exponents >> 1, other = exponents - half;
        return x * (half << format<float>::mantissa_bits).number() * (other << format<float>::mantissa_bits).number();
    }
};

/// ln(2^k (1 + f)) for f between sqrt(1/2) - 1 and sqrt(2) - 1.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> log_of_product(const lanes<float, N>& k,
                                                             const lanes<float, N>& f) noexcept {
    using c = float_constants;
    using number = lanes<float, N>;
    const number square = f * f;
    const number cube = mul_add(square * f, polynomial<c::logarithm>(f), k * c::ln2_low);
    return mul_add(k, number(c::ln2_high), f + mul_add(square, number(-0.5f), cube));
}

} // namespace simd

/// e^x, to 1.1 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> exp(const lanes<float, N>& x) noexcept {
    using number = lanes<float, N>;
    // Beyond 89 it is infinite, below -105 zero.
    const simd::float_exponential<1, 2, true, N> e(max(min(x, number(89)), number(-105)));
    return e.scaled(e.p + 1);
}

/// e^x - 1, to 2 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> expm1(const lanes<float, N>& x) noexcept {
    using bits = simd::lanes_bits<float, N>;
    using number = lanes<float, N>;
    const number within = max(min(x, number(89)), number(-20));
    simd::float_exponential<1, 1, true, N> e(within);
    // 2^k p + (2^k - 1), halved where 2^k might be infinite.
    const auto halved = within > 88;
    e.exponents = e.exponents - bits(where(halved, bits(1).number(), number(0)));
    const number power = e.power();
    const number y = simd::mul_add(power, e.p, power - 1) * where(halved, number(2), number(1));
    return simd::signed_as(y, x);
}

/// ln(x), to 1 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> log(const lanes<float, N>& x) noexcept {
    using c = simd::float_constants;
    using format = simd::format<float>;
    using bits = simd::lanes_bits<float, N>;
    using number = lanes<float, N>;
    constexpr std::uint32_t root_half = c::root_half,
                            shifted = root_half + (std::uint32_t{format::mantissa_bits} << 23);
    const auto subnormal = x < std::numeric_limits<float>::min();
    const bits normal(where(subnormal, x * format::whole, x));
    const bits above = normal - bits(where(subnormal, bits(shifted).number(), bits(root_half).number()));
    const number m = ((above & bits(c::mantissa)) + bits(root_half)).number();
    return simd::log_anywhere(x, 0.0f, simd::log_of_product(above.exponent(), m - 1));
}

/// ln(1 + x), to 1.5 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> log1p(const lanes<float, N>& x) noexcept {
    using c = simd::float_constants;
    using format = simd::format<float>;
    using bits = simd::lanes_bits<float, N>;
    using number = lanes<float, N>;
    // With q = 2^(2 - k), f = x 2^-k + (2^-k - 1) has one rounding; the sum is only good for k.
    const bits above = bits(x + 1) - bits(c::root_half);
    const number q = (bits((format::bias + 2) << format::mantissa_bits) - (above & bits(~c::mantissa))).number();
    const number f = simd::mul_add(x * 0.25f, q, simd::mul_add(q, number(0.25f), number(-1)));
    const number y = simd::log_anywhere(x, -1.0f, simd::log_of_product(above.exponent(), f));
    return where(abs(x) < 0x1p-25f, x, y);
}

/// To 2.7 ulp.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<float, N> tanh(const lanes<float, N>& x) noexcept {
    using number = lanes<float, N>;
    // With u = (e^(2 |x|) - 1) / 2 it is u / (u + 1), which is 1 from 10 on.
    const simd::float_exponential<2, 1, false, N> e(min(abs(x), number(10)));
    const number power = e.power();
    const number u = simd::mul_add(power, e.p, simd::mul_add(power, number(0.5f), number(-0.5f)));
    return simd::signed_as(u / (u + 1), x);
}

} // namespace tapeless

#endif

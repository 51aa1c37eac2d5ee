// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_TRIGONOMETRIC_HPP
#define TAPELESS_VALUE_LANES_TRIGONOMETRIC_HPP

#include "lanes_rounding.hpp"

namespace tapeless {

namespace simd {

/// What sine and cosine need: minimax polynomials, in r^2, of (sin(r) - r) / r^3 and (cos(r) - 1 + r^2 / 2) / r^4 for
/// |r| < pi / 4; and pi / 2 in parts so short that their products with any multiple are exact.
struct trigonometric_constants {
    static constexpr std::array sine{-0.16666666666666632,   0.008333333333322316,    -0.000198412698297253,
                                     2.7557313662085075e-06, -2.5050753268556588e-08, 1.589650517495078e-10};
    static constexpr std::array cosine{0.041666666666666602,    -0.001388888888887399,  2.4801587289394957e-05,
                                       -2.7557314326037787e-07, 2.0875719559560357e-09, -1.1359448720946247e-11};
    static constexpr double pi_half[]{0x1.921fb54400000p+0, 0x1.0b4611a600000p-34, 0x1.3198a2e000000p-69,
                                      0x1.b839a252049c1p-104};
    static constexpr double largest_multiple = 0x1p20;
};

/// sin(x + quarters pi / 2) for x whose nearest multiple of pi / 2 is not beyond the largest.
template <std::size_t N>
[[gnu::always_inline]] inline lanes<double, N> sine_of_sum(const lanes<double, N>& x, std::uint64_t quarters) noexcept {
    using c = trigonometric_constants;
    using bits = lanes_bits<double, N>;
    using number = lanes<double, N>;
    constexpr double shifter = 1.5 * format<double>::whole;
    const number shifted = mul_add(x, number(0.63661977236758134), number(shifter));
    const number n = shifted - shifter;

    // r + r_low = x - n pi / 2. What each difference loses is kept, as x may be near a multiple.
    const number first = x - n * c::pi_half[0];
    const number part = n * c::pi_half[1], second = first - part;
    const number back = second - first, lost = (first - (second - back)) - (part + back);
    const number next = n * c::pi_half[2], third = second - next;
    const number again = third - second, lost_again = (second - (third - again)) - (next + again);
    const number low = lost + lost_again - n * c::pi_half[3];
    const number r = third + low, r_low = (third - r) + low;

    const number square = r * r;
    const number sine = r + mul_add(r * square, polynomial<c::sine>(square), r_low);
    const number half_square = number(0.5) * square, high = number(1) - half_square;
    const number rest = mul_add(square * square, polynomial<c::cosine>(square), -(r * r_low));
    const number cosine = high + ((number(1) - high) - half_square + rest);

    const bits quarter = bits(shifted) + bits(quarters);
    const number size = where((quarter & bits(1)) == bits(0), sine, cosine);
    return (bits(size) ^ ((quarter & bits(2)) << 62)).number();
}

template <class To, class From, std::size_t N>
[[gnu::always_inline]] inline lanes<To, N> converted(const lanes<From, N>& x) noexcept {
    From in[N];
    To out[N];
    x.store(in);
    for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<To>(in[i]);
    return lanes<To, N>::load(out);
}

/// A function that `near` computes for all but huge numbers, and the standard library for them.
template <class Near, class Standard, class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> unless_huge(Near near, Standard standard, const lanes<T, N>& x) noexcept {
    if (any(!(abs(x) < T(trigonometric_constants::largest_multiple)))) return lane_by_lane(standard, x);
    return converted<T>(near(converted<double>(x)));
}

} // namespace simd

/// To 1 ulp. Beyond 2^20 the standard library's, lane by lane.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> sin(const lanes<T, N>& x) noexcept {
    const auto near = [](const auto& v) __attribute__((always_inline)) { return simd::sine_of_sum(v, 0); };
    return where(x == 0, x,
                 simd::unless_huge(
                     near, [](T v) { return std::sin(v); }, x));
}
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> cos(const lanes<T, N>& x) noexcept {
    const auto near = [](const auto& v) __attribute__((always_inline)) { return simd::sine_of_sum(v, 1); };
    return simd::unless_huge(
        near, [](T v) { return std::cos(v); }, x);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_WIDE_HPP
#define TAPELESS_META_CONSTANT_WIDE_HPP

namespace tapeless::math::constant {

/// A number of 77 bits, high + low, in which the functions of this folder are computed before one rounding. The high
/// part has the 24 bits of a float, so products of high parts are exact and need no splitting: an operation is some
/// eight steps of the compiler, where double-double takes forty. Errors are about 2^-76. The range is that of float.
struct wide {
    double high;
    double low;

    constexpr double value() const noexcept { return high + low; }
    constexpr wide operator-() const noexcept { return {-high, -low}; }
    constexpr wide scaled(double power_of_two) const noexcept { return {high * power_of_two, low * power_of_two}; }
};

/// The wide number high + low, of any two doubles with low well below high.
constexpr wide normalised(double high, double low = 0) noexcept {
    const double first = static_cast<double>(static_cast<float>(high + low));
    return {first, (high - first) + low};
}

/// a b + c. The rounding error of the sum is D. E. Knuth's, The Art of Computer Programming 2, section 4.2.2.
constexpr wide multiply_add(const wide& a, const wide& b, const wide& c) noexcept {
    const double product = a.high * b.high;
    const double sum = c.high + product;
    const double change = sum - c.high;
    return normalised(sum, ((c.high - (sum - change)) + (product - change)) +
                               (c.low + (a.high * b.low + a.low * (b.high + b.low))));
}
/// Here high may have all the bits of a double.
constexpr wide operator+(const wide& a, const wide& b) noexcept {
    const double sum = a.high + b.high;
    const double change = sum - a.high;
    return normalised(sum, ((a.high - (sum - change)) + (b.high - change)) + (a.low + b.low));
}
constexpr wide operator-(const wide& a, const wide& b) noexcept { return a + -b; }
constexpr wide operator*(const wide& a, const wide& b) noexcept {
    return normalised(a.high * b.high, a.high * b.low + a.low * (b.high + b.low));
}
constexpr wide operator/(const wide& a, const wide& b) noexcept {
    const double quotient = static_cast<double>(static_cast<float>(a.value() / b.value()));
    return {quotient, ((a.high - quotient * b.high) + (a.low - quotient * b.low)) / b.value()};
}

/// The sum of c[first + stride n] t^n for n < Terms: the first terms wide, those below 2^-24 of the sum in double.
template <int Terms, int Wide, int Count>
constexpr wide series(const wide (&c)[Count], const wide& t, int first = 0, int stride = 1) noexcept {
    double rest = 0;
    for (int n = Terms - 1; n >= Wide; --n) rest = rest * t.value() + c[first + stride * n].value();
    wide sum = normalised(rest);
    for (int n = Wide - 1; n >= 0; --n) sum = multiply_add(sum, t, c[first + stride * n]);
    return sum;
}

/// 1/n!
inline constexpr wide inverse_factorials[]{
    {0x1p0, 0.0},
    {0x1p0, 0.0},
    {0x1p-1, 0.0},
    {0x1.555556p-3, -0x1.5555555555555p-28},
    {0x1.555556p-5, -0x1.5555555555555p-30},
    {0x1.111112p-7, -0x1.ddddddddddddep-32},
    {0x1.6c16c2p-10, -0x1.27d27d27d27d2p-35},
    {0x1.a01a02p-13, -0x1.7f97f97f97f98p-39},
    {0x1.a01a02p-16, -0x1.7f97f97f97f98p-42},
    {0x1.71de3ap-19, 0x1.55b1cce3eab07p-45},
    {0x1.27e4fcp-22, -0x1.10ec1471a21fdp-47},
    {0x1.ae6456p-26, 0x1.fd5138e3f9d2p-52},
    {0x1.1eed8ep-29, 0x1.ff1b12f6a89b5p-54},
    {0x1.612462p-33, -0x1.8af25ed06b8fap-58},
    {0x1.93974ap-37, 0x1.180f93a4175bep-62},
    {0x1.ae7f3ep-41, 0x1.ccee07c476196p-67},
    {0x1.ae7f3ep-45, 0x1.ccee07c476196p-71},
    {0x1.952c78p-49, -0x1.f9ea56b29b3f6p-74},
    {0x1.682786p-53, 0x1.dcbecbbdd8024p-80},
    {0x1.2f49b4p-57, 0x1.a05055c93287bp-83},
    {0x1.e542bap-62, 0x1.00808941ea72bp-88},
    {0x1.71b8fp-66, -0x1.246151ce821d7p-91},
    {0x1.0ce396p-70, 0x1.b6ff0a528a192p-95},
    {0x1.761b42p-75, -0x1.9d38fcc4d08f2p-100},
    {0x1.f2cf02p-80, -0x1.a342a20cd6d3p-106},
};
/// 1/(2n+1)
inline constexpr wide inverse_odds[]{
    {0x1p0, 0.0},
    {0x1.555556p-2, -0x1.5555555555555p-27},
    {0x1.99999ap-3, -0x1.999999999999ap-29},
    {0x1.24924ap-3, -0x1.b6db6db6db6dbp-28},
    {0x1.c71c72p-4, -0x1.c71c71c71c71cp-31},
    {0x1.745d18p-4, -0x1.745d1745d1746p-29},
    {0x1.3b13b2p-4, -0x1.89d89d89d89d9p-29},
    {0x1.111112p-4, -0x1.ddddddddddddep-29},
    {0x1.e1e1e2p-5, -0x1.e1e1e1e1e1e1ep-33},
    {0x1.af286cp-5, -0x1.af286bca1af28p-32},
    {0x1.861862p-5, -0x1.e79e79e79e79ep-31},
    {0x1.642c86p-5, -0x1.bd37a6f4de9bdp-31},
    {0x1.47ae14p-5, 0x1.eb851eb851eb8p-31},
    {0x1.2f684cp-5, -0x1.2f684bda12f68p-32},
    {0x1.1a7b96p-5, 0x1.1a7b9611a7b96p-33},
    {0x1.08421p-5, 0x1.0842108421084p-30},
    {0x1.f07c2p-6, -0x1.f07c1f07c1f08p-31},
};

inline constexpr wide one{1, 0};
inline constexpr wide ln2{0x1.62e43p-1, -0x1.05c610ca86c39p-29};

} // namespace tapeless::math::constant

#endif

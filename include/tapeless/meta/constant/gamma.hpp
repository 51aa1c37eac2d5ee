// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_CONSTANT_GAMMA_HPP
#define TAPELESS_META_CONSTANT_GAMMA_HPP

#include "trigonometric.hpp"

namespace tapeless::math::constant {

/// B(2n+2) / ((2n+1) (2n+2)), where B are the Bernoulli numbers.
inline constexpr wide stirling_coefficients[]{
    {0x1.555556p-4, -0x1.5555555555555p-29},  {-0x1.6c16c2p-9, 0x1.27d27d27d27d2p-34},
    {0x1.a01a02p-11, -0x1.7f97f97f97f98p-37}, {-0x1.381382p-11, 0x1.8fd8fd8fd8fd9p-36},
    {0x1.b951e2p-11, 0x1.631fe46ae1d4ep-36},  {-0x1.f6ab0ep-10, 0x1.99b0e0df82554p-36},
    {0x1.a41a42p-8, -0x1.6f96f96f96f97p-34},  {-0x1.e4286cp-6, -0x1.61ea72fb840c9p-31},
    {0x1.6fe964p-3, -0x1.f87e600179e24p-29},  {-0x1.64767p0, -0x1.181f39edbdb9dp-28},
    {0x1.ace444p3, -0x1.ba63ff4b16159p-22},   {-0x1.39b252p7, -0x1.733306aad9fb9p-19},
    {0x1.12234ep11, 0x1.0369d0369d037p-14},   {-0x1.1a198ap15, -0x1.c38956fd67fdcp-10},
    {0x1.51a208p19, 0x1.34dc23470867cp-6},
};
/// Stirling's series for log Gamma(x), x >= 10 (Abramowitz and Stegun 6.1.40).
constexpr wide stirling(const wide& x) noexcept {
    const wide inverse = one / x;
    const wide rest = multiply_add(inverse, series<14, 3>(stirling_coefficients, inverse * inverse),
                                   {0x1.d67f1cp-1, 0x1.0c97d694d252fp-26}); // log(2 pi) / 2
    return multiply_add(x - wide{0.5, 0}, log(x), rest - x);
}

/// (zeta(n+2) - 1) / (n+2)
inline constexpr wide zeta_coefficients[]{
    {0x1.4a34ccp-2, 0x1.2983e991873d9p-28},   {0x1.13e002p-4, -0x1.6aa27e5fb68bep-30},
    {0x1.51322ap-6, 0x1.8fb0906d7e448p-31},   {0x1.e404fcp-8, 0x1.0c7af8c36b3bp-35},
    {0x1.7add6ep-9, 0x1.5b6d85fa921f6p-34},   {0x1.38ac5cp-10, 0x1.5fc703e75b3e3p-37},
    {0x1.0b36bp-11, -0x1.e71a45d0698d7p-37},  {0x1.d3fd4cp-13, 0x1.db4bf1f1c1d52p-39},
    {0x1.a127bp-14, 0x1.e2facb4674c27p-39},   {0x1.78de5cp-15, -0x1.41bf08868815p-42},
    {0x1.580dcep-16, 0x1.ccdd60449815dp-41},  {0x1.3cbc96p-17, 0x1.e7112142b5232p-44},
    {0x1.2597a4p-18, -0x1.832d551bf9114p-44}, {0x1.11b2ecp-19, -0x1.130d57dc7129ep-44},
    {0x1.0064cep-20, -0x1.4dd0f0c5fd52ap-48}, {0x1.e2600ep-22, -0x1.b0c0b45130ac4p-48},
    {0x1.c76bbcp-23, -0x1.81f0b65132ea4p-48}, {0x1.af5a6cp-24, 0x1.77f152ecaf914p-49},
    {0x1.99b93cp-25, 0x1.038587a064e2dp-52},  {0x1.862c74p-26, -0x1.64182a7266bffp-51},
    {0x1.7469dap-27, 0x1.99f5b9964b164p-52},  {0x1.6434a8p-28, 0x1.11ebab40d7b97p-54},
    {0x1.555a88p-29, -0x1.0005a7ac3a833p-54}, {0x1.47b168p-30, -0x1.b69cbc6fb0c92p-56},
    {0x1.3b15d2p-31, 0x1.65f82178a1824p-56},  {0x1.2f69aap-32, -0x1.507081a162ab3p-62},
    {0x1.24932ap-33, 0x1.9ba1a620c1054p-60},  {0x1.1a7c26p-34, 0x1.d84a478a7a75fp-59},
    {0x1.11116ep-35, 0x1.a4fb65e38fcb3p-61},  {0x1.08424cp-36, 0x1.78a87b0503be1p-61},
    {0x1.000026p-37, 0x1.c7ec89e9aa353p-62},  {0x1.f07c52p-39, -0x1.606c1ebe8a494p-64},
    {0x1.e1e202p-40, 0x1.aabf35e9d57a8p-66},  {0x1.d41d56p-41, 0x1.cbdc5c3af1dadp-66},
    {0x1.c71c8p-42, -0x1.21de3928083a4p-67},  {0x1.bacf9ap-43, 0x1.3de44d6b5a5dfp-70},
};
/// log Gamma(2 + x) for |x| <= 1/2 (Abramowitz and Stegun 6.1.33).
constexpr wide log_gamma_near_two(const wide& x) noexcept {
    return multiply_add(x * x, series<36, 12>(zeta_coefficients, -x), x * wide{0x1.b0ee6p-2, 0x1.c824f385b2e42p-28});
}

/// log Gamma(x) = log_gamma - log(product).
struct shifted_log_gamma {
    wide log_gamma;
    wide product;
};
constexpr shifted_log_gamma shift_log_gamma(wide x) noexcept { // x > 0
    wide product = one;
    for (; x.high < 10; x = x + one) product = product * x;
    return {stirling(x), product};
}
constexpr wide log_gamma(const wide& x) noexcept {
    if (x.high >= 1.5 && x.high <= 2.5) return log_gamma_near_two(x - wide{2, 0});
    if (x.high >= 0.5 && x.high <= 1.5) return log_gamma_near_two(x - one) - log1p(x - one);
    const shifted_log_gamma s = shift_log_gamma(x);
    return s.log_gamma - log(s.product);
}

/// |sin(pi x)| where x is no whole number.
template <class T>
constexpr wide sin_pi(T x) noexcept {
    const wide f = widened(abs(x - round(x)));
    const wide pi = half_pi.scaled(2);
    return f.high < 0.25 ? sin_reduced(pi * f) : cos_reduced(pi * (wide{0.5, 0} - f));
}

template <class T>
constexpr T tgamma(T x) noexcept {
    if (is_nan(x) || x == infinity<T>) return x;
    if (x == 0) return copysign(infinity<T>, x);
    if (x < 0 && floor(x) == x) return nan<T>;
    if (x > 2000) return infinity<T>;
    if (abs(x) < T(0x1p-100)) {
        const scientific<T> s = decompose(x);
        return rounded<T>(one / widened(s.significand), -s.exponent);
    }
    if (x > 0) {
        const shifted_log_gamma s = shift_log_gamma(widened(x));
        const reduced_exponent r = reduce_exponent(s.log_gamma);
        return rounded<T>((one + expm1_reduced(r.rest)) / s.product, r.exponent);
    }
    // The reflection formula, Abramowitz and Stegun 6.1.17.
    const T sign = fmod(floor(x), T(2)) == 0 ? T(1) : T(-1);
    if (x < -2000) return sign * 0;
    const shifted_log_gamma s = shift_log_gamma(one - widened(x));
    const reduced_exponent r = reduce_exponent(-s.log_gamma);
    return sign * rounded<T>((one + expm1_reduced(r.rest)) * s.product * half_pi.scaled(2) / sin_pi(x), r.exponent);
}
/// The logarithm of |Gamma(x)|. Near its zeros below -2 the error is about 1e-21, not an ulp.
template <class T>
constexpr T lgamma(T x) noexcept {
    if (is_nan(x)) return x;
    if (x == 0 || abs(x) == infinity<T> || (x < 0 && floor(x) == x)) return infinity<T>;
    if (abs(x) < T(0x1p-100)) return -log(abs(x));
    if (x > T(0x1p100)) {
        const scientific<T> s = decompose(x);
        return rounded<T>((log_of(x) - one) * widened(s.significand), s.exponent);
    }
    if (x > 0) return rounded<T>(log_gamma(widened(x)));
    const wide pi = half_pi.scaled(2);
    return rounded<T>(log(pi / sin_pi(x)) - log_gamma(one - widened(x)));
}

} // namespace tapeless::math::constant

#endif

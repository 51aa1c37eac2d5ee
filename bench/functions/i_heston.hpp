// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_I_HESTON_HPP
#define TAPELESS_BENCH_FUNCTIONS_I_HESTON_HPP

#include "result.hpp"
#include "sine_cosine.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// A complex number as two real ones, of any types. std::complex is of one type, and its product looks for NaN.
template <class Real, class Imaginary = Real>
struct complex {
    Real re;
    Imaginary im;
};
template <class Real, class Imaginary>
complex(Real, Imaginary) -> complex<Real, Imaginary>;

template <class A, class B, class C, class D>
[[gnu::always_inline]] constexpr auto operator+(const complex<A, B>& x, const complex<C, D>& y) {
    return complex{x.re + y.re, x.im + y.im};
}
template <class A, class B, class C, class D>
[[gnu::always_inline]] constexpr auto operator-(const complex<A, B>& x, const complex<C, D>& y) {
    return complex{x.re - y.re, x.im - y.im};
}
template <class A, class B, class C, class D>
[[gnu::always_inline]] constexpr auto operator*(const complex<A, B>& x, const complex<C, D>& y) {
    return complex{x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re};
}
template <class A, class C, class D>
[[gnu::always_inline]] constexpr auto operator*(const A& x, const complex<C, D>& y) {
    return complex{x * y.re, x * y.im};
}
/// x times the conjugate of y.
template <class A, class B, class C, class D>
[[gnu::always_inline]] constexpr auto conjugated(const complex<A, B>& x, const complex<C, D>& y) {
    return complex{x.re * y.re + x.im * y.im, x.im * y.re - x.re * y.im};
}

/// The real part of the characteristic function of the log-price at a frequency u, in the model of Heston, by reversion
/// speed kappa, long-run variance theta, volatility of variance sigma, correlation rho and initial variance v0. With
///     beta = kappa - i rho sigma u,  w = u^2 + i u,  d = sqrt(beta^2 + sigma^2 w),  e = exp(-d t),
///     q = d (1 + e) + beta (1 - e)
/// it is exp(i u x + kappa theta / sigma^2 ((beta - d) t - 2 log(q / (2 d))) - v0 w (1 - e) / q). This is the form
/// without branch cuts (Albrecher, Mayer, Schoutens, Tistaert: The little Heston trap) with its g multiplied out. The
/// real part of d^2 is positive, which makes its root simple.
struct heston {
    static constexpr auto letter = "i", name = "heston", title = "Heston characteristic function, 5 inputs";
    static constexpr std::size_t inputs = 5;
    static inline double frequency = 2.5, time = 0.75, log_price = 0.1; // not constant: a compiler must not fold them

    static std::array<double, inputs> sample(std::size_t k) {
        return {1 + varied(k, 0), 0.02 + 0.06 * varied(k, 1), 0.2 + 0.4 * varied(k, 2), -0.8 + 0.5 * varied(k, 3),
                0.02 + 0.06 * varied(k, 4)};
    }

    template <class T>
    static T formula(const T* v) {
        using std::atan2, std::cos, std::exp, std::log, std::sin, std::sqrt;
        const T &kappa = v[0], &theta = v[1], &sigma = v[2], &rho = v[3], &v0 = v[4];
        const double u = frequency, t = time;
        const T skew = -(rho * sigma) * u;
        const T variance = sigma * sigma;
        const T z_re = kappa * kappa - skew * skew + variance * (u * u);
        const T z_im = 2.0 * kappa * skew + variance * u;
        const T size = sqrt(T(z_re * z_re + z_im * z_im));
        const T d_re = sqrt(T(0.5 * (size + z_re)));
        const T d_im = 0.5 * z_im / d_re;
        const T decay = exp(T(-d_re * t));
        const T e_re = decay * cos(T(d_im * t)), e_im = -(decay * sin(T(d_im * t)));
        const T q_re = d_re * (1.0 + e_re) - d_im * e_im + kappa * (1.0 - e_re) + skew * e_im;
        const T q_im = d_re * e_im + d_im * (1.0 + e_re) - kappa * e_im + skew * (1.0 - e_re);
        const T q_square = q_re * q_re + q_im * q_im;
        // The logarithm of q / (2 d), and -w (1 - e) / q.
        const T log_re = 0.5 * log(T(0.25 * q_square / size));
        const T log_im = atan2(T(q_im * d_re - q_re * d_im), T(q_re * d_re + q_im * d_im));
        const T n_re = u * (e_re - 1.0) * u - u * e_im, n_im = u * u * e_im + u * (e_re - 1.0);
        const T slope_re = (n_re * q_re + n_im * q_im) / q_square, slope_im = (n_im * q_re - n_re * q_im) / q_square;
        const T weight = kappa * theta / variance;
        const T x_re = weight * ((kappa - d_re) * t - 2.0 * log_re) + v0 * slope_re;
        const T x_im = weight * ((skew - d_im) * t - 2.0 * log_im) + v0 * slope_im + u * log_price;
        return T(exp(x_re) * cos(x_im));
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        const double &kappa = v[0], &theta = v[1], &sigma = v[2], &rho = v[3], &v0 = v[4], &u = frequency, &t = time;
        const double skew = sigma * (rho * u), variance = sigma * sigma;
        const complex w{u * u, u}, beta{kappa, -skew};
        const complex z{kappa * kappa - skew * skew + variance * w.re, variance * u - 2.0 * kappa * skew};
        const double size = std::sqrt(z.re * z.re + z.im * z.im); // |d|^2
        const double root = std::sqrt(2.0 * (size + z.re));
        const complex d{0.5 * root, z.im / root};
        const double decay = std::exp(-0.5 * t * root);
        const auto [s, c] = sine_cosine(-t * d.im);
        const complex e{decay * c, decay * s};
        const complex gap = beta - d, q = beta + d - e * gap;
        const double q_square = q.re * q.re + q.im * q.im;
        const double inverse_size = 1.0 / size, inverse_q = 1.0 / q_square, inverse_variance = 1.0 / variance;
        const complex q_d = conjugated(q, d);
        const complex exponent{t * gap.re - std::log(0.25 * q_square * inverse_size),
                               t * gap.im - 2.0 * std::atan2(q_d.im, q_d.re)};
        const complex reciprocal{inverse_q * q.re, -inverse_q * q.im}; // of q
        const complex faded{e.re - 1.0, e.im};
        const complex slope = w * reciprocal * faded;
        const double by_weight = theta * inverse_variance, weight = kappa * by_weight;
        const complex v0_slope = v0 * slope;
        const double growth = std::exp(weight * exponent.re + v0_slope.re);
        const auto [sine, cosine] = sine_cosine(weight * exponent.im + v0_slope.im + u * log_price);
        const complex phi{growth * cosine, growth * sine};

        // Backward: all complex derivatives of the exponent are taken times phi; of each at last the real part counts.
        const double by_exponent = phi.re * exponent.re - phi.im * exponent.im;
        const double by_v0 = phi.re * slope.re - phi.im * slope.im;
        const double twice = weight + weight, weight_t = weight * t;
        const complex weighted = weight_t * phi;
        const complex phi_q = phi * reciprocal;
        const complex by_log_q{twice + v0_slope.re, v0_slope.im}; // the sign turned
        const complex by_q = by_log_q * phi_q;                    // the sign turned
        const complex by_e = phi_q * (v0 * w + gap * by_log_q);
        const complex by_d = twice * (inverse_size * conjugated(phi, d)) - weighted - by_q - e * (by_q + t * by_e);
        const complex by_square = inverse_size * conjugated(by_d, d); // twice the derivative by d^2
        const complex by_beta = weighted + by_q * faded + beta * by_square;
        const double scaled = inverse_variance * by_exponent;
        return {phi.re,
                {theta * scaled + by_beta.re, kappa * scaled,
                 rho * u * by_beta.im + sigma * (w.re * by_square.re - u * by_square.im - 2.0 * weight * scaled),
                 sigma * u * by_beta.im, by_v0}};
    }

    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        using namespace tapeless::literals;
        const auto real_part = [](auto kappa, auto theta, auto sigma, auto rho, auto v0, auto u, auto t, auto x) {
            const auto skew = sigma * (rho * u);
            const auto variance = sigma * sigma;
            const complex w{u * u, u};
            const complex beta{kappa, -skew};
            const complex z{kappa * kappa - skew * skew + variance * w.re, variance * u - 2_c * kappa * skew};
            const auto size = sqrt(z.re * z.re + z.im * z.im);
            const auto root = sqrt(2_c * (size + z.re));
            const complex d{0.5_c * root, z.im / root};
            const auto decay = exp(-0.5_c * t * root);
            const complex e{decay * cos(t * d.im), -decay * sin(t * d.im)};
            const complex gap = beta - d;
            const complex q = beta + d - e * gap;
            const auto q_square = q.re * q.re + q.im * q.im;
            const complex q_d = conjugated(q, d);
            const complex exponent{t * gap.re - log(0.25_c * q_square / size),
                                   t * gap.im - 2_c * atan2(q_d.im, q_d.re)};
            const complex faded{e.re - 1_c, e.im};
            const complex slope = (1_c / q_square) * conjugated(w * faded, q);
            const auto weight = kappa * (theta / variance);
            const auto re = weight * exponent.re + v0 * slope.re;
            const auto im = weight * exponent.im + v0 * slope.im + u * x;
            return exp(re) * cos(im);
        };
        return as_result(tapeless::value_and_grad<0, 1, 2, 3, 4>(real_part)(v[0], v[1], v[2], v[3], v[4], frequency,
                                                                            time, log_price));
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_D_REPROJECTION_HPP
#define TAPELESS_BENCH_FUNCTIONS_D_REPROJECTION_HPP

#include "result.hpp"
#include "sine_cosine.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// The reprojection error of bundle adjustment: a point seen by a camera with radial distortion, against where it was
/// observed. Inputs: rotation vector 3, centre 3, focal length 1, principal point 2, distortion 2, point 3, weight 1.
/// The residual has two components; timed are the value and the gradient of half its squared norm, here and
/// in everything it is compared with. The rotation is not zero.
struct reprojection {
    static constexpr auto letter = "d", name = "reprojection", title = "reprojection error, 15 inputs";
    static constexpr std::size_t inputs = 15;
    static inline double observed[2]{0.3, -0.2}; // not constant: a compiler must not fold it

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> v{0.1,   -0.2, 0.3,   0.2, 0.1,  -4.0, 1.5, 0.05,
                                     -0.03, 0.02, -0.01, 0.4, -0.3, 1.0,  0.9};
        for (std::size_t i = 0; i < inputs; ++i) v[i] *= 1.0 + 0.2 * varied(k, i);
        return v;
    }

    template <class T>
    static std::array<T, 2> residual(const T* v) {
        using std::cos, std::sin, std::sqrt;
        const T &r0 = v[0], &r1 = v[1], &r2 = v[2];
        const T p0 = v[11] - v[3], p1 = v[12] - v[4], p2 = v[13] - v[5];
        const T square = r0 * r0 + r1 * r1 + r2 * r2;
        const T angle = sqrt(square);
        const T c = cos(angle);
        const T a = sin(angle) / angle;
        const T b = (1.0 - c) / square * (r0 * p0 + r1 * p1 + r2 * p2);
        const T y0 = c * p0 + a * (r1 * p2 - r2 * p1) + b * r0;
        const T y1 = c * p1 + a * (r2 * p0 - r0 * p2) + b * r1;
        const T y2 = c * p2 + a * (r0 * p1 - r1 * p0) + b * r2;
        const T u0 = y0 / y2, u1 = y1 / y2;
        const T q = u0 * u0 + u1 * u1;
        const T scale = v[6] * (1.0 + q * (v[9] + v[10] * q));
        return {T(v[14] * (scale * u0 + v[7] - observed[0])), T(v[14] * (scale * u1 + v[8] - observed[1]))};
    }

    template <class T>
    static T formula(const T* v) {
        const auto [e0, e1] = residual(v);
        return T(0.5 * (e0 * e0 + e1 * e1));
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        const double &r0 = v[0], &r1 = v[1], &r2 = v[2], &focal = v[6], &k0 = v[9], &k1 = v[10], &weight = v[14];

        // y = c p + a (r x p) + b (r . p) r, with a = sin(t) / t and b = (1 - cos(t)) / t^2.
        const double square = r0 * r0 + r1 * r1 + r2 * r2;
        const double angle = std::sqrt(square);
        const auto [s, c] = sine_cosine(angle);
        const double inverse_square = 1.0 / square;
        const double a = s * angle * inverse_square;
        const double b = (1.0 - c) * inverse_square;
        const double p0 = v[11] - v[3], p1 = v[12] - v[4], p2 = v[13] - v[5];
        const double along = r0 * p0 + r1 * p1 + r2 * p2;
        const double x0 = r1 * p2 - r2 * p1, x1 = r2 * p0 - r0 * p2, x2 = r0 * p1 - r1 * p0;
        const double b_along = b * along;
        const double y0 = c * p0 + a * x0 + b_along * r0;
        const double y1 = c * p1 + a * x1 + b_along * r1;
        const double y2 = c * p2 + a * x2 + b_along * r2;

        const double inverse_depth = 1.0 / y2;
        const double u0 = y0 * inverse_depth, u1 = y1 * inverse_depth;
        const double q = u0 * u0 + u1 * u1;
        const double k1_q = k1 * q;
        const double distortion = 1.0 + q * (k0 + k1_q);
        const double scale = focal * distortion;
        const double e0 = scale * u0 + v[7] - observed[0];
        const double e1 = scale * u1 + v[8] - observed[1];
        const double norm = e0 * e0 + e1 * e1;
        const double weight_norm = weight * norm;

        // Backward. g stands for the adjoint of what its name ends with.
        const double square_weight = weight * weight;
        const double g_e0 = square_weight * e0, g_e1 = square_weight * e1;
        const double g_scale = g_e0 * u0 + g_e1 * u1;
        const double g_distortion = focal * g_scale;
        const double g_k0 = g_distortion * q;
        const double twice_g_q = 2.0 * g_distortion * (k0 + (k1_q + k1_q));
        const double g_y0 = (scale * g_e0 + u0 * twice_g_q) * inverse_depth;
        const double g_y1 = (scale * g_e1 + u1 * twice_g_q) * inverse_depth;
        const double g_y2 = -(u0 * g_y0 + u1 * g_y1);

        const double b_r_g = b * (r0 * g_y0 + r1 * g_y1 + r2 * g_y2);
        const double a_g0 = a * g_y0, a_g1 = a * g_y1, a_g2 = a * g_y2;
        const double g_p0 = c * g_y0 + b_r_g * r0 + (a_g1 * r2 - a_g2 * r1);
        const double g_p1 = c * g_y1 + b_r_g * r1 + (a_g2 * r0 - a_g0 * r2);
        const double g_p2 = c * g_y2 + b_r_g * r2 + (a_g0 * r1 - a_g1 * r0);
        // The derivative of y by r is -[y] (a + b [r] + (1 - a) / t^2 r r^T) (Barfoot, State Estimation for Robotics).
        const double h0 = y1 * g_y2 - y2 * g_y1, h1 = y2 * g_y0 - y0 * g_y2, h2 = y0 * g_y1 - y1 * g_y0;
        const double radial = (1.0 - a) * inverse_square * (r0 * h0 + r1 * h1 + r2 * h2);
        const double b0 = b * r0, b1 = b * r1, b2 = b * r2;
        return {0.5 * weight * weight_norm,
                {a * h0 + radial * r0 + (b2 * h1 - b1 * h2), a * h1 + radial * r1 + (b0 * h2 - b2 * h0),
                 a * h2 + radial * r2 + (b1 * h0 - b0 * h1), -g_p0, -g_p1, -g_p2, distortion * g_scale, g_e0, g_e1,
                 g_k0, g_k0 * q, g_p0, g_p1, g_p2, weight_norm}};
    }

    /// The residuals as expressions.
    static constexpr auto residual_of = [](auto r0, auto r1, auto r2, auto c0, auto c1, auto c2, auto focal, auto o0,
                                           auto o1, auto k0, auto k1, auto w0, auto w1, auto w2, auto weight, auto m0,
                                           auto m1) {
        using namespace tapeless::literals;
        const auto p0 = w0 - c0;
        const auto p1 = w1 - c1;
        const auto p2 = w2 - c2;
        const auto square = r0 * r0 + r1 * r1 + r2 * r2;
        const auto angle = sqrt(square);
        const auto c = cos(angle);
        const auto a = sin(angle) / angle;
        const auto b = (1_c - c) / square * (r0 * p0 + r1 * p1 + r2 * p2);
        const auto y0 = c * p0 + a * (r1 * p2 - r2 * p1) + b * r0;
        const auto y1 = c * p1 + a * (r2 * p0 - r0 * p2) + b * r1;
        const auto y2 = c * p2 + a * (r0 * p1 - r1 * p0) + b * r2;
        const auto u0 = y0 / y2;
        const auto u1 = y1 / y2;
        const auto q = u0 * u0 + u1 * u1;
        const auto scale = focal * (1_c + q * (k0 + k1 * q));
        return std::tuple{weight * (scale * u0 + o0 - m0), weight * (scale * u1 + o1 - m1)};
    };

    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        using namespace tapeless::literals;
        const auto half_norm = [](auto... x) {
            const auto [e0, e1] = residual_of(x...);
            return 0.5_c * (e0 * e0 + e1 * e1);
        };
        return as_result(tapeless::value_and_grad<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14>(half_norm)(
            v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13], v[14], observed[0],
            observed[1]));
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_D2_REPROJECTION_JACOBIAN_HPP
#define TAPELESS_BENCH_FUNCTIONS_D2_REPROJECTION_JACOBIAN_HPP

#include "d_reprojection.hpp"
#include "result.hpp"
#include "sine_cosine.hpp"

#include <cmath>

#include <tapeless/diff/jacobian.hpp>
#include <tapeless/scalar.hpp>

namespace functions {

/// The Jacobian of the two residuals of which function d is half the squared norm, as bundle adjustment needs it.
struct reprojection_jacobian {
    static constexpr auto letter = "d2", name = "reprojection_jacobian", title = "reprojection error, 2 x 15 Jacobian";
    static constexpr std::size_t inputs = reprojection::inputs, outputs = 2;

    static std::array<double, inputs> sample(std::size_t k) { return reprojection::sample(k); }

    template <class T>
    static std::array<T, outputs> formula(const T* v) {
        return reprojection::residual(v);
    }

    [[gnu::noinline]] static std::array<double, outputs> primal(const double* v) { return formula(v); }

    // With y = R p the point as the camera sees it, the derivative of y by the rotation vector is -[y] J, where J is
    // the left Jacobian of SO(3), a + b [r] + (1 - a) / t^2 r r^T (Barfoot, State Estimation for Robotics).
    [[gnu::noinline]] static jacobian<outputs, inputs> hand(const double* v) {
        const double &r0 = v[0], &r1 = v[1], &r2 = v[2], &focal = v[6], &k0 = v[9], &k1 = v[10], &weight = v[14];

        const double square = r0 * r0 + r1 * r1 + r2 * r2;
        const double angle = std::sqrt(square);
        const auto [s, c] = sine_cosine(angle);
        const double inverse_square = 1.0 / square;
        const double a = s * angle * inverse_square;
        const double b = (1.0 - c) * inverse_square;
        const double a0 = a * r0, a1 = a * r1, a2 = a * r2;
        const double b0 = b * r0, b1 = b * r1, b2 = b * r2;
        const double m01 = b0 * r1, m02 = b0 * r2, m12 = b1 * r2;
        const double m[9]{c + b0 * r0, m01 - a2, m02 + a1, m01 + a2,   c + b1 * r1,
                          m12 - a0,    m02 - a1, m12 + a0, c + b2 * r2};
        const double p0 = v[11] - v[3], p1 = v[12] - v[4], p2 = v[13] - v[5];
        const double y0 = m[0] * p0 + m[1] * p1 + m[2] * p2;
        const double y1 = m[3] * p0 + m[4] * p1 + m[5] * p2;
        const double y2 = m[6] * p0 + m[7] * p1 + m[8] * p2;

        const double inverse_depth = 1.0 / y2;
        const double u0 = y0 * inverse_depth, u1 = y1 * inverse_depth;
        const double q = u0 * u0 + u1 * u1;
        const double k1_q = k1 * q;
        const double distortion = 1.0 + q * (k0 + k1_q);
        const double scale = focal * distortion;

        // By the point that the camera sees. The derivative by u is symmetric.
        const double weight_focal = weight * focal, weight_scale = weight * scale;
        const double bend = 2.0 * weight_focal * (k0 + (k1_q + k1_q));
        const double bend0 = bend * u0;
        const double across = bend0 * u1 * inverse_depth;
        const double g00 = (weight_scale + bend0 * u0) * inverse_depth;
        const double g11 = (weight_scale + bend * u1 * u1) * inverse_depth;
        const double weight0 = weight_focal * u0, weight1 = weight_focal * u1;
        const double d0 = q * weight0, d1 = q * weight1;

        const double bulge = (1.0 - a) * inverse_square;
        const auto row = [&](double g0, double g1, std::array<double, inputs>& out) {
            const double g2 = -(u0 * g0 + u1 * g1);
            const double h0 = y1 * g2 - y2 * g1, h1 = y2 * g0 - y0 * g2, h2 = y0 * g1 - y1 * g0;
            const double along = bulge * (r0 * h0 + r1 * h1 + r2 * h2);
            out[0] = a * h0 + along * r0 + (b2 * h1 - b1 * h2);
            out[1] = a * h1 + along * r1 + (b0 * h2 - b2 * h0);
            out[2] = a * h2 + along * r2 + (b1 * h0 - b0 * h1);
            const double by_p0 = m[0] * g0 + m[3] * g1 + m[6] * g2;
            const double by_p1 = m[1] * g0 + m[4] * g1 + m[7] * g2;
            const double by_p2 = m[2] * g0 + m[5] * g1 + m[8] * g2;
            out[3] = -by_p0;
            out[4] = -by_p1;
            out[5] = -by_p2;
            out[11] = by_p0;
            out[12] = by_p1;
            out[13] = by_p2;
        };
        jacobian<outputs, inputs> r;
        row(g00, across, r.row[0]);
        row(across, g11, r.row[1]);
        const double weight_distortion = weight * distortion;
        r.row[0][6] = weight_distortion * u0;
        r.row[1][6] = weight_distortion * u1;
        r.row[0][7] = r.row[1][8] = weight;
        r.row[0][8] = r.row[1][7] = 0;
        r.row[0][9] = d0;
        r.row[1][9] = d1;
        r.row[0][10] = d0 * q;
        r.row[1][10] = d1 * q;
        r.row[0][14] = scale * u0 + v[7] - reprojection::observed[0];
        r.row[1][14] = scale * u1 + v[8] - reprojection::observed[1];
        return r;
    }

    [[gnu::noinline]] static jacobian<outputs, inputs> ours(const double* v) {
        const double m0 = reprojection::observed[0], m1 = reprojection::observed[1];
        const auto derivatives = tapeless::jacobian<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14>(
            [](auto... inputs_and_data) { return reprojection::residual_of(inputs_and_data...); });
        return as_jacobian(derivatives(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12],
                                       v[13], v[14], m0, m1));
    }
};

} // namespace functions

#endif

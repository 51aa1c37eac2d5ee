// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_J_ROTATION_LOG_HPP
#define TAPELESS_BENCH_FUNCTIONS_J_ROTATION_LOG_HPP

#include "result.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// The rotation vector of a rotation matrix, against an observed one: half the squared distance, by the nine elements
/// (row by row). The vector is the angle along (R32 - R23, R13 - R31, R21 - R12), whose length is 2 sin(angle), where
/// trace - 1 is 2 cos(angle). The angle is neither zero nor half a turn.
struct rotation_log {
    static constexpr auto letter = "j", name = "rotation_log", title = "SO(3) logarithm, 9 inputs";
    static constexpr std::size_t inputs = 9;
    static inline double observed[3]{0.3, -0.5, 0.6}; // not constant: a compiler must not fold it

    // Rotations, and a little noise: all nine elements count.
    static std::array<double, inputs> sample(std::size_t k) {
        const double a = 0.3 + varied(k, 0), b = 0.2 + varied(k, 1);
        const double ca = std::cos(a), sa = std::sin(a), cb = std::cos(b), sb = std::sin(b);
        std::array<double, inputs> r{cb, sa * sb, ca * sb, 0, ca, -sa, -sb, sa * cb, ca * cb};
        for (std::size_t i = 0; i < inputs; ++i) r[i] += 0.01 * varied(k, 2 + i);
        return r;
    }

    template <class T>
    static T formula(const T* r) {
        using std::atan2, std::sqrt;
        const T a0 = r[7] - r[5], a1 = r[2] - r[6], a2 = r[3] - r[1];
        const T sine = sqrt(T(a0 * a0 + a1 * a1 + a2 * a2));
        const T cosine = r[0] + r[4] + r[8] - 1.0;
        const T scale = atan2(sine, cosine) / sine;
        const T e0 = scale * a0 - observed[0], e1 = scale * a1 - observed[1], e2 = scale * a2 - observed[2];
        return T(0.5 * (e0 * e0 + e1 * e1 + e2 * e2));
    }

    [[gnu::noinline]] static double primal(const double* r) { return formula(r); }

    [[gnu::noinline]] static result<inputs> hand(const double* r) {
        const double a0 = r[7] - r[5], a1 = r[2] - r[6], a2 = r[3] - r[1];
        const double square = a0 * a0 + a1 * a1 + a2 * a2;
        const double sine = std::sqrt(square), cosine = r[0] + r[4] + r[8] - 1.0;
        const double inverse = 1.0 / sine, inverse_sum = 1.0 / (square + cosine * cosine);
        const double scale = std::atan2(sine, cosine) * inverse;
        const double e0 = scale * a0 - observed[0], e1 = scale * a1 - observed[1], e2 = scale * a2 - observed[2];

        // Backward: the scale depends on the trace and, through the length alone, on the axis.
        const double by_scale = e0 * a0 + e1 * a1 + e2 * a2;
        const double against = by_scale * inverse_sum, by_trace = -against;
        const double along = inverse * inverse * (cosine * against - scale * by_scale);
        const double g0 = scale * e0 + along * a0, g1 = scale * e1 + along * a1, g2 = scale * e2 + along * a2;
        return {0.5 * (e0 * e0 + e1 * e1 + e2 * e2), {by_trace, -g2, g1, g2, by_trace, -g0, -g1, g0, by_trace}};
    }

    [[gnu::noinline]] static result<inputs> ours(const double* r) {
        using namespace tapeless::literals;
        const auto half_square = [](auto r00, auto r01, auto r02, auto r10, auto r11, auto r12, auto r20, auto r21,
                                    auto r22, auto o0, auto o1, auto o2) {
            const auto a0 = r21 - r12;
            const auto a1 = r02 - r20;
            const auto a2 = r10 - r01;
            const auto sine = sqrt(a0 * a0 + a1 * a1 + a2 * a2);
            const auto cosine = r00 + r11 + r22 - 1_c;
            const auto scale = atan2(sine, cosine) / sine;
            const auto e0 = scale * a0 - o0;
            const auto e1 = scale * a1 - o1;
            const auto e2 = scale * a2 - o2;
            return 0.5_c * (e0 * e0 + e1 * e1 + e2 * e2);
        };
        return as_result(tapeless::value_and_grad<0, 1, 2, 3, 4, 5, 6, 7, 8>(half_square)(
            r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], observed[0], observed[1], observed[2]));
    }
};

} // namespace functions

#endif

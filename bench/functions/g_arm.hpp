// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_G_ARM_HPP
#define TAPELESS_BENCH_FUNCTIONS_G_ARM_HPP

#include "result.hpp"
#include "sine_cosine.hpp"

#include <cmath>

#include <tapeless/diff/jacobian.hpp>
#include <tapeless/scalar.hpp>

namespace functions {

/// The Jacobian of where an arm of two links ends, by its two joint angles and the lengths of its links.
struct arm {
    static constexpr auto letter = "g", name = "arm", title = "2-link arm, 2 x 4 Jacobian";
    static constexpr std::size_t inputs = 4, outputs = 2;

    static std::array<double, inputs> sample(std::size_t k) {
        return {2 * varied(k, 0) - 1, 2 * varied(k, 1) - 1, 0.5 + varied(k, 2), 0.5 + varied(k, 3)};
    }

    template <class T>
    static std::array<T, outputs> formula(const T* v) {
        using std::cos, std::sin;
        const T &shoulder = v[0], &upper = v[2], &lower = v[3];
        const T elbow = shoulder + v[1];
        return {T(upper * cos(shoulder) + lower * cos(elbow)), T(upper * sin(shoulder) + lower * sin(elbow))};
    }

    [[gnu::noinline]] static std::array<double, outputs> primal(const double* v) { return formula(v); }

    // Turning the shoulder turns the whole arm: the derivative of (x, y) is (-y, x).
    [[gnu::noinline]] static jacobian<outputs, inputs> hand(const double* v) {
        const double &upper = v[2], &lower = v[3];
        const auto [s1, c1] = sine_cosine(v[0]);
        const auto [s2, c2] = sine_cosine(v[0] + v[1]);
        const double x2 = lower * c2, y2 = lower * s2;
        return {{{{-(upper * s1 + y2), -y2, c1, c2}, {upper * c1 + x2, x2, s1, s2}}}};
    }

    [[gnu::noinline]] static jacobian<outputs, inputs> ours(const double* v) {
        const auto end = [](auto q1, auto q2, auto l1, auto l2) {
            return std::tuple{l1 * cos(q1) + l2 * cos(q1 + q2), l1 * sin(q1) + l2 * sin(q1 + q2)};
        };
        return as_jacobian(tapeless::jacobian(end)(v[0], v[1], v[2], v[3]));
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_N_LOGISTIC_HPP
#define TAPELESS_BENCH_FUNCTIONS_N_LOGISTIC_HPP

#include "result.hpp"

#include <algorithm>
#include <cmath>

#include <tapeless.hpp>

namespace functions {

/// The log-likelihood of one row in logistic regression, y w.x - log(1 + exp(w.x)), by the eight weights.
struct logistic {
    static constexpr auto letter = "n", name = "logistic", title = "logistic log-likelihood, 8 weights";
    static constexpr std::size_t inputs = 8;

    // Fixed data, but not constants: a compiler must not fold it.
    static inline tapeless::tensor<double, inputs> row{1.0, -0.5, 0.25, 2.0, -1.5, 0.75, 0.3, -0.9};
    static inline double label = 1.0;

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> w{};
        for (std::size_t i = 0; i < inputs; ++i) w[i] = 2 * varied(k, i) - 1;
        return w;
    }

    template <class T>
    static T formula(const T* w) {
        using std::exp, std::log;
        T z = T(0.0);
        for (std::size_t i = 0; i < inputs; ++i) z += row[i] * w[i];
        const T positive = larger(z, T(0.0)); // so that nothing overflows
        return T(label * z - (positive + log(T(1.0 + exp(T(z - 2.0 * positive))))));
    }

    [[gnu::noinline]] static double primal(const double* w) { return formula(w); }

    [[gnu::noinline]] static result<inputs> hand(const double* w) {
        double lane[4]; // the sum in four parts, which compilers make one vector
        for (std::size_t i = 0; i < 4; ++i) lane[i] = row[i] * w[i] + row[i + 4] * w[i + 4];
        const double z = (lane[0] + lane[2]) + (lane[1] + lane[3]);
        const double e = std::exp(-std::abs(z));
        const double positive = z > 0 ? z : 0.0, step = z > 0 ? 1.0 : 0.0;
        const double likely = std::max(e, step) / (1.0 + e); // without a branch
        const double error = label - likely;
        result<inputs> r;
        r.value = label * z - (positive + std::log1p(e));
        for (std::size_t i = 0; i < inputs; ++i) r.gradient[i] = error * row[i];
        return r;
    }

    [[gnu::noinline]] static result<inputs> ours(const double* w) {
        constexpr auto weights = tapeless::var<"w", inputs>;
        constexpr auto features = tapeless::data<"x", inputs>;
        constexpr auto y = tapeless::data<"y">;
        constexpr auto z = dot(features, weights);
        const auto d = tapeless::value_and_grad(y * z - softplus(z))(
            weights = tapeless::tensor_view<const double, inputs>{w}, features = row, y = label);
        result<inputs> r;
        r.value = d.value;
        std::copy_n(d.grad[weights].data(), inputs, r.gradient.begin());
        return r;
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_M_POLYNOMIAL_HPP
#define TAPELESS_BENCH_FUNCTIONS_M_POLYNOMIAL_HPP

#include "result.hpp"

#include <tapeless/scalar.hpp>

namespace functions {

/// Six layers x -> a + b x + c x^2, each with coefficients of its own: by x and all of them.
struct polynomial {
    static constexpr auto letter = "m", name = "polynomial", title = "polynomial of 6 layers, 19 inputs";
    static constexpr std::size_t layers = 6, inputs = 1 + 3 * layers;

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> v{varied(k, 0)};
        for (std::size_t i = 1; i < inputs; ++i) v[i] = varied(k, i) - 0.3;
        return v;
    }

    template <class T>
    static T formula(const T* v) {
        T x = v[0];
        for (std::size_t i = 1; i < inputs; i += 3) x = T(v[i] + x * (v[i + 1] + x * v[i + 2]));
        return x;
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    // The slopes need not wait for the adjoints, so that from layer to layer there is one product.
    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        result<inputs> r;
        double x[layers + 1], slope[layers];
        x[0] = v[0];
        for (std::size_t i = 0; i < layers; ++i) {
            const double* k = v + 1 + 3 * i;
            const double inner = k[1] + x[i] * k[2];
            slope[i] = inner + x[i] * k[2];
            x[i + 1] = k[0] + x[i] * inner;
        }
        r.value = x[layers];
        double adjoint = 1.0;
        for (std::size_t i = layers; i-- > 0;) {
            double* g = &r.gradient[1 + 3 * i];
            g[0] = adjoint;
            g[1] = adjoint * x[i];
            g[2] = g[1] * x[i];
            adjoint *= slope[i];
        }
        r.gradient[0] = adjoint;
        return r;
    }

    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        const auto nested = [](auto x, auto a0, auto b0, auto c0, auto a1, auto b1, auto c1, auto a2, auto b2, auto c2,
                               auto a3, auto b3, auto c3, auto a4, auto b4, auto c4, auto a5, auto b5, auto c5) {
            const auto layer = [](auto y, auto a, auto b, auto c) { return a + y * (b + y * c); };
            const auto x1 = layer(x, a0, b0, c0);
            const auto x2 = layer(x1, a1, b1, c1);
            const auto x3 = layer(x2, a2, b2, c2);
            const auto x4 = layer(x3, a3, b3, c3);
            const auto x5 = layer(x4, a4, b4, c4);
            return layer(x5, a5, b5, c5);
        };
        return as_result(tapeless::value_and_grad(nested)(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9],
                                                          v[10], v[11], v[12], v[13], v[14], v[15], v[16], v[17],
                                                          v[18]));
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_E_HELMHOLTZ_HPP
#define TAPELESS_BENCH_FUNCTIONS_E_HELMHOLTZ_HPP

#include "result.hpp"

#include <algorithm>
#include <cmath>

#include <tapeless.hpp>

namespace functions {

/// The Helmholtz energy of a mixture of ten components, with A not symmetric:
///     sum of x_i log(x_i / (1 - b.x))  -  x.Ax / (sqrt(8) b.x) log((1 + (1 + sqrt(2)) b.x) / (1 + (1 - sqrt(2)) b.x))
struct helmholtz {
    static constexpr auto letter = "e", name = "helmholtz", title = "Helmholtz energy, 10 inputs";
    static constexpr std::size_t inputs = 10;

    // Fixed data, but not constants: a compiler must not fold it.
    static inline tapeless::tensor<double, inputs, inputs> a = [] {
        tapeless::tensor<double, inputs, inputs> t;
        for (std::size_t i = 0; i < t.size(); ++i) t[i] = varied(i, 77);
        return t;
    }();
    static inline tapeless::tensor<double, inputs> b = [] {
        tapeless::tensor<double, inputs> t;
        for (std::size_t i = 0; i < t.size(); ++i) t[i] = 0.02 + 0.03 * varied(i, 78);
        return t;
    }();

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> x{};
        for (std::size_t i = 0; i < inputs; ++i) x[i] = 0.5 + varied(k, i);
        return x;
    }

    template <class T>
    static T formula(const T* x) {
        using std::log;
        T bx = T(0.0), quadratic = T(0.0), entropy = T(0.0);
        for (std::size_t i = 0; i < inputs; ++i) bx += b[i] * x[i];
        const T room = 1.0 - bx;
        for (std::size_t i = 0; i < inputs; ++i) {
            T ax = T(0.0);
            for (std::size_t j = 0; j < inputs; ++j) ax += a[i * inputs + j] * x[j];
            quadratic += x[i] * ax;
            entropy += x[i] * log(T(x[i] / room));
        }
        const T logarithm = log(T((1.0 + 2.4142135623730951 * bx) / (1.0 - 0.41421356237309505 * bx)));
        return T(entropy - 0.35355339059327376 * quadratic / bx * logarithm);
    }

    [[gnu::noinline]] static double primal(const double* x) { return formula(x); }

    // The derivative of the last logarithm by b.x is sqrt(8) / (1 + 2 b.x - (b.x)^2). Sums are taken in four lanes, for
    // then compilers vectorise them; what no logarithm needs waits until all are known, so that no call interrupts it.
    [[gnu::noinline]] static result<inputs> hand(const double* x) {
        const double bx = product(b.data(), x);
        const double room = 1.0 - bx, inverse_room = 1.0 / room, inverse_bx = 1.0 / bx;
        const double upper = 1.0 + 2.4142135623730951 * bx, lower = 1.0 - 0.41421356237309505 * bx;
        const double logarithm = std::log(upper / lower);
        result<inputs> r;
#pragma GCC unroll 10
        for (std::size_t i = 0; i < inputs; ++i) r.gradient[i] = std::log(x[i] * inverse_room);

        // (A + A^T) x: the one by products of rows, the other by a sum of them. Unrolled, GCC makes vectors of them and
        // keeps the sums in registers; Clang does so only if it is left alone.
        double both[inputs];
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 10
#endif
        for (std::size_t i = 0; i < inputs; ++i) both[i] = product(&a[i * inputs], x);
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 10
#endif
        for (std::size_t i = 0; i < inputs; ++i)
            for (std::size_t j = 0; j < inputs; ++j) both[j] += a[i * inputs + j] * x[i];

        double lane[4];
        for (std::size_t i = 0; i < 4; ++i) lane[i] = x[i] + x[i + 4];
        const double sum = (lane[0] + lane[2]) + (lane[1] + lane[3]) + (x[8] + x[9]);
        const double quadratic = 0.5 * product(both, x), entropy = product(r.gradient.data(), x);
        const double by_quadratic = 0.35355339059327376 * inverse_bx * logarithm;
        const double energy = by_quadratic * quadratic;
        const double by_bx = sum * inverse_room + inverse_bx * (energy - quadratic / (upper * lower));
        for (std::size_t i = 0; i < inputs; ++i) r.gradient[i] += 1.0 - by_quadratic * both[i] + by_bx * b[i];
        r.value = entropy - energy;
        return r;
    }

    [[gnu::noinline]] static result<inputs> ours(const double* x) {
        using namespace tapeless::literals;
        constexpr auto mixture = tapeless::var<"x", inputs>;
        constexpr auto attraction = tapeless::data<"A", inputs, inputs>;
        constexpr auto volume = tapeless::data<"b", inputs>;
        constexpr auto bx = dot(volume, mixture);
        constexpr auto logarithm = log((1_c + 2.4142135623730951_c * bx) / (1_c - 0.41421356237309505_c * bx));
        constexpr auto energy = dot(mixture, log(mixture / (1_c - bx))) -
                                0.35355339059327376_c * dot(mixture, attraction * mixture) / bx * logarithm;
        const auto d = tapeless::value_and_grad(energy)(mixture = tapeless::tensor_view<const double, inputs>{x},
                                                        attraction = a, volume = b);
        result<inputs> r;
        r.value = d.value;
        std::copy_n(d.grad[mixture].data(), inputs, r.gradient.begin());
        return r;
    }

private:
    [[gnu::always_inline]] static double product(const double* p, const double* q) {
        double lane[4];
        for (std::size_t i = 0; i < 4; ++i) lane[i] = p[i] * q[i] + p[i + 4] * q[i + 4];
        return (lane[0] + lane[2] + p[8] * q[8]) + (lane[1] + lane[3] + p[9] * q[9]);
    }
};

} // namespace functions

#endif

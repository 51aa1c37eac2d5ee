// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_C_ROSENBROCK_HPP
#define TAPELESS_BENCH_FUNCTIONS_C_ROSENBROCK_HPP

#include "result.hpp"

#include <tapeless/scalar.hpp>

namespace functions {

/// The chained Rosenbrock function of ten inputs.
struct rosenbrock {
    static constexpr std::size_t inputs = 10;

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> x{};
        for (std::size_t i = 0; i < inputs; ++i) x[i] = 2 * varied(k, i) - 1;
        return x;
    }

    template <class T>
    static T formula(const T* x) {
        T sum = T(0.0);
        for (std::size_t i = 0; i + 1 < inputs; ++i) {
            const T valley = x[i + 1] - x[i] * x[i];
            const T slope = 1.0 - x[i];
            sum += 100.0 * valley * valley + slope * slope;
        }
        return sum;
    }

    [[gnu::noinline]] static double primal(const double* x) { return formula(x); }

    // The inner inputs are in two links each. Both are computed for each input, for then compilers vectorise the loop.
    [[gnu::noinline]] static result<inputs> hand(const double* x) {
        result<inputs> r;
        double link[inputs - 2];
        for (std::size_t i = 0; i < inputs - 2; ++i) {
            const double before = x[i + 1] - x[i] * x[i];
            const double valley = x[i + 2] - x[i + 1] * x[i + 1];
            const double slope = x[i + 1] - 1.0;
            r.gradient[i + 1] = 200.0 * before + 2.0 * (slope - 200.0 * valley * x[i + 1]);
            link[i] = 100.0 * valley * valley + slope * slope;
        }
        const double first = x[1] - x[0] * x[0], slope = x[0] - 1.0;
        r.gradient[0] = 2.0 * (slope - 200.0 * first * x[0]);
        r.gradient[9] = 200.0 * (x[9] - x[8] * x[8]);
        double sum = 100.0 * first * first + slope * slope;
        for (double value : link) sum += value;
        r.value = sum;
        return r;
    }

    // The function as one expression.
    [[gnu::noinline]] static result<inputs> plain(const double* x) {
        using namespace tapeless::literals;
        const auto link = [](auto here, auto next) {
            const auto valley = next - here * here;
            const auto slope = 1_c - here;
            return 100_c * valley * valley + slope * slope;
        };
        const auto chain = [&](auto a, auto b, auto c, auto d, auto e, auto f, auto g, auto h, auto i, auto j) {
            return link(a, b) + link(b, c) + link(c, d) + link(d, e) + link(e, f) + link(f, g) + link(g, h) +
                   link(h, i) + link(i, j);
        };
        return as_result(tapeless::value_and_grad(chain)(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9]));
    }

    // One link is differentiated, and the loop adds up: so compilers vectorise it as they do the loop by hand.
    [[gnu::noinline]] static result<inputs> ours(const double* x) {
        using namespace tapeless::literals;
        const auto link = tapeless::value_and_grad([](auto here, auto next) {
            const auto valley = next - here * here;
            const auto slope = 1_c - here;
            return 100_c * valley * valley + slope * slope;
        });
        constexpr std::size_t links = inputs - 1;
        double value[links], by_here[links], by_next[links];
        for (std::size_t i = 0; i < links; ++i) {
            const auto [v, d] = link(x[i], x[i + 1]);
            value[i] = v;
            by_here[i] = std::get<0>(d);
            by_next[i] = std::get<1>(d);
        }
        result<inputs> r;
        r.gradient[0] = by_here[0];
        for (std::size_t i = 1; i < links; ++i) r.gradient[i] = by_here[i] + by_next[i - 1];
        r.gradient[links] = by_next[links - 1];
        r.value = value[0];
        for (std::size_t i = 1; i < links; ++i) r.value += value[i];
        return r;
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_C_ROSENBROCK_HPP
#define TAPELESS_BENCH_FUNCTIONS_C_ROSENBROCK_HPP

#include "result.hpp"

#include <tapeless/scalar.hpp>

namespace functions {

/// The chained Rosenbrock function of ten inputs.
struct rosenbrock {
    static constexpr auto letter = "c", name = "rosenbrock", title = "Rosenbrock, 10 inputs";
    static constexpr auto plain_title = "differentiated as one expression of ten inputs";
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
    // Four times the value has fewer products, and is added up in four lanes.
    [[gnu::noinline]] static result<inputs> hand(const double* x) {
        result<inputs> r;
        double link[inputs - 2];
        for (std::size_t i = 0; i < inputs - 2; ++i) {
            const double before = x[i + 1] - x[i] * x[i];
            const double valley = x[i + 2] - x[i + 1] * x[i + 1];
            const double steep = 400.0 * valley, slope = 2.0 * x[i + 1] - 2.0;
            r.gradient[i + 1] = 200.0 * before + (slope - steep * x[i + 1]);
            link[i] = steep * valley + slope * slope;
        }
        const double valley = x[1] - x[0] * x[0], steep = 400.0 * valley, slope = 2.0 * x[0] - 2.0;
        r.gradient[0] = slope - steep * x[0];
        r.gradient[9] = 200.0 * (x[9] - x[8] * x[8]);
        double lane[4];
        for (std::size_t i = 0; i < 4; ++i) lane[i] = link[i] + link[i + 4];
        r.value = 0.25 * (steep * valley + slope * slope + ((lane[0] + lane[2]) + (lane[1] + lane[3])));
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
            const auto slope = here - 1_c;
            return 100_c * valley * valley + slope * slope;
        });
        result<inputs> r;
        double value[inputs - 2], lane[4];
        for (std::size_t i = 0; i < inputs - 2; ++i) {
            const auto before = link(x[i], x[i + 1]), after = link(x[i + 1], x[i + 2]);
            r.gradient[i + 1] = std::get<1>(before.grad) + std::get<0>(after.grad);
            value[i] = after.value;
        }
        const auto first = link(x[0], x[1]), last = link(x[8], x[9]);
        r.gradient[0] = std::get<0>(first.grad);
        r.gradient[9] = std::get<1>(last.grad);
        for (std::size_t i = 0; i < 4; ++i) lane[i] = value[i] + value[i + 4];
        r.value = first.value + ((lane[0] + lane[2]) + (lane[1] + lane[3]));
        return r;
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_F_LOG_SUM_EXP_HPP
#define TAPELESS_BENCH_FUNCTIONS_F_LOG_SUM_EXP_HPP

#include "result.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// log(exp(x0) + ... + exp(x7)), shifted by the maximum so that nothing overflows.
struct log_sum_exp {
    static constexpr auto letter = "f", name = "log_sum_exp", title = "log-sum-exp, 8 inputs";
    static constexpr std::size_t inputs = 8;

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> x{};
        for (std::size_t i = 0; i < inputs; ++i) x[i] = 4 * varied(k, i) - 2;
        return x;
    }

    template <class T>
    static T formula(const T* x) {
        using std::exp, std::log;
        T largest = x[0];
        for (std::size_t i = 1; i < inputs; ++i) largest = larger(largest, x[i]);
        T sum = T(0.0);
        for (std::size_t i = 0; i < inputs; ++i) sum += exp(T(x[i] - largest));
        return T(largest + log(sum));
    }

    [[gnu::noinline]] static double primal(const double* x) { return formula(x); }

    [[gnu::noinline]] static result<inputs> hand(const double* x) {
        result<inputs> r;
        double lane[4]; // the maximum in four parts, which compilers make one vector
        for (std::size_t i = 0; i < 4; ++i) lane[i] = x[i] < x[i + 4] ? x[i + 4] : x[i];
        for (std::size_t i = 0; i < 2; ++i) lane[i] = lane[i] < lane[i + 2] ? lane[i + 2] : lane[i];
        const double largest = lane[0] < lane[1] ? lane[1] : lane[0];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < inputs; ++i) r.gradient[i] = std::exp(x[i] - largest);
        double sum = r.gradient[0];
        for (std::size_t i = 1; i < inputs; ++i) sum += r.gradient[i];
        r.value = largest + std::log(sum);
        const double inverse = 1.0 / sum;
        for (std::size_t i = 0; i < inputs; ++i) r.gradient[i] *= inverse;
        return r;
    }

    [[gnu::noinline]] static result<inputs> ours(const double* x) {
        const auto larger = [](auto a, auto b) { return where(a < b, b, a); }; // as by hand: NaN shows in the sum
        const auto f = [&](auto x0, auto x1, auto x2, auto x3, auto x4, auto x5, auto x6, auto x7) {
            const auto largest =
                stop_gradient(larger(larger(larger(x0, x4), larger(x2, x6)), larger(larger(x1, x5), larger(x3, x7))));
            const auto share = [&](auto... v) { return (exp(v - largest) + ...); };
            return largest + log(share(x0, x1, x2, x3, x4, x5, x6, x7));
        };
        return as_result(tapeless::value_and_grad(f)(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]));
    }
};

} // namespace functions

#endif

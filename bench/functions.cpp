// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Value and gradient of small functions: hand-written, ours, and Eigen's AutoDiffScalar where Eigen is installed.
// Before anything is timed, all must agree.

#include "functions/a_arithmetic.hpp"
#include "functions/b_black_scholes.hpp"
#include "functions/c_rosenbrock.hpp"
#include "functions/d_reprojection.hpp"
#include "functions/e_helmholtz.hpp"
#include "functions/f_log_sum_exp.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <benchmark/benchmark.h>

#if __has_include(<unsupported/Eigen/AutoDiff>)
#define TAPELESS_BENCH_HAS_AUTODIFF 1
#include <Eigen/Core>
#include <unsupported/Eigen/AutoDiff>

// What AutoDiffScalar lacks.
namespace Eigen {
template <class Derivatives>
auto erf(const AutoDiffScalar<Derivatives>& x) {
    const double slope = 1.1283791670955126 * std::exp(-x.value() * x.value());
    return MakeAutoDiffScalar(std::erf(x.value()), x.derivatives() * slope);
}
} // namespace Eigen
#else
#define TAPELESS_BENCH_HAS_AUTODIFF 0
#endif

namespace {

constexpr std::size_t samples = 16;

template <class Function>
using version = functions::result<Function::inputs> (*)(const double*);

#if TAPELESS_BENCH_HAS_AUTODIFF
template <class Function>
[[gnu::noinline]] functions::result<Function::inputs> by_eigen(const double* x) {
    constexpr int n = static_cast<int>(Function::inputs);
    using scalar = Eigen::AutoDiffScalar<Eigen::Matrix<double, n, 1>>;
    scalar inputs[Function::inputs];
    for (int i = 0; i < n; ++i) inputs[i] = scalar(x[i], n, i);
    const scalar value = Function::formula(inputs);
    functions::result<Function::inputs> r;
    r.value = value.value();
    for (int i = 0; i < n; ++i) r.gradient[static_cast<std::size_t>(i)] = value.derivatives()[i];
    return r;
}
#endif

bool close(double a, double b, double scale) { return std::abs(a - b) <= 1e-10 * std::fmax(std::abs(b), scale); }

/// Ends the program unless a version gives what the hand-written one gives. A derivative is judged by the largest.
template <class Function>
void require_agreement(const char* name, version<Function> f) {
    for (std::size_t k = 0; k < samples; ++k) {
        const auto input = Function::sample(k);
        const auto expected = Function::hand(input.data()), actual = f(input.data());
        double largest = 0;
        for (double d : expected.gradient) largest = std::fmax(largest, std::abs(d));
        bool agree = close(actual.value, expected.value, 0) && close(Function::primal(input.data()), expected.value, 0);
        for (std::size_t i = 0; i < Function::inputs; ++i)
            agree = agree && close(actual.gradient[i], expected.gradient[i], largest);
        if (!agree) {
            std::fprintf(stderr, "%s differs from the hand-written code\n", name);
            std::exit(1);
        }
    }
}

template <class Function, class F>
void time(const std::string& name, F f) {
    benchmark::RegisterBenchmark(name.c_str(), [f](benchmark::State& state) {
        std::array<std::array<double, Function::inputs>, samples> inputs;
        for (std::size_t k = 0; k < samples; ++k) inputs[k] = Function::sample(k);
        std::size_t k = 0;
        for (auto _ : state) {
            auto r = f(inputs[k].data());
            benchmark::DoNotOptimize(r);
            k = (k + 1) % samples;
        }
    });
}

template <class Function>
void add(const std::string& letter) {
    require_agreement<Function>((letter + "/ours").c_str(), Function::ours);
    time<Function>(letter + "/primal", Function::primal);
    time<Function>(letter + "/hand", Function::hand);
    time<Function>(letter + "/ours", Function::ours);
    if constexpr (requires { Function::plain; }) {
        require_agreement<Function>((letter + "/ours, plain").c_str(), Function::plain);
        time<Function>(letter + "/ours, plain", Function::plain);
    }
#if TAPELESS_BENCH_HAS_AUTODIFF
    require_agreement<Function>((letter + "/Eigen").c_str(), by_eigen<Function>);
    time<Function>(letter + "/Eigen", by_eigen<Function>);
#endif
}

} // namespace

int main(int argc, char** argv) {
    add<functions::arithmetic>("a");
    add<functions::black_scholes>("b");
    add<functions::rosenbrock>("c");
    add<functions::reprojection>("d");
    add<functions::helmholtz>("e");
    add<functions::log_sum_exp>("f");
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Value and gradient of small functions: hand-written, ours, and the other libraries in bench/peers that are installed.
// Before anything is timed, all must agree.

#include "peers/peer.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <type_traits>

#include <benchmark/benchmark.h>

std::vector<peers::peer>& peers::list() {
    static std::vector<peer> all;
    return all;
}

namespace {

constexpr std::size_t samples = 16;

/// A value and the derivatives of it, in one of several outputs where there are several.
struct row {
    double value;
    std::vector<double> derivatives;
};

template <std::size_t N>
std::vector<row> rows(const functions::result<N>& r) {
    return {{r.value, {r.gradient.begin(), r.gradient.end()}}};
}
template <std::size_t M, std::size_t N>
std::vector<row> rows(const functions::jacobian<M, N>& r) {
    std::vector<row> all;
    for (const auto& derivatives : r.row) all.push_back({0, {derivatives.begin(), derivatives.end()}});
    return all;
}

bool close(double a, double b, double scale) { return std::abs(a - b) <= 1e-10 * std::fmax(std::abs(b), scale); }

/// A derivative is judged by the largest of its output.
bool agree(const std::vector<row>& actual, const std::vector<row>& expected) {
    return std::equal(actual.begin(), actual.end(), expected.begin(), expected.end(), [](const row& a, const row& b) {
        double largest = 0;
        for (double d : b.derivatives) largest = std::fmax(largest, std::abs(d));
        const auto is_close = [&](double x, double y) { return close(x, y, largest); };
        return close(a.value, b.value, 0) && std::equal(a.derivatives.begin(), a.derivatives.end(),
                                                        b.derivatives.begin(), b.derivatives.end(), is_close);
    });
}

/// Ends the program unless a version gives what the hand-written one gives.
template <class Function, class F>
void require_agreement(const std::string& name, F f) {
    for (std::size_t k = 0; k < samples; ++k) {
        const auto input = Function::sample(k);
        if (!agree(rows(f(input.data())), rows(Function::hand(input.data())))) {
            std::fprintf(stderr, "%s differs from the hand-written code\n", name.c_str());
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

template <class Function, class F>
void add(const std::string& name, F f) {
    require_agreement<Function>(name, f);
    time<Function>(name, f);
}

template <class Function>
void add(std::size_t index) {
    const std::string letter = Function::letter;
    using result = decltype(Function::hand(nullptr));
    if constexpr (requires(result r) { r.value; })
        for (std::size_t k = 0; k < samples; ++k) {
            const auto input = Function::sample(k);
            if (!close(Function::primal(input.data()), Function::hand(input.data()).value, 0)) {
                std::fprintf(stderr, "%s: the hand-written value is not that of the formula\n", Function::name);
                std::exit(1);
            }
        }
    time<Function>(letter + "/primal", Function::primal);
    time<Function>(letter + "/hand", Function::hand);
    add<Function>(letter + "/ours", Function::ours);
    if constexpr (requires { Function::plain; }) add<Function>(letter + "/ours, plain", Function::plain);
    for (const peers::peer& peer : peers::list())
        add<Function>(letter + "/" + peer.name, [f = peer.versions[index]](const double* x) {
            result r;
            static_assert(sizeof(r) % sizeof(double) == 0 && std::is_trivially_copyable_v<result>);
            f(x, reinterpret_cast<double*>(&r));
            return r;
        });
}
template <class... Function>
void add(functions::list<Function...>) {
    std::size_t index = 0;
    (add<Function>(index++), ...);
}

} // namespace

int main(int argc, char** argv) {
    std::sort(peers::list().begin(), peers::list().end(),
              [](const auto& a, const auto& b) { return std::string_view(a.name) < b.name; });
    add(functions::all);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}

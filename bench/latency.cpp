// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// How long one call of value and gradient takes, not on average but at worst: Black-Scholes and its five Greeks, by
// hand and by tapeless. A call is shorter than what a clock resolves, so a few calls in a row are timed together,
// often; the table gives the percentiles of their mean. What is far above the median is the machine: interrupts, other
// programs.
//
//     latency [BATCHES]

#include "functions/b_black_scholes.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
constexpr std::size_t calls_per_batch = 16, warm_up = 10'000;

double nanoseconds(clock_type::duration d) { return std::chrono::duration<double, std::nano>(d).count(); }

/// The smallest step of the clock that was seen, which includes reading it.
double clock_resolution() {
    double smallest = 1e9;
    for (int i = 0; i < 10'000; ++i) {
        const auto start = clock_type::now();
        auto end = start;
        while (end == start) end = clock_type::now();
        smallest = std::min(smallest, nanoseconds(end - start));
    }
    return smallest;
}

double percentile(const std::vector<double>& sorted, double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[index];
}

template <class F>
void report(const char* name, F function, std::size_t batches) {
    F volatile f = function; // so that every call is one
    std::array<std::array<double, functions::black_scholes::inputs>, calls_per_batch> inputs;
    for (std::size_t k = 0; k < calls_per_batch; ++k) inputs[k] = functions::black_scholes::sample(k);
    std::vector<double> times(batches);
    double sum = 0;
    for (std::size_t i = 0; i < warm_up + batches; ++i) {
        const auto start = clock_type::now();
        for (const auto& input : inputs) sum += f(input.data()).value;
        const auto end = clock_type::now();
        if (i >= warm_up) times[i - warm_up] = nanoseconds(end - start) / calls_per_batch;
    }
    std::sort(times.begin(), times.end());
    std::printf("| %-12s | %7.1f | %7.1f | %7.1f | %7.1f | %9.1f |\n", name, times.front(), percentile(times, 0.5),
                percentile(times, 0.99), percentile(times, 0.9999), times.back());
    if (sum == 0) std::abort(); // uses the sum
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t batches = argc > 1 ? static_cast<std::size_t>(std::atoll(argv[1])) : 1'000'000;
    if (argc > 2 || batches == 0) {
        std::fprintf(stderr, "usage: %s [BATCHES]\n", argv[0]);
        return 2;
    }
    std::printf("ns per call, over %zu batches of %zu calls; the clock resolves %.0f ns, %.1f ns a call\n\n", batches,
                calls_per_batch, clock_resolution(), clock_resolution() / calls_per_batch);
    std::printf("| b            |     min |     p50 |     p99 |  p99.99 |       max |\n");
    std::printf("|--------------|---------|---------|---------|---------|-----------|\n");
    using function = functions::black_scholes;
    report("hand", function::hand, batches);
    report("ours", function::ours, batches);
    report("ours, plain", function::plain, batches);
}

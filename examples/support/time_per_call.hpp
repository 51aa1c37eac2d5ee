// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_TIME_PER_CALL_HPP
#define TAPELESS_EXAMPLES_SUPPORT_TIME_PER_CALL_HPP

#include <algorithm>
#include <array>
#include <chrono>

namespace tapeless_examples {

/// Nanoseconds that one call of `f(double)` takes: the median of some runs of many calls. For a look; bench/ measures.
template <class F>
double nanoseconds_per_call(F f) {
    constexpr int calls = 200'000;
    std::array<double, 9> runs{};
    volatile double sink = 0;
    for (double& run : runs) {
        const auto start = std::chrono::steady_clock::now();
        double sum = 0;
        for (int i = 0; i < calls; ++i) sum += f(1.0 + 1e-6 * i);
        sink = sum;
        run = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count() / calls;
    }
    static_cast<void>(sink);
    std::sort(runs.begin(), runs.end());
    return runs[runs.size() / 2];
}

} // namespace tapeless_examples

#endif

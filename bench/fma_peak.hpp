// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FMA_PEAK_HPP
#define TAPELESS_BENCH_FMA_PEAK_HPP

#include "on_cache_line.hpp"

#include <tapeless/tensor/kernels/simd.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <utility>

namespace bench {

inline void count_flops(benchmark::State& state, double flops) {
    state.counters["GFLOP/s"] = benchmark::Counter(flops * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

/// The most that the multipliers can do: independent sums in registers, nothing read or written.
template <class T>
void fma_peak(benchmark::State& state) {
    namespace kernels = tapeless::kernels;
    constexpr std::size_t lanes = kernels::native_lanes<T>;
    constexpr std::size_t sums_count = 12;
    constexpr int rounds = 64;
    using vector = kernels::vec<T, lanes>;
    array<T> start((sums_count + 2) * lanes);
    for (std::size_t i = 0; i < start.size(); ++i) start[i] = static_cast<T>(i % 7 + 1) / T{16};
    vector sums[sums_count];
    for (std::size_t i = 0; i < sums_count; ++i) sums[i] = kernels::load<lanes>(start.data() + i * lanes);
    const vector factor = kernels::load<lanes>(start.data() + sums_count * lanes);
    const vector term = kernels::load<lanes>(start.data() + (sums_count + 1) * lanes);
    for (auto _ : state) {
        for (int r = 0; r < rounds; ++r) {
            [&]<std::size_t... I>(std::index_sequence<I...>) { ((sums[I] = sums[I] * factor + term), ...); }
            (std::make_index_sequence<sums_count>{});
        }
        benchmark::ClobberMemory();
    }
    for (std::size_t i = 0; i < sums_count; ++i) kernels::store_to<lanes>(start.data() + i * lanes, sums[i]);
    benchmark::DoNotOptimize(start.data());
    benchmark::ClobberMemory();
    count_flops(state, 2.0 * rounds * static_cast<double>(sums_count * lanes));
}

} // namespace bench

#endif

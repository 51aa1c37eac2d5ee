// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// An epoch of training 784-128-64-10 with batches of 128 by one thread and by two: time on the clock, not of the processor.

#include <tapeless.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace {

namespace nn = tapeless::nn;
using network = nn::mlp<784, nn::dense<128, nn::relu>, nn::dense<64, nn::relu>, nn::dense<10>>;

struct data {
    static constexpr std::size_t count = 8192;
    std::vector<float> inputs = std::vector<float>(count * network::inputs);
    std::vector<std::int32_t> labels = std::vector<std::int32_t>(count);

    data() {
        nn::random source(1);
        for (float& x : inputs) x = static_cast<float>(source.uniform());
        for (std::int32_t& y : labels) y = static_cast<std::int32_t>(source.below(network::outputs));
    }
};

template <std::size_t Threads>
void epoch(benchmark::State& state) {
    static const data d;
    const nn::samples<float> all{d.inputs.data(), d.labels.data(), data::count}, none{nullptr, nullptr, 0};
    const auto t = std::make_unique<nn::training<network, nn::sgd, float>>();
    nn::initialise(t->parameters, nn::he{}, 1);
    std::size_t epochs = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(nn::fit<128, Threads>(*t, all, none, nn::sgd{.rate = 0.01}, {.epochs = ++epochs},
                                                       [](const nn::epoch_report&) {}));
    state.counters["samples"] =
        benchmark::Counter(static_cast<double>(data::count), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(epoch<1>)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(epoch<2>)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

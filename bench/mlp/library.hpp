// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_MLP_LIBRARY_HPP
#define TAPELESS_BENCH_MLP_LIBRARY_HPP

#include "problem.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

namespace mlp {

/// What is timed: loss and all gradients; a step of SGD or Adam, which is that and the update; the outputs of one
/// sample.
enum class mode { grad, sgd, adam, inference };
inline constexpr const char* mode_names[]{"grad", "sgd", "adam", "inference"};

/// One network in one library, set up to do one thing, starting from the problem's parameters.
class session {
public:
    virtual ~session() = default;
    /// Does it once. Returns the loss before the update, 0 for inference.
    virtual float run() = 0;
    /// Does it as often as the benchmark asks for.
    virtual void time(benchmark::State&) = 0;
    /// The gradients, the updated parameters, or the outputs, in the order of the problem's parameters.
    virtual std::vector<float> result() const = 0;
};

/// A Network has the constructor (const problem&, const hyperparameters&) and the members
///     float gradient(), float sgd(), float adam()               the loss; the latter two update the parameters
///     void infer()                                               of the first sample
///     std::vector<float> gradients() const, parameters() const, outputs() const
template <class Network, mode Mode>
class session_of final : public session {
public:
    session_of(const problem& p, const hyperparameters& h) : network_(p, h) {}

    float run() override { return once(); }
    void time(benchmark::State& state) override {
        for (auto _ : state) {
            benchmark::DoNotOptimize(once());
            benchmark::ClobberMemory();
        }
    }
    std::vector<float> result() const override {
        if constexpr (Mode == mode::grad)
            return network_.gradients();
        else if constexpr (Mode == mode::inference)
            return network_.outputs();
        else
            return network_.parameters();
    }

private:
    Network network_;

    [[gnu::always_inline]] float once() {
        if constexpr (Mode == mode::grad)
            return network_.gradient();
        else if constexpr (Mode == mode::sgd)
            return network_.sgd();
        else if constexpr (Mode == mode::adam)
            return network_.adam();
        else
            return network_.infer(), 0.0f;
    }
};

/// A session; null where the library was not built for the problem.
using starter = std::unique_ptr<session> (*)(const problem&, mode, const hyperparameters&);

template <class Network>
std::unique_ptr<session> start(const problem& p, mode m, const hyperparameters& h) {
    switch (m) {
    case mode::grad:
        return std::make_unique<session_of<Network, mode::grad>>(p, h);
    case mode::sgd:
        return std::make_unique<session_of<Network, mode::sgd>>(p, h);
    case mode::adam:
        return std::make_unique<session_of<Network, mode::adam>>(p, h);
    case mode::inference:
        return std::make_unique<session_of<Network, mode::inference>>(p, h);
    }
    return nullptr;
}

/// A library, or what was built of it: each translation unit adds its own.
struct library {
    std::string name;
    bool (*has)(const architecture&, int batch);
    starter start;
};
std::vector<library>& libraries();

/// Adds a library whose sizes are known at run time.
template <class Network>
bool add_dynamic(const char* name) {
    libraries().push_back({name, [](const architecture&, int) { return true; }, start<Network>});
    return true;
}

/// Adds what a library of fixed sizes has of one architecture: Network<N, Batch> for some batches.
template <template <const architecture&, int> class Network, const architecture& N, int... Batches>
bool add_fixed(const char* name) {
    libraries().push_back({name,
                           [](const architecture& n, int batch) { return &n == &N && ((batch == Batches) || ...); },
                           [](const problem& p, mode m, const hyperparameters& h) {
                               std::unique_ptr<session> s;
                               ((p.batch == Batches ? void(s = start<Network<N, Batches>>(p, m, h)) : void()), ...);
                               return s;
                           }});
    return true;
}

} // namespace mlp

#endif

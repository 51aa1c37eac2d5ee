// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_MLP_PROBLEM_HPP
#define TAPELESS_BENCH_MLP_PROBLEM_HPP

#include "../on_cache_line.hpp"
#include "architecture.hpp"

#include <cmath>
#include <cstdint>
#include <random>

namespace mlp {

/// A network at its initial parameters and one batch, the same for all libraries.
struct problem {
    const architecture& network;
    int batch;
    bench::array<float> parameters;
    bench::array<float> inputs;        // [batch][inputs]
    bench::array<float> targets;       // [batch][outputs], for the squared error
    bench::array<std::int32_t> labels; // [batch], for the cross-entropy

    problem(const architecture& n, int batch_size) : network(n), batch(batch_size) {
        std::mt19937 bits(2026);
        // Between -scale and scale. Not by a distribution of the standard library, which differ from each other.
        const auto draw = [&](auto& array, int count, float scale) {
            for (int i = 0; i < count; ++i)
                array.push_back(scale * (static_cast<float>(bits() >> 8) * 0x1p-23f - 1.0f));
        };
        for (int l = 0; l < n.depth; ++l) {
            draw(parameters, n.weights_count(l), std::sqrt(6.0f / static_cast<float>(n.inputs(l)))); // He et al., 2015
            draw(parameters, n.outputs(l), 0.1f);
        }
        draw(inputs, batch * n.inputs(), 1.0f);
        draw(targets, batch * n.outputs(), 1.0f);
        for (int i = 0; i < batch; ++i)
            labels.push_back(static_cast<std::int32_t>(bits() % static_cast<unsigned>(n.outputs())));
    }

    const float* weights(int layer) const { return parameters.data() + network.weights_offset(layer); }
    const float* bias(int layer) const { return parameters.data() + network.bias_offset(layer); }
};

/// Of SGD the rate, of Adam all.
struct hyperparameters {
    float rate = 1e-3f;
    float beta1 = 0.9f;
    float beta2 = 0.999f;
    float epsilon = 1e-8f;
};

/// What Adam (Kingma, Ba, 2015) has in each step for all parameters: with first and second moment m and v,
/// m = beta1 m + c1 g, v = beta2 v + c2 g^2, p -= rate m / (sqrt(scale v) + epsilon).
struct adam_step {
    float beta1, beta2, c1, c2, rate, scale, epsilon;
};

/// The bias corrections of Adam, step by step.
class adam_schedule {
public:
    explicit adam_schedule(const hyperparameters& h) : h_(h) {}

    adam_step next() {
        const double beta1 = h_.beta1, beta2 = h_.beta2;
        power1_ *= beta1;
        power2_ *= beta2;
        return {h_.beta1,
                h_.beta2,
                static_cast<float>(1 - beta1),
                static_cast<float>(1 - beta2),
                static_cast<float>(h_.rate / (1 - power1_)),
                static_cast<float>(1 / (1 - power2_)),
                h_.epsilon};
    }

private:
    hyperparameters h_;
    double power1_ = 1, power2_ = 1;
};

} // namespace mlp

#endif

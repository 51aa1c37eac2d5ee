// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The smallest network worth the name: one input, two ReLU units, one output, trained by Adam to halve a number. From the
// same weights PyTorch takes the same path, digit for digit; tests/torch/adam_one_two_one.py walks it.
//
// A unit whose input is negative on every sample has no gradient and would hide mistakes, so both start alive.

#include <tapeless.hpp>

#include <cstdio>

namespace nn = tapeless::nn;

int main() {
    using network = nn::mlp<1, nn::dense<2, nn::relu>, nn::dense<1>>;
    constexpr double inputs[]{1, 2, 3}, targets[]{0.5, 1, 1.5};
    constexpr nn::adam optimizer{.rate = 1e-3};

    // Layer by layer, weights before biases.
    nn::parameters<network, double> p{{0.5, 0.25, /**/ 0.1, 0.2, /**/ 0.9, 0.8, /**/ 0.05}};
    nn::optimizer_state<nn::adam, double, network::parameter_count> state;

    for (int step = 0; step <= 500; ++step) {
        // The loss before the step; the parameters are changed where their derivatives are formed.
        const double loss = nn::train_step<3, nn::mean_squared_error>(p, inputs, targets, optimizer, state);
        if (step < 5 || step == 10 || step == 50 || step % 100 == 0)
            std::printf("step %3d  loss %.12f\n", step, loss);
    }

    double outputs[3];
    nn::predict<3>(p, inputs, outputs);
    for (int i = 0; i < 3; ++i) std::printf("%g -> %.12f\n", inputs[i], outputs[i]);
    std::printf("parameters");
    for (const double w : p.values) std::printf(" %.12f", w);
    std::puts("");
}

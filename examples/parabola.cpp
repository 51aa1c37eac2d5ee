// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// y = x^2 from 100 noisy points: a network 1-16-1 with tanh, gradient descent, rate 0.1, 1,000 epochs.
//
// Shows: a network as a type, and the smallest loop that trains one. All points are one batch, so an epoch is one step.

#include <tapeless.hpp>

#include "support/plot.hpp"
#include "support/program.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

namespace {

// [network]
using network = nn::mlp<1, nn::dense<16, nn::tanh>, nn::dense<1>>;
// [/network]

constexpr std::size_t count = 100;
constexpr double noise = 0.05;

void run(const support::program_options& options) {
    nn::random random(options.seed);
    std::vector<double> x, y;
    for (std::size_t i = 0; i < count; ++i) {
        x.push_back(2 * random.uniform() - 1);
        y.push_back(x[i] * x[i] + noise * random.normal());
    }

    // [training]
    nn::parameters<network, double> p;
    nn::initialise(p, nn::xavier{}, options.seed);
    const nn::sgd descent{.rate = 0.1};
    nn::optimizer_state<nn::sgd, double, network::parameter_count> state;
    for (int epoch = 1; epoch <= 1000; ++epoch) {
        const double loss = nn::train_step<count, nn::mean_squared_error>(p, x.data(), y.data(), descent, state);
        if (epoch % 100 == 0) std::printf("epoch %4d  loss %.6f\n", epoch, loss);
    }
    // [/training]

    std::puts("what was learnt");
    for (const double at : {-0.8, -0.4, 0.0, 0.4, 0.8}) {
        double learnt;
        nn::predict<1>(p, &at, &learnt);
        std::printf("x = %4.1f  x^2 = %.2f  network %.3f\n", at, at * at, learnt);
    }
    if (options.out.empty()) return;
    std::vector<double> place(201), curve(201);
    for (std::size_t i = 0; i < place.size(); ++i) {
        place[i] = -1 + static_cast<double>(i) / 100;
        nn::predict<1>(p, &place[i], &curve[i]);
    }
    support::write_lines(options.out / "parabola.png", {"y = x^2 learnt from 100 noisy points", "x", "y"},
                         std::vector<support::curve>{{"network", curve, place}, {"points", y, x, true}});
    std::printf("wrote %s\n", (options.out / "parabola.png").c_str());
}

} // namespace

int main(int argc, char** argv) {
    return support::run_program(argc, argv, "A network learns y = x^2 from 100 noisy points.", run);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Two stacked linear units, 1-1-1, learn y = 2 x - 1 from noisy points: stochastic gradient descent, rate 0.1, batches
// of 10, 100 epochs.
//
// Shows: nn::fit, which does the batches, the shuffling and the reports; and that layers without an activation are no
// more than one: the product of the weights is the slope of the line of least squares.

#include <tapeless.hpp>

#include "support/plot.hpp"
#include "support/program.hpp"

#include <cstdio>
#include <stdexcept>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

namespace {

using network = nn::mlp<1, nn::dense<1>, nn::dense<1>>;

constexpr std::size_t count = 100;

void run(const support::program_options& options) {
    nn::random random(options.seed);
    std::vector<double> x, y;
    for (std::size_t i = 0; i < count; ++i) {
        x.push_back(2 * random.uniform() - 1);
        y.push_back(2 * x[i] - 1 + 0.1 * random.normal());
    }
    const nn::samples<double, nn::mean_squared_error> points{x.data(), y.data(), count};

    nn::parameters<network, double> p;
    nn::initialise(p, nn::xavier{}, options.seed);
    // [fit]
    const auto every_tenth = [](const nn::epoch_report& r) {
        if (r.epoch == 1 || r.epoch % 10 == 0) std::printf("epoch %3zu  loss %.6f\n", r.epoch, r.loss);
    };
    const nn::fit_result result =
        nn::fit<10>(p, points, points, nn::sgd{.rate = 0.1}, {.epochs = 100, .seed = options.seed}, every_tenth);
    // [/fit]
    if (!result) throw std::runtime_error(result.error);

    const double slope = p.weight<0>()[0] * p.weight<1>()[0];
    const double intercept = p.bias<0>()[0] * p.weight<1>()[0] + p.bias<1>()[0];
    std::printf("network        slope %.3f, intercept %.3f\n", slope, intercept);

    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t i = 0; i < count; ++i) sx += x[i], sy += y[i], sxx += x[i] * x[i], sxy += x[i] * y[i];
    const double best = (count * sxy - sx * sy) / (count * sxx - sx * sx);
    std::printf("least squares  slope %.3f, intercept %.3f\n", best, (sy - best * sx) / count);

    if (options.out.empty()) return;
    support::curve losses{"training loss", {}};
    for (const nn::epoch_report& r : result.history) losses.y.push_back(r.loss);
    support::write_lines(options.out / "stacked_linear.png", {"two stacked linear units", "epoch", "loss", false, true},
                         std::vector{losses});
    std::printf("wrote %s\n", (options.out / "stacked_linear.png").c_str());
}

} // namespace

int main(int argc, char** argv) {
    return support::run_program(argc, argv, "Two stacked linear units learn a line.", run);
}

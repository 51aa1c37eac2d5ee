// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The optimizers raced: down the curved valley of Rosenbrock's function, and on the 8 x 8 digits. An optimizer is a rule that
// changes a number by its derivative, whoever formed it: here tapeless::value_and_grad of a function of two numbers, there
// the gradient of a network.

#include <tapeless.hpp>

#include "support/digits.hpp"
#include "support/plot.hpp"
#include "support/program.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <tuple>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

namespace {

constexpr auto rosenbrock = [](auto x, auto y) {
    using namespace tapeless::literals;
    return pow(1_c - x, 2_c) + 100_c * pow(y - x * x, 2_c); // (1 - x)^2 + 100 (y - x^2)^2: the least, 0, is at (1, 1)
};

/// The values along the way from (-1.2, 1).
template <class Optimizer>
std::vector<double> descend(const Optimizer& optimizer, int steps) {
    nn::optimizer_state<Optimizer, double, 2> state;
    double p[]{-1.2, 1};
    std::vector<double> values;
    for (int k = 0; k < steps; ++k) {
        const auto [value, derivatives] = tapeless::value_and_grad(rosenbrock)(p[0], p[1]);
        const double g[]{std::get<0>(derivatives), std::get<1>(derivatives)};
        values.push_back(value);
        nn::update(optimizer, state, p, g);
    }
    return values;
}

struct learned {
    std::vector<double> losses; ///< of each epoch
    double accuracy = 0;
};

/// Learns the digits, each time from the same weights and in the same order.
template <class Optimizer>
learned learn(const Optimizer& optimizer, const support::train_and_test& set, const nn::fit_options& options) {
    using network = nn::mlp<64, nn::dense<32, nn::relu>, nn::dense<10>>;
    const auto view = [](const support::labelled_images& images) {
        return nn::samples<float>{images.pixels.data(), images.labels.data(), images.count};
    };
    nn::parameters<network, float> p;
    nn::initialise(p, nn::he{}, options.seed);
    const auto quiet = [](const nn::epoch_report&) {};
    const auto result = nn::fit<32>(p, view(set.train), view(set.test), optimizer, options, quiet);
    learned l;
    for (const nn::epoch_report& r : result.history) l.losses.push_back(r.loss);
    l.accuracy = result.history.back().validation.accuracy;
    return l;
}

struct race {
    std::uint64_t seed;
    support::train_and_test digits = {};
    std::vector<support::curve> valley = {}, images = {};

    /// Each optimizer runs at the rate that takes it furthest, of these.
    template <class Optimizer>
    void run(const char* name) {
        std::vector<double> values;
        learned l;
        double in_the_valley = 0, on_digits = 0;
        for (const double rate : {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0}) {
            Optimizer optimizer;
            optimizer.rate = rate;
            const auto tried = descend(optimizer, 10000);
            if (values.empty() || tried.back() < values.back()) {
                values = tried;
                in_the_valley = rate;
            }
            const learned other = learn(optimizer, digits, {.epochs = 15, .seed = seed});
            if (l.losses.empty() || other.losses.back() < l.losses.back()) {
                l = other;
                on_digits = rate;
            }
        }
        std::printf("%-17s %6g %9.1e %9.1e %9.1e   %6g %8.4f %8.4f %9.4f\n", name, in_the_valley, values[99],
                    values[999], values.back(), on_digits, l.losses.front(), l.losses.back(), l.accuracy);
        valley.push_back({name, values});
        images.push_back({name, l.losses});
    }
};

void run(const support::program_options& options) {
    race r{.seed = options.seed};
    r.digits =
        support::split(support::load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv"),
                       0.8, options.seed);
    std::puts("                  Rosenbrock's function, after steps     8 x 8 digits, loss in epoch      test");
    std::puts("optimizer           rate       100     1,000    10,000     rate        1       15  accuracy");
    r.run<nn::gradient_descent>("gradient descent");
    r.run<nn::momentum>("momentum");
    r.run<nn::nesterov>("Nesterov");
    r.run<nn::adagrad>("Adagrad");
    r.run<nn::rmsprop>("RMSprop");
    r.run<nn::adam>("Adam");
    r.run<nn::adamw>("AdamW"); // its decay draws the parameters to 0, and so away from (1, 1)
    const support::panel panels[]{{{"Rosenbrock's function", "step", "value", true, true}, r.valley},
                                  {{"8 x 8 digits", "epoch", "training loss", false, true}, r.images}};
    if (!options.out.empty()) support::write_panels(options.out / "optimizers.png", panels);
}

} // namespace

int main(int argc, char** argv) {
    return support::run_program(argc, argv, "Races the optimizers on Rosenbrock's function and on the 8 x 8 digits",
                                run);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// A large network learns few images by heart: the loss on what it has seen falls to nothing, and on what it has not seen it
// rises again. What helps: weights that are kept small (L2), units that are dropped at random, and an early end.

#include <tapeless.hpp>

#include "support/dataset.hpp"
#include "support/digits.hpp"
#include "support/plot.hpp"
#include "support/program.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

namespace {

// [networks]
using plain = nn::mlp<64, nn::dense<128, nn::relu>, nn::dense<10>>;
using dropped = nn::mlp<64, nn::dropout<std::ratio<1, 5>>, nn::dense<128, nn::relu>, nn::dropout<>, nn::dense<10>>;
// [/networks]

struct parts {
    nn::samples<float> train, validation, test;
};

/// Trains, prints what the parameters that remain are worth, and returns the validation loss after each epoch.
template <class Network, class Optimizer>
support::curve learn(const std::string& name, const parts& data, const Optimizer& optimizer, std::size_t patience = 0) {
    const auto p = std::make_unique<nn::parameters<Network, float>>();
    nn::initialise(*p, nn::he{}, 1);
    support::curve losses{.name = name, .y = {}};
    const auto result = nn::fit<20>(*p, data.train, data.validation, optimizer, {.epochs = 300, .patience = patience},
                                    [&](const auto& report) { losses.y.push_back(report.validation.loss); });
    if (!result) throw std::runtime_error(result.error);
    const nn::score seen = nn::evaluate(*p, data.train), unseen = nn::evaluate(*p, data.test);
    std::printf("%-15s %3zu epochs  training loss %.4f  test loss %.4f  training accuracy %.3f  test accuracy %.3f\n",
                name.c_str(), losses.y.size(), seen.loss, unseen.loss, seen.accuracy, unseen.accuracy);
    return losses;
}

nn::samples<float> samples(const support::labelled_images& images) {
    return {images.pixels.data(), images.labels.data(), images.count};
}

void run(const support::program_options& options) {
    const auto all = support::load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv");
    const auto few = support::split(all, 100, 1);
    const auto others = support::split(few.test, 0.5, 2);
    const parts data{samples(few.train), samples(others.train), samples(others.test)};
    const nn::adam adam{.rate = 3e-3};
    const std::vector<support::curve> curves{
        learn<plain>("nothing", data, adam),
        learn<plain>("L2", data, nn::l2<nn::adam>{.weight = 5e-3, .optimizer = adam}),
        learn<dropped>("dropout", data, adam),
        learn<plain>("early stopping", data, adam, 20),
    };
    if (!options.out.empty())
        support::write_lines(options.out / "overfitting.png",
                             {.title = "100 digits learnt: the loss on others", .x = "epoch", .y = "validation loss"},
                             curves);
}

} // namespace

int main(int argc, char** argv) {
    return support::run_program(argc, argv, "Overfitting on 100 digits, and its remedies", run);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Why deep networks of sigmoids did not learn, and what helps. The gradient reaches the first of ten layers through ten
// derivatives of the sigmoid, none above 1/4: it vanishes. With weights that are too large, and ReLU, it explodes. Each
// remedy shows in the norms of the gradient by the weights of each layer, for the first batch of the 8 x 8 digits.

#include <tapeless.hpp>

#include "support/dataset.hpp"
#include "support/digits.hpp"
#include "support/plot.hpp"
#include "support/program.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

namespace {

constexpr std::size_t width = 32, batch = 64;

/// Ten hidden layers, the first of which has other inputs.
template <class First, class Next = First>
using ten_layers = nn::mlp<64, First, Next, Next, Next, Next, Next, Next, Next, Next, Next, nn::dense<10>>;

double norm(const auto& values) {
    double squares = 0;
    for (const float v : values) squares += static_cast<double>(v) * static_cast<double>(v);
    return std::sqrt(squares);
}

/// The norms of the gradient by the weights of each layer, from the first on. `limit`: the norm to which the whole gradient
/// is clipped.
template <class Network, class Initialiser>
support::curve measure(const std::string& name, const support::labelled_images& images, Initialiser initialiser,
                       double limit = 0) {
    const auto p = std::make_unique<nn::parameters<Network, float>>(),
               gradient = std::make_unique<nn::parameters<Network, float>>();
    nn::initialise(*p, initialiser, 1);
    nn::loss_and_grad<batch, nn::softmax_cross_entropy>(*p, images.pixels.data(), images.labels.data(), *gradient);
    const double whole = norm(gradient->values), factor = limit > 0 && whole > limit ? limit / whole : 1;
    support::curve result{.name = name, .y = {}};
    nn::for_each_tensor(*gradient, [&](std::string_view tensor, const auto& values) {
        if (tensor.ends_with("weight")) result.y.push_back(factor * norm(values));
    });
    return result;
}

void run(const support::program_options& options) {
    const auto all = support::load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv");
    const auto images = support::split(all, batch, 1).train;

    // [networks]
    using sigmoid = ten_layers<nn::dense<width, nn::sigmoid>>;
    using relu = ten_layers<nn::dense<width, nn::relu>>;
    using leaky = ten_layers<nn::dense<width, nn::leaky_relu<>>>;
    using skipping = ten_layers<nn::dense<width, nn::sigmoid>, nn::residual<nn::dense<width, nn::sigmoid>>>;
    using batched = ten_layers<nn::sequential<nn::linear<width>, nn::batch_norm<nn::sigmoid>>>;
    // [/networks]
    const nn::normal_weights small{.deviation = 0.1}, large{.deviation = 0.6};
    const std::vector<support::curve> curves{
        measure<sigmoid>("sigmoid", images, small),
        measure<sigmoid>("sigmoid, Xavier", images, nn::xavier{}),
        measure<batched>("sigmoid, batch norm", images, nn::xavier{}),
        measure<skipping>("sigmoid, residual", images, nn::xavier{}),
        measure<relu>("ReLU, He", images, nn::he{}),
        measure<leaky>("leaky ReLU, He", images, nn::he{}),
        measure<relu>("ReLU, weights too large", images, large),
        measure<relu>("the same, clipped to 1", images, large, 1),
    };

    std::printf("norm of the gradient by the weights of each layer, from the first to the last\n\n");
    for (const auto& [name, norms, x, points] : curves) {
        std::printf("%-24s", name.c_str());
        for (const double n : norms) std::printf(" %7.0e", n);
        std::printf("   first / last %.1e\n", norms.front() / norms.back());
    }
    if (!options.out.empty())
        support::write_lines(options.out / "vanishing_gradients.png",
                             {.title = "the gradient on its way to the first layer",
                              .x = "layer",
                              .y = "norm of the gradient by its weights",
                              .log_y = true},
                             curves);
}

} // namespace

int main(int argc, char** argv) {
    return support::run_program(argc, argv, "The norms of the gradient by layer in networks of ten layers", run);
}

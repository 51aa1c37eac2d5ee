// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Two classes of images told apart by 784-100-2 with the sigmoid and the mean squared error: the 0s and 1s of MNIST, or the
// trousers and shirts of Fashion-MNIST, which are 1 and 6 there.

#include <tapeless.hpp>

#include "support/dataset.hpp"
#include "support/idx.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

using network = nn::mlp<784, nn::dense<100, nn::sigmoid>, nn::dense<2, nn::sigmoid>>;

/// The images of two classes, with labels 0 and 1.
support::labelled_images only(const support::labelled_images& all, std::array<std::int32_t, 2> classes) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < all.count; ++i)
        if (all.labels[i] == classes[0] || all.labels[i] == classes[1]) chosen.push_back(i);
    auto result = support::select(all, chosen);
    for (auto& label : result.labels) label = label == classes[1];
    result.classes = 2;
    return result;
}

/// (1, 0) for the first class, (0, 1) for the second.
std::vector<float> targets(const support::labelled_images& images) {
    std::vector<float> t(2 * images.count);
    for (std::size_t i = 0; i < images.count; ++i) t[2 * i + static_cast<std::size_t>(images.labels[i])] = 1;
    return t;
}

int main(int argc, char** argv) {
    std::filesystem::path data = "/usr/share/datasets/fashion-mnist";
    std::size_t epochs = 5;
    std::array<std::int32_t, 2> classes{1, 6};
    CLI::App app{"784-100-2 with the sigmoid and the mean squared error, on two classes of images"};
    app.add_option("--data", data, "a folder with 28 x 28 images in the IDX format")->capture_default_str();
    app.add_option("--classes", classes, "the numbers of the two classes")->capture_default_str();
    app.add_option("--epochs", epochs, "how often each image is seen")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    try {
        const auto train = only(support::load_idx(data, "train"), classes);
        const auto test = only(support::load_idx(data, "t10k"), classes);
        if (train.count == 0 || train.pixels_per_image() != network::inputs)
            throw std::runtime_error("there are no 28 x 28 images of these classes; choose others");
        const auto train_targets = targets(train), test_targets = targets(test);
        const nn::samples<float, nn::mean_squared_error> seen{train.pixels.data(), train_targets.data(), train.count};
        const nn::samples<float, nn::mean_squared_error> kept{test.pixels.data(), test_targets.data(), test.count};
        std::printf("%zu images of the classes %d and %d to learn from, %zu to test\n", train.count, classes[0],
                    classes[1], test.count);

        const auto p = std::make_unique<nn::parameters<network, float>>();
        nn::initialise(*p, nn::xavier{}, 1);
        const auto result =
            nn::fit<10>(*p, seen, kept, nn::sgd{.rate = 0.5}, {.epochs = epochs}, [&](const auto& report) {
                const auto answers = nn::classify(*p, test.pixels.data(), test.count);
                std::size_t right = 0;
                for (std::size_t i = 0; i < test.count; ++i) right += answers[i] == test.labels[i];
                std::printf("epoch %zu  loss %.5f  test loss %.5f  test accuracy %.4f\n", report.epoch, report.loss,
                            report.validation.loss, static_cast<double>(right) / static_cast<double>(test.count));
            });
        if (!result) throw std::runtime_error(result.error);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "two_classes: %s\n", error.what());
        return 1;
    }
}

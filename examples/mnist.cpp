// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The first network that is of use: 784-64-10 with ReLU learns to name images in the format of MNIST. Twice: with half the
// sum of the squared errors against a 1 for the right class and a 0 for each other, as first texts have it, and with the
// cross-entropy of the softmax, which the engine differentiates just as well, and which learns better.

#include <tapeless.hpp>

#include "support/dataset.hpp"
#include "support/idx.hpp"
#include "support/table.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

// [network]
using network = nn::mlp<784, nn::dense<64, nn::relu>, nn::dense<10>>;
// [/network]

double accuracy(const nn::parameters<network, float>& p, const support::labelled_images& images) {
    const auto classes = nn::classify(p, images.pixels.data(), images.count);
    std::size_t right = 0;
    for (std::size_t i = 0; i < images.count; ++i) right += classes[i] == images.labels[i];
    return static_cast<double>(right) / static_cast<double>(images.count);
}

/// Trains from the same first weights, and prints how well each epoch does.
template <class Loss, class Target>
void learn(const char* name, const support::train_and_test& set, const std::vector<Target>& train_targets,
           const std::vector<Target>& test_targets, double rate, std::size_t epochs) {
    const auto p = std::make_unique<nn::parameters<network, float>>();
    nn::initialise(*p, nn::he{}, 1);
    const nn::samples<float, Loss> train{set.train.pixels.data(), train_targets.data(), set.train.count};
    const nn::samples<float, Loss> test{set.test.pixels.data(), test_targets.data(), set.test.count};
    const auto result =
        nn::fit<32>(*p, train, test, nn::sgd{.rate = rate}, {.epochs = epochs}, [&](const auto& report) {
            std::printf("%s  epoch %zu  loss %.4f  test loss %.4f  test accuracy %.4f\n", name, report.epoch,
                        report.loss, report.validation.loss, accuracy(*p, set.test));
        });
    if (!result) throw std::runtime_error(result.error);
}

/// 1 for the right class of each image, 0 for each other.
std::vector<float> targets(const support::labelled_images& images) {
    const auto t = support::one_hot(images.labels, network::outputs);
    return {t.values.begin(), t.values.end()};
}

int main(int argc, char** argv) {
    std::filesystem::path data = "/usr/share/datasets/fashion-mnist";
    std::size_t epochs = 5, images = support::all_samples;
    CLI::App app{"784-64-10 on images in the format of MNIST, with two losses"};
    app.add_option("--data", data, "a folder with 28 x 28 images in the IDX format")->capture_default_str();
    app.add_option("--epochs", epochs, "how often each image is seen")->capture_default_str();
    app.add_option("--images", images, "train on no more than these");
    CLI11_PARSE(app, argc, argv);

    try {
        const support::train_and_test set{support::take(support::load_idx(data, "train"), images),
                                          support::load_idx(data, "t10k")};
        if (set.train.pixels_per_image() != network::inputs || set.train.classes > network::outputs)
            throw std::runtime_error("the images are not 28 x 28 of at most 10 classes; give another folder");
        learn<nn::half_squared_error>("half-sum squared error", set, targets(set.train), targets(set.test), 0.05,
                                      epochs);
        std::puts("");
        learn<nn::softmax_cross_entropy>("softmax cross-entropy ", set, set.train.labels, set.test.labels, 0.1, epochs);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "mnist: %s\n", error.what());
        return 1;
    }
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// 64-64-64-10 learns the 8 x 8 digits, a whole small project: data, network, training, and what the answers are worth.

#include <tapeless.hpp>

#include "support/dataset.hpp"
#include "support/digits.hpp"

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace nn = tapeless::nn;
namespace support = tapeless_examples;

int main() try {
    using network = nn::mlp<64, nn::dense<64, nn::relu>, nn::dense<64, nn::relu>, nn::dense<10>>;
    const auto all = support::load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv");
    const auto set = support::split(all, 0.8, 1);
    const nn::samples<float> train{set.train.pixels.data(), set.train.labels.data(), set.train.count};
    const nn::samples<float> test{set.test.pixels.data(), set.test.labels.data(), set.test.count};

    nn::parameters<network, float> p;
    nn::initialise(p, nn::he{}, 1);
    std::printf("%zu parameters, %zu images to learn from, %zu to test\n", p.size(), train.count, test.count);
    const auto result = nn::fit<32>(p, train, test, nn::adam{.rate = 2e-3}, {.epochs = 40}, [](const auto& report) {
        if (report.epoch % 10 == 0)
            std::printf("epoch %zu  loss %.4f  test loss %.4f  test accuracy %.4f\n", report.epoch, report.loss,
                        report.validation.loss, report.validation.accuracy);
    });
    if (!result) throw std::runtime_error(result.error);

    const auto answers = nn::classify(p, set.test.pixels.data(), set.test.count);
    nn::confusion_matrix<10> matrix;
    const std::string error = matrix.add(set.test.labels.data(), answers.data(), answers.size());
    if (!error.empty()) throw std::runtime_error(error);
    std::printf("\naccuracy %.4f, and of each digit:\n", matrix.accuracy());
    for (std::size_t c = 0; c < 10; ++c)
        std::printf("  %zu  precision %.3f  recall %.3f  F1 %.3f\n", c, matrix.precision(c), matrix.recall(c),
                    matrix.f1(c));
} catch (const std::exception& error) {
    std::fprintf(stderr, "digits: %s\n", error.what());
    return 1;
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless.hpp>

#include <cstdio>
#include <vector>

namespace nn = tapeless::nn;

int main() {
    // [network]
    using net_t = nn::mlp<2, nn::dense<8, nn::tanh>, nn::dense<2>>; // the architecture is a type

    std::vector<float> points;
    std::vector<std::int32_t> labels; // 1 inside the unit circle, 0 outside
    nn::random random(7);
    for (int i = 0; i < 500; ++i) {
        const double a = 4 * random.uniform() - 2, b = 4 * random.uniform() - 2;
        points.insert(points.end(), {static_cast<float>(a), static_cast<float>(b)});
        labels.push_back(a * a + b * b < 1);
    }
    const nn::samples<float> all{points.data(), labels.data(), labels.size()};

    nn::parameters<net_t, float> p; // one aligned block; its gradient has the same type
    nn::initialise(p, nn::xavier{}, 1);
    const auto silent = [](const nn::epoch_report&) {};
    const auto result = nn::fit<32>(p, all, all, nn::adam{.rate = 0.01}, {.epochs = 60}, silent);
    if (!result) return std::puts(result.error.c_str()), 1;
    std::printf("accuracy above 0.95: %s\n", result.history.back().validation.accuracy > 0.95 ? "yes" : "no");
    // [/network]
    return result.history.back().validation.accuracy > 0.95 ? 0 : 1;
}

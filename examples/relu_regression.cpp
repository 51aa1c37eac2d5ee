// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Regression with two layers: 1-32-1 with ReLU learns sin(3 x) by gradient descent, rate 0.1, 1,000 steps.
//
// Shows: the loss as a function of tensors, differentiated by the arguments that are parameters. Nothing of nn/ is
// used but the random numbers.

#include <tapeless.hpp>

#include <cmath>
#include <cstdio>
#include <tuple>

using tapeless::tensor;

namespace {

constexpr std::size_t count = 64, hidden = 32;

// [loss]
constexpr auto loss = [](auto w1, auto b1, auto w2, auto b2, auto x, auto y) {
    return mean(square(relu(x * w1 + b1) * w2 + b2 - y));
};
// [/loss]

template <class Tensor>
void descend(Tensor& parameter, const Tensor& derivative) {
    for (std::size_t i = 0; i < parameter.size(); ++i) parameter[i] -= 0.1 * derivative[i];
}

} // namespace

int main() {
    tensor<double, count, 1> x, y;
    for (std::size_t i = 0; i < count; ++i) {
        x[i] = -1 + 2 * static_cast<double>(i) / (count - 1);
        y[i] = std::sin(3 * x[i]);
    }
    tensor<double, 1, hidden> w1;
    tensor<double, hidden> b1;
    tensor<double, hidden, 1> w2;
    tensor<double, 1> b2{};
    tapeless::nn::random random(1);
    for (double& w : w1) w = 2 * random.uniform() - 1;
    for (double& b : b1) b = 2 * random.uniform() - 1; // so that the kinks do not all lie at 0
    for (double& w : w2) w = 0.5 * random.normal() / std::sqrt(1.0 * hidden);

    for (int step = 0; step <= 1000; ++step) {
        const auto [value, derivatives] = tapeless::value_and_grad<0, 1, 2, 3>(loss)(w1, b1, w2, b2, x, y);
        if (step % 100 == 0) std::printf("step %4d  loss %.6f\n", step, value);
        const auto& [d1, e1, d2, e2] = derivatives;
        descend(w1, d1), descend(b1, e1), descend(w2, d2), descend(b2, e2);
    }
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Linear regression with two features: the gradient in closed form and by the engine, and the solution twice.
//
// Shows: a matrix of samples as data; that the gradient of a mean of squares is 2/n X^T (X w + b - y), to the last bit;
// linear equations as an expression.

#include <tapeless.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace tapeless::literals;
using tapeless::data, tapeless::tensor, tapeless::var;

namespace {

constexpr std::size_t n = 8;
// [loss]
constexpr auto X = data<"X", n, 2>;
constexpr auto y = data<"y", n>;
constexpr auto w = var<"w", 2>;
constexpr auto b = var<"b">;
constexpr auto loss = mean(square(X * w + b - y));
// [/loss]

// 3 + 2 x1 - x2 and a disturbance. All numbers are multiples of 1/8, so that nothing is rounded at the first step.
constexpr tensor<double, n, 2> features{-2, 1, -1, -2, -1, 2, 0, 0, 0, -1, 1, 1, 1, -2, 2, 1};
constexpr tensor<double, n> targets{-1.875, 3, -1.25, 3.125, 4, 3.75, 7, 6.25};

struct gradient {
    double w1, w2, b;
};

/// 2/n X^T (X w + b - y), and 2/n times the sum of the residuals.
gradient by_hand(const tensor<double, 2>& at, double offset) {
    gradient g{0, 0, 0};
    for (std::size_t i = 0; i < n; ++i) {
        const double residual = features(i, 0) * at[0] + features(i, 1) * at[1] + offset - targets[i];
        g.w1 += residual * features(i, 0);
        g.w2 += residual * features(i, 1);
        g.b += residual;
    }
    return {2 * g.w1 / n, 2 * g.w2 / n, 2 * g.b / n};
}

gradient by_engine(const tensor<double, 2>& at, double offset) {
    const auto d = grad(loss)(X = features, y = targets, w = at, b = offset);
    return {d[w][0], d[w][1], d[b]};
}

double distance(const gradient& g, const gradient& h) {
    return std::max({std::abs(g.w1 - h.w1), std::abs(g.w2 - h.w2), std::abs(g.b - h.b)});
}

} // namespace

int main() {
    tensor<double, 2> weights{0.5, -0.25};
    double offset = 1;
    const gradient hand = by_hand(weights, offset), engine = by_engine(weights, offset);
    std::printf("by hand    d/dw1 = %.10g, d/dw2 = %.10g, d/db = %.10g\n", hand.w1, hand.w2, hand.b);
    std::printf("by engine  d/dw1 = %.10g, d/dw2 = %.10g, d/db = %.10g\n", engine.w1, engine.w2, engine.b);
    std::printf("identical: %s\n", distance(hand, engine) == 0 ? "yes" : "no");

    double furthest = 0;
    for (int step = 0; step < 500; ++step) {
        const gradient g = by_engine(weights, offset);
        furthest = std::max(furthest, distance(g, by_hand(weights, offset)));
        weights[0] -= 0.1 * g.w1, weights[1] -= 0.1 * g.w2, offset -= 0.1 * g.b;
    }
    std::printf("500 steps of descent: the two are never further apart than %.1e\n", furthest);
    std::printf("descent   w1 = %.10f, w2 = %.10f, b = %.10f\n", weights[0], weights[1], offset);

    // The same by the normal equations, A^T A s = A^T y, where A is X with a column of ones.
    constexpr auto A = data<"A", n, 3>;
    tensor<double, n, 3> with_ones;
    for (std::size_t i = 0; i < n; ++i)
        with_ones(i, 0) = features(i, 0), with_ones(i, 1) = features(i, 1), with_ones(i, 2) = 1;
    const auto solution = eval(solve(transpose(A) * A, transpose(A) * y))(A = with_ones, y = targets);
    std::printf("equations w1 = %.10f, w2 = %.10f, b = %.10f\n", solution[0], solution[1], solution[2]);
    std::printf("the gradient there is %.1e\n",
                distance(by_engine({solution[0], solution[1]}, solution[2]), {0, 0, 0}));
}

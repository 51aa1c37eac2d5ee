// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The two systems of micrograd (A. Karpathy, 2020): an expression of two numbers, and a classifier of two moons.
//
// Shows: expressions of symbols; their graph with the value and the derivative of every node; a network and its loss,
// weight decay and all, as one expression of tensors, and gradient descent on it.

#include <tapeless.hpp>
#include <tapeless/print.hpp>

#include "support/graph.hpp"
#include "support/plot.hpp"
#include "support/program.hpp"

#include <cstdio>
#include <filesystem>

using namespace tapeless::literals;
using tapeless::data, tapeless::var;
namespace support = tapeless_examples;

namespace {

// ---- the expression

// [expression]
constexpr auto a = var<"a">;
constexpr auto b = var<"b">;
constexpr auto g = [] {
    const auto d = a * b + pow(b, 3_c);
    const auto twice = (a + b) + (a + b) + 1_c;
    const auto c = twice + 1_c + twice - a;
    const auto first = d + d * 2_c + relu(b + a);
    const auto e = c - (first + 3_c * first + relu(b - a));
    const auto f = square(e);
    return f / 2_c + 10_c / f;
}();
// [/expression]

void differentiate_expression(const std::filesystem::path& out) {
    // [gradient]
    const auto r = value_and_grad(g)(a = -4.0, b = 2.0);
    std::printf("g = %.4f, dg/da = %.4f, dg/db = %.4f\n", r.value, r.grad[a], r.grad[b]);
    // [/gradient]
    if (out.empty()) return;
    const bool drawn = support::write_graph(out, "micrograd", tapeless::to_dot(g)(a = -4.0, b = 2.0));
    std::printf("wrote %s%s\n", (out / "micrograd.dot").c_str(), drawn ? " and .svg" : "");
}

// ---- the classifier: 2-16-16-1

constexpr std::size_t count = 100;
constexpr auto W1 = var<"W1", 2, 16>;
constexpr auto b1 = var<"b1", 16>;
constexpr auto W2 = var<"W2", 16, 16>;
constexpr auto b2 = var<"b2", 16>;
constexpr auto W3 = var<"W3", 16, 1>;
constexpr auto b3 = var<"b3", 1>;

// [classifier]
constexpr auto network = [](auto x) { return relu(relu(x * W1 + b1) * W2 + b2) * W3 + b3; };

constexpr auto X = data<"X", count, 2>;       // the points
constexpr auto side = data<"side", count, 1>; // 1 for one moon, -1 for the other
constexpr auto point = data<"point", 2>;

constexpr auto scores = network(X);
constexpr auto margin_loss = mean(relu(1_c - hadamard(side, scores))); // no loss beyond a margin of 1
constexpr auto squares =
    sum(sum(square(W1)), sum(square(b1)), sum(square(W2)), sum(square(b2)), sum(square(W3)), sum(square(b3)));
constexpr auto loss = margin_loss + 0.0001_c * squares;
// [/classifier]

void classify_moons(const std::filesystem::path& out, std::uint64_t seed) {
    const support::labelled_points moons = support::moons(count, 0.1, seed);
    const auto points = tapeless::view<count, 2>(moons.xy.data());
    tapeless::tensor<double, count, 1> sides;
    for (std::size_t i = 0; i < count; ++i) sides[i] = moons.labels[i] == 1 ? 1 : -1;

    tapeless::tensor<double, 2, 16> w1;
    tapeless::tensor<double, 16, 16> w2;
    tapeless::tensor<double, 16, 1> w3;
    tapeless::tensor<double, 16> c1{}, c2{};
    tapeless::tensor<double, 1> c3{};
    tapeless::nn::random random(seed);
    const auto draw = [&](auto& w) {
        for (double& x : w) x = 2 * random.uniform() - 1;
    };
    draw(w1), draw(w2), draw(w3);
    const auto at = [&](const auto& function, const auto&... more) {
        return function(W1 = w1, b1 = c1, W2 = w2, b2 = c2, W3 = w3, b3 = c3, more...);
    };

    for (int step = 0;; ++step) {
        const auto score = at(eval(scores), X = points);
        std::size_t right = 0;
        for (std::size_t i = 0; i < count; ++i) right += (score[i] > 0) == (sides[i] > 0);
        const auto r = at(value_and_grad(loss), X = points, side = sides);
        if (step % 10 == 0) std::printf("step %3d  loss %.6f  accuracy %zu%%\n", step, r.value, right * 100 / count);
        if (step == 100) break;

        const double rate = 1.0 - 0.9 * step / 100;
        const auto descend = [&](auto& parameter, const auto& derivative) {
            for (std::size_t i = 0; i < parameter.size(); ++i) parameter[i] -= rate * derivative[i];
        };
        descend(w1, r.grad[W1]), descend(c1, r.grad[b1]);
        descend(w2, r.grad[W2]), descend(c2, r.grad[b2]);
        descend(w3, r.grad[W3]), descend(c3, r.grad[b3]);
    }
    if (out.empty()) return;
    support::write_regions(out / "moons.png", "two moons, 2-16-16-1, max-margin loss", moons, [&](double x, double y) {
        return at(eval(network(point)), point = tapeless::tensor<double, 2>{x, y})[0] > 0 ? 1 : 0;
    });
    std::printf("wrote %s\n", (out / "moons.png").c_str());
}

void run(const support::program_options& options) {
    differentiate_expression(options.out);
    classify_moons(options.out, options.seed);
}

} // namespace

int main(int argc, char** argv) {
    return support::run_program(
        argc, argv, "The two systems of micrograd: an expression with its graph, and a classifier of two moons.", run);
}

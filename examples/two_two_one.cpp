// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Backpropagation by hand, and by the engine: a network 2-2-1 of sigmoid units, one sample, one update.
//
// Shows: every intermediate value is an expression that can be evaluated; the delta of a unit, the derivative of the
// error by what enters the unit, is its derivative by the unit's bias.

#include <tapeless/scalar.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

using tapeless::data, tapeless::var;

namespace {

constexpr auto x1 = data<"x1">;
constexpr auto x2 = data<"x2">;
constexpr auto target = data<"target">;
constexpr auto w11 = var<"w11">; // from input 1 into hidden unit 1
constexpr auto w12 = var<"w12">; // from input 2 into hidden unit 1
constexpr auto w21 = var<"w21">;
constexpr auto w22 = var<"w22">;
constexpr auto b1 = var<"b1">;
constexpr auto b2 = var<"b2">;
constexpr auto v1 = var<"v1">; // from hidden unit 1 into the output
constexpr auto v2 = var<"v2">;
constexpr auto b3 = var<"b3">;

// [network]
constexpr auto z1 = w11 * x1 + w12 * x2 + b1;
constexpr auto z2 = w21 * x1 + w22 * x2 + b2;
constexpr auto h1 = sigmoid(z1);
constexpr auto h2 = sigmoid(z2);
constexpr auto z3 = v1 * h1 + v2 * h2 + b3;
constexpr auto o = sigmoid(z3);
constexpr auto error = square(o - target);
// [/network]

constexpr double rate = 0.5;
double furthest = 0;

/// Prints a number of the engine, and remembers how far the same number by hand is from it.
void compare(const char* name, double engine, double hand) {
    furthest = std::max(furthest, std::abs(engine - hand));
    std::printf("  %-11s %18.15f\n", name, engine);
}

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

} // namespace

int main() {
    const auto at = [](const auto& f) {
        return f(x1 = 1, x2 = 2, target = 0.5, w11 = 0.1, w12 = 0.2, w21 = 0.1, w22 = 0.2, b1 = 0.3, b2 = 0.3, v1 = 0.4,
                 v2 = 0.5, b3 = 0.6);
    };
    const double z = 0.1 * 1 + 0.2 * 2 + 0.3, h = logistic(z), s = 0.4 * h + 0.5 * h + 0.6, out = logistic(s);

    std::puts("forward");
    compare("z1", at(eval(z1)), z);
    compare("h1", at(eval(h1)), h);
    compare("z2", at(eval(z2)), z);
    compare("h2", at(eval(h2)), h);
    compare("z3", at(eval(z3)), s);
    compare("o", at(eval(o)), out);
    const auto r = at(value_and_grad(error));
    compare("error", r.value, (out - 0.5) * (out - 0.5));

    std::puts("deltas");
    const double delta3 = 2 * (out - 0.5) * out * (1 - out);
    const double delta1 = delta3 * 0.4 * h * (1 - h), delta2 = delta3 * 0.5 * h * (1 - h);
    compare("output", r.grad[b3], delta3);
    compare("hidden 1", r.grad[b1], delta1);
    compare("hidden 2", r.grad[b2], delta2);

    std::puts("derivatives by the weights: the delta times what comes through the weight");
    compare("v1", r.grad[v1], delta3 * h);
    compare("v2", r.grad[v2], delta3 * h);
    compare("w11", r.grad[w11], delta1 * 1);
    compare("w12", r.grad[w12], delta1 * 2);
    compare("w21", r.grad[w21], delta2 * 1);
    compare("w22", r.grad[w22], delta2 * 2);

    std::printf("after the update with rate %g\n", rate);
    compare("v1", 0.4 - rate * r.grad[v1], 0.4 - 0.5 * delta3 * h);
    compare("v2", 0.5 - rate * r.grad[v2], 0.5 - 0.5 * delta3 * h);
    compare("b3", 0.6 - rate * r.grad[b3], 0.6 - 0.5 * delta3);
    compare("w11", 0.1 - rate * r.grad[w11], 0.1 - 0.5 * delta1);
    compare("w12", 0.2 - rate * r.grad[w12], 0.2 - 0.5 * delta1 * 2);
    compare("b1", 0.3 - rate * r.grad[b1], 0.3 - 0.5 * delta1);
    compare("w21", 0.1 - rate * r.grad[w21], 0.1 - 0.5 * delta2);
    compare("w22", 0.2 - rate * r.grad[w22], 0.2 - 0.5 * delta2 * 2);
    compare("b2", 0.3 - rate * r.grad[b2], 0.3 - 0.5 * delta2);

    std::printf("furthest from the arithmetic by hand: %.1e\n", furthest);
    return furthest <= 1e-12 ? 0 : 1;
}

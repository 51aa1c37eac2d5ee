// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// A layer and an operation of one's own, and the check of their gradients against finite differences.
//
// Shows: a layer that is composed of operations needs no derivative; an operation may bring a rule of its own, here
// that of softsign, x / (1 + |x|), right and then with the mistake of a forgotten square. gradient_check finds the
// mistake.

#include <tapeless.hpp>
#include <tapeless/testing/gradient_check.hpp>

#include <cstdio>

using namespace tapeless::literals;
using tapeless::tensor;

namespace {

// [rule]
template <bool Right>
struct softsign_operation {
    static constexpr bool elementwise = true;
    static constexpr auto name = Right ? "softsign" : "wrong softsign";

    template <class T>
    static constexpr T value(const T& x) {
        return x / (T(1) + tapeless::math::abs(x));
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        const T s = T(1) / (T(1) + tapeless::math::abs(x));
        return Right ? adjoint * s * s : adjoint * s;
    }
};
// [/rule]

constexpr auto composed = [](auto z) { return z / (1_c + abs(z)); };
constexpr auto right = [](auto z) { return tapeless::expr::apply<softsign_operation<true>>(z); };
constexpr auto wrong = [](auto z) { return tapeless::expr::apply<softsign_operation<false>>(z); };

/// Checks a dense layer with this activation by its weights and by its bias, at the end of a squared error.
template <class Activation>
bool check(const char* name, Activation activation) {
    const auto loss = [=](auto W, auto b, auto x, auto y) { return mean(square(activation(x * W + b) - y)); };
    const tensor<double, 3, 2> W{0.5, -1.2, 0.3, 0.8, -0.7, 0.4};
    const tensor<double, 2> b{0.1, -0.2};
    const tensor<double, 4, 3> x{1, 2, -1, 0.5, -0.5, 2, -2, 1, 0, 0.3, 0.7, -1.1};
    const tensor<double, 4, 2> y{0.5, -0.5, 0.2, 0.1, -0.3, 0.6, 0, 0.4};

    // [check]
    const auto found = tapeless::testing::gradient_check<0, 1>(loss, W, b, x, y);
    const bool passed = found.within(1e-10);
    // [/check]
    std::printf("%-20s %zu derivatives, largest relative error %.1Le: %s\n", name, found.checked, found.error,
                passed ? "right" : "WRONG");
    if (!passed)
        std::printf("    furthest off: argument %zu (%s), element %zu: %.6Lf, by finite differences %.6Lf\n",
                    found.argument, found.argument == 0 ? "W" : "b", found.element, found.computed, found.expected);
    return passed;
}

} // namespace

int main() {
    const bool as_expected =
        check("composed", composed) && check("own rule", right) && !check("own rule, mistaken", wrong);
    std::puts(as_expected ? "the mistake was found, and nothing else" : "not what was expected");
    return as_expected ? 0 : 1;
}

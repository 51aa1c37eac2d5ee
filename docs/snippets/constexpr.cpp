// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <array>
#include <cstdio>

using namespace tapeless::literals;

// [constexpr]
// Solves x exp(x) = 1 by Newton's method, while this file is compiled.
constexpr auto f = [](auto x) { return x * exp(x) - 1_c; };

constexpr double solve() {
    double x = 0.5;
    for (int i = 0; i < 6; ++i) {
        auto [value, slope] = tapeless::value_and_grad(f)(x);
        x -= value / slope;
    }
    return x;
}
constexpr double omega = solve();
static_assert(omega > 0.567143290409783 && omega < 0.567143290409785);

constexpr auto x = tapeless::var<"x">;
static_assert(grad(pow(x, 3_c))(x = 2.0)[x] == 12.0);
static_assert(tapeless::hessian([](auto t) { return sqrt(t); })(4.0) == -1.0 / 32);
// [/constexpr]

int main() { std::printf("%.15f\n", omega); }

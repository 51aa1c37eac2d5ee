// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// One unit, relu(w x + b): where its sum is positive it passes the gradient on, where it is negative it passes nothing.
//
// Shows: a function is a lambda with `auto` parameters; value_and_grad gives its value and a derivative for each
// argument; the compiler can compute both.

#include <tapeless/scalar.hpp>

#include <cstdio>

namespace {

constexpr auto unit = [](auto x, auto w, auto b) { return relu(w * x + b); };

static_assert(tapeless::grad<0>(unit)(2.0, 1.0, 0.0) == 1);
static_assert(tapeless::grad<0>(unit)(-2.0, 1.0, 0.0) == 0);

} // namespace

int main() {
    std::puts("relu(w x + b) with w = 1, b = 0");
    for (const double x : {2.0, -2.0}) {
        const auto [value, derivatives] = tapeless::value_and_grad(unit)(x, 1.0, 0.0);
        const auto [by_x, by_w, by_b] = derivatives;
        std::printf("x = %2g: value %g, derivative by x %g, by w %g, by b %g\n", x, value, by_x, by_w + 0.0,
                    by_b); // no -0
    }
}

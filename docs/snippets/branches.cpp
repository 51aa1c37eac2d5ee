// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>

using namespace tapeless::literals;

int main() {
    // [where]
    auto sinc = [](auto x) { return where(x == 0_c, 1_c, sin(x) / x); };
    auto at_zero = tapeless::value_and_grad(sinc)(0.0); // sin(x) / x is 0/0 here, and so is its derivative
    std::printf("%g %g\n", at_zero.value, at_zero.grad);

    auto root = tapeless::grad([](auto x) { return where(x > 0_c, sqrt(x), 0_c); });
    std::printf("%g %g %g\n", root(-1.0), root(0.0), root(4.0));
    // [/where]

    // [if_else]
    auto huber = [](auto r, auto d) { return if_else(abs(r) <= d, r * r / 2_c, d * (abs(r) - d / 2_c)); };
    auto slope = tapeless::grad<0>(huber);
    std::printf("%g %g %g\n", slope(0.5, 1.0), slope(3.0, 1.0), slope(-3.0, 1.0));
    // [/if_else]

    // [conditions]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    constexpr auto inside_unit = 0_c <= x && x <= 1_c && !(y < 0_c);
    auto r = value_and_grad(where(inside_unit, x * y, x - y))(x = 0.5, y = 4.0);
    std::printf("%g: %g %g\n", r.value, r.grad[x], r.grad[y]);
    // [/conditions]
}

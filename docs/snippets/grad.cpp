// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>

using namespace tapeless::literals;

int main() {
    // [function]
    auto f = [](auto x, auto y, auto k) { return k * exp(-x * x) * sin(y); };

    auto [value, d] = tapeless::value_and_grad(f)(0.5, 1.0, 2.0);
    auto [dx, dy, dk] = d;
    std::printf("%.6f: %.6f %.6f %.6f\n", value, dx, dy, dk);

    auto [by_x, by_y] = tapeless::grad<0, 1>(f)(0.5, 1.0, 2.0); // k is not differentiated
    std::printf("%.6f %.6f\n", by_x, by_y);

    auto slope = tapeless::grad([](auto x) { return x * x * x; });
    static_assert(slope(2.0) == 12.0); // of one argument: the bare derivative
    // [/function]

    // [symbols]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    constexpr auto k = tapeless::data<"k">; // never differentiated
    constexpr auto e = k * exp(-x * x) * sin(y);

    auto r = value_and_grad(e)(k = 2.0, x = 0.5, y = 1.0);
    std::printf("%.6f: %.6f %.6f\n", r.value, r.grad[x], r.grad[y]);

    auto only_y = grad(e, wrt(y))(k = 2.0, x = 0.5, y = 1.0);
    std::printf("%.6f\n", only_y[y]);

    auto speed = grad(e)[x] / e; // the derivative as an expression: it can go into others
    std::printf("%.6f\n", eval(speed)(k = 2.0, x = 0.5, y = 1.0));
    // [/symbols]
}

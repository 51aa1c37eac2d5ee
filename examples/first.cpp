// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless.hpp>

#include <cstdio>

int main() {
    auto f = [](auto x, auto y) { return sin(x * y) + x / y; };

    auto [value, d] = tapeless::value_and_grad(f)(1.0, 2.0);
    auto [dx, dy] = d;
    std::printf("f = %.6f  df/dx = %.6f  df/dy = %.6f\n", value, dx, dy);

    constexpr auto x = tapeless::var<"x">;
    static_assert(tapeless::grad(x * x * x)(x = 2.0)[x] == 12.0); // checked by the compiler
}

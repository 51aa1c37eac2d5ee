// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

#include <cstdio>

int main() {
    // [formula]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    constexpr auto e = sin(x * y) + x / y;

    std::puts(tapeless::to_string(e).c_str());
    std::puts(tapeless::to_string(grad(e)[x]).c_str());
    std::puts(tapeless::to_latex(e).c_str());
    // [/formula]

    // [lines]
    std::puts(tapeless::to_string(value_and_grad(e)).c_str()); // what is computed, step by step
    // [/lines]

    // [cost]
    using cost = tapeless::cost<decltype(value_and_grad(e))>;
    static_assert(cost::calls <= 2);
    std::printf("%zu flops, %zu calls, %zu bytes of stack\n", cost::flops, cost::calls, cost::stack_bytes);
    // [/cost]
}

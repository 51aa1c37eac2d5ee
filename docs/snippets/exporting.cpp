// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

#include <cstdio>

int main() {
    // [cpp]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    std::puts(tapeless::to_cpp(value_and_grad(x * exp(-y)), "decay").c_str());
    // [/cpp]

    // [dot]
    std::puts(tapeless::to_dot(x * y)(x = 2.0, y = 3.0).c_str());
    // [/dot]
}

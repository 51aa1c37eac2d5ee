// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>

using namespace tapeless::literals;

int main() {
    // [constants]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto k = tapeless::data<"k">;
    const double measured = 0.3;

    auto a = 0.5_c * x;              // a literal: part of the type, costs nothing, equal ones are shared
    auto b = k * x;                  // a symbol that is never differentiated: bound at the call
    auto c = measured * x;           // a runtime constant: the number travels in the expression
    auto d = let(measured * x, [](auto s) { return s * (1_c - s); }); // and is shared by let

    auto slope = grad(a + b + c + d)(x = 2.0, k = 4.0)[x];
    std::printf("%.2f\n", slope); // 0.5 + 4 + 0.3 + 0.3 (1 - 2 * 0.6)
    // [/constants]
    return slope > 4.73 && slope < 4.75 ? 0 : 1;
}

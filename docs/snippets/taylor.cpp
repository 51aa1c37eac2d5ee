// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>

using namespace tapeless::literals;

int main() {
    // [function]
    auto f = [](auto x) { return exp(sin(x)); };
    auto c = tapeless::taylor<5>(f)(0.0); // std::array<double, 6>
    for (double coefficient : c) std::printf("%g ", coefficient);
    std::printf("\n");

    auto g = [](auto x, auto rate) { return exp(rate * x); };
    std::printf("%g\n", tapeless::derivative<3, 0>(g)(0.0, 2.0)); // three times by x

    static_assert(tapeless::derivative<3>([](auto x) { return x * x * x * x; })(2.0) == 48.0);
    // [/function]

    // [symbols]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto k = tapeless::data<"k">;
    auto s = taylor<3>(log(1_c + k * x))(x = 0.0, k = 2.0);
    std::printf("%g %g %g %g\n", s[0], s[1], s[2], s[3]);
    // [/symbols]
}

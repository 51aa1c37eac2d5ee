// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <array>
#include <cstdio>

using namespace tapeless::literals;

int main() {
    // [function]
    auto f = [](auto x, auto y) { return x * x * y + exp(y); };
    auto [row_x, row_y] = tapeless::hessian(f)(3.0, 0.0);
    auto [xx, xy] = row_x;
    auto [yx, yy] = row_y;
    std::printf("%g %g\n%g %g\n", xx, xy, yx, yy);

    auto g = [](auto p) { return p[0_c] * p[1_c] * p[1_c]; };
    auto h = tapeless::hessian(g)(std::array{2.0, 3.0}); // a std::array of std::array
    std::printf("%g %g %g %g\n", h[0][0], h[0][1], h[1][0], h[1][1]);

    static_assert(tapeless::hessian([](auto t) { return t * t * t; })(2.0) == 12.0);
    // [/function]

    // [symbols]
    constexpr auto u = tapeless::var<"u">;
    constexpr auto v = tapeless::var<"v">;
    auto s = hessian(u * u * v)(u = 3.0, v = 5.0);
    std::printf("%g %g %g\n", s[u][u], s[u][v], s[v][v]);
    // [/symbols]
}

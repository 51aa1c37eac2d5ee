// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>

int main() {
    // [function]
    auto f = [](auto x, auto y) { return x * x * y + exp(y); };
    auto r = tapeless::hvp(f)(3.0, 0.0)(1.0, 2.0); // at (3, 0), in the direction (1, 2)
    auto [gx, gy] = r.grad;
    auto [hx, hy] = r.hvp;
    std::printf("value %g, gradient %g %g, product %g %g\n", r.value, gx, gy, hx, hy);
    // [/function]

    // [symbols]
    constexpr auto u = tapeless::var<"u">;
    constexpr auto v = tapeless::var<"v">;
    auto s = hvp(u * u * v)(u = 3.0, v = 5.0)(v = 1.0); // the column of v
    std::printf("%g %g\n", s.hvp[u], s.hvp[v]);
    // [/symbols]
}

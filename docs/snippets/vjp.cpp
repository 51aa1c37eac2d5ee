// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>
#include <tuple>

int main() {
    // [function]
    auto polar = [](auto r, auto angle) { return std::tuple(r * cos(angle), r * sin(angle)); };

    auto pulled = tapeless::vjp(polar)(2.0, 0.5)(std::tuple(3.0, 4.0)); // what a force (3, 4) does along r and angle
    auto [by_r, by_angle] = pulled.grad;
    std::printf("%.6f %.6f\n", by_r, by_angle);
    // [/function]

    // [symbols]
    constexpr auto u = tapeless::var<"u">;
    constexpr auto v = tapeless::var<"v">;
    auto r = vjp(std::tuple(u * v, u + v))(u = 2.0, v = 5.0)(std::tuple(1.0, 10.0));
    std::printf("%g %g\n", r.grad[u], r.grad[v]);
    // [/symbols]
}

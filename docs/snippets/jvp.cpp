// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>
#include <tuple>

int main() {
    // [function]
    auto polar = [](auto r, auto angle) { return std::tuple(r * cos(angle), r * sin(angle)); };

    auto moved = tapeless::jvp(polar)(2.0, 0.5)(1.0, 0.25); // at (2, 0.5), in the direction (1, 0.25)
    auto [x, y] = moved.value;
    auto [dx, dy] = moved.tangent;
    std::printf("at %.6f %.6f, moving %.6f %.6f\n", x, y, dx, dy);

    auto turned = tapeless::jvp<1>(polar)(2.0, 0.5)(1.0); // r stands still: one tangent, that of the angle
    std::printf("%.6f %.6f\n", std::get<0>(turned.tangent), std::get<1>(turned.tangent));
    // [/function]

    // [symbols]
    constexpr auto u = tapeless::var<"u">;
    constexpr auto v = tapeless::var<"v">;
    auto r = jvp(u * exp(v))(u = 2.0, v = 0.0)(v = 1.0); // u has no tangent: nothing is computed for it
    std::printf("%g %g\n", r.value, r.tangent);
    // [/symbols]
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>
#include <tuple>

int main() {
    // [function]
    // Where the hand of an arm with two links is, from the angles of its joints.
    auto hand = [](auto q1, auto q2, auto l1, auto l2) {
        return std::tuple(l1 * cos(q1) + l2 * cos(q1 + q2), l1 * sin(q1) + l2 * sin(q1 + q2));
    };
    auto [x, y] = tapeless::jacobian<0, 1>(hand)(0.3, 0.4, 1.0, 0.5); // by the angles
    auto [x_by_q1, x_by_q2] = x;
    auto [y_by_q1, y_by_q2] = y;
    std::printf("%9.6f %9.6f\n%9.6f %9.6f\n", x_by_q1, x_by_q2, y_by_q1, y_by_q2);
    // [/function]

    // [symbols]
    constexpr auto u = tapeless::var<"u">;
    constexpr auto v = tapeless::var<"v">;
    auto j = jacobian(std::tuple(u * v, u / v))(u = 1.0, v = 2.0);
    std::printf("%g %g %g %g\n", std::get<0>(j)[u], std::get<0>(j)[v], std::get<1>(j)[u], std::get<1>(j)[v]);
    // [/symbols]
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// A user's program: nothing but an installed tapeless.

#include <cmath>
#include <tapeless.hpp>
#include <tuple>

namespace {

bool near(double actual, double expected) {
    return std::abs(actual - expected) < 1e-12;
}

} // namespace

int main() {
    auto [value, d] = tapeless::value_and_grad([](auto x, auto y) { return sin(x * y) + x / y; })(1.0, 2.0);
    auto [dx, dy] = d;

    bool const value_is_right = near(value, std::sin(2.0) + 0.5);
    bool const gradient_is_right = near(dx, 2.0 * std::cos(2.0) + 0.5) && near(dy, std::cos(2.0) - 0.25);
    return value_is_right && gradient_is_right ? 0 : 1;
}

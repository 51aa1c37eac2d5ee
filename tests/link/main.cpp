// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The same expression, made in two translation units that know nothing of each other, has one type: its
// handle is the parameter of a function that is called here and defined in other.cpp, so a difference does
// not link.

#include "shared.hpp"

#include <cmath>
#include <tapeless.hpp>
#include <type_traits>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto e = sin(x * y) + x / y;

using expression = std::remove_const_t<decltype(e)>;

double derivative_elsewhere(expression, double, double);

int main() {
    double const here = tapeless::grad(e)(x = 1.0, y = 2.0)[x];
    double const there = derivative_elsewhere(e, 1.0, 2.0);
    bool const right = std::abs(here - (2.0 * std::cos(2.0) + 0.5)) < 1e-12;

    // What a header holds, and a handle with runtime constants that was made elsewhere.
    using shared::p;
    using shared::q;
    double const slope = tapeless::grad(shared::wave)(p = 0.75, q = 2.0)[p];
    bool const same_slope = slope == slope_of_wave_elsewhere(shared::wave, 0.75, 2.0);
    double const s = 2.5 * 0.75;
    double const curve = tapeless::eval(curve_from_elsewhere(2.5))(p = 0.75);
    bool const same_curve = std::abs(curve - std::exp(-s * s) * s) < 1e-15;

    return right && std::abs(here - there) < 1e-12 && same_slope && same_curve ? 0 : 1;
}

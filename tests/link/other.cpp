// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The other half of main.cpp: the same expression, after some that main.cpp has never seen.

#include "shared.hpp"

#include <tapeless.hpp>
#include <type_traits>

constexpr auto z = tapeless::var<"z">;
constexpr auto unrelated = exp(z) * sin(z);

constexpr auto y = tapeless::var<"y">;
constexpr auto x = tapeless::var<"x">;
constexpr auto e = sin(x * y) + x / y;

using expression = std::remove_const_t<decltype(e)>;

double derivative_elsewhere(expression, double, double);

double derivative_elsewhere(expression same, double at_x, double at_y) {
    double const nothing = tapeless::grad(unrelated)(z = 0.0)[z] - 1.0; // exp(0) sin(0) + exp(0) cos(0) = 1
    return tapeless::grad(same)(y = at_y, x = at_x)[x] + nothing;
}

double slope_of_wave_elsewhere(shared::wave_type same, double at_p, double at_q) {
    return tapeless::value_and_grad(same)(shared::q = at_q, shared::p = at_p).grad[shared::p];
}

shared::curve_type curve_from_elsewhere(double rate) {
    // Other lets first: the symbol of a let does not depend on what came before.
    auto const before = tapeless::let(2.0 * z, [](auto s) { return tapeless::let(3.0 * s, [s](auto t) { return s * t; }); });
    static_cast<void>(before);
    return shared::damped(shared::p, rate);
}

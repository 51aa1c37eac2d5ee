// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The other half of main.cpp: the same expression, after some that main.cpp has never seen.

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

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cmath>
#include <cstdio>
#include <tuple>

using namespace tapeless::literals;

int main() {
    // [function]
    auto cube = [](auto x) { return x * x * x; };
    static_assert(tapeless::grad(tapeless::grad(cube))(2.0) == 12.0);
    static_assert(tapeless::grad(tapeless::grad(tapeless::grad(cube)))(2.0) == 6.0);

    auto f = [](auto x, auto y) { return x * x * y + exp(y); };

    // Jacobian of the gradient: the Hessian.
    auto [row_x, row_y] = tapeless::jacobian(tapeless::grad(f))(3.0, 0.0);
    std::printf("%g %g %g %g\n", std::get<0>(row_x), std::get<1>(row_x), std::get<0>(row_y), std::get<1>(row_y));

    // Forward over reverse: the Hessian times a direction.
    auto gradient = [&](auto x, auto y) { return tapeless::vjp(f)(x, y)(1_c).grad; };
    auto [hx, hy] = tapeless::jvp(gradient)(3.0, 0.0)(1.0, 2.0).tangent;
    std::printf("%g %g\n", hx, hy);

    // A derivative inside of a function that is differentiated: d/dx [x d/dy (x + y)] is 1, not 2.
    auto outer = [](auto x) { return x * tapeless::grad([x](auto y) { return x + y; })(x); };
    static_assert(tapeless::grad(outer)(2.0) == 1.0);
    // [/function]

    // [symbols]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto t = tapeless::var<"t">;
    constexpr auto wave = sin(x - 3_c * t);
    auto residual = grad(grad(wave)[t])[t] - 9_c * grad(grad(wave)[x])[x]; // u_tt - c^2 u_xx of a solution
    std::printf("a solution: %s\n", std::abs(eval(residual)(x = 0.3, t = 0.7)) < 1e-12 ? "yes" : "no");
    // [/symbols]
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>
#include <tapeless/value/dual.hpp>
#include <tapeless/value/lanes_math.hpp>

#include <complex>
#include <cstdio>
#include <tuple>

using namespace tapeless::literals;

int main() {
    // [builtin]
    auto f = [](auto x, auto y) { return exp(-x * y) / (1_c + x * x); };
    auto in_float = tapeless::value_and_grad(f)(0.5f, 2.0f); // float: 32 bits all the way
    auto in_long = tapeless::value_and_grad(f)(0.5L, 2.0L);
    std::printf("%.7f %.18Lf\n", static_cast<double>(in_float.value), in_long.value);
    // [/builtin]

    // [complex]
    using namespace std::complex_literals;
    auto z = tapeless::grad([](auto u) { return u * u * exp(u); })(1.0 + 1i); // of an analytic function
    std::printf("%.6f%+.6fi\n", z.real(), z.imag());
    // [/complex]

    // [dual]
    using tapeless::dual;
    auto g = [](auto x) { return x * x * x; };
    auto d = tapeless::grad(g)(dual<double>(2.0, 1.0)); // a gradient, and its derivative along the tangent
    std::printf("%g %g\n", d.value, d.tangent[0]);
    // [/dual]

    // [lanes]
    using four = tapeless::lanes<double, 4>;
    const double points[]{0.0, 0.5, 1.0, 1.5};
    auto r = tapeless::value_and_grad([](auto x) { return sin(x); })(four::load(points));
    double slopes[4];
    r.grad.store(slopes);
    std::printf("%.4f %.4f %.4f %.4f\n", slopes[0], slopes[1], slopes[2], slopes[3]);
    // [/lanes]
}

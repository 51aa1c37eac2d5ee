// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless.hpp>

#include <tuple>

using namespace tapeless::literals;

int main() {
    using tapeless::tensor;
    constexpr tensor<double, 2, 3> A{1, 2, 3, 4, 5, 6};
    constexpr tensor<double, 3> x{1, 0, -1};

    // [jacobian]
    constexpr auto product = [](auto a, auto v) { return a * v; };
    constexpr auto by_both = tapeless::jacobian(product)(A, x);
    static_assert(std::get<0>(by_both)(1, 1, 2) == -1); // [2, 2, 3]: of result 1 by a(1, 2), which x[2] multiplies
    static_assert(std::get<1>(by_both) == A);           // [2, 3]
    static_assert(tapeless::jacobian<1>(product)(A, x) == A);

    constexpr auto W = tapeless::var<"W", 2, 3>;
    constexpr auto u = tapeless::var<"u", 3>;
    static_assert(jacobian(W * u)(W = A, u = x)[u] == A);
    // [/jacobian]

    // [products]
    constexpr auto moved = tapeless::jvp<1>(product)(A, x)(tensor<double, 3>{1, 1, 1}); // a tangent like x
    static_assert(moved.tangent == tensor<double, 2>{6, 15});                           // A dx

    constexpr auto pulled = tapeless::vjp<1>(product)(A, x)(tensor<double, 2>{1, 10}); // a cotangent like the result
    static_assert(pulled.grad == tensor<double, 3>{41, 52, 63});                       // A^T w
    static_assert(pulled.value == tensor<double, 2>{-2, -2});
    // [/products]

    // [hessian]
    constexpr auto form = [](auto q, auto v) { return dot(v, q * v); };
    constexpr tensor<double, 2, 2> Q{1, 2, 3, 4};
    constexpr tensor<double, 2> at{1, -1};
    static_assert(tapeless::hessian<1>(form)(Q, at) == tensor<double, 2, 2>{2, 5, 5, 8}); // Q + Q^T
    static_assert(tapeless::hvp<1>(form)(Q, at)(tensor<double, 2>{0, 1}).hvp == tensor<double, 2>{5, 8});

    constexpr auto all = tapeless::hessian(form)(Q, at);
    static_assert(std::get<0>(std::get<1>(all))(1, 0, 1) == 1); // [2, 2, 2]: by v[1] and q(0, 1), which v[0] v[1] meets
    // [/hessian]

    // [composition]
    static_assert(tapeless::jacobian<1>(tapeless::grad<1>(form))(Q, at) == tapeless::hessian<1>(form)(Q, at));

    constexpr auto slope = [](auto q, auto v) { // a gradient is an expression like any other
        auto gradient = tapeless::grad([q](auto t) { return dot(t, q * t); })(v);
        return dot(gradient, gradient);
    };
    static_assert(tapeless::value_and_grad<1>(slope)(Q, at).value == 18);
    // [/composition]
}

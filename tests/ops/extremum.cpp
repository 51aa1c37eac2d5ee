// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

TEST_CASE("max keeps the laws") {
    constexpr double at[][2]{{1, 2}, {2, 1}, {-1, -2}, {0, 1e-3}, {1e10, -1e10}, {0.1, 0.2}};
    CHECK(broken<ops::max>(at) == "");
}

TEMPLATE_TEST_CASE("max gives its adjoint to the larger operand", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return max(a, b); });
    const auto check = [&](T x, T y, T value, T dx, T dy) {
        const auto [v, d] = f(x, y);
        CAPTURE(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dy);
    };
    check(T(1), T(2), T(2), T(0), T(1));
    check(T(2), T(1), T(2), T(1), T(0));
    check(T(-3), T(-2), T(-2), T(0), T(1));
    check(tiny<T>, T(0), tiny<T>, T(1), T(0));
    check(infinity<T>, huge<T>, infinity<T>, T(1), T(0));
    check(-infinity<T>, -huge<T>, -huge<T>, T(0), T(1));
    // Ties share.
    check(T(2), T(2), T(2), T(0.5), T(0.5));
    check(T(0), T(-0.0), T(0), T(0.5), T(0.5));
    check(infinity<T>, infinity<T>, infinity<T>, T(0.5), T(0.5));
}

TEST_CASE("max of an expression with itself, with numbers, and of many") {
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    constexpr auto z = tapeless::var<"z">;
    CHECK(tapeless::grad(max(x, x))(x = 3.0)[x] == 1.0); // two halves
    CHECK(tapeless::grad(max(x, 1.0))(x = 3.0)[x] == 1.0);
    CHECK(tapeless::grad(max(4.0, x))(x = 3.0)[x] == 0.0);
    CHECK(tapeless::grad(max(x, 0_c))(x = 3.0)[x] == 1.0);
    CHECK(tapeless::grad(max(0_c, x))(x = 0.0)[x] == 0.5);
    const auto g = tapeless::value_and_grad(max(x, y, z, 2.0))(x = 1.0, y = 5.0, z = 3.0);
    CHECK(g.value == 5.0);
    CHECK(g.grad[x] == 0.0);
    CHECK(g.grad[y] == 1.0);
    CHECK(g.grad[z] == 0.0);
}

TEST_CASE("the operand that max does not choose receives zero, though its own derivative is infinite") {
    constexpr auto x = tapeless::var<"x">;
    CHECK(tapeless::grad(max(log(x), 0_c))(x = 0.5)[x] == 0.0);
    CHECK(tapeless::grad(max(x, 1_c) * max(1_c, x))(x = 2.0)[x] == 4.0);
}

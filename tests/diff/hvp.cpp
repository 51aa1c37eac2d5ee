// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::hessian;
using tapeless::hvp;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

} // namespace

TEMPLATE_TEST_CASE("hvp is the Hessian times the direction", "", float, double, long double) {
    using T = TestType;
    for (const auto& [a, b, c] : {std::array{T(0.5), T(1.5), T(-1)}, std::array{T(-0.25), T(0.75), T(2)}}) {
        const auto r = hvp(scalar_function)(a, b, c)(T(0.25), T(-2), T(1));
        const reals h = leaves(hessian(scalar_function)(a, b, c)), product = leaves(r.hvp);
        REQUIRE(product.size() == 3);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(close(static_cast<T>(product[i]), dot({h[3 * i], h[3 * i + 1], h[3 * i + 2]}, {0.25L, -2, 1}), 256));
        const auto [value, gradient] = tapeless::value_and_grad(scalar_function)(a, b, c);
        CHECK(close(r.value, value));
        CHECK(close_trees<T>(r.grad, gradient));
        STATIC_REQUIRE(std::is_same_v<decltype(r.hvp), std::tuple<T, T, T>>);
    }
}

TEMPLATE_TEST_CASE("hvp is linear in the direction", "", float, double, long double) {
    using T = TestType;
    const auto here = hvp(scalar_function)(T(0.5), T(1.5), T(-1));
    const reals a = leaves(here(T(1), T(0), T(2)).hvp), b = leaves(here(T(0), T(1), T(0)).hvp);
    const reals both = leaves(here(T(3), T(-0.5), T(6)).hvp);
    for (std::size_t i = 0; i < 3; ++i) CHECK(close(static_cast<T>(both[i]), 3 * a[i] - 0.5L * b[i], 256));
    CHECK(leaves(here(T(0), T(0), T(0)).hvp) == reals{0, 0, 0});
}

TEST_CASE("hvp of an expression of symbols") {
    constexpr auto e = x * x * y + k * sin(y * x);
    const auto h = hessian(e)(y = 2.0, k = 3.0, x = 1.0);
    const auto here = hvp(e)(y = 2.0, k = 3.0, x = 1.0);
    const auto along_x = here(x = 0.5);
    CHECK(close(along_x.hvp[x], 0.5 * h[x][x]));
    CHECK(close(along_x.hvp[y], 0.5 * h[x][y]));
    const auto along_both = here(y = 4.0, x = 0.5);
    CHECK(close(along_both.hvp[x], 0.5 * h[x][x] + 4 * h[x][y]));
    CHECK(close(along_both.hvp[y], 0.5 * h[x][y] + 4 * h[y][y]));
    const auto g = grad(e)(y = 2.0, k = 3.0, x = 1.0);
    CHECK(close(along_both.grad[x], g[x]));
    CHECK(close(along_both.grad[y], g[y]));
    const auto chosen = hvp(e, wrt(y))(y = 2.0, k = 3.0, x = 1.0)(y = 4.0);
    STATIC_REQUIRE(sizeof(chosen) == 3 * sizeof(double));
    CHECK(close(chosen.hvp[y], 4 * h[y][y]));
}

TEST_CASE("hvp of one argument and by argument numbers") {
    const auto r = hvp([](auto a) { return a * a * a; })(2.0)(0.5);
    STATIC_REQUIRE(std::is_same_v<decltype(r.hvp), double>);
    CHECK(r.value == 8.0);
    CHECK(r.grad == 12.0);
    CHECK(r.hvp == 6.0);
    const reals h = leaves(hessian(scalar_function)(0.5, 1.5, -1.0));
    const auto chosen = leaves(hvp<2, 0>(scalar_function)(0.5, 1.5, -1.0)(4.0, 0.25).hvp);
    CHECK(close_trees<double>(chosen, reals{4 * h[8] + 0.25L * h[6], 4 * h[2] + 0.25L * h[0]}));
}

TEST_CASE("hvp of structured arguments") {
    const auto f = [](auto v, auto pair) {
        const auto [a, b] = pair;
        return v[0_c] * v[0_c] * v[1_c] * a + b * b * b;
    };
    const auto r = hvp(f)(std::array{2.0, 3.0}, std::tuple(5.0, 7.0))(std::array{1.0, 0.0}, std::tuple(10.0, 1.0));
    STATIC_REQUIRE(std::is_same_v<decltype(r.hvp), std::tuple<std::array<double, 2>, std::tuple<double, double>>>);
    CHECK(leaves(r.hvp) == reals{150, 60, 12, 42});
}

TEST_CASE("hvp of what is linear or constant is zero") {
    CHECK(leaves(hvp([](auto a, auto b) { return a + 2_c * b; })(1.0, 2.0)(1.0, 1.0).hvp) == reals{0, 0});
    CHECK(hvp([](auto) { return 3_c; })(1.0)(1.0).hvp == 0.0);
}

TEST_CASE("hvp costs a small multiple of the gradient whatever the number of symbols") {
    constexpr auto e = sin(x * y * z) * exp(x + y + z);
    using symbols = plan::ids<id<decltype(x)>, id<decltype(y)>, id<decltype(z)>>;
    using root = plan::ids<id<decltype(e)>>;
    using tangents = tapeless::diff::tangents_of<symbols>::type;
    STATIC_REQUIRE(operations<plan::hessian_product<root, symbols, tangents>>() <=
                   4 * operations<plan::value_and_gradient<root, symbols>>());
}

TEST_CASE("hvp is a constant expression") {
    constexpr auto r = hvp([](auto a, auto b) { return a * a * b; })(2.0, 4.0)(1.0, 0.5);
    STATIC_REQUIRE(get<0>(r.hvp) == 10.0);
    STATIC_REQUIRE(get<1>(r.hvp) == 4.0);
    STATIC_REQUIRE(hvp(x * x * y)(x = 3.0, y = 5.0)(x = 1.0).hvp[y] == 6.0);
}

TEST_CASE("runtime constants and lets in hvp") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a, auto b) {
            return let(factor * a, [&](auto s) { return s * s * s * b + 2.5 * b * b; });
        };
        const auto r = leaves(hvp(f)(1.25, -2.0)(0.5, 1.0).hvp);
        const double f3 = factor * factor * factor;
        CHECK(close_trees<double>(
            r, reals{6 * f3 * 1.25 * -2.0 * 0.5 + 3 * f3 * 1.25 * 1.25, 3 * f3 * 1.25 * 1.25 * 0.5 + 5}));
    }
}

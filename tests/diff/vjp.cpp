// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::vjp;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto k = tapeless::data<"k">;

} // namespace

TEMPLATE_TEST_CASE("vjp of several outputs is the gradient of their weighted sum", "", float, double, long double) {
    const TestType px = TestType(0.75), py = TestType(-1.25);
    const auto weighted = [](auto a, auto b) {
        const auto [p, q, r, s] = tall(a, b);
        return 0.5 * p - 2.0 * q + r + 4.0 * s;
    };
    const auto r = vjp(tall)(px, py)(std::tuple(TestType(0.5), TestType(-2), TestType(1), TestType(4)));
    CHECK(close_trees<TestType>(r.grad, grad(weighted)(px, py), 256));
    const std::array<real, 2> at{px, py};
    const reals x_slopes = differences(tall, at, 0), y_slopes = differences(tall, at, 1);
    const reals weights{0.5L, -2, 1, 4};
    if constexpr (sizeof(TestType) > sizeof(float)) {
        CHECK(std::fabs(static_cast<real>(get<0>(r.grad)) - dot(weights, x_slopes)) < difference_tolerance);
        CHECK(std::fabs(static_cast<real>(get<1>(r.grad)) - dot(weights, y_slopes)) < difference_tolerance);
    }
}

TEMPLATE_TEST_CASE("vjp with the weight one is the gradient", "", float, double, long double) {
    const auto r = vjp(scalar_function)(TestType(0.5), TestType(1.5), TestType(-1))(TestType(1));
    const auto g = tapeless::value_and_grad(scalar_function)(TestType(0.5), TestType(1.5), TestType(-1));
    CHECK(r.value == g.value);
    CHECK(close_trees<TestType>(r.grad, g.grad));
    STATIC_REQUIRE(std::is_same_v<decltype(r.grad), decltype(g.grad)>);
}

TEST_CASE("vjp is linear in the cotangent") {
    const auto here = vjp(tall)(0.5, 1.5);
    const reals a = leaves(here(std::tuple(1.0, 0.0, 2.0, 0.0)).grad),
                b = leaves(here(std::tuple(0.0, -1.0, 0.0, 0.5)).grad);
    const reals both = leaves(here(std::tuple(3.0, -0.5, 6.0, 0.25)).grad);
    for (std::size_t i = 0; i < both.size(); ++i) CHECK(close(static_cast<double>(both[i]), 3 * a[i] + 0.5L * b[i]));
    CHECK(leaves(here(std::tuple(0.0, 0.0, 0.0, 0.0)).grad) == reals{0, 0});
}

TEST_CASE("the chain rule for vjp") {
    const auto outer = [](auto a, auto b) { return std::tuple(a * b, sin(a) - b / a); };
    const auto inner = [](auto a, auto b) { return std::tuple(exp(a) * b, a - b * b); };
    const auto composed = [=](auto a, auto b) { return std::apply(outer, inner(a, b)); };
    const auto weights = std::tuple(2.0, -0.5);
    const auto pulled = std::apply(vjp(outer), vjp(inner)(0.5, -1.5)(std::tuple(0.0, 0.0)).value)(weights);
    CHECK(close_trees<double>(vjp(composed)(0.5, -1.5)(weights).grad, vjp(inner)(0.5, -1.5)(pulled.grad).grad));
}

TEST_CASE("vjp of expressions of symbols") {
    const auto r = vjp(std::tuple(x * y, x + y * k))(y = 2.0, x = 1.0, k = 5.0)(std::tuple(2.0, 3.0));
    CHECK(get<0>(r.value) == 2.0);
    CHECK(r.grad[x] == 7.0);
    CHECK(r.grad[y] == 17.0);
    const auto chosen = vjp(std::tuple(x * y, x + y * k), wrt(y))(y = 2.0, x = 1.0, k = 5.0)(std::tuple(2.0, 3.0));
    STATIC_REQUIRE(sizeof(chosen.grad) == sizeof(double));
    CHECK(chosen.grad[y] == 17.0);
    CHECK(vjp(x * x)(x = 3.0)(0.5).grad[x] == 3.0);
    CHECK(vjp(tapeless::array(x * x, x))(x = 3.0)(std::array{0.5, 1.0}).grad[x] == 4.0);
    // A symbol that only one of the outputs holds.
    CHECK(vjp(std::tuple(x, y))(x = 1.0, y = 2.0)(std::tuple(3.0, 4.0)).grad[y] == 4.0);
    CHECK(vjp(std::tuple(x, y), wrt(y))(x = 1.0, y = 2.0)(std::tuple(3.0, 4.0)).grad[y] == 4.0);
}

TEST_CASE("argument numbers and structures of vjp") {
    const auto r = vjp<2>(scalar_function)(0.5, 1.5, -1.0)(2.0);
    STATIC_REQUIRE(std::is_same_v<decltype(r.grad), double>);
    CHECK(close(r.grad, 2 * get<2>(grad(scalar_function)(0.5, 1.5, -1.0))));
    const auto f = [](auto v, auto pair) {
        const auto [a, b] = pair;
        return tapeless::array(v[0_c] * a, v[1_c] * v[0_c] + b);
    };
    const auto s = vjp(f)(std::array{2.0, 3.0}, std::tuple(5.0, 7.0))(std::array{1.0, 10.0});
    STATIC_REQUIRE(std::is_same_v<decltype(s.grad), std::tuple<std::array<double, 2>, std::tuple<double, double>>>);
    CHECK(get<0>(s.grad) == std::array{35.0, 20.0});
    CHECK(get<1>(s.grad) == std::tuple(2.0, 10.0));
}

TEST_CASE("constants as results and unused arguments pull nothing back") {
    const auto r =
        vjp([](auto a, auto) { return std::tuple(3_c, a, 2.5, a); })(1.0, 2.0)(std::tuple(7.0, 2.0, 5.0, 1.0));
    CHECK(leaves(r.grad) == reals{3, 0});
    CHECK(leaves(r.value) == reals{3, 1, 2.5L, 1});
    CHECK(vjp([](auto) { return 3_c; })(1.0)(2.0).grad == 0.0);
}

TEST_CASE("the same output twice counts twice") {
    const auto r = vjp([](auto a) { return std::tuple(a * a, a * a); })(3.0)(std::tuple(1.0, 10.0));
    CHECK(r.grad == 66.0);
}

TEST_CASE("vjp is a constant expression") {
    constexpr auto r = vjp([](auto a, auto b) { return std::tuple(a * b, a / b); })(6.0, 2.0)(std::tuple(1.0, 4.0));
    STATIC_REQUIRE(get<0>(r.grad) == 4.0);
    STATIC_REQUIRE(get<1>(r.grad) == 0.0);
    STATIC_REQUIRE(vjp(x * x * x)(x = 2.0)(0.5).grad[x] == 6.0);
}

TEST_CASE("runtime constants and lets in vjp") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a, auto b) {
            const auto s = let(factor * a, [&](auto t) { return t * t * b; });
            return std::tuple(s, s + factor, 1.5 * b);
        };
        const auto r = vjp(f)(1.25, -2.0)(std::tuple(1.0, 3.0, 10.0));
        CHECK(close(get<0>(r.grad), 4 * 2 * factor * factor * 1.25 * -2.0));
        CHECK(close(get<1>(r.grad), 4 * factor * factor * 1.25 * 1.25 + 15));
        CHECK(close(get<1>(r.value), factor * factor * 1.25 * 1.25 * -2.0 + factor));
    }
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::jvp;
using tapeless::vjp;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

template <class T>
constexpr std::array<std::array<T, 2>, 4> points{
    {{T(0.5), T(1.25)}, {T(-0.75), T(0.5)}, {T(1.5), T(0.25)}, {T(0), T(1)}}};

} // namespace

TEMPLATE_TEST_CASE("jvp is dual to vjp", "", float, double, long double) {
    for (const auto& [px, py] : points<TestType>) {
        const auto forward = jvp(tall)(px, py)(TestType(0.5), TestType(-2));
        const auto weights = std::tuple(TestType(1), TestType(-0.5), TestType(3), TestType(0.25));
        const auto reverse = vjp(tall)(px, py)(weights);
        STATIC_REQUIRE(std::is_same_v<decltype(get<0>(forward.tangent)), const TestType&>);
        CHECK(leaves(forward.value) == leaves(reverse.value));
        const real moved = dot(leaves(forward.tangent), leaves(weights));
        const real pulled = dot(leaves(reverse.grad), {0.5L, -2});
        CHECK(close(static_cast<TestType>(moved), pulled, 256));
    }
}

TEMPLATE_TEST_CASE("jvp is the derivative of the function in a direction", "", float, double, long double) {
    for (const auto& [px, py] : points<TestType>) {
        const auto r = jvp(tall)(px, py)(TestType(0.5), TestType(-2));
        const real ex = px, ey = py;
        const real s = std::sin(ex * ey), c = std::cos(ex - ey);
        const real ds = std::cos(ex * ey) * (0.5L * ey - 2 * ex), dc = -std::sin(ex - ey) * 2.5L;
        CHECK(close_trees<TestType>(r.value, std::tuple(s * c, s / c, std::exp(s) * ex, ey * ey * c), 16));
        CHECK(close_trees<TestType>(r.tangent,
                                    std::tuple(ds * c + s * dc, ds / c - s * dc / (c * c),
                                               std::exp(s) * (ds * ex + 0.5L), -4 * ey * c + ey * ey * dc),
                                    256));
    }
}

TEMPLATE_TEST_CASE("jvp is linear in the direction", "", float, double, long double) {
    for (const auto& [px, py] : points<TestType>) {
        const reals a = leaves(jvp(tall)(px, py)(TestType(1), TestType(0)).tangent);
        const reals b = leaves(jvp(tall)(px, py)(TestType(0), TestType(1)).tangent);
        const reals both = leaves(jvp(tall)(px, py)(TestType(3), TestType(-0.5)).tangent);
        const reals none = leaves(jvp(tall)(px, py)(TestType(0), TestType(0)).tangent);
        for (std::size_t i = 0; i < both.size(); ++i) {
            CHECK(close(static_cast<TestType>(both[i]), 3 * a[i] - 0.5L * b[i], 256));
            CHECK(none[i] == 0);
        }
    }
}

TEST_CASE("forward mode along an axis is that element of the gradient") {
    const auto [gx, gy, gz] = grad(scalar_function)(0.5, 1.5, -1.0);
    CHECK(close(jvp(scalar_function)(0.5, 1.5, -1.0)(1.0, 0.0, 0.0).tangent, gx));
    CHECK(close(jvp(scalar_function)(0.5, 1.5, -1.0)(0.0, 1.0, 0.0).tangent, gy));
    CHECK(close(jvp(scalar_function)(0.5, 1.5, -1.0)(0.0, 0.0, 1.0).tangent, gz));
}

TEST_CASE("the chain rule for jvp") {
    const auto outer = [](auto a, auto b) { return std::tuple(a * b, sin(a) - b / a); };
    const auto inner = [](auto a, auto b) { return std::tuple(exp(a) * b, a - b * b); };
    const auto composed = [=](auto a, auto b) { return std::apply(outer, inner(a, b)); };
    const auto first = jvp(inner)(0.5, -1.5)(0.25, 2.0);
    const auto second = std::apply(jvp(outer), first.value);
    const auto expected = std::apply(second, first.tangent);
    const auto r = jvp(composed)(0.5, -1.5)(0.25, 2.0);
    CHECK(close_trees<double>(r.value, expected.value, 4));
    CHECK(close_trees<double>(r.tangent, expected.tangent));
}

TEST_CASE("jvp of expressions of symbols") {
    constexpr auto e = x * x * y + sin(y * x) * k;
    const double slope_x = 4.0 + 3 * 2 * std::cos(2.0), slope_y = 1.0 + 3 * std::cos(2.0);
    const auto here = jvp(e)(y = 2.0, k = 3.0, x = 1.0);
    CHECK(close(here(x = 1.0).tangent, slope_x));
    CHECK(close(here(y = 1.0).tangent, slope_y));
    CHECK(close(here(y = 0.25, x = 0.5).tangent, 0.5 * slope_x + 0.25 * slope_y));
    CHECK(close(here(x = 1.0).value, 2 + 3 * std::sin(2.0)));
    const auto several = jvp(std::tuple(x * y, x / y))(x = 1.0, y = 2.0)(x = 1.0);
    CHECK(get<0>(several.tangent) == 2.0);
    CHECK(get<1>(several.tangent) == 0.5);
    const auto row = jvp(tapeless::array(x * y, x / y))(x = 1.0, y = 2.0)(y = 4.0);
    STATIC_REQUIRE(std::is_same_v<decltype(row.tangent), std::array<double, 2>>);
    CHECK(row.tangent == std::array{4.0, -1.0});
}

TEST_CASE("a symbol that does not move costs nothing") {
    constexpr auto e = sin(x) * exp(y);
    using roots = plan::ids<id<decltype(e)>>;
    using symbols = plan::ids<id<decltype(x)>, id<decltype(y)>>;
    using tangent = tapeless::diff::tangents_of<symbols, plan::ids<id<decltype(x)>>>::type;
    using both = tapeless::diff::tangents_of<symbols>::type;
    using nothing = tapeless::diff::tangents_of<symbols, plan::ids<>>::type;
    constexpr std::size_t value = operations<plan::values<roots>>();
    STATIC_REQUIRE(operations<plan::pushforward<roots, symbols, nothing>>() == value);
    STATIC_REQUIRE(operations<plan::pushforward<roots, symbols, tangent>>() <= value + 3); // cos, and two products
    STATIC_REQUIRE(operations<plan::pushforward<roots, symbols, tangent>>() <
                   operations<plan::pushforward<roots, symbols, both>>());
}

TEST_CASE("argument numbers of jvp") {
    const auto whole = jvp(scalar_function)(0.5, 1.5, -1.0)(0.25, 0.0, 4.0);
    const auto chosen = jvp<0, 2>(scalar_function)(0.5, 1.5, -1.0)(0.25, 4.0);
    CHECK(close(chosen.tangent, whole.tangent));
    CHECK(chosen.value == whole.value);
    const auto swapped = jvp<2, 0>(scalar_function)(0.5, 1.5, -1.0)(4.0, 0.25);
    CHECK(close(swapped.tangent, whole.tangent));
}

TEST_CASE("structured arguments move by tangents of their structure") {
    const auto f = [](auto v, auto pair) {
        const auto [a, b] = pair;
        return tapeless::array(v[0_c] * a, v[1_c] * v[0_c] + b);
    };
    const auto r = jvp(f)(std::array{2.0, 3.0}, std::tuple(5.0, 7.0))(std::array{0.5, 0.0}, std::tuple(1.0, 0.25));
    STATIC_REQUIRE(std::is_same_v<decltype(r.value), std::array<double, 2>>);
    CHECK(r.value == std::array{10.0, 13.0});
    CHECK(r.tangent == std::array{4.5, 1.75});
    const auto only = jvp<1>(f)(std::array{2.0, 3.0}, std::tuple(5.0, 7.0))(std::tuple(1.0, 0.25));
    CHECK(only.tangent == std::array{2.0, 0.25});
}

TEST_CASE("constants as results and unused arguments do not move") {
    const auto r = jvp([](auto a, auto) { return std::tuple(3_c, a, 2.5, a - a); })(1.0, 2.0)(1.0, 1.0);
    CHECK(leaves(r.value) == reals{3, 1, 2.5L, 0});
    CHECK(leaves(r.tangent) == reals{0, 1, 0, 0});
    const auto one = jvp([](auto) { return 3_c; })(1.0)(1.0);
    CHECK(one.value == 3.0);
    CHECK(one.tangent == 0.0);
}

TEST_CASE("the type of a jvp is that of the point and the direction together") {
    const auto square = [](auto a) { return a * a; };
    STATIC_REQUIRE(std::is_same_v<decltype(jvp(square)(1.0f)(1.0f).tangent), float>);
    STATIC_REQUIRE(std::is_same_v<decltype(jvp(square)(1.0f)(1.0).tangent), double>);
    STATIC_REQUIRE(std::is_same_v<decltype(jvp(square)(1)(1).tangent), double>);
    STATIC_REQUIRE(std::is_same_v<decltype(jvp(square)(1.0)(1.0L).tangent), long double>);
}

TEST_CASE("jvp is a constant expression") {
    constexpr auto r = jvp([](auto a, auto b) { return std::tuple(a * b, a / b); })(6.0, 2.0)(1.0, 0.5);
    STATIC_REQUIRE(get<0>(r.value) == 12.0);
    STATIC_REQUIRE(get<0>(r.tangent) == 5.0);
    STATIC_REQUIRE(get<1>(r.tangent) == -0.25);
    STATIC_REQUIRE(jvp(x * x * x)(x = 2.0)(x = 1.0).tangent == 12.0);
}

TEST_CASE("runtime constants and lets move as their operands do") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a, auto b) {
            return let(factor * a,
                       [&](auto s) { return s * s * b + let(s + 1.5, [&](auto t) { return t * t * factor; }); });
        };
        const auto r = jvp(f)(1.25, -2.0)(0.5, 1.0);
        const double s = factor * 1.25, ds = factor * 0.5, t = s + 1.5;
        CHECK(close(r.value, s * s * -2.0 + t * t * factor));
        CHECK(close(r.tangent, 2 * s * ds * -2.0 + s * s + 2 * t * ds * factor));
    }
}

TEST_CASE("jvp of symbols by data is by nothing") {
    const auto r = jvp(x * k)(x = 2.0, k = 3.0)();
    CHECK(r.value == 6.0);
    CHECK(r.tangent == 0.0);
    static_cast<void>(z);
}

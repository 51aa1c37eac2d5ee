// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;

namespace {

constexpr auto x = tapeless::var<"x">;

/// A helper that a user writes once and calls with different numbers. One type, several values.
constexpr auto bump(auto e, double centre) {
    const auto distance = e - centre;
    return exp(-distance * distance);
}
double bump_value(double at, double centre) {
    return std::exp(-(at - centre) * (at - centre));
}

} // namespace

TEST_CASE("equal shapes with different constants do not merge") {
    const auto a = bump(x, 0.25), b = bump(x, -1.5);
    STATIC_REQUIRE(std::is_same_v<decltype(a), decltype(b)>);
    const auto r = tapeless::value_and_grad(a + b)(x = 0.5);
    CHECK(r.value == Approx(bump_value(0.5, 0.25) + bump_value(0.5, -1.5)).epsilon(1e-15));
    CHECK(r.grad[x] == Approx(-2 * 0.25 * bump_value(0.5, 0.25) - 2 * 2.0 * bump_value(0.5, -1.5)).epsilon(1e-15));
    CHECK(tapeless::eval(a - b)(x = 0.5) == Approx(bump_value(0.5, 0.25) - bump_value(0.5, -1.5)).epsilon(1e-14));
}

TEST_CASE("the product of two equal shapes with different constants is no square") {
    const auto a = 2.0 * x, b = 3.0 * x;
    STATIC_REQUIRE(std::is_same_v<decltype(a), decltype(b)>);
    CHECK(tapeless::eval(a * b)(x = 5.0) == 150.0);
    CHECK(tapeless::grad(a * b)(x = 5.0)[x] == 60.0);
    CHECK(tapeless::eval(max(a, b))(x = 5.0) == 15.0);
    CHECK(tapeless::grad(max(a, b))(x = 5.0)[x] == 3.0);
    CHECK(tapeless::eval(a / b)(x = 5.0) == Approx(10.0 / 15.0));
}

TEST_CASE("constants stand in the order in which they are read") {
    const auto e = 1.0 - (2.0 * x + 3.0) / (4.0 - x * 5.0);
    STATIC_REQUIRE(sizeof(e) == 5 * sizeof(double));
    for (int i = 0; i < 5; ++i) CHECK(e.constants[i] == i + 1);
    CHECK(tapeless::eval(e)(x = 2.0) == 1.0 - (2.0 * 2.0 + 3.0) / (4.0 - 2.0 * 5.0));
    CHECK(tapeless::eval(pow(2.0, x) - pow(x, 2.0))(x = 3.0) == 8.0 - 9.0);
    CHECK(tapeless::eval(max(1.0, x, 2.0))(x = 1.5) == 2.0);
}

TEST_CASE("numbers of every arithmetic type are constants") {
    CHECK(tapeless::eval(2 * x)(x = 1.5) == 3.0);
    CHECK(tapeless::eval(2u * x)(x = 1.5) == 3.0);
    CHECK(tapeless::eval(0.5f * x)(x = 3.0) == 1.5);
    CHECK(tapeless::eval(true + x)(x = 3.0) == 4.0);
    CHECK(tapeless::eval(x / 'a')(x = 97.0) == 1.0);
    CHECK(tapeless::eval(123456789012L * x)(x = 1.0) == 123456789012.0);
    STATIC_REQUIRE(std::is_same_v<decltype(2 * x), decltype(0.5f * x)>);
}

TEST_CASE("a constant changes no type and may change between calls") {
    const auto line = [](double slope, double offset) { return slope * x + offset; };
    for (double slope : {-2.0, 0.0, 3.5})
        for (double offset : {-1.0, 4.0}) {
            const auto r = tapeless::value_and_grad(line(slope, offset))(x = 2.0);
            CHECK(r.value == slope * 2 + offset);
            CHECK(r.grad[x] == slope);
        }
}

TEST_CASE("a subexpression without constants is still shared beside one that has some") {
    const auto shared = sin(x);
    const auto e = (2.0 * shared) * (3.0 * shared);
    using tapeless::expr::id_of;
    // x, sin(x), two constants, two products, their product.
    STATIC_REQUIRE(tapeless::plan::size_of<id_of<std::remove_const_t<decltype(e)>>>.nodes == 7);
    CHECK(tapeless::eval(e)(x = 1.0) == Approx(6 * std::sin(1.0) * std::sin(1.0)).epsilon(1e-15));
}

TEST_CASE("64 constants fit") {
    const auto twice = [](auto e) { return e + e; };
    const auto e = twice(twice(twice(twice(twice(twice(2.5 * x))))));
    STATIC_REQUIRE(sizeof(e) == 64 * sizeof(double));
    CHECK(tapeless::eval(e)(x = 1.0) == 160.0);
    CHECK(tapeless::grad(e)(x = 1.0)[x] == 160.0);
}

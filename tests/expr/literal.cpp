// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <limits>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;

namespace {

template <class A, class B>
constexpr bool same(A, B) {
    return std::is_same_v<A, B>;
}

constexpr auto x = tapeless::var<"x">;

/// What a literal is worth in T, through the engine: the binding chooses T.
template <class T, class Literal>
T worth(Literal literal) {
    return tapeless::value_and_grad(literal)(x = T(1)).value;
}

} // namespace

// `number` is read by us as a _c literal, and by the compiler as a double, a float and a long double.
#define CHECK_LITERAL(number)                                                                                   \
    CHECK(worth<double>(number##_c) == number);                                                                 \
    CHECK(worth<float>(number##_c) == number##f)

TEST_CASE("equal numbers are one literal however they are written") {
    STATIC_REQUIRE(same(0.5_c, 5e-1_c));
    STATIC_REQUIRE(same(0.5_c, .50_c));
    STATIC_REQUIRE(same(2_c, 2.0_c));
    STATIC_REQUIRE(same(1000_c, 1e3_c));
    STATIC_REQUIRE(same(1000000_c, 1'000'000_c));
    STATIC_REQUIRE(same(0_c, 0.0_c));
    STATIC_REQUIRE(same(-(2_c), -2.0_c));
    STATIC_REQUIRE(same(-(-(2_c)), 2_c));
    STATIC_REQUIRE_FALSE(same(2_c, 20_c));
    STATIC_REQUIRE_FALSE(same(2_c, -(2_c)));
    STATIC_REQUIRE_FALSE(same(0.1_c, 0.10000000000000001_c)); // different decimals, equal as doubles
    STATIC_REQUIRE(same(0.5_c * x, 5e-1_c * x));
}

TEST_CASE("a literal is an empty object") {
    STATIC_REQUIRE(std::is_empty_v<decltype(0.5_c)>);
    STATIC_REQUIRE(std::is_empty_v<decltype(0.5_c * x + 2_c)>);
}

TEST_CASE("a literal is the number that the compiler reads") {
    CHECK_LITERAL(0.1);
    CHECK_LITERAL(0.2);
    CHECK_LITERAL(0.3);
    CHECK_LITERAL(1e-3);
    CHECK_LITERAL(0.3989422804014327);
    CHECK_LITERAL(123456789.125);
    CHECK_LITERAL(3.141592653589793);
    CHECK_LITERAL(2.718281828459045);
    CHECK_LITERAL(0.6931471805599453);
    CHECK_LITERAL(1.4142135623730951);
    CHECK_LITERAL(6.02214076e23);
    CHECK_LITERAL(1.602176634e-19);
    CHECK_LITERAL(9007199254740993.0);
    CHECK_LITERAL(0.000123456789);
    CHECK_LITERAL(1e22);
    CHECK_LITERAL(1e23);
    CHECK_LITERAL(1e-22);
    CHECK_LITERAL(99999.99999);
    CHECK_LITERAL(16777217.0);
    CHECK(worth<double>(1e100_c) == 1e100);
    CHECK(worth<double>(5e-324_c) == 5e-324);
    CHECK(worth<double>(2.2250738585072014e-308_c) == 2.2250738585072014e-308);
    CHECK(worth<long double>(0.1_c) == 0.1L);
    CHECK(worth<long double>(3.14159265358979324_c) == 3.14159265358979324L);
    CHECK(worth<double>(-(0.1_c)) == -0.1);
}

TEST_CASE("a literal takes the type of the evaluation, and is not rounded through another") {
    CHECK(worth<float>(0.1_c) == 0.1f);
    CHECK(worth<long double>(0.1_c) != 0.1); // a runtime constant would be the double
}

TEST_CASE("arithmetic with the neutral literal leaves no node") {
    using handle = tapeless::expression<tapeless::expr::id_of<std::remove_const_t<decltype(x)>>, 0>;
    STATIC_REQUIRE(std::is_same_v<decltype(x * 1_c), handle>);
    STATIC_REQUIRE(std::is_same_v<decltype(1_c * x), handle>);
    STATIC_REQUIRE(std::is_same_v<decltype(x / 1_c), handle>);
    STATIC_REQUIRE(std::is_same_v<decltype(x - 0_c), handle>);
    STATIC_REQUIRE(std::is_same_v<decltype(+x), handle>);
    // x + 0 is not x where x is -0, and 0 * x is not 0 where x is infinite: these stay.
    STATIC_REQUIRE_FALSE(std::is_same_v<decltype(x + 0_c), handle>);
    STATIC_REQUIRE_FALSE(same(x * 0_c, 0_c));
    CHECK_FALSE(std::signbit(tapeless::eval(x + 0_c)(x = -0.0)));
    CHECK(std::signbit(tapeless::eval(x - 0_c)(x = -0.0)));
    CHECK(std::isnan(tapeless::eval(x * 0_c)(x = std::numeric_limits<double>::infinity())));
}

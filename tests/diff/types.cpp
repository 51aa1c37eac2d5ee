// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <tapeless/scalar.hpp>
#include <tuple>
#include <type_traits>

using namespace tapeless::literals;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto product = [](auto a, auto b) { return a * b; };

template <class Expected, class... Arguments>
constexpr bool computes_in(Arguments... arguments) {
    const auto r = tapeless::value_and_grad(product)(arguments...);
    return std::is_same_v<decltype(r.value), Expected> &&
           std::is_same_v<decltype(r.grad), std::tuple<Expected, Expected>>;
}

} // namespace

TEST_CASE("the type of the arguments is the type of the result") {
    STATIC_REQUIRE(computes_in<double>(1.0, 2.0));
    STATIC_REQUIRE(computes_in<float>(1.0f, 2.0f));
    STATIC_REQUIRE(computes_in<long double>(1.0L, 2.0L));
    STATIC_REQUIRE(computes_in<double>(1, 2));         // whole numbers count as double
    STATIC_REQUIRE(computes_in<double>(1, 2.0f));
    STATIC_REQUIRE(computes_in<double>(1.0f, 2.0));
    STATIC_REQUIRE(computes_in<long double>(1.0f, 2.0L));
    STATIC_REQUIRE(computes_in<long double>(1, 2.0L));
    STATIC_REQUIRE(computes_in<double>('a', true));
}

TEST_CASE("bindings decide likewise") {
    STATIC_REQUIRE(std::is_same_v<decltype(tapeless::eval(x * y)(x = 1.0f, y = 2.0f)), float>);
    STATIC_REQUIRE(std::is_same_v<decltype(tapeless::eval(x * y)(x = 1, y = 2)), double>);
    STATIC_REQUIRE(std::is_same_v<decltype(tapeless::eval(x * y)(x = 1.0f, y = 2.0)), double>);
    STATIC_REQUIRE(std::is_same_v<decltype(tapeless::grad(x * y)(x = 1.0f, y = 2.0f)[x]), float>);
    CHECK(tapeless::grad(x * y)(x = 7, y = 2)[y] == 7.0);
    CHECK(tapeless::eval(x / y)(x = 7, y = 2) == 3.5); // not a whole division
}

TEST_CASE("float is computed in float, and long double in long double") {
    const float third = 1.0f / 3.0f;
    CHECK(tapeless::eval(x * x)(x = third) == third * third);
    CHECK(tapeless::eval(sin(x))(x = third) == std::sin(third));
    CHECK(tapeless::eval(x * 0.1_c)(x = third) == third * 0.1f);
    CHECK(tapeless::eval(x * 0.1)(x = third) == third * 0.1f); // a runtime constant is rounded to the type
    const long double precise = 1.0L / 3.0L;
    CHECK(tapeless::eval(sin(x))(x = precise) == std::sin(precise));
    CHECK(tapeless::grad(sin(x))(x = precise)[x] == std::cos(precise));
    CHECK(tapeless::grad(exp(x * y))(x = precise, y = 1.0f)[x] == std::exp(precise));
}

TEST_CASE("a float is widened exactly when it meets a double") {
    CHECK(tapeless::eval(x + y)(x = 0.1f, y = 0.0) == static_cast<double>(0.1f));
}

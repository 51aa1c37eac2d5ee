// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless/ops/comparison.hpp>
#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

using namespace tapeless::literals;
using tapeless::cost;
using tapeless::grad;
using tapeless::var;

namespace {

constexpr auto x = var<"x">;
constexpr auto y = var<"y">;

} // namespace

TEST_CASE("the cost of an expression is known to the compiler") {
    constexpr auto e = sin(x * y) + x / y;
    using value = cost<decltype(e)>;
    STATIC_REQUIRE(value::instructions == 4);
    STATIC_REQUIRE(value::flops == 3);
    STATIC_REQUIRE(value::calls == 1);
    STATIC_REQUIRE(value::stack_bytes == 6 * sizeof(double)); // two symbols, four results
    // sin(xy) and cos(xy); how few other steps the derivatives need is the plan's business.
    using gradient = cost<decltype(grad(e))>;
    STATIC_REQUIRE(gradient::calls == 2);
    STATIC_REQUIRE(gradient::instructions > value::instructions);
    STATIC_REQUIRE(gradient::flops <= 9);
}

TEST_CASE("a symbol costs nothing") {
    STATIC_REQUIRE(cost<decltype(x)>::instructions == 0);
    STATIC_REQUIRE(cost<decltype(x * 2_c)>::flops == 1);
}

TEST_CASE("of a branch the dearer side counts") {
    using chosen = cost<decltype(if_else(x < y, exp(x) * exp(y), x + y))>;
    STATIC_REQUIRE(chosen::calls == 2);
    STATIC_REQUIRE(chosen::flops == 3); // the comparison, the choice, the product
}

TEST_CASE("the cost of a function is that at some types") {
    const auto f = [](auto a, auto b) { return a * exp(b); };
    using gradient = cost<decltype(tapeless::value_and_grad(f)), double, double>;
    STATIC_REQUIRE(gradient::calls == 1);
    STATIC_REQUIRE(gradient::flops == 1);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The arithmetic of derivatives is condensed; that of values is not.

#include "catch.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

using namespace tapeless::literals;
namespace expr = tapeless::expr;
namespace plan = tapeless::plan;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

template <class Handle>
constexpr auto id_of = expr::id_of<std::remove_cvref_t<Handle>>;

/// How many steps of a program compute.
template <class Request>
constexpr std::size_t steps() {
    std::size_t n = 0;
    for (const plan::code_step& s : plan::program_of<Request>.step)
        n += s.kind >= plan::code_kind::unary && s.kind <= plan::code_kind::ternary;
    return n;
}
template <class E>
constexpr std::size_t value_steps(E) {
    return steps<plan::values<plan::ids<id_of<E>>>>();
}
template <class E>
constexpr std::size_t gradient_steps(E) {
    return steps<plan::value_and_gradient<plan::ids<id_of<E>>, plan::ids<id_of<decltype(x)>, id_of<decltype(y)>>>>();
}

} // namespace

TEST_CASE("like terms are one and products are used again") {
    // x^2 and x^3; the derivative is 3 x^2.
    STATIC_REQUIRE(gradient_steps(x * x * x) == 3);
    // 4 x^3 of x^2, x^3 and their product.
    STATIC_REQUIRE(gradient_steps(x * x * x * x) == 4);
    CHECK(tapeless::grad(x * x * x * x)(x = 3.0)[x] == 108);
}

TEST_CASE("a sum of squares has one doubling") {
    STATIC_REQUIRE(gradient_steps(0.5_c * (x * x + y * y)) == value_steps(0.5_c * (x * x + y * y)));
}

TEST_CASE("a value is computed as it was written") {
    STATIC_REQUIRE(value_steps(2_c * (0.5_c * x)) == 2);
    const double tiny = 5e-324;
    CHECK(tapeless::value_and_grad(2_c * (0.5_c * x))(x = tiny).value == 2 * (0.5 * tiny));
    CHECK(tapeless::value_and_grad(2_c * (0.5_c * x))(x = tiny).grad[x] == 1);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <array>
#include <cmath>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;
using tapeless::eval;
using tapeless::grad;
using tapeless::value_and_grad;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

constexpr auto e = sin(x * y) + k * x / z;

} // namespace

TEST_CASE("value and gradient by symbols, bound in any order") {
    const double value = std::sin(6.0) + 5.0 * 2.0 / 4.0;
    const auto check = [&](const auto& r) {
        CHECK(r.value == Approx(value).epsilon(1e-15));
        CHECK(r.grad[x] == Approx(3.0 * std::cos(6.0) + 5.0 / 4.0).epsilon(1e-15));
        CHECK(r.grad[y] == Approx(2.0 * std::cos(6.0)).epsilon(1e-15));
        CHECK(r.grad[z] == Approx(-5.0 * 2.0 / 16.0).epsilon(1e-15));
    };
    check(value_and_grad(e)(x = 2.0, y = 3.0, z = 4.0, k = 5.0));
    check(value_and_grad(e)(k = 5.0, z = 4.0, y = 3.0, x = 2.0));
    check(value_and_grad(e)(y = 3.0, k = 5.0, x = 2.0, z = 4.0));
    CHECK(eval(e)(z = 4.0, x = 2.0, k = 5.0, y = 3.0) == Approx(value).epsilon(1e-15));
    CHECK(grad(e)(z = 4.0, x = 2.0, k = 5.0, y = 3.0)[z] == value_and_grad(e)(x = 2.0, y = 3.0, z = 4.0, k = 5.0).grad[z]);
}

TEST_CASE("a symbol that does not occur may be bound") {
    CHECK(eval(x * x)(y = 1.0, x = 3.0) == 9.0);
    CHECK(grad(x * x)(x = 3.0, y = 1.0)[x] == 6.0);
}

TEST_CASE("a chosen subset") {
    const auto g = grad(e, wrt(z, x))(x = 2.0, y = 3.0, z = 4.0, k = 5.0);
    const auto all = grad(e)(x = 2.0, y = 3.0, z = 4.0, k = 5.0);
    CHECK(g[x] == all[x]);
    CHECK(g[z] == all[z]);
    STATIC_REQUIRE(sizeof(g) == 2 * sizeof(double));
    STATIC_REQUIRE(sizeof(all) == 3 * sizeof(double));
    const auto r = value_and_grad(e, wrt(y))(x = 2.0, y = 3.0, z = 4.0, k = 5.0);
    CHECK(r.grad[y] == all[y]);
    STATIC_REQUIRE(sizeof(r.grad) == sizeof(double));
    STATIC_REQUIRE(grad(x * x, wrt(x))(x = 3.0)[x] == 6.0);
}

TEST_CASE("gradients are found on values, references and temporaries") {
    auto r = value_and_grad(x * x * y)(x = 3.0, y = 2.0);
    const auto& same = r;
    CHECK(r.grad[x] == 12.0);
    CHECK(same.grad[x] == 12.0);
    CHECK(value_and_grad(x * x * y)(x = 3.0, y = 2.0).grad[x] == 12.0);
    CHECK(grad(x * x * y)(x = 3.0, y = 2.0)[y] == 9.0);
    STATIC_REQUIRE(std::is_same_v<decltype(r.grad[x]), const double&>);
    STATIC_REQUIRE(std::is_same_v<decltype(grad(x * y)(x = 3.0, y = 2.0)[y]), double>); // no reference to what is gone
    const auto [value, gradient] = r;
    CHECK(value == 18.0);
    CHECK(gradient[y] == 9.0);
    CHECK(gradient[tapeless::var<"y">] == 9.0); // the symbol is its name
}

TEST_CASE("a root that is a symbol, a literal or a constant") {
    CHECK(value_and_grad(x)(x = 3.0).value == 3.0);
    CHECK(value_and_grad(x)(x = 3.0).grad[x] == 1.0);
    CHECK(eval(x)(x = 3.0) == 3.0);
    CHECK(eval(k)(k = 3.0) == 3.0);
    CHECK(eval(1.5_c)() == 1.5);
    CHECK(eval(tapeless::expr::lift(2.5))() == 2.5);
    CHECK(value_and_grad(2_c * k)(k = 3.0).value == 6.0); // a gradient by nothing
}

TEST_CASE("what cannot be reached has the derivative zero") {
    CHECK(grad(stop_gradient(x) + y)(x = 1.0, y = 1.0)[x] == 0.0);
    CHECK(grad(stop_gradient(x) + y, wrt(x))(x = 1.0, y = 1.0)[x] == 0.0);
    const auto g = grad(stop_gradient(x * y))(x = 1.0, y = 1.0);
    CHECK(g[x] == 0.0);
    CHECK(g[y] == 0.0);
}

TEST_CASE("the gradient of a polynomial is a constant expression") {
    constexpr auto p = 4_c * pow(x, 3_c) - 2_c * x * x + x / 2_c - 7_c; // 12 x^2 - 4 x + 1/2
    STATIC_REQUIRE(grad(p)(x = 2.0)[x] == 40.5);
    STATIC_REQUIRE(eval(p)(x = 2.0) == 18.0);
    STATIC_REQUIRE(grad(x * x)(x = 3.0)[x] == 6.0);
    constexpr auto r = value_and_grad(p * y)(y = 2.0, x = 0.0);
    STATIC_REQUIRE(r.value == -14.0);
    STATIC_REQUIRE(r.grad[y] == -7.0);
    STATIC_REQUIRE(r.grad[x] == 1.0);
    STATIC_REQUIRE(grad(2.5 * x + y)(x = 1.0, y = 0.0)[x] == 2.5);
    STATIC_REQUIRE(grad(max(x, y) * relu(x))(x = 3.0, y = 1.0)[x] == 6.0);
}

TEST_CASE("a differentiator may be kept and called again") {
    const auto differentiate = value_and_grad(x * y + 1.5 * x);
    double previous = 0;
    for (double at = 0; at < 5; ++at) {
        const auto r = differentiate(x = at, y = 2.0);
        CHECK(r.value == at * 3.5);
        CHECK(r.grad[x] == 3.5);
        CHECK(r.grad[y] == at);
        CHECK(r.value >= previous);
        previous = r.value;
    }
}

TEST_CASE("symbols made in different places are one") {
    const auto local = tapeless::var<"x">;
    CHECK(grad(local * x)(local = 3.0)[x] == 6.0);
    // The same name as data is another symbol.
    CHECK(grad(tapeless::data<"x"> * x)(x = 3.0, tapeless::data<"x"> = 5.0)[x] == 5.0);
}

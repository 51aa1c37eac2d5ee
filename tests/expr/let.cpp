// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <tapeless/scalar.hpp>
#include <tapeless/testing/gradient_check.hpp>
#include <type_traits>

using namespace tapeless::literals;
using tapeless::let;
using tapeless::testing::gradient_check;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

template <class Handle>
constexpr std::size_t nodes(const Handle&) {
    return tapeless::plan::size_of<tapeless::expr::id_of<Handle>>.nodes;
}

} // namespace

TEST_CASE("let evaluates an expression with constants once") {
    const auto square_twice = [](auto s) {
        const auto t = s * s;
        return t * t + s;
    };
    // x, 2.0, 2.0 * x, squared, squared again, plus the shared product.
    const auto shared = let(2.0 * x, square_twice);
    STATIC_REQUIRE(nodes(shared) == 6);
    STATIC_REQUIRE(sizeof(shared) == sizeof(double));
    // Without let every use of the constant is a node.
    const auto copied = square_twice(2.0 * x);
    STATIC_REQUIRE(nodes(copied) > nodes(shared));
    STATIC_REQUIRE(sizeof(copied) == 5 * sizeof(double));
    CHECK(tapeless::eval(shared)(x = 3.0) == 1302.0);
    CHECK(tapeless::eval(copied)(x = 3.0) == 1302.0);
    CHECK(tapeless::grad(shared)(x = 3.0)[x] == 1730.0);
    CHECK(tapeless::grad(copied)(x = 3.0)[x] == 1730.0);
}

TEST_CASE("let of an expression without constants adds nothing") {
    const auto f = [](auto s) { return s * (1_c - s); };
    STATIC_REQUIRE(std::is_same_v<decltype(let(sin(x), f)), decltype(f(sin(x)))>);
}

TEST_CASE("equal lets have one type") {
    const auto make = [](double k) { return let(k * x, [](auto s) { return s * (1_c - s); }); };
    const auto a = make(2.0), b = let(3.0 * x, [](auto s) { return s * (1_c - s); });
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(a)>, std::remove_const_t<decltype(b)>>);
    // ... and two values: s(1 - s) at 2x and at 3x.
    CHECK(tapeless::eval(a + b)(x = 0.25) == Approx(0.5 * 0.5 + 0.75 * 0.25));
    CHECK(tapeless::grad(a + b)(x = 0.25)[x] == Approx(2.0 * (1 - 1.0) + 3.0 * (1 - 1.5)));
}

TEST_CASE("nested lets do not capture each other's symbols") {
    // The inner body uses both symbols; the order of the operands tells which is which.
    const auto e = let(2.0 * x, [](auto outer) {
        return let(3.0 * x + outer, [outer](auto inner) { return inner - 10_c * outer; });
    });
    CHECK(tapeless::eval(e)(x = 1.0) == 5.0 - 20.0);
    CHECK(tapeless::grad(e)(x = 1.0)[x] == -15.0);
}

TEST_CASE("nested lets of one body and one range of heights stay apart") {
    const auto e = let(2.0 * x, [](auto a) {
        const auto left = let(3.0 * a, [a](auto b) { return b * a; });               // 3 a^2
        const auto right = let(5.0 + a, [a](auto b) { return b * b - a; });          // (5 + a)^2 - a
        const auto deep = let(7.0 * a, [a](auto b) {                                 // b = 7a
            return let(b - 1.0, [a, b](auto c) { return c * b + a * c; });           // (b - 1)(b + a)
        });
        return left + right * deep;
    });
    const auto by_hand = [](long double at) {
        const long double a = 2 * at, b = 7 * a;
        return 3 * a * a + ((5 + a) * (5 + a) - a) * ((b - 1) * (b + a));
    };
    const auto r = tapeless::value_and_grad(e)(x = 0.375);
    CHECK(r.value == Approx(static_cast<double>(by_hand(0.375L))).epsilon(1e-14));
    const auto difference = tapeless::testing::central_difference(by_hand, 0.375L);
    CHECK(r.grad[x] == Approx(static_cast<double>(difference.derivative)).epsilon(1e-12));
    CHECK(gradient_check(e, x = 0.375).within(1e-12L));
}

TEST_CASE("a let inside the expression that another let shares") {
    const auto inner = let(2.0 * x, [](auto s) { return s * s + s; });
    const auto e = let(inner, [](auto t) { return t * t - t; });
    const double s = 2.0 * 1.5, t = s * s + s;
    CHECK(tapeless::eval(e)(x = 1.5) == t * t - t);
    CHECK(tapeless::grad(e)(x = 1.5)[x] == (2 * t - 1) * (2 * s + 1) * 2.0);
}

TEST_CASE("one let used within another and beside it") {
    const auto f = [](auto s) { return s * s; };
    const auto a = let(2.0 * x, f);                                         // 4 x^2
    const auto e = let(3.0 * y, [a](auto s) { return a * s + s; }) + a * y; // (4x^2 + 1) 3y + 4 x^2 y
    const auto r = tapeless::value_and_grad(e)(x = 0.5, y = 2.0);
    CHECK(r.value == 2.0 * 6.0 + 2.0);
    CHECK(r.grad[x] == 8 * 0.5 * 6.0 + 8 * 0.5 * 2.0);
    CHECK(r.grad[y] == 2.0 * 3.0 + 1.0);
}

TEST_CASE("a body that ignores the shared value, or is nothing else") {
    CHECK(tapeless::eval(let(2.0 * x, [](auto) { return y; }))(x = 1.0, y = 7.0) == 7.0);
    CHECK(tapeless::eval(let(2.0 * x, [](auto s) { return s; }))(x = 1.0) == 2.0);
    CHECK(tapeless::grad(let(2.0 * x, [](auto s) { return s; }))(x = 1.0)[x] == 2.0);
    CHECK(tapeless::eval(let(2.0 * x, [](auto) { return 4.0; }))(x = 1.0) == 4.0);
    CHECK(tapeless::eval(let(2.0 * x, [](auto s) { return s * 4.0 - 1.0; }))(x = 1.0) == 7.0);
}

namespace {

/// A user's helper: whatever it is given, it is shared. `auto` cannot dangle.
constexpr auto logistic_step(auto state, double rate) {
    return let(rate * state, [](auto s) { return s * (1_c - s); });
}

} // namespace

TEST_CASE("a helper with let, applied to its own result many times") {
    const auto e = logistic_step(logistic_step(logistic_step(logistic_step(x, 1.1), 0.9), 1.2), 0.8);
    STATIC_REQUIRE(sizeof(e) == 4 * sizeof(double));
    long double value = 0.375L, slope = 1;
    for (long double rate : {1.1, 0.9, 1.2, 0.8}) {
        slope *= rate * (1 - 2 * rate * value);
        value = rate * value * (1 - rate * value);
    }
    const auto r = tapeless::value_and_grad(e)(x = 0.375);
    CHECK(r.value == Approx(static_cast<double>(value)).epsilon(1e-14));
    CHECK(r.grad[x] == Approx(static_cast<double>(slope)).epsilon(1e-13));
}

TEST_CASE("repeated sharing does not grow: twenty levels of t * t + t") {
    // Every level uses its value three times; unshared that were 3^20 constants.
    const auto step = [](auto t) { return let(0.25 * t, [](auto s) { return s * s + s; }); };
    const auto five = [step](auto t) { return step(step(step(step(step(t))))); };
    const auto e = five(five(five(five(x))));
    // x, and per level a constant, a product, a square and a sum.
    STATIC_REQUIRE(nodes(e) == 1 + 20 * 4);
    long double value = 0.5L, slope = 1;
    for (int i = 0; i < 20; ++i) {
        const long double s = 0.25L * value;
        slope *= (2 * s + 1) * 0.25L;
        value = s * s + s;
    }
    CHECK(tapeless::eval(e)(x = 0.5) == Approx(static_cast<double>(value)).epsilon(1e-13));
    CHECK(tapeless::grad(e)(x = 0.5)[x] == Approx(static_cast<double>(slope)).epsilon(1e-13));
}

TEST_CASE("lets nested six deep, every body using every symbol") {
    // a0 = 0.5 x, a1 = 0.5 + a0, a2 = 0.5 + a0 + a1, ... : the innermost body sees all.
    const auto nest = []<std::size_t Level>(auto self, std::integral_constant<std::size_t, Level>, auto sum) {
        if constexpr (Level == 0)
            return tapeless::expr::lift(sum * sum);
        else
            return let(0.125 * sum, [&](auto s) {
                return self(self, std::integral_constant<std::size_t, Level - 1>{}, sum + s);
            });
    };
    const auto e = nest(nest, std::integral_constant<std::size_t, 6>{}, x);
    long double sum = 1.5L, slope = 1;
    for (int i = 0; i < 6; ++i) {
        sum += 0.125L * sum;
        slope += 0.125L * slope;
    }
    CHECK(tapeless::eval(e)(x = 1.5) == Approx(static_cast<double>(sum * sum)).epsilon(1e-13));
    CHECK(tapeless::grad(e)(x = 1.5)[x] == Approx(static_cast<double>(2 * sum * slope)).epsilon(1e-13));
}

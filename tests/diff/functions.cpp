// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <tapeless/scalar.hpp>
#include <tuple>
#include <type_traits>

using namespace tapeless::literals;
using tapeless::grad;
using tapeless::value_and_grad;

namespace {

constexpr auto f = [](auto x, auto y) { return sin(x * y) + x / y; };
constexpr auto three = [](auto x, auto y, auto z) { return x * y + z * z * y; };

/// A function template. Its arguments have types of their own: x and y are different expressions.
template <class X, class Y>
auto rosenbrock(const X& x, const Y& y) {
    return (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x);
}

/// A function object with data.
struct scaled {
    double factor;
    template <class T>
    auto operator()(const T& x) const {
        return factor * x * x;
    }
};

} // namespace

TEST_CASE("a function of several arguments has a tuple of derivatives") {
    const auto [value, d] = value_and_grad(f)(1.0, 2.0);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, std::tuple<double, double>>);
    CHECK(value == Approx(std::sin(2.0) + 0.5).epsilon(1e-15));
    const auto [dx, dy] = d;
    CHECK(dx == Approx(2 * std::cos(2.0) + 0.5).epsilon(1e-15));
    CHECK(dy == Approx(std::cos(2.0) - 0.25).epsilon(1e-15));
    CHECK(grad(f)(1.0, 2.0) == d);
}

TEST_CASE("a function of one argument has a bare derivative") {
    const auto [value, d] = value_and_grad([](auto x) { return x * x * x; })(2.0);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, double>);
    CHECK(value == 8.0);
    CHECK(d == 12.0);
    STATIC_REQUIRE(grad([](auto x) { return x * x; })(3.0) == 6.0);
}

TEST_CASE("argument numbers choose, and their order is the order of the result") {
    const double dx = grad<0>(f)(1.0, 2.0);
    const double dy = grad<1>(f)(1.0, 2.0);
    CHECK(std::tuple{dx, dy} == grad(f)(1.0, 2.0));
    const auto [dz, dx3] = grad<2, 0>(three)(2.0, 3.0, 5.0);
    CHECK(dz == 30.0);
    CHECK(dx3 == 3.0);
    const auto some = grad<0, 2>(three)(2.0, 3.0, 5.0);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(some)>, std::tuple<double, double>>);
    CHECK(some == std::tuple{3.0, 30.0});
    const auto r = value_and_grad<1>(three)(2.0, 3.0, 5.0);
    CHECK(r.value == 81.0);
    CHECK(r.grad == 27.0);
}

TEST_CASE("functions of every kind") {
    const auto [v, d] = value_and_grad([](const auto& x, const auto& y) { return rosenbrock(x, y); })(-1.0, 2.0);
    CHECK(v == 104.0);
    CHECK(std::get<0>(d) == 396.0);
    CHECK(std::get<1>(d) == 200.0);
    CHECK(grad(scaled{2.5})(2.0) == 10.0);
    const double captured = 3.0;
    CHECK(grad([captured](auto x) { return captured * x; })(5.0) == 3.0);
    CHECK(grad([&captured](auto x) { return pow(x, captured); })(2.0) == Approx(12.0));
    CHECK(grad([](auto... x) { return (x * ...); })(2.0, 3.0, 5.0) == std::tuple{15.0, 10.0, 6.0});
    CHECK(grad([](auto x) { return tapeless::let(2.0 * x, [](auto s) { return s * s; }); })(3.0) == 24.0);
}

TEST_CASE("loops and branches over what is known while compiling unroll") {
    const auto horner = [](auto x) {
        auto partial = [x](auto value, double next) { return value * x + next; };
        return partial(partial(partial(tapeless::expr::lift(2.0), -1.0), 4.0), 3.0); // 2x^3 - x^2 + 4x + 3
    };
    const auto r = value_and_grad(horner)(2.0);
    CHECK(r.value == 23.0);
    CHECK(r.grad == 24.0);
}

TEST_CASE("a constant function has the derivative zero") {
    CHECK(grad([](auto) { return 4.0; })(2.0) == 0.0);
    CHECK(grad([](auto) { return 4_c; })(2.0) == 0.0);
    CHECK(value_and_grad([](auto, auto) { return 4; })(2.0, 3.0).value == 4.0);
    CHECK(grad([](auto, auto) { return 4; })(2.0, 3.0) == std::tuple{0.0, 0.0});
}

TEST_CASE("an argument that is not used has the derivative zero") {
    CHECK(grad([](auto x, auto) { return x * x; })(3.0, 7.0) == std::tuple{6.0, 0.0});
    CHECK(grad<1>([](auto x, auto) { return x * x; })(3.0, 7.0) == 0.0);
    CHECK(grad([](auto x, auto y) { return x + stop_gradient(y); })(3.0, 7.0) == std::tuple{1.0, 0.0});
}

TEST_CASE("arguments of equal value are still different arguments") {
    CHECK(grad([](auto x, auto y) { return x * x * y; })(3.0, 3.0) == std::tuple{18.0, 9.0});
    CHECK(grad([](auto x, auto y) { return x - y; })(3.0, 3.0) == std::tuple{1.0, -1.0});
}

TEST_CASE("derivatives of nested functions do not mix") {
    // Two functions with an argument 0 each; the inner is called on an expression of the outer's.
    const auto inner = [](auto t) { return t * t; };
    const auto outer = [inner](auto t) { return inner(sin(t)) * t; };
    const double s = std::sin(0.5), c = std::cos(0.5);
    CHECK(grad(outer)(0.5) == Approx(2 * s * c * 0.5 + s * s).epsilon(1e-15));
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <boost/math/special_functions/digamma.hpp>

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::hessian;
using tapeless::jacobian;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

constexpr auto gradient_of_scalar_function = [](auto a, auto b, auto c) { return grad(scalar_function)(a, b, c); };

/// The gradient of `scalar_function` by hand, for differences.
constexpr auto exact_gradient = [](real a, real b, real c) {
    const real s = std::sin(a * b), ds = std::cos(a * b), e = std::exp(c / 2);
    return std::tuple(2 * s * ds * b * c + 1 / b + e, 2 * s * ds * a * c - a / (b * b), s * s + e * a / 2);
};

} // namespace

TEMPLATE_TEST_CASE("a Hessian is symmetric and what differences of the gradient say", "", float, double, long double) {
    using T = TestType;
    for (const auto& [a, b, c] : {std::array{T(0.5), T(1.5), T(-1)}, std::array{T(-0.25), T(0.75), T(2)}}) {
        const reals h = leaves(hessian(scalar_function)(a, b, c));
        REQUIRE(h.size() == 9);
        for (std::size_t i = 0; i < 3; ++i) {
            const reals slopes = differences(exact_gradient, std::array<real, 3>{a, b, c}, i);
            for (std::size_t j = 0; j < 3; ++j) {
                CAPTURE(i, j);
                CHECK(h[3 * i + j] == h[3 * j + i]); // one number, computed once
                const real precision = sizeof(T) == sizeof(float) ? 1e-4L : difference_tolerance;
                CHECK(std::fabs(h[3 * i + j] - slopes[j]) <= precision * std::fmax(real{1}, std::fabs(slopes[j])));
            }
        }
    }
}

TEMPLATE_TEST_CASE("a Hessian is the Jacobian of the gradient", "", float, double, long double) {
    using T = TestType;
    const auto h = hessian(scalar_function)(T(0.5), T(1.5), T(-1));
    const auto j = jacobian(gradient_of_scalar_function)(T(0.5), T(1.5), T(-1));
    STATIC_REQUIRE(std::is_same_v<decltype(h), decltype(j)>);
    CHECK(close_trees<T>(h, j, 256));
}

TEST_CASE("the Hessian of a function of one number is a number") {
    STATIC_REQUIRE(std::is_same_v<decltype(hessian([](auto a) { return a * a; })(1.0)), double>);
    CHECK(hessian([](auto a) { return a * a * a; })(2.0) == 12.0);
    CHECK(close(hessian([](auto a) { return exp(a) * sin(a); })(0.5), 2 * std::exp(0.5L) * std::cos(0.5L)));
}

TEST_CASE("the Hessian of an expression of symbols") {
    constexpr auto e = x * x * y + k * sin(y * x);
    const auto h = hessian(e)(y = 2.0, k = 3.0, x = 1.0);
    const double s = std::sin(2.0), c = std::cos(2.0);
    CHECK(close(h[x][x], 4 - 3 * 4 * s));
    CHECK(close(h[x][y], 2 + 3 * (c - 2 * s)));
    CHECK(h[y][x] == h[x][y]);
    CHECK(close(h[y][y], -3 * s));
    const auto chosen = hessian(e, wrt(y))(y = 2.0, k = 3.0, x = 1.0);
    STATIC_REQUIRE(sizeof(chosen) == sizeof(double));
    CHECK(close(chosen[y][y], -3 * s));
    const auto turned = hessian(e, wrt(y, x))(y = 2.0, k = 3.0, x = 1.0);
    CHECK(close(turned[x][x], h[x][x]));
    CHECK(close(turned[x][y], h[x][y]));
}

TEST_CASE("argument numbers choose a part of a Hessian") {
    const reals all = leaves(hessian(scalar_function)(0.5, 1.5, -1.0));
    const reals chosen = leaves(hessian<2, 0>(scalar_function)(0.5, 1.5, -1.0));
    CHECK(close_trees<double>(chosen, reals{all[8], all[6], all[2], all[0]}));
    CHECK(close(hessian<1>(scalar_function)(0.5, 1.5, -1.0), all[4]));
}

TEST_CASE("a Hessian has the structure of the arguments twice") {
    const auto f = [](auto v, auto pair) {
        const auto [a, b] = pair;
        return v[0_c] * v[0_c] * v[1_c] * a + b * b * b;
    };
    const auto h = hessian(f)(std::array{2.0, 3.0}, std::tuple(5.0, 7.0));
    using row = std::tuple<std::array<double, 2>, std::tuple<double, double>>;
    STATIC_REQUIRE(
        std::is_same_v<std::remove_const_t<decltype(h)>, std::tuple<std::array<row, 2>, std::tuple<row, row>>>);
    CHECK(leaves(h) == reals{30, 20, 12, 0, 20, 0, 4, 0, 12, 4, 0, 0, 0, 0, 0, 42});
    const auto square = hessian([](auto v) { return v[0_c] * v[1_c]; })(std::array{2.0, 3.0});
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(square)>, std::array<std::array<double, 2>, 2>>);
}

TEST_CASE("a linear function has no second derivatives and nothing is computed for them") {
    CHECK(leaves(hessian([](auto a, auto b) { return 2_c * a + b; })(1.0, 2.0)) == reals{0, 0, 0, 0});
    CHECK(hessian([](auto) { return 3_c; })(1.0) == 0.0);
    CHECK(leaves(hessian([](auto a, auto) { return a * a; })(1.0, 2.0)) == reals{2, 0, 0, 0});
    constexpr auto e = 2_c * x + y;
    using symbols = plan::ids<id<decltype(x)>, id<decltype(y)>>;
    using root = plan::ids<id<decltype(e)>>;
    STATIC_REQUIRE(operations<plan::hessian<root, symbols>>() == operations<plan::values<root>>());
}

TEST_CASE("structural zeros of a Hessian cost no instruction") {
    // Separable: a symbol more costs its own diagonal entry, whatever the number of the others.
    constexpr auto one = [](auto a) { return exp(sin(a)) * a; };
    constexpr auto w = tapeless::var<"w">;
    constexpr auto two = one(x) + one(y);
    constexpr auto three = two + one(z);
    constexpr auto four = three + one(w);
    constexpr auto cost = []<class... E>(auto root, E...) {
        return operations<plan::hessian<plan::ids<id<decltype(root)>>, plan::ids<id<E>...>>>();
    };
    STATIC_REQUIRE(cost(four, x, y, z, w) - cost(three, x, y, z) == cost(three, x, y, z) - cost(two, x, y));
}

TEST_CASE("a Hessian is a constant expression") {
    constexpr auto h = hessian([](auto a, auto b) { return a * a * b + b * b / a; })(2.0, 4.0);
    STATIC_REQUIRE(get<0>(get<0>(h)) == 12.0); // 2 b + 2 b^2 / a^3
    STATIC_REQUIRE(get<1>(get<0>(h)) == 2.0);  // 2 a - 2 b / a^2
    STATIC_REQUIRE(get<1>(get<1>(h)) == 1.0);
    STATIC_REQUIRE(hessian(x * x * y)(x = 3.0, y = 5.0)[x][y] == 6.0);
}

TEST_CASE("runtime constants and lets in a Hessian") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a, auto b) {
            return let(factor * a,
                       [&](auto s) { return s * s * b + let(s * 1.5, [&](auto t) { return t * t * t * factor; }); });
        };
        const reals h = leaves(hessian(f)(1.25, -2.0));
        const double f2 = factor * factor;
        CHECK(
            close_trees<double>(h, reals{2 * f2 * -2.0 + 6 * 3.375 * f2 * f2 * 1.25, 2 * f2 * 1.25, 2 * f2 * 1.25, 0}));
    }
}

// A literal that is itself among the terms scales them while their list grows.
TEST_CASE("a Hessian whose terms outgrow their list while they are scaled", "") {
    const auto f = [](auto a, auto b, auto c, auto d) {
        const auto t = fma(log1p(c), 0.796_c, a);
        return d * lgamma(t * t + 0.5_c) - b;
    };
    const auto exact = [](real a, real, real c, real d) {
        const real t = std::log1p(c) * 0.796L + a, u = t * t + 0.5L, slope = d * boost::math::digamma(u) * 2 * t;
        return std::tuple(slope, real{-1}, slope * 0.796L / (1 + c), std::lgamma(u));
    };
    const std::array<real, 4> at{0.5L, 1.5L, 0.75L, 2};
    const reals h = leaves(hessian(f)(0.5, 1.5, 0.75, 2.0));
    REQUIRE(h.size() == 16);
    for (std::size_t i = 0; i < 4; ++i) {
        const reals slopes = differences(exact, at, i);
        for (std::size_t j = 0; j < 4; ++j) {
            CAPTURE(i, j);
            CHECK(std::fabs(h[4 * i + j] - slopes[j]) <= difference_tolerance * std::fmax(real{1}, std::fabs(slopes[j])));
        }
    }
}

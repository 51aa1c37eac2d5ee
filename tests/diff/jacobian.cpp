// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::jacobian;
using tapeless::jvp;
using tapeless::vjp;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

/// Checks a Jacobian, given as its leaves row by row, against vjp, jvp and differences in long double.
template <class T, class F, std::size_t Arguments>
void check_jacobian(const F& f, const std::array<T, Arguments>& at) {
    const auto [value, rows] = [&] {
        return std::apply(
            [&](const auto&... a) {
                return std::pair(leaves(jvp(f)(a...)((a * 0)...).value), leaves(jacobian(f)(a...)));
            },
            at);
    }();
    const std::size_t outputs = value.size();
    REQUIRE(rows.size() == outputs * Arguments);
    std::array<real, Arguments> exact{};
    for (std::size_t i = 0; i < Arguments; ++i) exact[i] = at[i];
    for (std::size_t column = 0; column < Arguments; ++column) {
        std::array<T, Arguments> axis{};
        axis[column] = 1;
        const reals moved = std::apply(
            [&](const auto&... a) {
                return std::apply([&](const auto&... d) { return leaves(jvp(f)(a...)(d...).tangent); }, axis);
            },
            at);
        const reals slopes = differences(f, exact, column);
        for (std::size_t row = 0; row < outputs; ++row) {
            CAPTURE(row, column);
            const auto entry = static_cast<T>(rows[row * Arguments + column]);
            CHECK(close(entry, moved[row], 256));
            const real precision = sizeof(T) == sizeof(float) ? 1e-4L : difference_tolerance;
            CHECK(std::fabs(static_cast<real>(entry) - slopes[row]) <=
                  precision * std::fmax(real{1}, std::fabs(slopes[row])));
        }
    }
}

} // namespace

TEMPLATE_TEST_CASE("a Jacobian of more outputs than arguments", "", float, double, long double) {
    check_jacobian(tall, std::array{TestType(0.5), TestType(1.25)});
    check_jacobian(tall, std::array{TestType(-0.75), TestType(0.25)});
}

TEMPLATE_TEST_CASE("a Jacobian of more arguments than outputs", "", float, double, long double) {
    check_jacobian(wide, std::array{TestType(0.5), TestType(1.25), TestType(-2), TestType(0.75), TestType(0.5)});
}

TEMPLATE_TEST_CASE("rows of a Jacobian are what vjp returns", "", float, double, long double) {
    const TestType a = TestType(0.5), b = TestType(1.25), zero = 0, one = 1;
    const auto [p, q, r, s] = jacobian(tall)(a, b);
    CHECK(close_trees<TestType>(p, vjp(tall)(a, b)(std::tuple(one, zero, zero, zero)).grad, 256));
    CHECK(close_trees<TestType>(q, vjp(tall)(a, b)(std::tuple(zero, one, zero, zero)).grad, 256));
    CHECK(close_trees<TestType>(r, vjp(tall)(a, b)(std::tuple(zero, zero, one, zero)).grad, 256));
    CHECK(close_trees<TestType>(s, vjp(tall)(a, b)(std::tuple(zero, zero, zero, one)).grad, 256));
}

TEST_CASE("the mode that multiplies less often is taken") {
    // One argument and many outputs: what one tangent costs.
    constexpr auto s = log(log(log(log(x))));
    using three = plan::ids<id<decltype(sin(s))>, id<decltype(exp(s))>, id<decltype(s * s)>>;
    using one = plan::ids<id<decltype(x)>>;
    STATIC_REQUIRE(operations<plan::jacobian<three, one>>() <=
                   operations<plan::pushforward<three, one, tapeless::diff::tangents_of<one>::type>>());
    // One output and many arguments: what the gradient costs.
    constexpr auto e = log(log(log(log(x * y * z))));
    using root = plan::ids<id<decltype(e)>>;
    using symbols = plan::ids<id<decltype(x)>, id<decltype(y)>, id<decltype(z)>>;
    STATIC_REQUIRE(operations<plan::jacobian<root, symbols>>() ==
                   operations<plan::value_and_gradient<root, symbols>>());
}

TEST_CASE("the Jacobian of one output is its gradient") {
    CHECK(close_trees<double>(jacobian(scalar_function)(0.5, 1.5, -1.0), grad(scalar_function)(0.5, 1.5, -1.0)));
    STATIC_REQUIRE(std::is_same_v<decltype(jacobian([](auto a) { return a * a; })(1.0)), double>);
    CHECK(jacobian([](auto a) { return a * a; })(3.0) == 6.0);
}

TEST_CASE("the Jacobian of expressions of symbols") {
    const auto j = jacobian(std::tuple(x * y, x / y * k))(y = 2.0, x = 1.0, k = 3.0);
    CHECK(get<0>(j)[x] == 2.0);
    CHECK(get<0>(j)[y] == 1.0);
    CHECK(get<1>(j)[x] == 1.5);
    CHECK(get<1>(j)[y] == -0.75);
    const auto chosen = jacobian(std::tuple(x * y, x / y * k), wrt(y))(y = 2.0, x = 1.0, k = 3.0);
    STATIC_REQUIRE(sizeof(chosen) == 2 * sizeof(double));
    CHECK(get<1>(chosen)[y] == -0.75);
    const auto array = jacobian(tapeless::array(x * y, x + y))(x = 1.0, y = 2.0);
    CHECK(array[1][x] == 1.0);
    CHECK(array[0][x] == 2.0);
    CHECK(jacobian(x * x)(x = 3.0)[x] == 6.0);
    // Symbols that only one output holds.
    const auto apart = jacobian(std::tuple(x * x, y * y))(x = 3.0, y = 4.0);
    CHECK(get<0>(apart)[x] == 6.0);
    CHECK(get<0>(apart)[y] == 0.0);
    CHECK(get<1>(apart)[x] == 0.0);
    CHECK(get<1>(apart)[y] == 8.0);
    CHECK(get<1>(jacobian(std::tuple(x * x, y * y), wrt(y))(x = 3.0, y = 4.0))[y] == 8.0);
}

TEST_CASE("argument numbers choose columns") {
    const auto all = leaves(jacobian(wide)(0.5, 1.25, -2.0, 0.75, 0.5));
    const auto chosen = leaves(jacobian<3, 1>(wide)(0.5, 1.25, -2.0, 0.75, 0.5));
    REQUIRE(chosen.size() == 2);
    CHECK(close(static_cast<double>(chosen[0]), all[3]));
    CHECK(close(static_cast<double>(chosen[1]), all[1]));
    const auto one = jacobian<1>(tall)(0.5, 1.25);
    STATIC_REQUIRE(std::is_same_v<decltype(get<0>(one)), const double&>);
    CHECK(close(get<2>(one), get<1>(get<2>(jacobian(tall)(0.5, 1.25)))));
}

TEST_CASE("arrays in and arrays out make an array of arrays") {
    const auto f = [](auto v) { return tapeless::array(v[0_c] * v[1_c], v[1_c] / v[0_c], sin(v[0_c])); };
    const auto j = jacobian(f)(std::array{2.0, 3.0});
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(j)>, std::array<std::array<double, 2>, 3>>);
    CHECK(j[0] == std::array{3.0, 2.0});
    CHECK(j[1] == std::array{-0.75, 0.5});
    CHECK(close(j[2][0], std::cos(2.0)));
    CHECK(j[2][1] == 0.0);
}

TEST_CASE("constants as outputs and unused arguments have derivative zero") {
    const auto j = jacobian([](auto a, auto, auto c) { return std::tuple(3_c, a, 2.5, c + a); })(1.0, 2.0, 3.0);
    CHECK(leaves(j) == reals{0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1});
}

TEST_CASE("an output that is an argument or stands there twice") {
    const auto j = jacobian([](auto a, auto b) { return std::tuple(b, a * b, a * b, b); })(2.0, 3.0);
    CHECK(leaves(j) == reals{0, 1, 3, 2, 3, 2, 0, 1});
}

TEST_CASE("a Jacobian is a constant expression") {
    constexpr auto j = jacobian([](auto a, auto b) { return std::tuple(a * b, a / b, a * a * a); })(6.0, 2.0);
    STATIC_REQUIRE(get<0>(get<0>(j)) == 2.0);
    STATIC_REQUIRE(get<1>(get<1>(j)) == -1.5);
    STATIC_REQUIRE(get<0>(get<2>(j)) == 108.0);
    STATIC_REQUIRE(get<0>(jacobian(std::tuple(x * y, x))(x = 3.0, y = 5.0))[x] == 5.0);
}

TEST_CASE("runtime constants and lets in several outputs") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a, auto b) {
            const auto s = let(factor * a, [&](auto t) { return t * t * b; });
            return std::tuple(1.5 * b, s, s + factor * b);
        };
        const auto j = leaves(jacobian(f)(1.25, -2.0));
        const double by_a = 2 * factor * factor * 1.25 * -2.0, by_b = factor * factor * 1.25 * 1.25;
        CHECK(close_trees<double>(j, reals{0, 1.5L, by_a, by_b, by_a, by_b + factor}));
    }
}

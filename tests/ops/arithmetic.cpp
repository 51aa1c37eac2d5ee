// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

constexpr double pairs[][2]{{1, 2},      {-0.5, 3},   {1e-6, -1e6}, {1e10, 1e-10}, {-7.25, -7.25},
                            {0.1, -0.2}, {1e15, 1e15}, {3, 1e-15},  {-1e-12, 5}};
constexpr double numbers[]{0, 1, -1, 0.1, -3.75, 1e-15, 1e15, -1e-12};

} // namespace

TEST_CASE("the arithmetic operations keep the laws") {
    CHECK(broken<ops::add>(pairs) == "");
    CHECK(broken<ops::subtract>(pairs) == "");
    CHECK(broken<ops::multiply>(pairs) == "");
    CHECK(broken<ops::divide>(pairs) == "");
    CHECK(broken<ops::negate>(numbers) == "");
    CHECK(broken<ops::square>(numbers) == "");
}

TEMPLATE_TEST_CASE("arithmetic has the values and derivatives of the built-in operators", "", float, double,
                   long double) {
    using T = TestType;
    for (const auto& [left, right] : pairs) {
        const T x = static_cast<T>(left), y = static_cast<T>(right);
        CAPTURE(x, y);
        {
            const auto [v, d] = tapeless::value_and_grad([](auto a, auto b) { return a + b; })(x, y);
            CHECK(v == x + y);
            CHECK(std::get<0>(d) == 1);
            CHECK(std::get<1>(d) == 1);
        }
        {
            const auto [v, d] = tapeless::value_and_grad([](auto a, auto b) { return a - b; })(x, y);
            CHECK(v == x - y);
            CHECK(std::get<0>(d) == 1);
            CHECK(std::get<1>(d) == -1);
        }
        {
            const auto [v, d] = tapeless::value_and_grad([](auto a, auto b) { return a * b; })(x, y);
            CHECK(v == x * y);
            CHECK(std::get<0>(d) == y);
            CHECK(std::get<1>(d) == x);
        }
        {
            const auto [v, d] = tapeless::value_and_grad([](auto a, auto b) { return a / b; })(x, y);
            CHECK(v == x / y);
            CHECK(std::get<0>(d) == T(1) / y);
            const long double exact = -static_cast<long double>(x) / y / y;
            CHECK(ulps_between(std::get<1>(d), exact) <= 2);
        }
        {
            const auto [v, d] = tapeless::value_and_grad([](auto a) { return -a; })(x);
            CHECK(v == -x);
            CHECK(d == -1);
        }
        {
            const auto [v, d] = tapeless::value_and_grad([](auto a) { return a * a; })(x);
            CHECK(v == x * x);
            CHECK(d == x + x);
        }
    }
}

TEMPLATE_TEST_CASE("operators between an expression and a number", "", float, double) {
    using T = TestType;
    constexpr auto x = tapeless::var<"x">;
    const auto check = [x](const auto& e, T value, T derivative) {
        const auto r = tapeless::value_and_grad(e)(x = T(4));
        CHECK(r.value == value);
        CHECK(r.grad[x] == derivative);
    };
    check(x + 2.0, T(6), T(1));
    check(2.0 + x, T(6), T(1));
    check(x - 2.0, T(2), T(1));
    check(2.0 - x, T(-2), T(-1));
    check(x * 2.0, T(8), T(2));
    check(2.0 * x, T(8), T(2));
    check(x / 2.0, T(2), T(0.5));
    check(2.0 / x, T(0.5), T(-0.125));
    check(x + 2_c, T(6), T(1));
    check(2_c - x, T(-2), T(-1));
    check(2_c * x, T(8), T(2));
    check(2_c / x, T(0.5), T(-0.125));
    check(+x, T(4), T(1));
    check(-(-x), T(4), T(1));
}

TEST_CASE("signed zeros, infinities and NaN pass as IEEE says") {
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    CHECK(std::signbit(tapeless::eval(-x)(x = 0.0)));
    CHECK(std::signbit(tapeless::eval(x * y)(x = 0.0, y = -1.0)));
    CHECK_FALSE(std::signbit(tapeless::eval(x + y)(x = 0.0, y = -0.0)));
    CHECK(std::signbit(tapeless::eval(x - y)(x = -0.0, y = 0.0)));
    CHECK(std::signbit(tapeless::eval(x * 1_c)(x = -0.0)));
    CHECK_FALSE(std::signbit(tapeless::eval(x * x)(x = -0.0)));
    CHECK(std::isnan(tapeless::eval(x - x)(x = infinity<double>)));
    CHECK(std::isnan(tapeless::eval(x * 0_c)(x = infinity<double>)));
    CHECK(std::isnan(tapeless::eval(x / x)(x = 0.0)));
    CHECK(std::isnan(tapeless::eval(1_c * x)(x = not_a_number<double>)));
    CHECK(tapeless::eval(1_c / x)(x = -0.0) == -infinity<double>);
    CHECK(tapeless::eval(x * x)(x = 1e200) == infinity<double>);
    CHECK(tapeless::eval(x / y)(x = tiny<double>, y = 2.0) == 0.0);
    CHECK(tapeless::grad(x / y)(x = 0.0, y = 1e-300)[y] == 0.0);
}

TEST_CASE("a quotient's derivative does not overflow where the derivative itself does not") {
    // The textbook's x / y^2 would: y * y is 1e-340 and 1e340 here.
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    CHECK(tapeless::grad(x / y)(x = 1e-200, y = 1e-170)[y] == Approx(-1e140));
    CHECK(tapeless::grad(x / y)(x = 1e200, y = 1e170)[y] == Approx(-1e-140));
}

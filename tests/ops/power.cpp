// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

TEST_CASE("sqrt and pow keep the laws") {
    constexpr double at_sqrt[]{1, 2, 0.25, 1e-10, 1e10, 1e-30, 1e30};
    constexpr double at_pow[][2]{{2, 3}, {0.5, -2}, {1.5, 0.5}, {10, -0.1}, {1, 5}, {3, 1e-3}, {0.1, 10}};
    constexpr double at_power[]{1, -1, 0.5, -2, 3, 1e-3, 0.9};
    CHECK(broken<ops::sqrt>(at_sqrt) == "");
    CHECK(broken<ops::pow>(at_pow) == "");
    // Each product rounds once: the relative error grows with the exponent.
    CHECK(broken<ops::integer_power<3>>(at_power) == "");
    CHECK(broken<ops::integer_power<4>>(at_power) == "");
    CHECK(broken<ops::integer_power<7>>(at_power, {1e-12L, 7, 8}) == "");
    CHECK(broken<ops::integer_power<-1>>(at_power) == "");
    CHECK(broken<ops::integer_power<-2>>(at_power) == "");
    CHECK(broken<ops::integer_power<-5>>(at_power, {1e-12L, 6, 8}) == "");
}

TEMPLATE_TEST_CASE("sqrt has the derivative 1/(2 sqrt)", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return std::sqrt(x); };
    const auto derivative = [](long double x) { return 0.5L / std::sqrt(x); };
    for (double x : {1.0, 2.0, 0.25, 1e-10, 1e10, 1e-30, 1e30})
        check_unary([](auto a) { return sqrt(a); }, static_cast<T>(x), value, derivative, 1, 2);
    const auto f = tapeless::value_and_grad([](auto a) { return sqrt(a); });
    CHECK(f(T(0)).value == 0);
    CHECK(f(T(0)).grad == infinity<T>);
    CHECK(std::signbit(f(T(-0.0)).value));
    CHECK(f(infinity<T>).grad == 0);
    CHECK(std::isnan(f(T(-1)).value));
    CHECK(ulps_between(f(huge<T>).grad, derivative(static_cast<long double>(huge<T>))) <= 2);
    CHECK(ulps_between(f(tiny<T>).grad, derivative(static_cast<long double>(tiny<T>))) <= 2);
}

namespace {

/// x to the N by hand.
template <int N, class T>
void check_whole_power(T x) {
    const long double exact = static_cast<long double>(x);
    const std::integral_constant<int, N> n{};
    const auto [v, d] = tapeless::value_and_grad([n](auto a) { return pow(a, n); })(x);
    CAPTURE(x, N, v, d);
    const long double grace = std::abs(N) + 2;
    CHECK(ulps_between(v, std::pow(exact, static_cast<long double>(N))) <= grace);
    CHECK(ulps_between(d, N * std::pow(exact, static_cast<long double>(N - 1))) <= grace);
}

} // namespace

TEMPLATE_TEST_CASE("powers by whole literals", "", float, double, long double) {
    using T = TestType;
    for (double at : {1.0, -1.0, 1.25, -0.75, 2.0, 0.3}) {
        const T x = static_cast<T>(at);
        check_whole_power<1>(x);
        check_whole_power<2>(x);
        check_whole_power<3>(x);
        check_whole_power<4>(x);
        check_whole_power<5>(x);
        check_whole_power<10>(x);
        check_whole_power<17>(x);
        check_whole_power<20>(x);
        check_whole_power<63>(x);
        check_whole_power<64>(x);
        check_whole_power<65>(x); // beyond the chain of products
        check_whole_power<-1>(x);
        check_whole_power<-2>(x);
        check_whole_power<-3>(x);
        check_whole_power<-10>(x);
        check_whole_power<-60>(x);
    }
}

TEST_CASE("whole powers at zero") {
    constexpr auto x = tapeless::var<"x">;
    for (double zero : {0.0, -0.0}) {
        CHECK(tapeless::eval(pow(x, 2_c))(x = zero) == 0.0);
        CHECK(tapeless::grad(pow(x, 2_c))(x = zero)[x] == 0.0);
        CHECK(tapeless::grad(pow(x, 3_c))(x = zero)[x] == 0.0);
        CHECK(tapeless::grad(pow(x, 1_c))(x = zero)[x] == 1.0);
        CHECK(tapeless::eval(pow(x, 0_c))(x = zero) == 1.0);
        CHECK(tapeless::grad(pow(x, 0_c))(x = zero)[x] == 0.0);
        CHECK(std::isinf(tapeless::eval(pow(x, -(1_c)))(x = zero)));
        CHECK(tapeless::grad(pow(x, -(1_c)))(x = zero)[x] == -infinity<double>);
    }
    CHECK(std::signbit(tapeless::eval(pow(x, 3_c))(x = -0.0)));
    CHECK(tapeless::eval(pow(x, 3_c))(x = -2.0) == -8.0); // no logarithm is taken
    CHECK(tapeless::grad(pow(x, 3_c))(x = -2.0)[x] == 12.0);
}

TEST_CASE("what pow of a literal is") {
    constexpr auto x = tapeless::var<"x">;
    STATIC_REQUIRE(std::is_same_v<decltype(pow(x, 2_c)), decltype(pow(x, 2.0_c))>);
    STATIC_REQUIRE(std::is_same_v<decltype(pow(x, 2_c)), decltype(x * x)>);
    STATIC_REQUIRE(tapeless::eval(pow(x, 10_c))(x = 2.0) == 1024.0);
    STATIC_REQUIRE(tapeless::grad(pow(x, 4_c))(x = 2.0)[x] == 32.0);
    CHECK(tapeless::eval(pow(x, 0.5_c))(x = 4.0) == 2.0);
    CHECK(tapeless::grad(pow(x, 0.5_c))(x = 4.0)[x] == 0.25);
    CHECK(tapeless::eval(pow(2_c, x))(x = 3.0) == 8.0);
    CHECK(tapeless::grad(pow(2_c, x))(x = 3.0)[x] == Approx(8 * std::log(2.0)).epsilon(1e-15));
}

TEMPLATE_TEST_CASE("pow of two variables", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return pow(a, b); });
    constexpr double points[][2]{{2, 3}, {0.5, -2}, {1.5, 0.5}, {10, -0.1}, {1, 5}, {0.1, 10}, {1e-10, 2}};
    for (const auto& [left, right] : points) {
        const T x = static_cast<T>(left), y = static_cast<T>(right);
        const long double ex = static_cast<long double>(x), ey = static_cast<long double>(y);
        const auto [v, d] = f(x, y);
        CAPTURE(x, y);
        CHECK(ulps_between(v, std::pow(ex, ey)) <= 1);
        CHECK(ulps_between(std::get<0>(d), ey * std::pow(ex, ey - 1)) <= 4 + std::abs(std::log(ex) * ey));
        CHECK(ulps_between(std::get<1>(d), std::pow(ex, ey) * std::log(ex)) <= 3);
    }
}

TEMPLATE_TEST_CASE("pow at a zero base or a zero exponent has the limits as derivatives", "", float, double,
                   long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return pow(a, b); });
    const auto check = [&](T x, T y, T value, T dx, T dy) {
        const auto [v, d] = f(x, y);
        CAPTURE(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dy);
    };
    check(T(0), T(2), T(0), T(0), T(0));
    check(T(0), T(3), T(0), T(0), T(0));
    check(T(0), T(1), T(0), T(1), T(0));
    check(T(0), T(0), T(1), T(0), T(0));
    check(T(0), T(0.5), T(0), infinity<T>, T(0));
    check(T(1), T(0), T(1), T(0), T(0));
    CHECK(std::get<0>(f(T(-2), T(0)).grad) == 0);
    CHECK(std::get<0>(f(T(-2), T(3)).grad) == 12);
}

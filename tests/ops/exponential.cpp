// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
namespace ops = tapeless::ops;

TEST_CASE("exp and log keep the laws") {
    constexpr double at_exp[]{0, 1, -1, 0.1, -20, 50, 1e-10, -1e-10, 80, -80};
    constexpr double at_log[]{1, 0.5, 2, 10, 1e-3, 1e-30, 1e30, 0.999999, 1.000001};
    CHECK(broken<ops::exp>(at_exp) == "");
    CHECK(broken<ops::log>(at_log) == "");
}

TEMPLATE_TEST_CASE("exp is its own derivative", "", float, double, long double) {
    using T = TestType;
    const auto exact = [](long double x) { return std::exp(x); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, -10.0, 10.0, 40.0, -40.0, 1e-20, -80.0, 80.0})
        check_unary(
            [](auto a) { return exp(a); }, static_cast<T>(x), exact, exact, 1, 1);
}

TEMPLATE_TEST_CASE("exp beyond the range", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return exp(a); });
    for (T x : {T(-1e6), -huge<T>, -infinity<T>}) {
        CHECK(f(x).value == 0);
        CHECK(f(x).grad == 0);
    }
    for (T x : {T(1e6), huge<T>, infinity<T>}) {
        CHECK(f(x).value == infinity<T>);
        CHECK(f(x).grad == infinity<T>);
    }
    CHECK(std::isnan(f(not_a_number<T>).value));
    CHECK(std::isnan(f(not_a_number<T>).grad));
}

TEMPLATE_TEST_CASE("log has the derivative 1/x", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return std::log(x); };
    const auto derivative = [](long double x) { return 1 / x; };
    const auto f = [](auto a) { return log(a); };
    for (double x : {1.0, 0.5, 2.0, 10.0, 1e-3, 1e-30, 1e30, 0.99, 1.01})
        check_unary(f, static_cast<T>(x), value, derivative, 1, 1);
    check_unary(f, std::numeric_limits<T>::min(), value, derivative, 1, 1);
    check_unary(f, huge<T>, value, derivative, 1, 1);
}

TEMPLATE_TEST_CASE("log at and below zero", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return log(a); });
    CHECK(f(T(0)).value == -infinity<T>);
    CHECK(f(T(0)).grad == infinity<T>);
    CHECK(std::isnan(f(T(-1)).value));
    CHECK(f(infinity<T>).value == infinity<T>);
    CHECK(f(infinity<T>).grad == 0);
    CHECK(ulps_between(f(tiny<T>).value, std::log(static_cast<long double>(tiny<T>))) <= 1);
}

TEST_CASE("exp and log undo each other, and so do their derivatives") {
    const auto d = tapeless::grad([](auto a) { return log(exp(a)); });
    for (double x : {-700.0, -3.0, 0.0, 1e-9, 3.0, 700.0}) CHECK(d(x) == Approx(1.0).epsilon(1e-15));
}

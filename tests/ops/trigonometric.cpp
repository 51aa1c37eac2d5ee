// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
namespace ops = tapeless::ops;

TEST_CASE("sin and cos keep the laws") {
    constexpr double at[]{0, 1, -1, 0.1, 1.5707963, 3.14159, -10, 1e-12, 100, 12345.678};
    CHECK(broken<ops::sin>(at) == "");
    CHECK(broken<ops::cos>(at) == "");
}

TEMPLATE_TEST_CASE("sin and cos have each other as derivatives", "", float, double, long double) {
    using T = TestType;
    const auto sine = [](long double x) { return std::sin(x); };
    const auto cosine = [](long double x) { return std::cos(x); };
    const auto minus_sine = [](long double x) { return -std::sin(x); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, 1.5707963267948966, 3.141592653589793, 100.0, -1e5, 1e-20, 1e15}) {
        check_unary([](auto a) { return sin(a); }, static_cast<T>(x), sine, cosine, 1, 1);
        check_unary([](auto a) { return cos(a); }, static_cast<T>(x), cosine, minus_sine, 1, 1);
    }
}

TEMPLATE_TEST_CASE("sin and cos at the edges", "", float, double, long double) {
    using T = TestType;
    const auto sine = tapeless::value_and_grad([](auto a) { return sin(a); });
    const auto cosine = tapeless::value_and_grad([](auto a) { return cos(a); });
    CHECK(std::signbit(sine(T(-0.0)).value));
    CHECK(sine(tiny<T>).value == tiny<T>);
    CHECK(sine(T(0)).grad == 1);
    CHECK(cosine(T(0)).value == 1);
    CHECK(cosine(T(0)).grad == 0);
    CHECK(std::abs(sine(huge<T>).value) <= 1);
    CHECK(std::isnan(sine(infinity<T>).value));
    CHECK(std::isnan(cosine(infinity<T>).grad));
}

TEST_CASE("the squares of sine and cosine add up to a constant") {
    const auto f = tapeless::value_and_grad([](auto a) { return sin(a) * sin(a) + cos(a) * cos(a); });
    for (double x : {-3.0, 0.0, 0.25, 1e3}) {
        CHECK(f(x).value == Approx(1.0).epsilon(1e-15));
        CHECK(std::abs(f(x).grad) <= 1e-15);
    }
}

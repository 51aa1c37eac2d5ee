// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
namespace ops = tapeless::ops;

TEST_CASE("tanh keeps the laws") {
    constexpr double at[]{0, 1, -1, 0.1, -2.5, 1e-12, 5, -9, 15};
    CHECK(broken<ops::tanh>(at) == "");
}

TEMPLATE_TEST_CASE("tanh has the derivative of the inverse square of cosh", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return std::tanh(x); };
    const auto derivative = [](long double x) { return 1 / std::cosh(x) / std::cosh(x); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 8.0, 1e-20, 20.0, -20.0, 50.0, 1000.0})
        check_unary([](auto a) { return tanh(a); }, static_cast<T>(x), value, derivative, 2, 4);
}

TEMPLATE_TEST_CASE("tanh saturates without NaN", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return tanh(a); });
    for (T x : {T(1000), huge<T>, infinity<T>}) {
        CHECK(f(x).value == 1);
        CHECK(f(x).grad == 0);
        CHECK(f(-x).value == -1);
        CHECK(f(-x).grad == 0);
    }
    CHECK(std::signbit(f(T(-0.0)).value));
    CHECK(f(T(-0.0)).grad == 1);
    CHECK(f(tiny<T>).value == tiny<T>);
    CHECK(std::isnan(f(not_a_number<T>).value));
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
namespace ops = tapeless::ops;

TEST_CASE("erf keeps the laws") {
    constexpr double at[]{0, 1, -1, 0.1, -0.5, 1e-10, 2, -3};
    CHECK(broken<ops::erf>(at) == "");
}

TEMPLATE_TEST_CASE("erf has the derivative of the bell curve", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return std::erf(x); };
    const auto derivative = [](long double x) {
        return 2 / std::sqrt(std::acos(-1.0L)) * std::exp(-x * x);
    };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 5.0, 1e-20, 10.0, -30.0})
        check_unary([](auto a) { return erf(a); }, static_cast<T>(x), value, derivative, 2, 4);
}

TEMPLATE_TEST_CASE("erf at the edges", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return erf(a); });
    for (T x : {T(1000), huge<T>, infinity<T>}) {
        CHECK(f(x).value == 1);
        CHECK(f(x).grad == 0);
        CHECK(f(-x).value == -1);
        CHECK(f(-x).grad == 0);
    }
    CHECK(std::signbit(f(T(-0.0)).value));
    CHECK(std::isnan(f(not_a_number<T>).grad));
}

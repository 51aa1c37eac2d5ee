// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
namespace ops = tapeless::ops;

TEST_CASE("the activations keep the laws") {
    constexpr double at_sigmoid[]{0, 1, -1, 0.1, -5, 5, 1e-12, 15, -15};
    constexpr double at_relu[]{1, -1, 0.1, -5, 1e-12, -1e-12, 1e10};
    CHECK(broken<ops::sigmoid>(at_sigmoid) == "");
    CHECK(broken<ops::relu>(at_relu) == "");
}

TEMPLATE_TEST_CASE("sigmoid has the derivative s (1 - s)", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return 1 / (1 + std::exp(-x)); };
    // Written with exp(-|x|), which cancels nothing and overflows nowhere.
    const auto derivative = [](long double x) {
        const long double e = std::exp(-std::abs(x));
        return e / (1 + e) / (1 + e);
    };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, -10.0, 10.0, 20.0, -20.0, 40.0, 1e-20})
        check_unary([](auto a) { return sigmoid(a); }, static_cast<T>(x), value, derivative, 3, 4);
}

TEMPLATE_TEST_CASE("sigmoid saturates without NaN", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return sigmoid(a); });
    for (T x : {T(20000), huge<T>, infinity<T>}) {
        CHECK(f(x).value == 1);
        CHECK(f(x).grad == 0);
        CHECK(f(-x).value == 0);
        CHECK(f(-x).grad == 0);
    }
    CHECK(tapeless::value_and_grad([](auto a) { return sigmoid(a); })(-1000.0).grad == 0);
    CHECK(tapeless::value_and_grad([](auto a) { return sigmoid(a); })(1000.0).value == 1);
    CHECK(std::isnan(f(not_a_number<T>).value));
}

TEMPLATE_TEST_CASE("relu is its argument or zero", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return relu(a); });
    for (T x : {T(1), T(0.1), tiny<T>, huge<T>, infinity<T>}) {
        CHECK(f(x).value == x);
        CHECK(f(x).grad == 1);
        CHECK(f(-x).value == 0);
        CHECK(f(-x).grad == 0);
    }
    CHECK(f(T(0)).value == 0);
    CHECK(f(T(0)).grad == 0); // the kink: the derivative is defined to be 0
    CHECK(f(T(-0.0)).value == 0);
    CHECK(f(T(-0.0)).grad == 0);
    CHECK(std::isnan(f(not_a_number<T>).value));
}

TEST_CASE("what relu cuts off receives nothing, even from an infinite derivative above") {
    // d/dx of log(relu(x) + 1): the adjoint is finite on both sides.
    const auto f = tapeless::grad([](auto a) { return log(relu(a) + 1.0); });
    CHECK(f(-2.0) == 0.0);
    CHECK(f(1.0) == 0.5);
    // log(relu(x)) at x < 0: the adjoint of relu is infinite and must not become NaN below it.
    CHECK(tapeless::grad([](auto a) { return log(relu(a)); })(-2.0) == 0.0);
}

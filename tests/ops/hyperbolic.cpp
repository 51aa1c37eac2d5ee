// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "precise.hpp"

#include <tapeless/ops/hyperbolic.hpp>

using namespace ops_test;
namespace ops = tapeless::ops;

TEST_CASE("hyperbolic functions keep the laws") {
    constexpr double at[]{0, 1, -1, 0.1, -2.5, 1e-12, 5, -9, 15};
    constexpr double at_inverse[]{0, 1, -1, 0.1, -2.5, 1e-12, 5, -1e9, 1e15};
    constexpr double at_acosh[]{1.001, 1.5, 2, 10, 1e9, 1e15};
    constexpr double at_atanh[]{0, 0.5, -0.5, 0.1, 0.99, -0.999, 1e-12};
    CHECK(broken<ops::sinh>(at) == "");
    CHECK(broken<ops::cosh>(at) == "");
    CHECK(broken<ops::tanh>(at) == "");
    CHECK(broken<ops::asinh>(at_inverse) == "");
    CHECK(broken<ops::acosh>(at_acosh) == "");
    CHECK(broken<ops::atanh>(at_atanh) == "");
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

TEMPLATE_TEST_CASE("sinh and cosh have each other as derivatives", "", float, double, long double) {
    using T = TestType;
    const auto sine = [](const precise& x) { return precise(sinh(x)); };
    const auto cosine = [](const precise& x) { return precise(cosh(x)); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, 1e-20, 10.0, -40.0, 80.0}) {
        check_precisely([](auto a) { return sinh(a); }, static_cast<T>(x), sine, cosine, 3, 3);
        check_precisely([](auto a) { return cosh(a); }, static_cast<T>(x), cosine, sine, 3, 3);
    }
    const auto f = tapeless::value_and_grad([](auto a) { return sinh(a); });
    const auto g = tapeless::value_and_grad([](auto a) { return cosh(a); });
    CHECK(f(-infinity<T>).value == -infinity<T>);
    CHECK(f(-infinity<T>).grad == infinity<T>);
    CHECK(g(-infinity<T>).value == infinity<T>);
    CHECK(g(-infinity<T>).grad == -infinity<T>);
    CHECK(f(tiny<T>).value == tiny<T>);
    CHECK(g(tiny<T>).grad == tiny<T>);
    CHECK(std::isnan(f(not_a_number<T>).grad));
}

TEMPLATE_TEST_CASE("the derivative of tanh has an absolute error", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::grad([](auto a) { return tanh(a); });
    for (int i = -120; i <= 120; ++i) {
        const T x = static_cast<T>(i) / T(4);
        const precise c = cosh(precise(x));
        CAPTURE(x);
        CHECK(abs(precise(f(x)) - 1 / (c * c)) <= 2 * std::numeric_limits<T>::epsilon());
        CHECK(f(x) >= 0);
    }
}

TEMPLATE_TEST_CASE("asinh", "", float, double, long double) {
    using T = TestType;
    const auto f = [](auto a) { return asinh(a); };
    const auto value = [](const precise& x) {
        const precise size = abs(x), s = size < 1e-9 ? precise(size - size * size * size / 6)
                                                     : precise(log(size + sqrt(size * size + 1)));
        return precise(x < 0 ? -s : s);
    };
    const auto derivative = [](const precise& x) { return precise(1 / sqrt(x * x + 1)); };
    for (double x : {0.0, 1.0, -1.0, 0.5, 1e-20, 10.0, -1e5, 1e15, 1e30})
        check_precisely(f, static_cast<T>(x), value, derivative, 3, 3);
    // Where the square overflows.
    for (T x : {std::sqrt(huge<T>), std::sqrt(huge<T>) * 1024, -huge<T> / 8})
        check_precisely(f, x, value, derivative, 3, 3);
    CHECK(tapeless::grad(f)(infinity<T>) == 0);
    CHECK(tapeless::value_and_grad(f)(-infinity<T>).value == -infinity<T>);
    CHECK(std::signbit(tapeless::value_and_grad(f)(T(-0.0)).value));
    CHECK(tapeless::grad(f)(T(-0.0)) == 1);
    CHECK(std::isnan(tapeless::grad(f)(not_a_number<T>)));
    CHECK(second_derivative<0, 0, ops::asinh, T>(T(0)) == 0);
    CHECK(std::abs(second_derivative<0, 0, ops::asinh, T>(T(0.75)) + T(384) / 1000) <=
          4 * std::numeric_limits<T>::epsilon());
}

TEMPLATE_TEST_CASE("acosh and atanh up to the ends of their domain", "", float, double, long double) {
    using T = TestType;
    const T epsilon = std::numeric_limits<T>::epsilon();
    const auto cosine = [](auto a) { return acosh(a); };
    const auto cosine_value = [](const precise& x) { return precise(log(x + sqrt(x * x - 1))); };
    const auto cosine_derivative = [](const precise& x) { return precise(1 / sqrt(x * x - 1)); };
    for (T x : {1 + epsilon, T(1.001), T(1.5), T(10), T(1e10), std::sqrt(huge<T>) * 1024, huge<T> / 8})
        check_precisely(cosine, x, cosine_value, cosine_derivative, 4, 3);
    CHECK(tapeless::grad(cosine)(T(1)) == infinity<T>);
    CHECK(tapeless::grad(cosine)(infinity<T>) == 0);
    for (T x : {T(0.5), T(-2)}) {
        CHECK(std::isnan(tapeless::value_and_grad(cosine)(x).value));
        CHECK(std::isnan(tapeless::grad(cosine)(x)));
    }
    const auto tangent = [](auto a) { return atanh(a); };
    const auto tangent_value = [](const precise& x) {
        return precise(abs(x) < 1e-9 ? precise(x + x * x * x / 3) : precise(log((1 + x) / (1 - x)) / 2));
    };
    const auto tangent_derivative = [](const precise& x) { return precise(1 / (1 - x * x)); };
    for (T x : {T(0), T(0.5), T(-0.5), T(0.1), T(0.99), T(1e-20), 1 - epsilon, epsilon - 1})
        check_precisely(tangent, x, tangent_value, tangent_derivative, 3, 3);
    for (T end : {T(1), T(-1)}) {
        CHECK(tapeless::value_and_grad(tangent)(end).value == end * infinity<T>);
        CHECK(tapeless::grad(tangent)(end) == infinity<T>);
        CHECK(std::isnan(tapeless::value_and_grad(tangent)(2 * end).value));
    }
}

TEST_CASE("hyperbolic functions with 50 digits") {
    const precise x("1.7");
    check_multiprecision<ops::sinh>(
        x, [](auto a) { return precise((exp(a) - exp(-a)) / 2); },
        [](auto a) { return precise((exp(a) + exp(-a)) / 2); });
    check_multiprecision<ops::tanh>(
        x, [](auto a) { return precise(1 - 2 / (exp(2 * a) + 1)); },
        [](auto a) { return precise(1 / (cosh(a) * cosh(a))); });
    check_multiprecision<ops::asinh>(
        x, [](auto a) { return precise(log(a + sqrt(a * a + 1))); },
        [](auto a) { return precise(1 / sqrt(a * a + 1)); });
    check_multiprecision<ops::acosh>(
        x, [](auto a) { return precise(log(a + sqrt(a * a - 1))); },
        [](auto a) { return precise(1 / sqrt(a * a - 1)); });
}

TEST_CASE("second derivatives of hyperbolic functions by the engine") {
    for (double x : {0.0, 0.25, -0.75}) {
        const auto check = [&](auto f) { check_second_derivative(f, f, x); };
        check([](auto a) { return sinh(a); });
        check([](auto a) { return cosh(a); });
        check([](auto a) { return tanh(a); });
        check([](auto a) { return asinh(a); });
        check([](auto a) { return atanh(a); });
        check_second_derivative([](auto a) { return acosh(a + 2.0); },
                                [](const precise& a) { return precise(log(a + 2 + sqrt((a + 1) * (a + 3)))); }, x);
    }
}

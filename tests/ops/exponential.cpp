// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "precise.hpp"

#include <tapeless/ops/exponential.hpp>
#include <tuple>
#include <vector>

using namespace ops_test;
namespace ops = tapeless::ops;

namespace {

/// log_of_second takes x log y too; the laws move one operand at a time, so here it is computed.
struct log_by_quotient {
    static constexpr bool elementwise = true;
    static constexpr std::uint64_t differentiable = ops::log_of_second::differentiable;

    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return ops::log_of_second::value(x, y, ops::xlogy::value(x, y));
    }
    template <std::size_t I, class T>
    static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        return ops::log_of_second::pullback<I>(adjoint, result, x, y, ops::xlogy::value(x, y));
    }
};

} // namespace

TEST_CASE("exponentials and logarithms keep the laws") {
    constexpr double at_exp[]{0, 1, -1, 0.1, -20, 50, 1e-10, -1e-10, 80, -80};
    constexpr double at_log[]{1, 0.5, 2, 10, 1e-3, 1e-30, 1e30, 0.999999, 1.000001};
    CHECK(broken<ops::exp>(at_exp) == "");
    CHECK(broken<ops::log>(at_log) == "");
    constexpr double at_expm1[]{0, 1, -1, 0.1, 50, 1e-10, -1e-10, 80, -2};
    constexpr double at_log1p[]{0, 1, -0.5, 2, 1e-3, 1e-30, 1e30, -0.999, -1e-10};
    constexpr double at_xlogy[][2]{{1, 2}, {-0.5, 0.1}, {1e-3, 1e10}, {3, 0.999}, {10, 1e-10}};
    constexpr double at_peak[][2]{{1, 2}, {-3, 5}, {2, 2}};
    CHECK(broken<ops::exp2>(at_exp) == "");
    CHECK(broken<ops::expm1>(at_expm1) == "");
    CHECK(broken<ops::log2>(at_log) == "");
    CHECK(broken<ops::log10>(at_log) == "");
    CHECK(broken<ops::log1p>(at_log1p) == "");
    CHECK(broken<ops::xlogy>(at_xlogy) == "");
    CHECK(broken<log_by_quotient>(at_xlogy) == "");
    CHECK(broken<ops::below_peak>(at_peak) == "");
}

TEMPLATE_TEST_CASE("exp is its own derivative", "", float, double, long double) {
    using T = TestType;
    const auto exact = [](long double x) { return std::exp(x); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, -10.0, 10.0, 40.0, -40.0, 1e-20, -80.0, 80.0})
        check_unary([](auto a) { return exp(a); }, static_cast<T>(x), exact, exact, 1, 1);
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

TEMPLATE_TEST_CASE("exp2 and expm1", "", float, double, long double) {
    using T = TestType;
    const auto two = [](const precise& x) { return precise(pow(precise(2), x)); };
    const auto two_derivative = [&](const precise& x) { return precise(two(x) * log(precise(2))); };
    const auto minus_one = [](const precise& x) { return precise(exp(x) - 1); };
    const auto exponential = [](const precise& x) { return precise(exp(x)); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, 1e-20, 20.0, 80.0, -100.0})
        check_precisely([](auto a) { return exp2(a); }, static_cast<T>(x), two, two_derivative, 1, 3);
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, 1e-20, -1e-10, 20.0, 80.0}) {
        check_precisely([](auto a) { return expm1(a); }, static_cast<T>(x), minus_one, exponential, 2, 4);
    }
    // Toward -infinity the derivative is as good as the value is: an absolute error of the rounding of 1.
    for (double x : {-3.0, -10.0, -30.0, -60.0, -1000.0})
        check_precisely([](auto a) { return expm1(a); }, static_cast<T>(x), minus_one, exponential, 2, 1, 1);
    const auto f = tapeless::value_and_grad([](auto a) { return expm1(a); });
    CHECK(f(-infinity<T>).value == -1);
    CHECK(f(-infinity<T>).grad == 0);
    CHECK(f(infinity<T>).grad == infinity<T>);
    CHECK(f(tiny<T>).value == tiny<T>);
    CHECK(std::signbit(f(T(-0.0)).value));
    CHECK(std::isnan(f(not_a_number<T>).grad));
    CHECK(tapeless::grad([](auto a) { return exp2(a); })(-infinity<T>) == 0);
}

TEMPLATE_TEST_CASE("logarithms to base 2 and 10 and of 1 + x", "", float, double, long double) {
    using T = TestType;
    const precise ln2 = log(precise(2)), ln10 = log(precise(10));
    const auto log2_value = [&](const precise& x) { return precise(log(x) / ln2); };
    const auto log2_derivative = [&](const precise& x) { return precise(1 / (x * ln2)); };
    const auto log10_value = [&](const precise& x) { return precise(log(x) / ln10); };
    const auto log10_derivative = [&](const precise& x) { return precise(1 / (x * ln10)); };
    for (T x : {T(1), T(0.5), T(2), T(10), T(1e-30), T(1e30), T(0.99), std::numeric_limits<T>::min(), huge<T> / 8}) {
        check_precisely([](auto a) { return log2(a); }, x, log2_value, log2_derivative, 2, 2);
        check_precisely([](auto a) { return log10(a); }, x, log10_value, log10_derivative, 2, 2);
    }
    const auto log1p_value = [](const precise& x) { return precise(log(1 + x)); };
    const auto log1p_derivative = [](const precise& x) { return precise(1 / (1 + x)); };
    for (T x : {T(0), T(1), T(-0.5), T(1e-10), T(-1e-10), T(1e30), T(-0.999), -1 + std::numeric_limits<T>::epsilon()})
        check_precisely([](auto a) { return log1p(a); }, x, log1p_value, log1p_derivative, 2, 2);
    for (T zero : {T(0), T(-0.0)}) {
        CHECK(tapeless::eval(log2(tapeless::var<"x">))(tapeless::var<"x"> = zero) == -infinity<T>);
        CHECK(std::isinf(tapeless::grad([](auto a) { return log2(a); })(zero)));
        CHECK(std::isinf(tapeless::grad([](auto a) { return log10(a); })(zero)));
        CHECK(tapeless::grad([](auto a) { return log1p(a); })(zero) == 1);
    }
    const auto f = tapeless::value_and_grad([](auto a) { return log1p(a); });
    CHECK(f(T(-1)).value == -infinity<T>);
    CHECK(f(T(-1)).grad == infinity<T>);
    CHECK(std::isnan(f(T(-2)).value));
    CHECK(f(infinity<T>).value == infinity<T>);
    CHECK(f(infinity<T>).grad == 0);
    CHECK(f(tiny<T>).value == tiny<T>);
}

TEMPLATE_TEST_CASE("xlogy", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return xlogy(a, b); });
    const T points[][2]{
        {T(1), T(2)},    {T(-0.5), T(0.1)},  {T(1e-3), T(1e10)}, {T(3), T(0.999)},
        {T(7), tiny<T>}, {tiny<T>, T(0.75)}, {tiny<T>, T(1e30)}, {T(2), 1 + std::numeric_limits<T>::epsilon()}};
    for (const auto& [x, y] : points) {
        const precise ex(x), ey(y);
        const auto [v, d] = f(x, y);
        CAPTURE(x, y, v, std::get<0>(d), std::get<1>(d));
        CHECK(ulps_off(v, ex * log(ey)) <= 2);
        CHECK(ulps_off(std::get<0>(d), log(ey)) <= 3);
        CHECK(ulps_off(std::get<1>(d), ex / ey) <= 1);
    }
    const auto check = [&](T x, T y, T value, T dx, T dy) {
        const auto [v, d] = f(x, y);
        CAPTURE(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dy);
    };
    check(T(0), T(0), T(0), -infinity<T>, T(0));
    check(T(-0.0), T(0), T(0), -infinity<T>, T(0));
    check(T(0), T(1), T(0), T(0), T(0));
    check(T(0), std::exp(T(2)), T(0), std::log(std::exp(T(2))), T(0));
    check(T(0), infinity<T>, T(0), infinity<T>, T(0));
    check(T(2), T(0), -infinity<T>, -infinity<T>, infinity<T>);
    check(T(2), T(1), T(0), T(0), T(2));
    CHECK(f(T(0), T(-1)).value == 0);
    CHECK(f(T(0), not_a_number<T>).value == 0);
    CHECK(std::isnan(f(T(1), T(-1)).value));
    CHECK(std::isnan(f(not_a_number<T>, T(2)).value));
}

TEST_CASE("entropy is finite where a probability is zero") {
    const auto entropy = tapeless::value_and_grad([](auto p, auto q) { return -(xlogy(p, p) + xlogy(q, q)); });
    CHECK(entropy(0.0, 1.0).value == 0);
    CHECK(std::get<0>(entropy(0.0, 1.0).grad) == infinity<double>);
    CHECK(std::get<1>(entropy(0.0, 1.0).grad) == -1);
    CHECK(second_derivative<0, 1, ops::xlogy, double>(2.0, 4.0) == 0.25);
    CHECK(second_derivative<1, 1, ops::xlogy, double>(2.0, 4.0) == -0.125);
    CHECK(second_derivative<1, 0, ops::xlogy, double>(0.0, 4.0) == 0.25);
}

TEMPLATE_TEST_CASE("logsumexp of finite numbers", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto... x) { return logsumexp(x...); });
    const auto check = [&](auto... x) {
        const auto [v, d] = f(x...);
        const precise exact = (precise(0) + ... + precise(exp(precise(x))));
        CAPTURE(v, exact);
        // The sum is at least 1 and is rounded: near a value of 0 the error is absolute.
        CHECK(ulps_off(v, log(exact), 1) <= 3);
        // A share is as accurate as the exponential of a rounded difference.
        const T entries[]{x...};
        const std::vector<T> shares = std::apply([](auto... by) { return std::vector<T>{by...}; }, d);
        T total = 0;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            CHECK(ulps_off(shares[i], exp(precise(entries[i])) / exact) <= 4 + std::abs(entries[i] - v));
            total += shares[i];
        }
        CHECK(std::abs(total - 1) <= 2 * std::numeric_limits<T>::epsilon());
    };
    check(T(0), T(0));
    check(T(1), T(2));
    check(T(-3), T(0.5), T(2));
    check(T(1), T(1), T(1), T(1));
    check(T(0.1), T(-20), T(3), T(2.5), T(-1), T(0), T(7));
    check(T(1), T(2), T(3), T(4), T(5), T(6), T(7), T(8));
}

TEMPLATE_TEST_CASE("logsumexp neither overflows nor underflows", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b, auto c) { return logsumexp(a, b, c); });
    const auto check = [&](T x, T y, T z, T value, T dx, T dy, T dz) {
        const auto [v, d] = f(x, y, z);
        CAPTURE(x, y, z, v, d);
        CHECK((v == value || std::abs(v - value) <= 2 * std::numeric_limits<T>::epsilon() * std::abs(value)));
        CHECK(std::abs(std::get<0>(d) - dx) <= std::numeric_limits<T>::epsilon());
        CHECK(std::abs(std::get<1>(d) - dy) <= std::numeric_limits<T>::epsilon());
        CHECK(std::abs(std::get<2>(d) - dz) <= std::numeric_limits<T>::epsilon());
    };
    constexpr T inf = infinity<T>, third = T(1) / T(3), half = T(0.5);
    check(T(1e30), T(1e30), T(-1e30), T(1e30), half, half, T(0));
    check(T(-1e30), T(-1e30), T(-2e30), T(-1e30), half, half, T(0));
    check(huge<T>, T(0), -huge<T>, huge<T>, T(1), T(0), T(0));
    check(-inf, T(2), T(2), T(2) + std::log(T(2)), T(0), half, half);
    check(-inf, T(2), -inf, T(2), T(0), T(1), T(0));
    check(T(1), inf, T(2), inf, T(0), T(1), T(0));
    check(inf, T(1), inf, inf, half, T(0), half);
    check(-inf, T(1), inf, inf, T(0), T(0), T(1));
    check(inf, inf, inf, inf, third, third, third);
    check(-inf, -inf, -inf, -inf, third, third, third);
    CHECK(std::isnan(f(not_a_number<T>, T(1), T(2)).value));
    CHECK(std::isnan(f(T(1), not_a_number<T>, T(2)).value));
    CHECK(std::isnan(f(T(1), T(2), not_a_number<T>).value));
}

TEST_CASE("logsumexp of one, of numbers and literals, and of shared constants") {
    using namespace tapeless::literals;
    constexpr auto x = tapeless::var<"x">;
    STATIC_REQUIRE(std::is_same_v<decltype(logsumexp(+x)), decltype(+x)>);
    const auto expected = std::log(std::exp(0.3) + std::exp(2.0) + std::exp(1.0));
    CHECK(tapeless::eval(logsumexp(x, 2.0, 1_c))(x = 0.3) == Approx(expected).epsilon(1e-15));
    const auto slope = tapeless::grad(logsumexp(x * 3.0, 2.0 * x, 1.5, x - 0.5))(x = 0.3)[x];
    const double e[]{std::exp(0.9), std::exp(0.6), std::exp(1.5), std::exp(-0.2)};
    CHECK(slope == Approx((3 * e[0] + 2 * e[1] + e[3]) / (e[0] + e[1] + e[2] + e[3])).epsilon(1e-15));
}

TEST_CASE("exponentials and logarithms with 50 digits") {
    const precise ln2("0.69314718055994530941723212145817656807550013436025525412068");
    const precise ln10("2.3025850929940456840179914546843642076011014886287729760333");
    const precise x("1.7");
    check_multiprecision<ops::exp2>(
        x, [&](auto a) { return precise(exp(a * ln2)); }, [&](auto a) { return precise(exp(a * ln2) * ln2); });
    check_multiprecision<ops::expm1>(
        x, [](auto a) { return precise(exp(a) - 1); }, [](auto a) { return precise(exp(a)); });
    check_multiprecision<ops::log2>(
        x, [&](auto a) { return precise(log(a) / ln2); }, [&](auto a) { return precise(1 / (a * ln2)); });
    check_multiprecision<ops::log10>(
        x, [&](auto a) { return precise(log(a) / ln10); }, [&](auto a) { return precise(1 / (a * ln10)); });
    check_multiprecision<ops::log1p>(
        x, [](auto a) { return precise(log(1 + a)); }, [](auto a) { return precise(1 / (1 + a)); });
    const precise v = ops::xlogy::value(precise(3), x);
    CHECK(abs(ops::xlogy::pullback<0>(precise(1), v, precise(3), x) - log(x)) <= precise("1e-48"));
}

TEST_CASE("second derivatives of exponentials and logarithms by the engine") {
    for (double x : {0.5, 2.0, 7.0}) {
        const auto check = [&](auto f) { check_second_derivative(f, f, x); };
        check([](auto a) { return exp(a); });
        check([](auto a) { return exp2(a); });
        check([](auto a) { return expm1(a); });
        check([](auto a) { return log(a); });
        check([](auto a) { return log2(a); });
        check([](auto a) { return log10(a); });
        check([](auto a) { return log1p(a); });
        check_second_derivative([](auto a) { return xlogy(a, a); },
                                [](const precise& a) { return precise(a * log(a)); }, x);
        check_second_derivative(
            [](auto a) { return logsumexp(a, 2.0 * a, 3.0 - a, a * a); },
            [](const precise& a) { return precise(log(exp(a) + exp(2 * a) + exp(3 - a) + exp(a * a))); }, x);
    }
    // Both are at the peak.
    const auto shares = tapeless::hessian([](auto x, auto y) { return logsumexp(x, y); })(1.0, 1.0);
    CHECK(std::get<0>(std::get<0>(shares)) == 0.25);
    CHECK(std::get<1>(std::get<0>(shares)) == -0.25);
}

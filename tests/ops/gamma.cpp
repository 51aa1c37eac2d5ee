// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <tapeless/ops/gamma.hpp>

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

using precise = boost::multiprecision::cpp_bin_float_50;

long double rounded(const precise& x) { return x.convert_to<long double>(); }

/// The second derivative, of a derivative.
template <class F>
double second(const F& f, double x) {
    return tapeless::grad(tapeless::grad(f))(x);
}

} // namespace

TEST_CASE("the gamma functions keep the laws") {
    constexpr double at[]{1, 2, 0.5, 0.1, 1.5, 3.25, 10, 30.5, -0.5, -1.25, -2.75};
    constexpr double at_order[][2]{{1, 1}, {1, 0.25}, {1, 7.5}, {1, -0.75}, {2, 1.5}, {3, 20}, {4, 2.5}, {2, -1.25}};
    constexpr double at_pair[][2]{{1, 2}, {0.5, 0.5}, {3, 7}, {0.1, 4}, {2, 12.5}, {12.5, 0.25}, {15, 20}, {40, 30}};
    CHECK(broken<ops::tgamma>(at, {1e-12L, 8, 16}) == "");
    CHECK(broken<ops::lgamma>(at) == "");
    CHECK(broken<ops::digamma>(at, {1e-12L, 32, 16}) == "");
    CHECK(broken<ops::polygamma>(at_order, {1e-10L, 16, 16}) == "");
    CHECK(broken<ops::log_beta>(at_pair, {1e-12L, 16, 16}) == "");
    CHECK(broken<ops::beta>(at_pair, {1e-12L, 200, 16}) == "");
}

TEMPLATE_TEST_CASE("digamma to 4 units of the last place", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return digamma(a); });
    const auto check = [&](T x) {
        const precise exact = x;
        const auto [v, d] = f(x);
        const long double expected = rounded(boost::math::digamma(exact)),
                          slope = rounded(boost::math::trigamma(exact));
        const long double off = ulps_between(v, expected, x < 0 ? 3.1416L : 0), slope_off = ulps_between(d, slope);
        CAPTURE(x, v, expected, d, slope);
        CHECK(off <= (x < 0 ? 8 : 4));
        CHECK(slope_off <= (x < 0 ? 16 : 8));
    };
    for (int i = 1; i < 700; ++i) check(static_cast<T>(i * 0.0317));
    for (int i = 1; i < 300; ++i) check(static_cast<T>(1.4616321449683623 + (i - 150) * 1e-4));
    for (double x : {1e-30, 1e-10, 1e-3, 50.0, 1e3, 1e10, 1e30}) check(static_cast<T>(x));
    for (int i = 1; i < 400; ++i) check(static_cast<T>(i * -0.0317));
    for (double x : {-1e-30, -1e-10, -1e-3, -50.25, -1000.625, -1.0001, -1.9999}) check(static_cast<T>(x));
    // The positive zero, and its neighbours.
    T x = T(1.461632144968362341262659542325721328L);
    check(x);
    check(std::nextafter(x, T(0)));
    check(std::nextafter(x, T(2)));
}

TEMPLATE_TEST_CASE("digamma at its poles and far out", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return digamma(a); });
    CHECK(f(T(0)).value == -infinity<T>);
    CHECK(f(T(-0.0)).value == infinity<T>);
    CHECK(f(T(0)).grad == infinity<T>);
    CHECK(f(T(-0.0)).grad == infinity<T>);
    CHECK(f(infinity<T>).value == infinity<T>);
    CHECK(f(infinity<T>).grad == 0);
    for (T x : {T(-1), T(-2), T(-100), -huge<T>, -infinity<T>, not_a_number<T>}) {
        CAPTURE(x);
        CHECK(std::isnan(f(x).value));
        CHECK(std::isnan(f(x).grad));
    }
}

TEMPLATE_TEST_CASE("polygamma to 12 units of the last place", "", float, double, long double) {
    using T = TestType;
    const auto check = [](auto order) {
        constexpr int n = order;
        const auto f = tapeless::value_and_grad([](auto a) { return polygamma<n>(a); });
        const long double size = rounded(boost::math::tgamma(precise(n + 1))) * std::pow(2.0L, n + 1);
        for (double at : {0.01, 0.3,   0.5, 1.0,   1.7,   3.0,  5.5,  9.0,   11.0, 13.0,
                          25.0, 100.0, 1e5, -0.01, -0.25, -0.7, -1.5, -1.01, -4.6, -20.375}) {
            const T x = static_cast<T>(at);
            const long double expected = rounded(boost::math::polygamma(n, precise(x)));
            const long double next = rounded(boost::math::polygamma(n + 1, precise(x)));
            CAPTURE(n, x, f(x).value, expected, next);
            CHECK(ulps_between(f(x).value, expected, x < 0 ? size : 0) <= (x < 0 ? 12 + 4 * n : 12));
            CHECK(ulps_between(f(x).grad, next, x < 0 ? 2 * n * size : 0) <= (x < 0 ? 12 + 4 * n : 12));
        }
    };
    check(std::integral_constant<int, 1>{});
    check(std::integral_constant<int, 2>{});
    check(std::integral_constant<int, 3>{});
    check(std::integral_constant<int, 4>{});
    check(std::integral_constant<int, 7>{});
    check(std::integral_constant<int, 12>{});
    CHECK(std::isnan(ops::polygamma::value(T(17), T(1))));
    CHECK(ops::polygamma::value(T(1), T(0)) == infinity<T>);
    CHECK(ops::polygamma::value(T(2), T(0)) == -infinity<T>);
    CHECK(ops::polygamma::value(T(2), T(-0.0)) == infinity<T>);
    CHECK(std::isnan(ops::polygamma::value(T(2), T(-3))));
    const long double basel = std::acos(-1.0L) * std::acos(-1.0L) / 6;
    CHECK(ulps_between(tapeless::value_and_grad([](auto a) { return trigamma(a); })(T(1)).value, basel) <= 4);
}

TEMPLATE_TEST_CASE("tgamma and lgamma have the derivatives that digamma gives", "", float, double, long double) {
    using T = TestType;
    const auto gamma = tapeless::value_and_grad([](auto a) { return tgamma(a); });
    const auto logarithm = tapeless::value_and_grad([](auto a) { return lgamma(a); });
    for (double at : {0.01, 0.5, 1.0, 1.46, 2.0, 3.5, 10.0, 30.0, -0.625, -1.25, -3.75}) {
        const T x = static_cast<T>(at);
        const precise exact = x, value = boost::math::tgamma(exact), slope = boost::math::digamma(exact);
        CAPTURE(x);
        CHECK(ulps_between(gamma(x).value, rounded(value)) <= 8);
        CHECK(ulps_between(gamma(x).grad, rounded(value * slope), std::fabs(rounded(value))) <= 16);
        CHECK(ulps_between(logarithm(x).value, rounded(log(abs(value))), 1) <= 4);
        CHECK(ulps_between(logarithm(x).grad, rounded(slope), 3.1416L) <= 8);
    }
    CHECK(gamma(T(0)).value == infinity<T>);
    CHECK(gamma(T(-0.0)).value == -infinity<T>);
    CHECK(gamma(T(0)).grad == -infinity<T>);
    CHECK(gamma(T(-0.0)).grad == -infinity<T>);
    CHECK(std::isnan(gamma(T(-3)).value));
    CHECK(gamma(infinity<T>).grad == infinity<T>);
    CHECK(logarithm(T(0)).value == infinity<T>);
    CHECK(logarithm(T(0)).grad == -infinity<T>);
    CHECK(logarithm(T(-3)).value == infinity<T>);
    CHECK(logarithm(infinity<T>).value == infinity<T>);
    CHECK(std::isnan(logarithm(not_a_number<T>).grad));
}

TEST_CASE("lgamma leaves the global sign alone") {
    if constexpr (requires(double x, int sign) { lgamma_r(x, &sign); }) {
        std::lgamma(0.5);
        CHECK(signgam == 1);
        CHECK(ops::lgamma::value(-0.5) == Approx(std::log(2 * std::sqrt(std::acos(-1.0)))));
        CHECK(ops::lgamma::value(-0.5f) == Approx(std::log(2 * std::sqrt(std::acos(-1.0)))));
        CHECK(static_cast<double>(ops::lgamma::value(-0.5L)) == Approx(std::log(2 * std::sqrt(std::acos(-1.0)))));
        CHECK(signgam == 1);
    }
}

TEMPLATE_TEST_CASE("beta and its logarithm", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return beta(a, b); });
    const auto g = tapeless::value_and_grad([](auto a, auto b) { return log_beta(a, b); });
    constexpr double points[][2]{{1, 1},     {0.5, 0.5}, {1e-3, 2},  {3, 7},      {10.5, 10.75}, {0.25, 20},
                                 {11, 11.5}, {1e-3, 30}, {15, 100},  {1e4, 2.5},  {1e4, 1e4},    {1e6, 0.125},
                                 {5, 11},    {10.9, 12}, {200, 300}, {1e-10, 50}, {3, 1e8}};
    for (const auto& [left, right] : points) {
        const T x = static_cast<T>(left), y = static_cast<T>(right);
        const precise a = x, b = y;
        const precise logarithm = boost::math::lgamma(a) + boost::math::lgamma(b) - boost::math::lgamma(precise(a + b));
        const precise by_x = boost::math::digamma(a) - boost::math::digamma(precise(a + b));
        const precise by_y = boost::math::digamma(b) - boost::math::digamma(precise(a + b));
        CAPTURE(x, y);
        for (const bool swap : {false, true}) {
            const auto [v, d] = swap ? g(y, x) : g(x, y);
            CHECK(ulps_between(v, rounded(logarithm), 4) <= 8);
            CHECK(ulps_between(swap ? std::get<1>(d) : std::get<0>(d), rounded(by_x), 16) <= 4);
            CHECK(ulps_between(swap ? std::get<0>(d) : std::get<1>(d), rounded(by_y), 16) <= 4);
            const auto [w, e] = swap ? f(y, x) : f(x, y);
            const precise product = exp(logarithm);
            if (logarithm < -80) continue; // below the normal numbers of float
            const long double grace = 16 + 8 * std::fabs(rounded(logarithm));
            CHECK(ulps_between(w, rounded(product)) <= grace);
            CHECK(ulps_between(std::get<0>(e), rounded(product * (swap ? by_y : by_x)), 16 * rounded(product)) <=
                  grace);
        }
    }
    CHECK(g(T(0), T(2)).value == infinity<T>);
    CHECK(f(T(0), T(2)).value == infinity<T>);
    CHECK(std::isnan(g(not_a_number<T>, T(2)).value));
    CHECK(std::isnan(f(T(2), not_a_number<T>).value));
    CHECK(tapeless::grad([](auto a) { return log_beta(a, 1.0); })(T(2)) == Approx(-0.5)); // B(a, 1) = 1/a
    CHECK(f(T(300), T(300)).value >= 0);
}

TEST_CASE("the gamma functions in 50 digits") {
    const precise epsilon = std::numeric_limits<precise>::epsilon();
    for (double at : {0.25, 1.75, 2.0, 3.5, 12.0, 1000.5, -0.75, -3.125}) {
        const precise x = at;
        CAPTURE(at);
        CHECK(abs(ops::digamma::value(x) - boost::math::digamma(x)) <= 256 * epsilon);
        for (int n : {1, 2, 5})
            CHECK(abs(ops::polygamma::value(precise(n), x) / boost::math::polygamma(n, x) - 1) <= 256 * epsilon);
        if (at < 0) continue;
        const precise y = 2.5;
        const precise expected = boost::math::lgamma(x) + boost::math::lgamma(y) - boost::math::lgamma(precise(x + y));
        CHECK(abs(ops::log_beta::value(x, y) - expected) <= 4096 * epsilon);
    }
}

TEST_CASE("second derivatives of the gamma functions") {
    namespace math = boost::math;
    for (double x : {0.25, 1.0, 2.5, 12.0, -0.7, -2.3}) {
        CAPTURE(x);
        const double gamma = math::tgamma(x), psi = math::digamma(x), psi1 = math::trigamma(x);
        CHECK(second([](auto a) { return tgamma(a); }, x) == Approx(gamma * (psi * psi + psi1)).epsilon(1e-13));
        CHECK(second([](auto a) { return lgamma(a); }, x) == Approx(psi1).epsilon(1e-13));
        CHECK(second([](auto a) { return digamma(a); }, x) == Approx(math::polygamma(2, x)).epsilon(1e-12));
        CHECK(second([](auto a) { return trigamma(a); }, x) == Approx(math::polygamma(3, x)).epsilon(1e-12));
        if (x < 0) continue;
        const double slope = psi - math::digamma(x + 2), curvature = psi1 - math::trigamma(x + 2);
        CHECK(second([](auto a) { return log_beta(a, 2_c); }, x) == Approx(curvature).epsilon(1e-12));
        CHECK(second([](auto a) { return beta(2_c, a); }, x) ==
              Approx(math::beta(x, 2.0) * (slope * slope + curvature)).epsilon(1e-12));
    }
}

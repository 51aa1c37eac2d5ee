// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <tapeless/ops/error_function.hpp>

using namespace ops_test;
namespace ops = tapeless::ops;

namespace {

using precise = boost::multiprecision::cpp_bin_float_50;

long double rounded(const precise& x) { return x.convert_to<long double>(); }

const precise pi = 4 * atan(precise(1));
precise pdf(const precise& x) { return exp(-x * x / 2) / sqrt(2 * pi); }
precise cdf(const precise& x) { return boost::math::erfc(precise(-x / sqrt(precise(2)))) / 2; }

/// The second derivative, of a derivative.
template <class F>
double second(const F& f, double x) {
    return tapeless::grad(tapeless::grad(f))(x);
}

} // namespace

TEST_CASE("the error functions keep the laws") {
    constexpr double at[]{0, 1, -1, 0.1, -0.5, 1e-10, 2, -3};
    constexpr double at_log[]{0.1, 1, -1, -0.5, 2, -3, -7, -4.9, -10};
    CHECK(broken<ops::erf>(at) == "");
    CHECK(broken<ops::erfc>(at, {1e-12L, 16, 8}) == "");
    CHECK(broken<ops::normal_pdf>(at, {1e-12L, 16, 8}) == "");
    CHECK(broken<ops::normal_cdf>(at, {1e-12L, 16, 8}) == "");
    CHECK(broken<ops::normal_log_pdf>(at) == "");
    CHECK(broken<ops::inverse_mills>(at_log, {1e-12L, 24, 200}) == "");
    CHECK(broken<ops::normal_log_cdf>(at_log, {1e-12L, 4, 24}) == "");
}

TEMPLATE_TEST_CASE("erf has the derivative of the bell curve", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return std::erf(x); };
    const auto derivative = [](long double x) { return 2 / std::sqrt(std::acos(-1.0L)) * std::exp(-x * x); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 5.0, 1e-20, 10.0, -30.0}) {
        check_unary([](auto a) { return erf(a); }, static_cast<T>(x), value, derivative, 2, 4);
        check_unary([](auto a) { return erfc(a); }, static_cast<T>(x), [](long double t) { return std::erfc(t); },
                    [&](long double t) { return -derivative(t); }, 4, 4);
    }
}

TEMPLATE_TEST_CASE("erf and erfc at the edges", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return erf(a); });
    const auto g = tapeless::value_and_grad([](auto a) { return erfc(a); });
    for (T x : {T(1000), huge<T>, infinity<T>}) {
        CHECK(f(x).value == 1);
        CHECK(f(x).grad == 0);
        CHECK(f(-x).value == -1);
        CHECK(f(-x).grad == 0);
        CHECK(g(x).value == 0);
        CHECK(g(x).grad == 0);
        CHECK(g(-x).value == 2);
        CHECK(g(-x).grad == 0);
    }
    CHECK(std::signbit(f(T(-0.0)).value));
    CHECK(std::isnan(f(not_a_number<T>).grad));
    CHECK(std::isnan(g(not_a_number<T>).grad));
}

// Rounding x^2 and x / sqrt(2) shifts what exp and erfc see by that much: relative errors grow with x^2.
TEMPLATE_TEST_CASE("the normal distribution to 4 + 1.5 x^2 units of the last place", "", float, double, long double) {
    using T = TestType;
    const auto density = tapeless::value_and_grad([](auto a) { return normal_pdf(a); });
    const auto probability = tapeless::value_and_grad([](auto a) { return normal_cdf(a); });
    const auto log_density = tapeless::value_and_grad([](auto a) { return normal_log_pdf(a); });
    for (int i = -120; i <= 60; ++i) {
        const T x = static_cast<T>(i * 0.1);
        const precise exact = x;
        const long double grace = 4 + 1.5L * static_cast<long double>(x * x);
        CAPTURE(x);
        CHECK(ulps_between(density(x).value, rounded(pdf(exact))) <= grace);
        CHECK(ulps_between(density(x).grad, rounded(-exact * pdf(exact))) <= grace);
        CHECK(ulps_between(probability(x).value, rounded(cdf(exact))) <= grace);
        CHECK(ulps_between(probability(x).grad, rounded(pdf(exact))) <= grace);
        CHECK(ulps_between(log_density(x).value, rounded(log(pdf(exact)))) <= 2);
        CHECK(log_density(x).grad == -x);
    }
    CHECK(probability(T(0)).value == T(0.5));
    for (T x : {T(1000), huge<T>, infinity<T>}) {
        CHECK(probability(x).value == 1);
        CHECK(probability(-x).value == 0);
        CHECK(probability(x).grad == 0);
        CHECK(density(-x).value == 0);
    }
    CHECK(density(huge<T>).grad == 0);
    CHECK(log_density(infinity<T>).value == -infinity<T>);
    CHECK(std::isnan(probability(not_a_number<T>).value));
    CHECK(std::isnan(density(not_a_number<T>).value));
}

TEMPLATE_TEST_CASE("normal_log_cdf is precise in both tails", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return normal_log_cdf(a); });
    for (int i = -300; i <= 120; ++i) {
        const T x = static_cast<T>(i * 0.1);
        const precise exact = x, p = cdf(exact), upper = cdf(-exact);
        CAPTURE(x);
        const long double expected = rounded(x < 0 ? precise(log(p)) : precise(boost::math::log1p(precise(-upper))));
        // Far right the value is the upper tail, with its error.
        const long double off = ulps_between(f(x).value, expected);
        CHECK(off <= (x > 0 ? 4 + 2 * static_cast<long double>(x * x) : 4));
        const long double slope = ulps_between(f(x).grad, rounded(pdf(exact) / p));
        CHECK(slope <= (x < -5 ? 3 : 8 + static_cast<long double>(x * x)));
    }
    CHECK(ulps_between(f(T(-1000)).value, -500007.826694812184309806167549L) <= 2);
    CHECK(ulps_between(f(T(-1000)).grad, 1000.00099999800000999992600071L) <= 2);
    CHECK(f(infinity<T>).value == 0);
    CHECK(f(T(1000)).grad == 0);
    CHECK(f(-infinity<T>).value == -infinity<T>);
    CHECK(f(-infinity<T>).grad == infinity<T>);
    CHECK(std::isnan(f(not_a_number<T>).value));
    CHECK(std::isnan(f(not_a_number<T>).grad));
}

TEST_CASE("the error functions in 50 digits") {
    const precise epsilon = std::numeric_limits<precise>::epsilon();
    for (double at : {-30.0, -5.5, -4.0, -0.5, 0.0, 0.75, 6.0}) {
        const precise x = at;
        CAPTURE(at);
        const precise expected = at < 0 ? precise(log(cdf(x))) : precise(boost::math::log1p(precise(-cdf(-x))));
        CHECK(abs(ops::normal_log_cdf::value(x) - expected) <= 64 * epsilon * abs(expected));
        CHECK(abs(ops::inverse_mills::value(x) / (pdf(x) / cdf(x)) - 1) <= 1024 * epsilon);
        CHECK(abs(ops::normal_cdf::value(x) / cdf(x) - 1) <= 1024 * epsilon);
        CHECK(abs(ops::erf::pullback<0>(precise(1), precise(0), x) - 2 * exp(-x * x) / sqrt(pi)) <= 16 * epsilon);
    }
}

TEST_CASE("second derivatives of the error functions") {
    for (double x : {-7.0, -1.5, 0.0, 0.75, 2.0}) {
        CAPTURE(x);
        const double density = pdf(precise(x)).convert_to<double>(),
                     mills = density / cdf(precise(x)).convert_to<double>();
        const double bell = 2 / std::sqrt(std::acos(-1.0)) * std::exp(-x * x);
        CHECK(second([](auto a) { return erf(a); }, x) == Approx(-2 * x * bell).epsilon(1e-14));
        CHECK(second([](auto a) { return erfc(a); }, x) == Approx(2 * x * bell).epsilon(1e-14));
        CHECK(second([](auto a) { return normal_cdf(a); }, x) == Approx(-x * density).epsilon(1e-14));
        CHECK(second([](auto a) { return normal_pdf(a); }, x) == Approx((x * x - 1) * density).epsilon(1e-14));
        CHECK(second([](auto a) { return normal_log_pdf(a); }, x) == -1);
        CHECK(second([](auto a) { return normal_log_cdf(a); }, x) == Approx(-mills * (x + mills)).epsilon(1e-12));
    }
}

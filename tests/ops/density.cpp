// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <tapeless/ops/density.hpp>

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

using precise = boost::multiprecision::cpp_bin_float_50;

long double rounded(const precise& x) { return x.convert_to<long double>(); }
long double psi(long double x) { return rounded(boost::math::digamma(precise(x))); }
long double log_gamma(long double x) { return rounded(boost::math::lgamma(precise(x))); }

/// The second derivative, of a derivative.
template <class F>
double second(const F& f, double x) {
    return tapeless::grad(tapeless::grad(f))(x);
}

/// Value and derivatives against closed forms. A sum of terms is judged by the largest of them.
template <class T, class Result>
void check(const Result& result, long double size, long double value, long double a, long double b, long double c) {
    CHECK(ulps_between(result.value, value, size) <= 6);
    CHECK(ulps_between(std::get<0>(result.grad), a, 1) <= 16);
    CHECK(ulps_between(std::get<1>(result.grad), b, std::fmax(1, size)) <= 8);
    CHECK(ulps_between(std::get<2>(result.grad), c, std::fmax(1, size)) <= 8);
}

const long double pi = std::acos(-1.0L);

} // namespace

TEST_CASE("the densities of one operation keep the laws") {
    constexpr double at[][3]{{1, 0, 1}, {0.5, 2, 3}, {-4, 1, 0.5}, {10, 10, 0.1}, {0, 0.25, 7}};
    constexpr double at_uniform[][3]{{1, 0, 2}, {0.5, -2, 3}, {-3, -4, 1}};
    constexpr double at_bernoulli[][2]{{0, 0.25}, {1, 0.25}, {1, 0.9}, {0, 1e-3}};
    CHECK(broken<ops::normal_log_density>(at, {1e-12L, 8, 16}) == "");
    CHECK(broken<ops::cauchy_log_density>(at, {1e-12L, 8, 16}) == "");
    CHECK(broken<ops::uniform_log_density>(at_uniform) == "");
    CHECK(broken<ops::bernoulli_log_density>(at_bernoulli) == "");
}

TEMPLATE_TEST_CASE("the normal density", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto x, auto m, auto s) { return normal_log_density(x, m, s); });
    constexpr double points[][3]{{0, 0, 1}, {1.5, 0.25, 2}, {-3, 1, 0.5}, {100, 99, 0.125}, {0.5, -1, 1000}};
    for (const auto& [a, b, c] : points) {
        const T x = static_cast<T>(a), m = static_cast<T>(b), s = static_cast<T>(c);
        CAPTURE(x, m, s);
        const long double e = static_cast<long double>(s),
                          z = (static_cast<long double>(x) - static_cast<long double>(m)) / e;
        check<T>(f(x, m, s), 1, -z * z / 2 - std::log(e) - std::log(2 * pi) / 2, -z / e, z / e, (z * z - 1) / e);
    }
    const auto far = f(T(1e15), T(0), T(1));
    CHECK(far.value == T(-0.5) * T(1e15) * T(1e15));
    CHECK(std::get<0>(far.grad) == -T(1e15));
    CHECK(std::isnan(f(T(0), T(0), T(-1)).value));
    CHECK(std::isnan(f(not_a_number<T>, T(0), T(1)).value));
    CHECK(tapeless::grad([](auto x) { return normal_log_density(x, 0_c, 2.0); })(T(3)) == T(-0.75));
}

TEMPLATE_TEST_CASE("the Cauchy density", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto x, auto m, auto s) { return cauchy_log_density(x, m, s); });
    constexpr double points[][3]{{0, 0, 1},        {1.5, 0.25, 2},  {-3, 1, 0.5},
                                 {100, 99, 0.125}, {0.5, -1, 1000}, {1e6, 0, 1}};
    for (const auto& [a, b, c] : points) {
        const T x = static_cast<T>(a), m = static_cast<T>(b), s = static_cast<T>(c);
        CAPTURE(x, m, s);
        const long double e = static_cast<long double>(s),
                          z = (static_cast<long double>(x) - static_cast<long double>(m)) / e;
        const long double slope = 2 * z / (1 + z * z) / e;
        check<T>(f(x, m, s), 2, -std::log(pi * e) - std::log1p(z * z), -slope, slope, z * slope - 1 / e);
    }
    CHECK(std::get<0>(f(huge<T>, T(0), T(1)).grad) == 0);
    CHECK(std::get<2>(f(huge<T>, T(0), T(1)).grad) == 1);
    CHECK(std::isnan(f(not_a_number<T>, T(0), T(1)).value));
    CHECK(std::isnan(f(T(0), T(0), T(-1)).value));
}

TEMPLATE_TEST_CASE("the uniform density", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto x, auto a, auto b) { return uniform_log_density(x, a, b); });
    for (T x : {T(-1), T(0.5), T(3)}) {
        const auto [v, d] = f(x, T(-1), T(3));
        CHECK(ulps_between(v, -std::log(4.0L)) <= 1);
        CHECK(std::get<0>(d) == 0);
        CHECK(std::get<1>(d) == T(0.25));
        CHECK(std::get<2>(d) == T(-0.25));
    }
    for (T x : {T(-1.5), T(4), infinity<T>, -infinity<T>}) {
        const auto [v, d] = f(x, T(-1), T(3));
        CHECK(v == -infinity<T>);
        CHECK(std::get<0>(d) == 0);
        CHECK(std::get<1>(d) == 0);
        CHECK(std::get<2>(d) == 0);
    }
    CHECK(std::isnan(f(not_a_number<T>, T(0), T(1)).value));
}

TEMPLATE_TEST_CASE("the Bernoulli probability", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto k, auto p) { return bernoulli_log_density(k, p); });
    const auto g = tapeless::value_and_grad([](auto k, auto x) { return bernoulli_logit_log_density(k, x); });
    for (double at : {1e-20, 0.1, 0.5, 0.99}) {
        const T p = static_cast<T>(at);
        const long double exact = static_cast<long double>(p);
        CAPTURE(p);
        CHECK(ulps_between(f(T(1), p).value, std::log(exact)) <= 1);
        CHECK(ulps_between(std::get<1>(f(T(1), p).grad), 1 / exact) <= 1);
        CHECK(ulps_between(f(T(0), p).value, std::log1p(-exact)) <= 1);
        CHECK(ulps_between(std::get<1>(f(T(0), p).grad), -1 / (1 - exact)) <= 2);
        CHECK(std::get<0>(f(T(1), p).grad) == 0);
        CHECK(f(T(2), p).value == -infinity<T>);
        CHECK(std::get<1>(f(T(0.5), p).grad) == 0);
    }
    CHECK(f(T(0), T(0)).value == 0);
    CHECK(std::get<1>(f(T(0), T(0)).grad) == -1);
    CHECK(f(T(1), T(1)).value == 0);
    CHECK(std::get<1>(f(T(1), T(1)).grad) == 1);
    CHECK(f(T(1), T(0)).value == -infinity<T>);
    CHECK(std::isnan(f(not_a_number<T>, T(0.5)).value));
    CHECK(std::isnan(f(T(1), T(-0.5)).value));
    for (double at : {0.0, 1.0, -1.0, 30.0, -30.0, 80.0, -80.0, 1e4, -1e4}) {
        const T x = static_cast<T>(at);
        const long double exact = static_cast<long double>(x), e = std::exp(-std::fabs(exact));
        const long double high = at < 0 ? 1 / (1 + e) : e / (1 + e), low = at < 0 ? e / (1 + e) : 1 / (1 + e);
        CAPTURE(x);
        CHECK(ulps_between(g(T(1), x).value, -((at < 0 ? -exact : 0) + std::log1p(e))) <= 2);
        CHECK(ulps_between(std::get<1>(g(T(1), x).grad), high) <= 3);
        CHECK(ulps_between(g(T(0), x).value, -((at < 0 ? 0 : exact) + std::log1p(e))) <= 2);
        CHECK(ulps_between(std::get<1>(g(T(0), x).grad), -low) <= 3);
        CHECK(g(T(3), x).value == -infinity<T>);
        CHECK(std::get<1>(g(T(3), x).grad) == 0);
    }
    CHECK(std::isnan(g(T(1), not_a_number<T>).value));
    CHECK(std::isnan(g(not_a_number<T>, T(1)).value));
}

TEMPLATE_TEST_CASE("the gamma density", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto x, auto a, auto b) { return gamma_log_density(x, a, b); });
    constexpr double points[][3]{{1, 1, 1}, {0.5, 2, 3}, {7, 3.5, 0.25}, {1e-3, 0.5, 10}, {20, 40, 2}};
    for (const auto& [first, second, third] : points) {
        const T x = static_cast<T>(first), shape = static_cast<T>(second), rate = static_cast<T>(third);
        CAPTURE(x, shape, rate);
        const long double y = static_cast<long double>(x), a = static_cast<long double>(shape),
                          b = static_cast<long double>(rate);
        const long double value = a * std::log(b) - log_gamma(a) + (a - 1) * std::log(y) - b * y;
        const long double size =
            1 + a * std::fabs(std::log(b)) + std::fabs(log_gamma(a)) + std::fabs((a - 1) * std::log(y)) + b * y;
        check<T>(f(x, shape, rate), size, value, (a - 1) / y - b, std::log(b) - psi(a) + std::log(y), a / b - y);
    }
    // At the edge of the support the exponential distribution has a density, and derivatives.
    const auto edge = f(T(0), T(1), T(2));
    CHECK(ulps_between(edge.value, std::log(2.0L)) <= 1);
    CHECK(std::get<0>(edge.grad) == -2);
    CHECK(std::get<2>(edge.grad) == T(0.5));
    CHECK(f(T(0), T(2), T(2)).value == -infinity<T>);
    CHECK(f(T(0), T(0.5), T(2)).value == infinity<T>);
    const auto beyond = f(T(-1), T(3), T(2));
    CHECK(beyond.value == -infinity<T>);
    CHECK(beyond.grad == std::tuple<T, T, T>{});
    CHECK(std::isnan(f(not_a_number<T>, T(3), T(2)).value));
    CHECK(std::isnan(f(T(1), T(3), T(-2)).value));
    CHECK(tapeless::grad([](auto x) { return gamma_log_density(x, 2_c, 3.0); })(T(0.5)) == -1);
}

TEMPLATE_TEST_CASE("the beta density", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto x, auto a, auto b) { return beta_log_density(x, a, b); });
    constexpr double points[][3]{{0.5, 1, 1}, {0.25, 2, 3}, {0.75, 3.5, 0.25}, {1e-3, 0.5, 10}, {0.9, 40, 2}};
    for (const auto& [first, second, third] : points) {
        const T x = static_cast<T>(first), left = static_cast<T>(second), right = static_cast<T>(third);
        CAPTURE(x, left, right);
        const long double y = static_cast<long double>(x), a = static_cast<long double>(left),
                          b = static_cast<long double>(right);
        const long double c = log_gamma(a) + log_gamma(b) - log_gamma(a + b);
        const long double value = (a - 1) * std::log(y) + (b - 1) * std::log1p(-y) - c;
        const long double size =
            1 + std::fabs((a - 1) * std::log(y)) + std::fabs((b - 1) * std::log1p(-y)) + std::fabs(c);
        check<T>(f(x, left, right), size, value, (a - 1) / y - (b - 1) / (1 - y), std::log(y) - psi(a) + psi(a + b),
                 std::log1p(-y) - psi(b) + psi(a + b));
    }
    const auto low = f(T(0), T(1), T(3)); // 3 (1 - x)^2
    CHECK(ulps_between(low.value, std::log(3.0L), 4) <= 2);
    CHECK(std::get<0>(low.grad) == -2);
    const auto high = f(T(1), T(3), T(1)); // 3 x^2
    CHECK(ulps_between(high.value, std::log(3.0L), 4) <= 2);
    CHECK(std::get<0>(high.grad) == 2);
    for (T x : {T(-0.5), T(1.5)}) {
        CHECK(f(x, T(3), T(2)).value == -infinity<T>);
        CHECK(f(x, T(3), T(2)).grad == std::tuple<T, T, T>{});
    }
    CHECK(std::isnan(f(not_a_number<T>, T(3), T(2)).value));
}

TEMPLATE_TEST_CASE("the Poisson probability", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto k, auto rate) { return poisson_log_density(k, rate); });
    constexpr double points[][2]{{0, 0.5}, {1, 1}, {7, 2.5}, {100, 90}, {3, 1e-3}};
    for (const auto& [first, second] : points) {
        const T k = static_cast<T>(first), rate = static_cast<T>(second);
        const long double n = static_cast<long double>(k), mean = static_cast<long double>(rate);
        const auto [v, d] = f(k, rate);
        CAPTURE(k, rate);
        const long double size = 1 + n * std::fabs(std::log(mean)) + mean + log_gamma(n + 1);
        CHECK(ulps_between(v, n * std::log(mean) - mean - log_gamma(n + 1), size) <= 4);
        CHECK(std::get<0>(d) == 0);
        CHECK(ulps_between(std::get<1>(d), n / mean - 1, 1) <= 2);
    }
    CHECK(f(T(0), T(0)).value == 0);
    CHECK(std::get<1>(f(T(0), T(0)).grad) == -1);
    CHECK(f(T(1), T(0)).value == -infinity<T>);
    for (T k : {T(-1), T(0.5)}) {
        CHECK(f(k, T(2)).value == -infinity<T>);
        CHECK(std::get<1>(f(k, T(2)).grad) == 0);
    }
    CHECK(std::isnan(f(not_a_number<T>, T(2)).value));
    CHECK(tapeless::grad([](auto rate) { return poisson_log_density(3, rate); })(T(2)) == T(0.5));
    CHECK(tapeless::grad([](auto rate) { return poisson_log_density(3_c, rate); })(T(2)) == T(0.5));
}

TEST_CASE("second derivatives of the densities") {
    const double x = 0.3, psi1 = boost::math::trigamma(x);
    CHECK(second([](auto a) { return normal_log_density(a, 1_c, 2_c); }, x) == Approx(-0.25));
    CHECK(second([](auto a) { return normal_log_density(1_c, 2_c, a); }, x) == Approx((1 - 3 / (x * x)) / (x * x)));
    CHECK(second([](auto a) { return cauchy_log_density(a, 0_c, 1_c); }, x) ==
          Approx(-2 * (1 - x * x) / std::pow(1 + x * x, 2)));
    CHECK(second([](auto a) { return uniform_log_density(0_c, -(1_c), a); }, x) == Approx(1 / std::pow(1 + x, 2)));
    CHECK(second([](auto a) { return bernoulli_log_density(1_c, a); }, x) == Approx(-1 / (x * x)));
    CHECK(second([](auto a) { return bernoulli_log_density(0_c, a); }, x) == Approx(-1 / std::pow(1 - x, 2)));
    for (double logit : {0.0, 1.0, -1.0}) { // also at 0, where exp(-|x|) has a kink
        const double p = 1 / (1 + std::exp(-logit));
        CHECK(second([](auto a) { return bernoulli_logit_log_density(1_c, a); }, logit) == Approx(-p * (1 - p)));
        CHECK(second([](auto a) { return bernoulli_logit_log_density(0_c, a); }, logit) == Approx(-p * (1 - p)));
    }
    CHECK(second([](auto a) { return gamma_log_density(a, 3_c, 2_c); }, x) == Approx(-2 / (x * x)));
    CHECK(second([](auto a) { return gamma_log_density(2_c, a, 3_c); }, x) == Approx(-psi1));
    CHECK(second([](auto a) { return gamma_log_density(2_c, 3_c, a); }, x) == Approx(-3 / (x * x)));
    CHECK(second([](auto a) { return beta_log_density(a, 3_c, 2_c); }, x) ==
          Approx(-2 / (x * x) - 1 / std::pow(1 - x, 2)));
    CHECK(second([](auto a) { return beta_log_density(0.5_c, a, 3_c); }, x) ==
          Approx(boost::math::trigamma(x + 3) - psi1));
    CHECK(second([](auto a) { return poisson_log_density(4_c, a); }, x) == Approx(-4 / (x * x)));
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <tapeless/ops/activation.hpp>

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

/// The second derivative, of a derivative.
template <class F>
double second(const F& f, double x) {
    return tapeless::grad(tapeless::grad(f))(x);
}

} // namespace

TEST_CASE("the activations keep the laws") {
    constexpr double at_sigmoid[]{0, 1, -1, 0.1, -5, 5, 1e-12, 15, -15};
    constexpr double at_kinked[]{1, -1, 0.1, -5, 1e-12, -1e-12, 20};
    constexpr double at_sides[]{1, -1, 0.1, -5, 1e-3, 20};
    constexpr double at_scaled[][2]{{1, 0.5}, {-1, 0.5}, {0.1, 2}, {-5, 0.01}, {-1e-12, 1}, {20, 1}};
    CHECK(broken<ops::sigmoid>(at_sigmoid) == "");
    CHECK(broken<ops::exp_minus_abs>(at_sides) == "");
    CHECK(broken<ops::relu>(at_kinked) == "");
    CHECK(broken<ops::leaky_relu>(at_scaled) == "");
    CHECK(broken<ops::elu>(at_scaled) == "");
    CHECK(broken<ops::selu>(at_kinked) == "");
    CHECK(broken<ops::softsign>(at_kinked) == "");
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

TEMPLATE_TEST_CASE("softplus and its derivative keep their relative accuracy on both sides", "", float, double,
                   long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return softplus(a); });
    for (double at : {0.0, -0.0, 1.0, -1.0, 0.5, -10.0, 10.0, 30.0, -30.0, 60.0, -60.0, 1e-20, 1e4, -80.0}) {
        const T x = static_cast<T>(at);
        const long double exact = static_cast<long double>(x), e = std::exp(-std::abs(exact));
        CAPTURE(x);
        CHECK(ulps_between(f(x).value, (exact < 0 ? 0 : exact) + std::log1p(e)) <= 2);
        CHECK(ulps_between(f(x).grad, (exact < 0 ? e : 1) / (1 + e)) <= 3);
    }
    for (T x : {T(20000), huge<T>, infinity<T>}) {
        CHECK(f(x).value == x);
        CHECK(f(x).grad == 1);
        CHECK(f(-x).value == 0);
        CHECK(f(-x).grad == 0);
    }
    CHECK(std::isnan(f(not_a_number<T>).value));
    CHECK(std::isnan(f(not_a_number<T>).grad));
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

TEST_CASE("what relu cuts off receives nothing even from an infinite derivative above") {
    // d/dx of log(relu(x) + 1): the adjoint is finite on both sides.
    const auto f = tapeless::grad([](auto a) { return log(relu(a) + 1.0); });
    CHECK(f(-2.0) == 0.0);
    CHECK(f(1.0) == 0.5);
    // log(relu(x)) at x < 0: the adjoint of relu is infinite and must not become NaN below it.
    CHECK(tapeless::grad([](auto a) { return log(relu(a)); })(-2.0) == 0.0);
}

TEMPLATE_TEST_CASE("leaky_relu has the slope at and below 0", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto slope) { return leaky_relu(a, slope); });
    const auto check = [&](T x, T slope, T value, T dx, T dslope) {
        const auto [v, d] = f(x, slope);
        CAPTURE(x, slope);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dslope);
    };
    check(T(2), T(0.25), T(2), T(1), T(0));
    check(T(-2), T(0.25), T(-0.5), T(0.25), T(-2));
    check(T(0), T(0.25), T(0), T(0.25), T(0));
    check(infinity<T>, T(0.25), infinity<T>, T(1), T(0));
    check(-infinity<T>, T(0.25), -infinity<T>, T(0.25), -infinity<T>);
    CHECK(std::isnan(f(not_a_number<T>, T(0.25)).value));
    const auto usual = tapeless::value_and_grad([](auto a) { return leaky_relu(a); });
    CHECK(usual(T(-100)).grad == T(0.01L));
    CHECK(usual(T(100)).grad == 1);
    CHECK(tapeless::grad([](auto a) { return leaky_relu(a, 0.5_c); })(T(-3)) == T(0.5));
}

TEMPLATE_TEST_CASE("elu and selu are exponentials below 0", "", float, double, long double) {
    using T = TestType;
    constexpr long double alpha = 1.67326324235437728481704299167165204L,
                          scale = 1.05070098735548049341933498529460635L;
    for (double at : {1.0, 0.5, -1.0, -0.1, -10.0, -50.0, 1e-20, -1e-20, 20000.0, -20000.0, 0.0, -0.0}) {
        const T x = static_cast<T>(at);
        check_unary([](auto a) { return elu(a); }, x, [](long double t) { return t > 0 ? t : std::expm1(t); },
                    [](long double t) { return t > 0 ? 1 : std::exp(t); }, 1, 2);
        check_unary([](auto a) { return elu(a, 0.5_c); }, x,
                    [](long double t) { return t > 0 ? t : std::expm1(t) / 2; },
                    [](long double t) { return t > 0 ? 1 : std::exp(t) / 2; }, 1, 2);
        check_unary([](auto a) { return selu(a); }, x,
                    [](long double t) { return t > 0 ? scale * t : scale * alpha * std::expm1(t); },
                    [](long double t) { return t > 0 ? scale : scale * alpha * std::exp(t); }, 4, 4);
    }
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return elu(a, b); });
    CHECK(ulps_between(std::get<1>(f(T(-1), T(2)).grad), std::expm1(-1.0L)) <= 1);
    CHECK(std::get<1>(f(T(1), T(2)).grad) == 0);
    CHECK(std::get<0>(f(T(0), T(2)).grad) == 2);
    CHECK(std::get<1>(f(T(0), T(2)).grad) == 0);
    const auto g = tapeless::value_and_grad([](auto a) { return selu(a); });
    CHECK(g(infinity<T>).value == infinity<T>);
    CHECK(g(-infinity<T>).grad == 0);
    CHECK(std::isnan(g(not_a_number<T>).value));
    CHECK(std::isnan(f(not_a_number<T>, T(1)).value));
}

TEMPLATE_TEST_CASE("gelu and silu and softsign", "", float, double, long double) {
    using T = TestType;
    for (double at : {0.0, 1.0, -1.0, 0.1, -0.5, 3.0, -3.0, 8.0, 1e-10, 100.0}) {
        const T x = static_cast<T>(at);
        check_unary([](auto a) { return gelu(a); }, x,
                    [](long double t) { return t / 2 * std::erfc(-t / std::sqrt(2.0L)); },
                    [](long double t) {
                        const long double pdf = std::exp(-t * t / 2) / std::sqrt(2 * std::acos(-1.0L));
                        return std::erfc(-t / std::sqrt(2.0L)) / 2 + t * pdf;
                    },
                    20, 4);
        check_unary([](auto a) { return silu(a); }, x, [](long double t) { return t / (1 + std::exp(-t)); },
                    [](long double t) {
                        const long double s = 1 / (1 + std::exp(-t)), e = std::exp(-std::abs(t));
                        return s + t * e / (1 + e) / (1 + e);
                    },
                    4, 4);
        check_unary([](auto a) { return softsign(a); }, x, [](long double t) { return t / (1 + std::abs(t)); },
                    [](long double t) { return 1 / (1 + std::abs(t)) / (1 + std::abs(t)); }, 2, 4);
    }
    const auto f = tapeless::value_and_grad([](auto a) { return softsign(a); });
    CHECK(f(T(0)).grad == 1);
    CHECK(ulps_between(f(T(1e10)).grad, std::pow(1 + 1e10L, -2.0L)) <= 4); // the tail keeps its relative accuracy
    CHECK(ulps_between(f(T(-1e30)).value, -1) <= 2);
    const auto g = tapeless::value_and_grad([](auto a) { return gelu(a); });
    CHECK(g(T(-1e4)).value == 0);
    CHECK(g(T(-1e4)).grad == 0);
    CHECK(g(huge<T>).grad == 1);
    CHECK(std::isnan(g(not_a_number<T>).value));
}

TEST_CASE("second derivatives of the activations") {
    for (double x : {0.0, 0.5, -0.5, 2.0, -3.0}) {
        CAPTURE(x);
        const double s = 1 / (1 + std::exp(-x)), pdf = std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0));
        CHECK(second([](auto a) { return sigmoid(a); }, x) == Approx(s * (1 - s) * (1 - 2 * s)).margin(1e-15));
        CHECK(second([](auto a) { return softplus(a); }, x) == Approx(s * (1 - s)).epsilon(1e-14)); // at 0 too
        CHECK(second([](auto a) { return gelu(a); }, x) == Approx(pdf * (2 - x * x)).epsilon(1e-14));
        CHECK(second([](auto a) { return silu(a); }, x) == Approx(s * (1 - s) * (2 + x * (1 - 2 * s))).epsilon(1e-14));
        CHECK(second([](auto a) { return softsign(a); }, x) ==
              Approx(x == 0 ? 0 : (x < 0 ? 2 : -2) / std::pow(1 + std::fabs(x), 3)).epsilon(1e-14));
        CHECK(second([](auto a) { return relu(a); }, x) == 0);
        CHECK(second([](auto a) { return leaky_relu(a); }, x) == 0);
        CHECK(second([](auto a) { return elu(a, 0.5_c); }, x) == Approx(x > 0 ? 0 : std::exp(x) / 2).epsilon(1e-14));
        CHECK(second([](auto a) { return selu(a); }, x) ==
              Approx(x > 0 ? 0 : 1.7580993408473768 * std::exp(x)).epsilon(1e-14));
    }
}

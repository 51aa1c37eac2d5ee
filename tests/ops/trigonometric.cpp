// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "precise.hpp"

#include <tapeless/ops/trigonometric.hpp>

using namespace ops_test;
namespace ops = tapeless::ops;

namespace {

/// A derivative of sinc takes sinc(x) too; the laws move one operand at a time, so here it is computed.
template <int N>
struct sinc_derivative_of_one {
    static constexpr bool elementwise = true;

    template <class T>
    static constexpr T value(const T& x) {
        return ops::sinc_derivative<N>::value(x, ops::sinc::value(x));
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        return ops::sinc_derivative<N>::template pullback<0>(adjoint, result, x, ops::sinc::value(x));
    }
};

/// The N-th derivative of sin(x)/x by its series, with 50 digits.
precise sinc_by_series(int n, const precise& x) {
    int k = (n + 1) / 2;
    precise term = precise(k % 2 == 0 ? 1 : -1) / (2 * k + 1), sum = 0;
    if (n % 2 == 1) term *= x;
    for (int terms = 0; terms < 100; ++k, ++terms) {
        sum += term;
        term *= -x * x * (2 * k + 1) / ((2 * k + 3) * precise((2 * k + 1 - n) * (2 * k + 2 - n)));
    }
    return sum;
}

} // namespace

TEST_CASE("trigonometric functions keep the laws") {
    constexpr double at[]{0, 1, -1, 0.1, 1.5707963, 3.14159, -10, 1e-12, 100, 12345.678};
    CHECK(broken<ops::sin>(at) == "");
    CHECK(broken<ops::cos>(at) == "");
    constexpr double at_tan[]{0, 1, -1, 0.1, 1.5, 3.14159, -10, 1e-12, 100};
    constexpr double at_asin[]{0, 0.5, -0.5, 0.1, 0.99, -0.999, 1e-12};
    constexpr double at_atan[]{0, 1, -1, 0.1, 1e-12, 1e10, -1e15};
    constexpr double at_atan2[][2]{{1, 2}, {2, -1}, {-1, 0.1}, {-3, -4}, {1e-10, 1}, {1, 1e-10}, {1e10, -1e9}};
    constexpr double at_sinc[]{0, 1e-12, 1e-3, 0.1, -0.5, 1, 1.4, -1.6, 3, 10, -20};
    CHECK(broken<ops::tan>(at_tan, {1e-12L, 4, 16}) == "");
    CHECK(broken<ops::asin>(at_asin) == "");
    CHECK(broken<ops::acos>(at_asin) == "");
    CHECK(broken<ops::atan>(at_atan) == "");
    CHECK(broken<ops::atan2>(at_atan2) == "");
    CHECK(broken<ops::angle_rate>(at_atan2) == "");
    CHECK(broken<ops::sinc>(at_sinc) == "");
    CHECK(broken<sinc_derivative_of_one<1>>(at_sinc) == "");
    CHECK(broken<sinc_derivative_of_one<3>>(at_sinc, {1e-12L, 300, 8}) == "");
    CHECK(broken<sinc_derivative_of_one<6>>(at_sinc, {1e-12L, 300, 8}) == "");
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

TEMPLATE_TEST_CASE("tan", "", float, double, long double) {
    using T = TestType;
    const auto value = [](const precise& x) { return precise(tan(x)); };
    const auto derivative = [](const precise& x) { return precise(1 / (cos(x) * cos(x))); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 1.57079, 3.141592653589793, 100.0, 1e-20})
        check_precisely([](auto a) { return tan(a); }, static_cast<T>(x), value, derivative, 1, 4);
    CHECK(std::isnan(tapeless::grad([](auto a) { return tan(a); })(infinity<T>)));
}

TEMPLATE_TEST_CASE("asin and acos up to the ends of their domain", "", float, double, long double) {
    using T = TestType;
    const auto sine = [](auto a) { return asin(a); };
    const auto cosine = [](auto a) { return acos(a); };
    const auto derivative = [](const precise& x) { return precise(1 / sqrt(1 - x * x)); };
    const T below_one = 1 - std::numeric_limits<T>::epsilon();
    for (T x : {T(0), T(0.5), T(-0.5), T(0.1), T(0.99), T(-0.9999), T(1e-20), below_one, -below_one}) {
        check_precisely(
            sine, x, [](const precise& t) { return precise(asin(t)); }, derivative, 1, 2);
        check_precisely(
            cosine, x, [](const precise& t) { return precise(acos(t)); },
            [&](const precise& t) { return precise(-derivative(t)); }, 1, 2);
    }
    for (T end : {T(1), T(-1)}) {
        CHECK(tapeless::grad(sine)(end) == infinity<T>);
        CHECK(tapeless::grad(cosine)(end) == -infinity<T>);
        CHECK(std::isnan(tapeless::value_and_grad(sine)(2 * end).value));
        CHECK(std::isnan(tapeless::grad(sine)(2 * end)));
        CHECK(std::isnan(tapeless::grad(cosine)(2 * end)));
    }
    CHECK(std::signbit(tapeless::value_and_grad(sine)(T(-0.0)).value));
}

TEMPLATE_TEST_CASE("atan", "", float, double, long double) {
    using T = TestType;
    const auto f = [](auto a) { return atan(a); };
    const auto value = [](const precise& x) { return precise(atan(x)); };
    const auto derivative = [](const precise& x) { return precise(1 / (1 + x * x)); };
    for (double x : {0.0, -0.0, 1.0, -1.0, 0.5, 1e-20, 10.0, 1e5, -1e15})
        check_precisely(f, static_cast<T>(x), value, derivative, 1, 2);
    for (T x : {huge<T>, infinity<T>}) {
        CHECK(ulps_off(tapeless::value_and_grad(f)(x).value, precise(2 * atan(precise(1)))) <= 1);
        CHECK(tapeless::grad(f)(-x) == 0);
    }
}

TEMPLATE_TEST_CASE("atan2 in every quadrant and at every scale", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return atan2(a, b); });
    using limits = std::numeric_limits<T>;
    constexpr double directions[][2]{{1, 2}, {2, -1}, {-1, 0.125}, {-3, -4},  {1, 1},   {0, 1},
                                     {1, 0}, {0, -2}, {-2, 0},     {1e-7, 1}, {1, 1e-7}};
    for (T scale :
         {T(1), T(1e-3), T(1e10), limits::min() * 8, std::sqrt(limits::min()) / 4, std::sqrt(limits::max()) * 64}) {
        for (const auto& [left, right] : directions) {
            const T y = static_cast<T>(left) * scale, x = static_cast<T>(right) * scale;
            const precise ey(y), ex(x), square = ex * ex + ey * ey;
            const auto [v, d] = f(y, x);
            CAPTURE(y, x, v, std::get<0>(d), std::get<1>(d));
            CHECK(ulps_off(v, precise(atan2(ey, ex))) <= 1);
            // Where the derivative is subnormal its last place is that of the smallest normal number.
            CHECK(ulps_off(std::get<0>(d), ex / square, static_cast<long double>(limits::min())) <= 4);
            CHECK(ulps_off(std::get<1>(d), -ey / square, static_cast<long double>(limits::min())) <= 4);
        }
    }
    for (T y : {T(0), T(-0.0)}) {
        for (T x : {T(0), T(-0.0)}) {
            CHECK(f(y, x).value == std::atan2(y, x));
            CHECK(std::signbit(f(y, x).value) == std::signbit(y));
            CHECK(f(y, x).grad == std::tuple{T(0), T(0)});
        }
    }
    // A derivative below the smallest normal number may be 0.
    for (const auto& d : {f(huge<T>, huge<T>).grad, f(-huge<T> / 8, huge<T>).grad, f(huge<T>, T(1)).grad}) {
        CHECK(std::abs(std::get<0>(d)) <= limits::min());
        CHECK(std::abs(std::get<1>(d)) <= limits::min());
    }
    CHECK(f(T(1), infinity<T>).grad == std::tuple{T(0), T(0)});
    CHECK(f(infinity<T>, T(1)).grad == std::tuple{T(0), T(0)});
    CHECK(std::isnan(f(not_a_number<T>, T(1)).value));
    CHECK(std::isnan(std::get<0>(f(not_a_number<T>, T(1)).grad)));
}

TEST_CASE("second derivatives of atan2") {
    CHECK(second_derivative<0, 0, ops::atan2, double>(3.0, 4.0) == Approx(-24.0 / 625).epsilon(1e-15));
    CHECK(second_derivative<0, 1, ops::atan2, double>(3.0, 4.0) == Approx(-7.0 / 625).epsilon(1e-15));
    CHECK(second_derivative<1, 1, ops::atan2, double>(3.0, 4.0) == Approx(24.0 / 625).epsilon(1e-15));
    CHECK(ops::angle_rate::pullback<0>(1.0, 0.0, 0.0, 0.0) == 0);
    CHECK(ops::angle_rate::pullback<1>(1.0, 0.0, 0.0, 0.0) == 0);
}

TEMPLATE_TEST_CASE("sinc and its derivative are accurate near 0", "", float, double, long double) {
    using T = TestType;
    const auto f = [](auto a) { return sinc(a); };
    const auto value = [](const precise& x) { return sinc_by_series(0, x); };
    const auto derivative = [](const precise& x) { return sinc_by_series(1, x); };
    for (double x : {0.0, -0.0, 1e-30, 1e-10, -1e-3, 0.1, 0.5, -1.0, 1.25, 1.49, 1.499, 1.5, 1.51, -2.0, 2.5})
        check_precisely(f, static_cast<T>(x), value, derivative, 2, 3);
    for (double x : {3.0, 3.141592653589793, 4.493409457909064, 10.0, -20.0})
        check_precisely(f, static_cast<T>(x), value, derivative, 2, 2, 0.125L);
    check_precisely(f, tiny<T>, value, derivative, 1, 1);
    CHECK(tapeless::value_and_grad(f)(T(0)).value == 1);
    CHECK(tapeless::grad(f)(T(0)) == 0);
    CHECK(std::abs(tapeless::value_and_grad(f)(huge<T>).value) <= 1 / huge<T>);
    CHECK(std::abs(tapeless::grad(f)(huge<T>)) <= 1 / huge<T>);
    CHECK(std::isnan(tapeless::grad(f)(not_a_number<T>)));
}

namespace {

template <int N, class T>
void check_sinc_derivative() {
    for (int i = -400; i <= 400; ++i) {
        const T x = static_cast<T>(i) / T(64);
        const T computed = ops::sinc_derivative<N>::value(x, ops::sinc::value(x));
        CAPTURE(N, x, computed);
        // In units of epsilon, which is two units of the last place of numbers below 1.
        CHECK(abs(precise(computed) - sinc_by_series(N, precise(x))) <=
              (N < 4 ? 1 : 3) * std::numeric_limits<T>::epsilon());
    }
}

} // namespace

TEMPLATE_TEST_CASE("the derivatives of sinc of every order", "", float, double, long double) {
    check_sinc_derivative<1, TestType>();
    check_sinc_derivative<2, TestType>();
    check_sinc_derivative<3, TestType>();
    check_sinc_derivative<4, TestType>();
    check_sinc_derivative<5, TestType>();
    check_sinc_derivative<6, TestType>();
    // The highest order of its own has the next one as its derivative, written out.
    for (double x : {0.0, 0.5, -2.9, 3.1, 7.0})
        CHECK(std::abs(sinc_derivative_of_one<6>::pullback<0>(1.0, 0.0, x) -
                       static_cast<double>(sinc_by_series(7, precise(x)))) <= 4e-15);
    CHECK(second_derivative<0, 0, ops::sinc, double>(0.0) == Approx(-1.0 / 3).epsilon(1e-15));
    CHECK(second_derivative<0, 0, ops::sinc, double>(1e-5) == Approx(-1.0 / 3 + 1e-11).epsilon(1e-15));
}

TEST_CASE("sinc of dual numbers has the derivative near 0 too") {
    for (double x : {0.0, 1e-12, 1e-5, 0.3, 0.99, 1.01, 2.0}) {
        const auto s = ops::sinc::value(tapeless::dual<double>(x, 1.0));
        CAPTURE(x);
        CHECK(ulps_off(s.value, sinc_by_series(0, precise(x))) <= 2);
        CHECK(ulps_off(s.tangent[0], sinc_by_series(1, precise(x))) <= 8);
    }
}

TEST_CASE("trigonometric functions with 50 digits") {
    const precise x("0.7");
    check_multiprecision<ops::tan>(
        x, [](auto a) { return precise(sin(a) / cos(a)); }, [](auto a) { return precise(1 / (cos(a) * cos(a))); });
    check_multiprecision<ops::asin>(
        x, [](auto a) { return precise(atan(a / sqrt(1 - a * a))); },
        [](auto a) { return precise(1 / sqrt(1 - a * a)); });
    check_multiprecision<ops::atan>(
        x, [](auto a) { return precise(asin(a / sqrt(1 + a * a))); }, [](auto a) { return precise(1 / (1 + a * a)); });
    for (const precise& at : {precise("0.7"), precise("1e-20"), precise("1.6"), precise("4")})
        check_multiprecision<ops::sinc>(
            at, [](auto a) { return sinc_by_series(0, a); }, [](auto a) { return sinc_by_series(1, a); });
}

TEST_CASE("second derivatives of trigonometric functions by the engine") {
    for (double x : {0.0, 0.25, -0.75}) {
        const auto check = [&](auto f) { check_second_derivative(f, f, x); };
        check([](auto a) { return sin(a); });
        check([](auto a) { return cos(a); });
        check([](auto a) { return tan(a); });
        check([](auto a) { return asin(a); });
        check([](auto a) { return acos(a); });
        check([](auto a) { return atan(a); });
        check_second_derivative([](auto a) { return atan2(a, exp(a)); },
                                [](const precise& a) { return precise(atan(a / exp(a))); }, x);
    }
    for (double x : {0.0, 1e-12, 1e-3, -0.5, 1.49, 1.51, 1.74, 1.76, -4.0})
        check_second_derivative([](auto a) { return sinc(a); }, [](const precise& a) { return sinc_by_series(0, a); },
                                x);
    const auto angle = tapeless::hessian([](auto y, auto x) { return atan2(y, x); })(0.0, 0.0);
    CHECK(std::get<0>(std::get<0>(angle)) == 0);
    CHECK(std::get<1>(std::get<0>(angle)) == 0);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "precise.hpp"

#include <string_view>
#include <tapeless/ops/power.hpp>

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

/// lower_power takes x^y too; the laws move one operand at a time, so here it is computed.
struct lower_power_of_two {
    static constexpr bool elementwise = true;

    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return ops::lower_power::value(x, y, ops::pow::value(x, y));
    }
    template <std::size_t I, class T>
    static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        return ops::lower_power::pullback<I>(adjoint, result, x, y, ops::pow::value(x, y));
    }
};

} // namespace

TEST_CASE("powers and roots keep the laws") {
    constexpr double at_sqrt[]{1, 2, 0.25, 1e-10, 1e10, 1e-30, 1e30};
    constexpr double at_pow[][2]{{2, 3}, {0.5, -2}, {1.5, 0.5}, {10, -0.1}, {1, 5}, {3, 1e-3}, {0.1, 10}};
    constexpr double at_power[]{1, -1, 0.5, -2, 3, 1e-3, 0.9};
    constexpr double at_cbrt[]{1, -1, 0.1, -8, 1e-10, -1e10, 1e30};
    constexpr double at_hypot[][2]{{3, 4}, {-1, 1e-3}, {0.1, -10}, {1e10, 1e9}, {1, 0}, {0, -2}};
    constexpr double at_hypot3[][3]{{1, 2, 2}, {-1, 1e-3, 5}, {0.1, -10, 3}, {1, 0, 0}, {0, -2, 1}};
    CHECK(broken<ops::sqrt>(at_sqrt) == "");
    CHECK(broken<ops::length_root>(at_sqrt) == "");
    CHECK(broken<ops::cbrt>(at_cbrt) == "");
    CHECK(broken<ops::pow>(at_pow) == "");
    CHECK(broken<lower_power_of_two>(at_pow) == "");
    CHECK(broken<ops::hypot>(at_hypot) == "");
    CHECK(broken<ops::hypot3>(at_hypot3) == "");
    CHECK(broken<ops::integer_power<0>>(at_power) == "");
    CHECK(broken<ops::integer_power<1>>(at_power) == "");
    // Each product rounds once: the relative error grows with the exponent.
    CHECK(broken<ops::integer_power<3>>(at_power) == "");
    CHECK(broken<ops::integer_power<4>>(at_power) == "");
    CHECK(broken<ops::integer_power<7>>(at_power, {1e-12L, 7, 8}) == "");
    CHECK(broken<ops::integer_power<-1>>(at_power) == "");
    CHECK(broken<ops::integer_power<-2>>(at_power) == "");
    CHECK(broken<ops::integer_power<-5>>(at_power, {1e-12L, 6, 8}) == "");
}

TEMPLATE_TEST_CASE("sqrt has the derivative 1/(2 sqrt)", "", float, double, long double) {
    using T = TestType;
    const auto value = [](long double x) { return std::sqrt(x); };
    const auto derivative = [](long double x) { return 0.5L / std::sqrt(x); };
    for (double x : {1.0, 2.0, 0.25, 1e-10, 1e10, 1e-30, 1e30})
        check_unary([](auto a) { return sqrt(a); }, static_cast<T>(x), value, derivative, 1, 2);
    const auto f = tapeless::value_and_grad([](auto a) { return sqrt(a); });
    CHECK(f(T(0)).value == 0);
    CHECK(f(T(0)).grad == infinity<T>);
    CHECK(std::signbit(f(T(-0.0)).value));
    CHECK(f(infinity<T>).grad == 0);
    CHECK(std::isnan(f(T(-1)).value));
    CHECK(ulps_between(f(huge<T>).grad, derivative(static_cast<long double>(huge<T>))) <= 2);
    CHECK(ulps_between(f(tiny<T>).grad, derivative(static_cast<long double>(tiny<T>))) <= 2);
}

namespace {

/// x to the N by hand.
template <int N, class T>
void check_whole_power(T x) {
    const long double exact = static_cast<long double>(x);
    const std::integral_constant<int, N> n{};
    const auto [v, d] = tapeless::value_and_grad([n](auto a) { return pow(a, n); })(x);
    CAPTURE(x, N, v, d);
    const long double grace = std::abs(N) + 2;
    CHECK(ulps_between(v, std::pow(exact, static_cast<long double>(N))) <= grace);
    CHECK(ulps_between(d, N * std::pow(exact, static_cast<long double>(N - 1))) <= grace);
}

} // namespace

TEMPLATE_TEST_CASE("powers by whole literals", "", float, double, long double) {
    using T = TestType;
    for (double at : {1.0, -1.0, 1.25, -0.75, 2.0, 0.3}) {
        const T x = static_cast<T>(at);
        check_whole_power<1>(x);
        check_whole_power<2>(x);
        check_whole_power<3>(x);
        check_whole_power<4>(x);
        check_whole_power<5>(x);
        check_whole_power<10>(x);
        check_whole_power<17>(x);
        check_whole_power<20>(x);
        check_whole_power<63>(x);
        check_whole_power<64>(x);
        check_whole_power<65>(x); // beyond the chain of products
        check_whole_power<-1>(x);
        check_whole_power<-2>(x);
        check_whole_power<-3>(x);
        check_whole_power<-10>(x);
        check_whole_power<-60>(x);
    }
}

TEST_CASE("whole powers at zero") {
    constexpr auto x = tapeless::var<"x">;
    for (double zero : {0.0, -0.0}) {
        CHECK(tapeless::eval(pow(x, 2_c))(x = zero) == 0.0);
        CHECK(tapeless::grad(pow(x, 2_c))(x = zero)[x] == 0.0);
        CHECK(tapeless::grad(pow(x, 3_c))(x = zero)[x] == 0.0);
        CHECK(tapeless::grad(pow(x, 1_c))(x = zero)[x] == 1.0);
        CHECK(tapeless::eval(pow(x, 0_c))(x = zero) == 1.0);
        CHECK(tapeless::grad(pow(x, 0_c))(x = zero)[x] == 0.0);
        CHECK(std::isinf(tapeless::eval(pow(x, -(1_c)))(x = zero)));
        CHECK(tapeless::grad(pow(x, -(1_c)))(x = zero)[x] == -infinity<double>);
    }
    CHECK(std::signbit(tapeless::eval(pow(x, 3_c))(x = -0.0)));
    CHECK(tapeless::eval(pow(x, 3_c))(x = -2.0) == -8.0); // no logarithm is taken
    CHECK(tapeless::grad(pow(x, 3_c))(x = -2.0)[x] == 12.0);
}

TEST_CASE("what pow of a literal is") {
    constexpr auto x = tapeless::var<"x">;
    STATIC_REQUIRE(std::is_same_v<decltype(pow(x, 2_c)), decltype(pow(x, 2.0_c))>);
    STATIC_REQUIRE(std::is_same_v<decltype(pow(x, 2_c)), decltype(x * x)>);
    STATIC_REQUIRE(tapeless::eval(pow(x, 10_c))(x = 2.0) == 1024.0);
    STATIC_REQUIRE(tapeless::grad(pow(x, 4_c))(x = 2.0)[x] == 32.0);
    CHECK(tapeless::eval(pow(x, 0.5_c))(x = 4.0) == 2.0);
    CHECK(tapeless::grad(pow(x, 0.5_c))(x = 4.0)[x] == 0.25);
    CHECK(tapeless::eval(pow(2_c, x))(x = 3.0) == 8.0);
    CHECK(tapeless::grad(pow(2_c, x))(x = 3.0)[x] == Approx(8 * std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("whole powers say what they are") {
    using namespace std::string_view_literals;
    CHECK(ops::integer_power<-12>::name == "pow<-12>"sv);
    CHECK(ops::integer_power<30>::cpp == "tapeless_integer_power($1, 30)"sv);
    CHECK(ops::integer_power<3>::flops == 2);
    CHECK(ops::integer_power<15>::flops == 6);
    CHECK(ops::integer_power<-64>::flops == 7);
}

TEMPLATE_TEST_CASE("length_root is sqrt with the derivative 0 at 0", "", float, double, long double) {
    using T = TestType;
    for (T x : {T(2), T(0.25), T(1e-30), infinity<T>}) {
        const T root = ops::length_root::value(x);
        CHECK(root == std::sqrt(x));
        CHECK(ops::length_root::pullback<0>(T(3), root, x) == ops::sqrt::pullback<0>(T(3), root, x));
    }
    CHECK(ops::length_root::value(T(0)) == 0);
    CHECK(ops::length_root::pullback<0>(T(3), T(0), T(0)) == 0);
    CHECK(std::isnan(ops::length_root::value(T(-1))));
}

TEMPLATE_TEST_CASE("cbrt", "", float, double, long double) {
    using T = TestType;
    const auto f = [](auto a) { return cbrt(a); };
    const auto value = [](const precise& x) { return precise(cbrt(x)); };
    const auto derivative = [&](const precise& x) { return precise(1 / (3 * value(x) * value(x))); };
    // glibc's cbrt is within 4 units of the last place.
    for (double x : {1.0, -1.0, 8.0, 0.1, -27.5, 1e-10, -1e10, 1e-30, 1e30})
        check_precisely(f, static_cast<T>(x), value, derivative, 4, 10);
    check_precisely(f, huge<T>, value, derivative, 4, 10);
    check_precisely(f, std::numeric_limits<T>::min(), value, derivative, 4, 10);
    const auto g = tapeless::value_and_grad(f);
    CHECK(g(T(0)).grad == infinity<T>);
    CHECK(std::signbit(g(T(-0.0)).value));
    CHECK(g(infinity<T>).grad == 0);
    CHECK(std::isnan(g(not_a_number<T>).grad));
}

TEMPLATE_TEST_CASE("pow of two variables", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return pow(a, b); });
    constexpr double points[][2]{{2, 3},   {0.5, -2},   {1.5, 0.5}, {10, -0.1},  {1, 5},     {0.1, 10}, {1e-10, 2},
                                 {50, 20}, {50, -20.5}, {1e30, 1},  {1e-30, -1}, {3, 1e-20}, {0.7, 100}};
    for (const auto& [left, right] : points) {
        const T x = static_cast<T>(left), y = static_cast<T>(right);
        const precise ex(x), ey(y), v_exact = pow(ex, ey), dx = ey * pow(ex, ey - 1), dy = v_exact * log(ex);
        const auto [v, d] = f(x, y);
        CAPTURE(x, y, v, std::get<0>(d), std::get<1>(d));
        CHECK(ulps_off(v, v_exact) <= 1);
        CHECK(ulps_off(std::get<0>(d), dx) <= 3); // also where x is large and y - 1 rounds
        CHECK(ulps_off(std::get<1>(d), dy) <= 3);
    }
}

TEMPLATE_TEST_CASE("the derivative of pow by the base where the power overflows or underflows", "", float, double,
                   long double) {
    using T = TestType;
    const auto f = tapeless::grad([](auto a, auto b) { return pow(a, b); });
    const T small = std::sqrt(std::numeric_limits<T>::min()) / 1024, large = 1 / small;
    const auto check = [&](T x, T y) {
        const precise ex(x), ey(y);
        CAPTURE(x, y);
        CHECK(ulps_off(std::get<0>(f(x, y)), precise(ey * pow(ex, ey - 1))) <= 3);
    };
    check(small, T(2));
    check(large, T(2));
    check(-small, T(2));
    check(-large, T(2));
    CHECK(std::get<0>(f(infinity<T>, T(2))) == infinity<T>);
    CHECK(std::get<0>(f(infinity<T>, T(0.5))) == 0);
    CHECK(std::get<0>(f(infinity<T>, T(1))) == 1);
}

TEMPLATE_TEST_CASE("pow at a zero base or a zero exponent has the limits as derivatives", "", float, double,
                   long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return pow(a, b); });
    const auto check = [&](T x, T y, T value, T dx, T dy) {
        const auto [v, d] = f(x, y);
        CAPTURE(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dy);
    };
    check(T(0), T(2), T(0), T(0), T(0));
    check(T(0), T(3), T(0), T(0), T(0));
    check(T(0), T(1), T(0), T(1), T(0));
    check(T(0), T(0), T(1), T(0), T(0));
    check(T(-0.0), T(0), T(1), T(0), T(0));
    check(T(0), T(0.5), T(0), infinity<T>, T(0));
    check(T(1), T(0), T(1), T(0), T(0));
    // The derivatives are infinite: the signs are right.
    check(T(0), T(-1), infinity<T>, -infinity<T>, -infinity<T>);
    check(T(-0.0), T(-2), infinity<T>, infinity<T>, -infinity<T>);
    // Subnormal bases.
    check(tiny<T>, T(0), T(1), T(0), std::log(tiny<T>));
    CHECK(std::get<0>(f(tiny<T>, T(1)).grad) == 1);
}

TEMPLATE_TEST_CASE("pow of a negative base", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return pow(a, b); });
    CHECK(f(T(-2), T(3)).value == -8);
    CHECK(std::get<0>(f(T(-2), T(3)).grad) == 12);
    CHECK(std::get<0>(f(T(-2), T(0)).grad) == 0);
    CHECK(std::get<0>(f(T(-2), T(-1)).grad) == T(-0.25));
    CHECK(std::isnan(std::get<1>(f(T(-2), T(3)).grad))); // x^y is defined at whole y alone
    CHECK(std::isnan(f(T(-2), T(0.5)).value));
    CHECK(std::isnan(std::get<0>(f(T(-2), T(0.5)).grad)));
    CHECK(std::isnan(std::get<0>(f(not_a_number<T>, T(2)).grad)));
    CHECK(std::isnan(std::get<0>(f(T(2), not_a_number<T>).grad)));
}

TEST_CASE("second derivatives of pow") {
    for (const auto& [x, y] : {std::pair{2.0, 3.0}, {0.5, -2.0}, {1.5, 0.5}, {-2.0, 3.0}}) {
        CAPTURE(x, y);
        const double xx = y * (y - 1) * std::pow(x, y - 2);
        CHECK(second_derivative<0, 0, ops::pow, double>(x, y) == Approx(xx).epsilon(1e-14));
        if (x < 0) continue;
        const double xy = std::pow(x, y - 1) * (1 + y * std::log(x)), yy = std::pow(x, y) * std::pow(std::log(x), 2);
        CHECK(second_derivative<0, 1, ops::pow, double>(x, y) == Approx(xy).epsilon(1e-14));
        CHECK(second_derivative<1, 0, ops::pow, double>(x, y) == Approx(xy).epsilon(1e-14));
        CHECK(second_derivative<1, 1, ops::pow, double>(x, y) == Approx(yy).epsilon(1e-14));
    }
    CHECK(second_derivative<0, 0, ops::pow, double>(0.0, 2.0) == 2);
    CHECK(second_derivative<0, 0, ops::pow, double>(0.0, 3.0) == 0);
    CHECK(second_derivative<0, 0, ops::pow, double>(0.0, 1.0) == 0);
    CHECK(second_derivative<0, 0, ops::pow, double>(0.0, 0.0) == 0);
    CHECK(second_derivative<1, 1, ops::pow, double>(0.0, 2.0) == 0);
}

TEMPLATE_TEST_CASE("hypot of two and of three", "", float, double, long double) {
    using T = TestType;
    const auto two = tapeless::value_and_grad([](auto a, auto b) { return hypot(a, b); });
    const auto three = tapeless::value_and_grad([](auto a, auto b, auto c) { return hypot(a, b, c); });
    const T large = huge<T> / 4, small = std::numeric_limits<T>::min() * 4;
    const T points[][3]{{T(3), T(4), T(12)},    {T(-1), T(1e-3), T(0.5)}, {T(0.1), T(-10), T(7)},
                        {large, large, -large}, {small, -small, small},   {T(1), T(0), T(0)},
                        {T(0), T(-2), T(0)},    {T(0), T(0), T(3)},       {tiny<T>, T(0), T(0)}};
    for (const auto& [x, y, z] : points) {
        const precise ex(x), ey(y), ez(z), h2 = sqrt(ex * ex + ey * ey), h3 = sqrt(ex * ex + ey * ey + ez * ez);
        CAPTURE(x, y, z);
        if (h2 > 0) {
            const auto [v, d] = two(x, y);
            CHECK(ulps_off(v, h2) <= 1);
            CHECK(ulps_off(std::get<0>(d), ex / h2) <= 2);
            CHECK(ulps_off(std::get<1>(d), ey / h2) <= 2);
        }
        const auto [v, d] = three(x, y, z);
        CHECK(ulps_off(v, h3) <= 2);
        CHECK(ulps_off(std::get<0>(d), ex / h3) <= 3);
        CHECK(ulps_off(std::get<1>(d), ey / h3) <= 3);
        CHECK(ulps_off(std::get<2>(d), ez / h3) <= 3);
    }
    for (T zero : {T(0), T(-0.0)}) {
        CHECK(two(zero, zero).value == 0);
        CHECK(two(zero, zero).grad == std::tuple{T(0), T(0)});
        CHECK(three(zero, zero, zero).value == 0);
        CHECK(three(zero, zero, zero).grad == std::tuple{T(0), T(0), T(0)});
    }
    CHECK(two(infinity<T>, T(1)).value == infinity<T>);
    CHECK(std::get<1>(two(infinity<T>, T(1)).grad) == 0);
    CHECK(three(T(1), -infinity<T>, T(1)).value == infinity<T>);
    CHECK(std::isnan(two(not_a_number<T>, T(1)).value));
}

TEST_CASE("second derivatives of hypot") {
    CHECK(second_derivative<0, 0, ops::hypot, double>(3.0, 4.0) == Approx(16.0 / 125).epsilon(1e-15));
    CHECK(second_derivative<0, 1, ops::hypot, double>(3.0, 4.0) == Approx(-12.0 / 125).epsilon(1e-15));
    CHECK(second_derivative<0, 0, ops::hypot, double>(0.0, 0.0) == 0);
    CHECK(second_derivative<0, 1, ops::hypot, double>(0.0, 0.0) == 0);
}

TEST_CASE("powers and roots with 50 digits") {
    const precise x("1.7"), y("-2.3"), tolerance("1e-45");
    check_multiprecision<ops::sqrt>(
        x, [](auto a) { return precise(sqrt(a)); }, [](auto a) { return precise(1 / (2 * sqrt(a))); });
    check_multiprecision<ops::cbrt>(
        x, [](auto a) { return precise(exp(log(a) / 3)); }, [](auto a) { return precise(exp(-2 * log(a) / 3) / 3); });
    check_multiprecision<ops::integer_power<-5>>(
        x, [](auto a) { return precise(1 / (a * a * a * a * a)); },
        [](auto a) { return precise(-5 / (a * a * a * a * a * a)); });
    const precise v = ops::pow::value(x, y);
    CHECK(abs(v - exp(y * log(x))) <= tolerance);
    CHECK(abs(ops::pow::pullback<0>(precise(1), v, x, y) - y * exp((y - 1) * log(x))) <= tolerance);
    CHECK(abs(ops::pow::pullback<1>(precise(1), v, x, y) - exp(y * log(x)) * log(x)) <= tolerance);
    const precise h = ops::hypot3::value(x, y, x);
    CHECK(abs(h - sqrt(2 * x * x + y * y)) <= tolerance);
    CHECK(abs(ops::hypot3::pullback<1>(precise(1), h, x, y, x) - y / h) <= tolerance);
}

TEST_CASE("second derivatives of powers and roots by the engine") {
    using namespace tapeless::literals;
    for (double x : {0.5, 2.0, 30.0}) {
        check_second_derivative([](auto a) { return sqrt(a); }, [](const precise& a) { return precise(sqrt(a)); }, x);
        check_second_derivative([](auto a) { return cbrt(a); }, [](const precise& a) { return precise(cbrt(a)); }, x);
        check_second_derivative([](auto a) { return pow(a, -3_c); },
                                [](const precise& a) { return precise(1 / (a * a * a)); }, x);
        check_second_derivative([](auto a) { return pow(a, a / 8.0); },
                                [](const precise& a) { return precise(exp(a / 8 * log(a))); }, x);
        check_second_derivative([](auto a) { return hypot(a, log(a), 2.0); },
                                [](const precise& a) { return precise(sqrt(a * a + log(a) * log(a) + 4)); }, x);
    }
    const auto power = tapeless::hessian([](auto x, auto y) { return pow(x, y); });
    const auto second = [&](double x, double y) { return std::get<0>(std::get<0>(power(x, y))); };
    CHECK(second(0, 2) == 2);
    CHECK(second(0, 3) == 0);
    CHECK(second(0, 1) == 0);
    CHECK(second(0, 0) == 0);
    CHECK(second(-2, 3) == -12);
    CHECK(second(1e-200, 2) == 2);
    CHECK(std::get<1>(std::get<1>(power(0, 2))) == 0);
    const auto length = tapeless::hessian([](auto x, auto y) { return hypot(x, y); })(0.0, 0.0);
    CHECK(std::get<0>(std::get<0>(length)) == 0);
    CHECK(std::get<1>(std::get<0>(length)) == 0);
}

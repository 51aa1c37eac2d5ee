// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Formulas in every type of number, analytic functions of complex numbers, and what mixtures of types are computed in.
// Operations one by one are in operations.cpp.

#include "type_laws.hpp"

#include <tapeless/value/lanes.hpp>

using namespace type_laws;

TEMPLATE_TEST_CASE("formulas keep the laws in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check_formula<T>(
        "literals", [](auto x) { return (0.1_c * x - 3_c) / (x * x + 1.75_c); }, anywhere);
    check_formula<T>(
        "constants", [](auto x) { return (0.1 * x - 3) / (x * x + 1.75); }, anywhere);
    check_formula<T>(
        "Rosenbrock",
        [](auto x, auto y) {
            const auto a = 1_c - x;
            const auto b = y - x * x;
            return a * a + 100_c * b * b;
        },
        pairs, 65536);
    check_formula<T>(
        "a wave", [](auto x, auto y, auto z) { return exp(-x * x) * sin(2_c * y + z) / sqrt(1_c + z * z); },
        {{0.75, -1.25, 0.5}, {-0.5, 2, 1.5}}, 1024);
    check_formula<T>(
        "a shared subexpression",
        [](auto x, auto y) { return let(sin(x * y), [&](auto s) { return s * s + log(2_c + s) * x; }); }, pairs, 1024);
    check_formula<T>(
        "log-sum-exp", [](auto x, auto y) { return max(x, y) + log(exp(x - max(x, y)) + exp(y - max(x, y))); }, pairs,
        1024);
}

namespace {

/// An analytic function of one complex number against its derivative, in closed form and along a dual.
template <class F, class Derivative>
void check_analytic(const char* name, F f, Derivative derivative) {
    for (const complex z : {complex(0.75, -1.25), complex(-0.5, 0.25), complex(2, 3)}) {
        const complex direction(0.5, -2), expected = derivative(z);
        const std::array<complex, 1> at{z};
        const std::array<dual<complex>, 1> moving{dual<complex>(z, direction)};
        const auto [value, grad] = derive(f, at, each<1>);
        const dual<complex> forward = value_of(f, moving, each<1>);
        const auto nested = derive(f, moving, each<1>);
        CAPTURE(name, z);
        CHECK(distance(grad, expected) <= 1e-14);
        CHECK(distance(forward.value, value) <= 1e-14);
        CHECK(distance(forward.tangent[0], expected * direction) <= 1e-14);
        CHECK(distance(nested[1].value, expected) <= 1e-14);
        const double h = 1e-4; // second derivatives, to about 10 digits
        const complex second =
            (8.0 * (derivative(z + h) - derivative(z - h)) - (derivative(z + 2 * h) - derivative(z - 2 * h))) /
            (12 * h);
        CHECK(distance(nested[1].tangent[0], second * direction) <= 1e-8);
    }
}

} // namespace

TEST_CASE("analytic functions of complex numbers") {
    const complex one = 1;
    check_analytic(
        "polynomial", [](auto z) { return 3_c * z * z - 0.5_c * z + 2; }, [](complex z) { return 6.0 * z - 0.5; });
    check_analytic(
        "quotient", [](auto z) { return (z - 1_c) / (z + 1_c); },
        [=](complex z) { return 2.0 / ((z + one) * (z + one)); });
    check_analytic(
        "negative", [](auto z) { return -z; }, [=](complex) { return -one; });
    check_analytic(
        "exp", [](auto z) { return exp(z); }, [](complex z) { return std::exp(z); });
    check_analytic(
        "log", [](auto z) { return log(z); }, [=](complex z) { return one / z; });
    check_analytic(
        "sin", [](auto z) { return sin(z); }, [](complex z) { return std::cos(z); });
    check_analytic(
        "cos", [](auto z) { return cos(z); }, [](complex z) { return -std::sin(z); });
    check_analytic(
        "tanh", [](auto z) { return tanh(z); }, [=](complex z) { return one / (std::cosh(z) * std::cosh(z)); });
    check_analytic(
        "sqrt", [](auto z) { return sqrt(z); }, [](complex z) { return 0.5 / std::sqrt(z); });
    check_analytic(
        "cube", [](auto z) { return pow(z, 3_c); }, [](complex z) { return 3.0 * z * z; });
    check_analytic(
        "inverse", [](auto z) { return pow(z, -(1_c)); }, [=](complex z) { return -one / (z * z); });
    check_analytic(
        "pow of z", [](auto z) { return pow(z, 0.3_c); }, [](complex z) { return 0.3 * std::pow(z, -0.7); });
    check_analytic(
        "pow by z", [](auto z) { return pow(2_c, z); },
        [](complex z) { return std::log(2.0) * std::pow(complex(2), z); });
    check_analytic(
        "sigmoid", [](auto z) { return sigmoid(z); },
        [=](complex z) {
            const complex s = one / (one + std::exp(-z));
            return s * (one - s);
        });
}

TEST_CASE("literals are exact to the digits of the type and constants are doubles") {
    constexpr auto x = tapeless::var<"x">;
    CHECK(tapeless::eval(x * 0.1_c)(x = real(1)) == real("0.1"));
    CHECK(tapeless::eval(x * 0.1_c)(x = decimal(1)) == decimal("0.1"));
    CHECK(tapeless::eval(x * 0.123456789012345678_c)(x = real(1)) == real("0.123456789012345678"));
    CHECK(tapeless::eval(x * 0.1)(x = real(1)) == real(0.1));
    CHECK(tapeless::eval(x * 0.1_c)(x = complex(0, 1)) == complex(0, 0.1));
    CHECK(tapeless::eval(x * 1e23_c)(x = complex(1)) == complex(1e23));
    CHECK(tapeless::eval(x * 0.1_c)(x = dual<float>(1, 1)).tangent[0] == 0.1f);
    CHECK(tapeless::eval(x * 1e23_c)(x = dual<double>(1, 1)).tangent[0] == 1e23);
}

namespace {

template <class Expected, class... V>
constexpr bool computes_in = std::is_same_v<tapeless::diff::value_type<V...>, Expected>;

}

TEST_CASE("what mixtures of types are computed in") {
    STATIC_REQUIRE(computes_in<dual<double>, dual<double>, double>);
    STATIC_REQUIRE(computes_in<dual<double>, int, dual<double>>);
    STATIC_REQUIRE(computes_in<dual<double>, double, dual<float>>);
    STATIC_REQUIRE(computes_in<dual<dual<double>>, dual<dual<double>>, dual<double>, double>);
    STATIC_REQUIRE(computes_in<dual<real>, dual<double>, real>);
    STATIC_REQUIRE(computes_in<real, real, double>);
    STATIC_REQUIRE(computes_in<real, float, int, real>);
    STATIC_REQUIRE(computes_in<decimal, decimal, long double>);
    STATIC_REQUIRE(computes_in<decimal, decltype(decimal(1) * decimal(2) + decimal(3))>);
    STATIC_REQUIRE(computes_in<complex, complex, double>);
    STATIC_REQUIRE(computes_in<complex, int, complex>);
    STATIC_REQUIRE(computes_in<complex, std::complex<float>, double>);
    STATIC_REQUIRE(computes_in<complex, std::complex<float>, complex>);
    STATIC_REQUIRE(computes_in<std::complex<float>, float, std::complex<float>>);
    STATIC_REQUIRE(computes_in<dual<complex>, dual<complex>, complex>);
    STATIC_REQUIRE(computes_in<tapeless::lanes<double, 8>, tapeless::lanes<double, 8>, double, int>);
    STATIC_REQUIRE(computes_in<tapeless::lanes<float>, float, tapeless::lanes<float>>);
    STATIC_REQUIRE(computes_in<tapeless::lanes<float>, tapeless::lanes<float>, double>);
    STATIC_REQUIRE(computes_in<dual<tapeless::lanes<double>>, double, dual<tapeless::lanes<double>>>);
    STATIC_REQUIRE(computes_in<float, std::array<float, 3>, double>);
    STATIC_REQUIRE(computes_in<dual<float>, std::array<dual<float>, 3>, double>);
    STATIC_REQUIRE(computes_in<double, std::array<int, 3>>);

    const auto f = tapeless::value_and_grad([](auto x, auto y) { return x * sin(y); });
    CHECK(std::get<1>(f(real(2), 0.5).grad) == 2 * cos(real(0.5)));
    CHECK(std::get<0>(f(2, dual<double>(0.5, 1)).grad).tangent[0] == std::cos(0.5));
    CHECK(std::get<0>(f(2.0, complex(0, 1)).grad) == std::sin(complex(0, 1)));
    const decimal a(2), b(3);
    constexpr auto x = tapeless::var<"x">; // bound to what is yet to be computed
    constexpr auto y = tapeless::var<"y">;
    CHECK(tapeless::eval(x * sin(y))(x = a * b, y = b - a) == 6 * sin(decimal(1)));
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <array>
#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <complex>
#include <limits>
#include <tapeless/value/dual.hpp>
#include <tuple>
#include <type_traits>

using tapeless::dual;
using tapeless::where;

namespace {

using real = boost::multiprecision::cpp_bin_float_50;
using decimal = boost::multiprecision::cpp_dec_float_50; // with expression templates
using complex = std::complex<double>;
namespace math = tapeless::math;

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();

/// Derivatives of f along v at x, from values with 50 digits alone: differences of sixth order, exact to about 35
/// digits for the first derivative, 25 for the second.
template <class F, std::size_t Arity>
struct oracle {
    F f;
    std::array<double, Arity> x, v;

    real at(const real& t) const {
        std::array<real, Arity> moved;
        for (std::size_t i = 0; i < Arity; ++i) moved[i] = x[i] + t * v[i];
        return std::apply(f, moved);
    }
    real value() const { return at(0); }
    real first() const {
        const real h("1e-7");
        const auto odd = [&](int n) { return real(at(n * h) - at(-n * h)); };
        return (45 * odd(1) - 9 * odd(2) + odd(3)) / (60 * h);
    }
    real second() const {
        const real h("1e-6");
        const auto even = [&](int n) { return real(at(n * h) + at(-n * h)); };
        return (270 * even(1) - 27 * even(2) + 2 * even(3) - 490 * value()) / (180 * h * h);
    }
};

/// The distance between two numbers, relative to the larger of the second and 1.
template <class T>
double distance(const T& computed, const real& exact) {
    const real scale = abs(exact) > 1 ? real(abs(exact)) : real(1);
    return static_cast<double>(abs(real(computed) - exact) / scale);
}
template <class T>
double unit = static_cast<double>(std::numeric_limits<T>::epsilon());

template <class T, class F, std::size_t Arity>
void check_in(F f, const oracle<F, Arity>& exact, double units) {
    std::array<dual<T>, Arity> x;
    std::array<dual<dual<T>>, Arity> xx;
    for (std::size_t i = 0; i < Arity; ++i) {
        x[i] = {static_cast<T>(exact.x[i]), static_cast<T>(exact.v[i])};
        xx[i] = {x[i], static_cast<T>(exact.v[i])};
    }
    const double allowed = units * unit<T> > 1e-30 ? units * unit<T> : 1e-30;
    const dual<T> once = std::apply(f, x);
    CHECK(distance(once.value, exact.value()) <= allowed);
    CHECK(distance(once.tangent[0], exact.first()) <= allowed);
    const dual<dual<T>> twice = std::apply(f, xx);
    CHECK(distance(twice.value.tangent[0], exact.first()) <= allowed);
    CHECK(distance(twice.tangent[0].value, exact.first()) <= allowed);
    CHECK(distance(twice.tangent[0].tangent[0], exact.second()) <= (allowed > 1e-22 ? allowed : 1e-22));
}

/// Checks f in every precision against the oracle. `units` is the error allowed in epsilons.
template <class F, class... X>
void check(const char* name, double units, F f, X... at) {
    const oracle<F, sizeof...(X)> exact{f, {at...}, {}};
    for (std::size_t direction = 0; direction <= sizeof...(X); ++direction) {
        auto along = exact;
        for (std::size_t i = 0; i < sizeof...(X); ++i)
            along.v[i] = direction == i ? 1 : direction == sizeof...(X) ? 0.5 - static_cast<double>(i) : 0;
        CAPTURE(name, along.x, along.v);
        check_in<float>(f, along, units);
        check_in<double>(f, along, units);
        check_in<long double>(f, along, units);
        check_in<real>(f, along, units);
    }
}

} // namespace

TEST_CASE("dual numbers differentiate arithmetic") {
    for (double x : {1.5, -0.75, 3.0}) {
        for (double y : {0.5, -2.0}) {
            check(
                "x + y", 4, [](auto a, auto b) { return decltype(a)(a + b); }, x, y);
            check(
                "x - y", 4, [](auto a, auto b) { return decltype(a)(a - b); }, x, y);
            check(
                "x * y", 4, [](auto a, auto b) { return decltype(a)(a * b); }, x, y);
            check(
                "x / y", 16, [](auto a, auto b) { return decltype(a)(a / b); }, x, y);
            check(
                "compound", 16,
                [](auto a, auto b) {
                    auto c = +a;
                    c *= b, c += a, c /= b, c -= b;
                    return -c;
                },
                x, y);
            check(
                "numbers", 16, [](auto a, auto b) { return decltype(a)(2 * a - b / 4 + 3 * b * a - 1); }, x, y);
        }
        check(
            "fma", 8, [](auto a, auto b, auto c) { return math::fma(a, b, c); }, x, 0.5, -1.25);
    }
}

TEST_CASE("dual numbers differentiate functions of one operand") {
    for (double x : {0.25, 0.625}) {
        check(
            "sqrt", 16, [](auto a) { return math::sqrt(a); }, x);
        check(
            "cbrt", 16, [](auto a) { return math::cbrt(a); }, x);
        check(
            "exp", 16, [](auto a) { return math::exp(a); }, x);
        check(
            "exp2", 16, [](auto a) { return math::exp2(a); }, x);
        check(
            "expm1", 16, [](auto a) { return math::expm1(a); }, x);
        check(
            "log", 16, [](auto a) { return math::log(a); }, x);
        check(
            "log2", 16, [](auto a) { return math::log2(a); }, x);
        check(
            "log10", 16, [](auto a) { return math::log10(a); }, x);
        check(
            "log1p", 16, [](auto a) { return math::log1p(a); }, x);
        check(
            "acosh", 64, [](auto a) { return math::acosh(a); }, 1 + x);
    }
    for (double x : {0.25, -0.625}) {
        check(
            "sin", 16, [](auto a) { return math::sin(a); }, x);
        check(
            "cos", 16, [](auto a) { return math::cos(a); }, x);
        check(
            "tan", 16, [](auto a) { return math::tan(a); }, x);
        check(
            "asin", 32, [](auto a) { return math::asin(a); }, x);
        check(
            "acos", 32, [](auto a) { return math::acos(a); }, x);
        check(
            "atan", 16, [](auto a) { return math::atan(a); }, x);
        check(
            "sinh", 16, [](auto a) { return math::sinh(a); }, x);
        check(
            "cosh", 16, [](auto a) { return math::cosh(a); }, x);
        check(
            "tanh", 16, [](auto a) { return math::tanh(a); }, x);
        check(
            "asinh", 16, [](auto a) { return math::asinh(a); }, x);
        check(
            "atanh", 32, [](auto a) { return math::atanh(a); }, x);
        check(
            "erf", 16, [](auto a) { return math::erf(a); }, x);
        check(
            "erfc", 16, [](auto a) { return math::erfc(a); }, x);
        check(
            "abs", 4, [](auto a) { return math::abs(a); }, x);
        check(
            "floor", 4, [](auto a) { return math::floor(a); }, x);
        check(
            "ceil", 4, [](auto a) { return math::ceil(a); }, x);
        check(
            "round", 4, [](auto a) { return math::round(a); }, x);
        check(
            "trunc", 4, [](auto a) { return math::trunc(a); }, x);
    }
    for (double x : {1.25, 3.5, 9.0, 0.375, -0.75, -2.375})
        check(
            "tgamma", 512, [](auto a) { return math::tgamma(a); }, x);
    for (double x : {1.25, 3.5, 9.0, 0.375})
        check(
            "lgamma", 128, [](auto a) { return math::lgamma(a); }, x);
}

TEST_CASE("dual numbers differentiate functions of two operands") {
    for (double x : {0.5, 2.75})
        for (double y : {1.25, -0.75}) {
            check(
                "atan2", 16, [](auto a, auto b) { return math::atan2(a, b); }, x, y);
            check(
                "hypot", 16, [](auto a, auto b) { return math::hypot(a, b); }, x, y);
            check(
                "pow", 64, [](auto a, auto b) { return math::pow(a, b); }, x, y);
            check(
                "fmod", 8, [](auto a, auto b) { return math::fmod(a, b); }, x, y);
            check(
                "fmod of a negative number", 8, [](auto a, auto b) { return math::fmod(a, b); }, -x, y);
            check(
                "copysign", 4, [](auto a, auto b) { return math::copysign(a, b); }, x, y);
            check(
                "copysign of a negative number", 4, [](auto a, auto b) { return math::copysign(a, b); }, -x, y);
        }
    // 2.75 = 2 * 1.25 + 0.25 and 2 = 2 * 0.75 + 0.5: the nearest multiple is above the second.
    const dual<double, 2> x(2.75, 1, 0), y(1.25, 0, 1), z(2.0, 1, 0), w(0.75, 0, 1);
    CHECK(remainder(x, y) == 0.25);
    CHECK(remainder(x, y).tangent[0] == 1);
    CHECK(remainder(x, y).tangent[1] == -2);
    CHECK(remainder(z, w) == -0.25);
    CHECK(remainder(z, w).tangent[1] == -3);
    // The quotient may be rounded to below the whole number that it is.
    for (double divisor = 0.01; divisor < 1; divisor += 0.01) {
        const dual<double> left = fmod(dual<double>(3.7), dual<double>(divisor, 1));
        CHECK(-left.tangent[0] == Approx((3.7 - left.value) / divisor).epsilon(1e-9));
    }
}

TEMPLATE_TEST_CASE("singular points of dual numbers", "", float, double, long double) {
    using T = TestType;
    using number = dual<T, 2>;
    const auto check_tangents = [](const number& x, T first, T second) {
        CHECK(x.tangent[0] == first);
        CHECK(x.tangent[1] == second);
    };
    // One direction in which the operand moves, one in which it does not.
    const auto at = [](double x) { return number(static_cast<T>(x), 1, 0); };
    check_tangents(abs(at(0)), 0, 0);
    check_tangents(sqrt(at(0)), infinity<T>, 0);
    check_tangents(cbrt(at(0)), infinity<T>, 0);
    check_tangents(log(at(0)), infinity<T>, 0);
    check_tangents(log2(at(0)), infinity<T>, 0);
    check_tangents(log10(at(0)), infinity<T>, 0);
    check_tangents(log1p(at(-1)), infinity<T>, 0);
    check_tangents(asin(at(1)), infinity<T>, 0);
    check_tangents(acos(at(1)), -infinity<T>, 0);
    check_tangents(acosh(at(1)), infinity<T>, 0);
    check_tangents(atanh(at(1)), infinity<T>, 0);
    check_tangents(number(1) / at(0), -infinity<T>, 0);
    check_tangents(at(infinity<double>) * number(2), 2, 0);
    check_tangents(at(1) * number(infinity<T>), infinity<T>, 0);
    check_tangents(copysign(at(0), number(1)), 0, 0);

    const number x(0, 1, 0), y(0, 0, 1);
    check_tangents(hypot(x, y), 0, 0);
    check_tangents(sqrt(x * x + y * y), 0, 0);
    check_tangents(atan2(y, x), 0, 0);
    check_tangents(pow(x, y), 0, 0);
    check_tangents(pow(x, number(2, 0, 1)), 0, 0);
    check_tangents(pow(x, number(1, 0, 1)), 1, 0);
    check_tangents(pow(x, number(T(0.5), 0, 1)), infinity<T>, 0);
    check_tangents(pow(number(-2, 1, 0), number(3)), 12, 0);
    check_tangents(pow(number(-2, 1, 0), y + 0 * x).tangent[0] == 0 ? number(0) : number(1), 0, 0);
    check_tangents(fmod(at(3), number(infinity<T>, 0, 1)), 1, 0);
    // Far out, where a careless rule would overflow.
    const T huge = std::numeric_limits<T>::max() / 4;
    CHECK(hypot(number(huge, 1, 0), number(huge, 0, 1)).tangent[0] == Approx(std::sqrt(0.5)));
    CHECK(atan2(number(huge, 1, 0), number(huge, 0, 1)).tangent[0] * huge == Approx(0.5));
    CHECK(asinh(number(huge, 1, 0)).tangent[0] * huge == Approx(1));
    CHECK(acosh(number(huge, 1, 0)).tangent[0] * huge == Approx(1));
}

TEST_CASE("a zero that moves is not taken for a constant") {
    using second = dual<dual<double>>;
    const second x({0, 1}, 1);
    CHECK(sin(x * x).tangent[0].tangent[0] == 2); // x * x has the tangent 2x, which is zero and moves
    CHECK(sqrt(x).tangent[0].tangent[0] == -infinity<double>);
    CHECK(log(x).tangent[0].tangent[0] == -infinity<double>);
}

TEST_CASE("tangents do not know of each other") {
    const dual<double, 3> x(0.75, 1, 0, 2), y(1.5, 0, 1, -1);
    const auto f = [](auto a, auto b) { return exp(a * b) / (a + sin(b)) - pow(a, 3); };
    const auto all = f(x, y);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(all.tangent[i] == f(dual(x.value, x.tangent[i]), dual(y.value, y.tangent[i])).tangent[0]);
    CHECK(all == f(dual(x.value, 0.0), dual(y.value, 0.0)).value);
    CHECK((dual<double, 3>::variable(5.0, 1).tangent[1]) == 1);
    CHECK((dual<double, 3>::variable(5.0, 1).tangent[0]) == 0);
}

TEST_CASE("duals are compared by value and chosen whole") {
    const dual<double> x(1.0, 5), y(1.0, 7), z(2.0, 9);
    CHECK((x == y && x != z && x < z && z > x && x <= y && y >= x));
    CHECK_FALSE((x != y || x == z || z < x || x > z || z <= x || x >= z));
    CHECK((x == 1.0 && 1.0 == x && x < 2 && 0 < x));
    CHECK_FALSE(x < dual<double>(std::numeric_limits<double>::quiet_NaN()));
    CHECK(where(x < z, x, z).tangent[0] == 5);
    CHECK(where(x > z, x, z).tangent[0] == 9);
}

TEST_CASE("duals of complex numbers") {
    const complex at(0.75, -1.25), direction(0.5, 2), w(0.25, 0.5);
    const dual<complex> z(at, direction);
    const auto near = [](const complex& a, const complex& b) { return std::abs(a - b) <= 1e-14 * (1 + std::abs(b)); };
    CHECK(near((z * z).tangent[0], 2.0 * at * direction));
    CHECK(near((w / z).tangent[0], -w / (at * at) * direction));
    CHECK(near(exp(z).tangent[0], std::exp(at) * direction));
    CHECK(near(log(z).tangent[0], direction / at));
    CHECK(near(sqrt(z).tangent[0], 0.5 * direction / std::sqrt(at)));
    CHECK(near(sin(z).tangent[0], std::cos(at) * direction));
    CHECK(near(cos(z).tangent[0], -std::sin(at) * direction));
    CHECK(near(tanh(z).tangent[0], (1.0 - std::tanh(at) * std::tanh(at)) * direction));
    CHECK(near(pow(z, w).tangent[0], w * std::pow(at, w - 1.0) * direction));
    CHECK(near(pow(dual<complex>(w), z).tangent[0], std::pow(w, at) * std::log(w) * direction));
    CHECK(sqrt(dual<complex>(0.0)).tangent[0] == 0.0);
    CHECK((z == at && z != w));
    STATIC_REQUIRE_FALSE(tapeless::duals::ordered<dual<complex>>);
}

TEST_CASE("duals of numbers with expression templates") {
    const dual<decimal> x(decimal(3), decimal(1)), y(decimal("0.1") * 5);
    CHECK((x * y / (x + y) - 2 * x).tangent[0] == decimal("0.25") / decimal("12.25") - 2);
    CHECK((y.value == decimal("0.5") && y.tangent[0] == 0));
    CHECK(abs(exp(x).tangent[0] - exp(decimal(3))) < decimal("1e-45"));
    CHECK(pow(x, 2).tangent[0] == 6);
    // Gauss: the logarithmic derivative of the gamma function at 1/3.
    using namespace boost::math::constants;
    const decimal exact = -euler<decimal>() - pi<decimal>() / (2 * sqrt(decimal(3))) - 1.5 * log(decimal(3));
    CHECK(abs(decimal(lgamma(dual<decimal>(decimal(1) / 3, 1)).tangent[0] - exact)) < decimal("1e-45"));
}

namespace {

// Two numbers side by side, compared side by side: what SIMD lanes are to a dual.
struct pair_mask {
    bool at[2];
    friend constexpr pair_mask operator&&(pair_mask a, pair_mask b) { return {a.at[0] && b.at[0], a.at[1] && b.at[1]}; }
};
struct pair {
    double at[2];
    constexpr pair() : at{} {}
    constexpr pair(double both) : at{both, both} {}
    constexpr pair(double first, double second) : at{first, second} {}
    friend constexpr pair operator-(pair a) { return {-a.at[0], -a.at[1]}; }
    friend constexpr pair operator+(pair a, pair b) { return {a.at[0] + b.at[0], a.at[1] + b.at[1]}; }
    friend constexpr pair operator-(pair a, pair b) { return {a.at[0] - b.at[0], a.at[1] - b.at[1]}; }
    friend constexpr pair operator*(pair a, pair b) { return {a.at[0] * b.at[0], a.at[1] * b.at[1]}; }
    friend constexpr pair operator/(pair a, pair b) { return {a.at[0] / b.at[0], a.at[1] / b.at[1]}; }
    friend constexpr pair_mask operator==(pair a, pair b) { return {a.at[0] == b.at[0], a.at[1] == b.at[1]}; }
    friend constexpr pair_mask operator<(pair a, pair b) { return {a.at[0] < b.at[0], a.at[1] < b.at[1]}; }
    friend constexpr pair_mask operator>(pair a, pair b) { return b < a; }
    friend constexpr pair where(pair_mask m, pair a, pair b) {
        return {m.at[0] ? a.at[0] : b.at[0], m.at[1] ? a.at[1] : b.at[1]};
    }
    friend pair sqrt(pair a) { return {std::sqrt(a.at[0]), std::sqrt(a.at[1])}; }
    friend pair abs(pair a) { return {std::abs(a.at[0]), std::abs(a.at[1])}; }
    friend pair hypot(pair a, pair b) { return {std::hypot(a.at[0], b.at[0]), std::hypot(a.at[1], b.at[1])}; }
};

} // namespace

TEST_CASE("duals of lanes choose lane by lane") {
    using number = dual<pair>;
    const number x(pair(0, 4), pair(0, 1));
    const number root = sqrt(x);
    CHECK((root.value.at[0] == 0 && root.value.at[1] == 2));
    CHECK((root.tangent[0].at[0] == 0 && root.tangent[0].at[1] == 0.25));
    const number y(pair(-3, 5), pair(1, 1)), z(pair(0, 1), pair(7, 8));
    CHECK((abs(y).tangent[0].at[0] == -1 && abs(y).tangent[0].at[1] == 1));
    const number chosen = where(y < z, y, z);
    CHECK((chosen.value.at[0] == -3 && chosen.value.at[1] == 1));
    CHECK((chosen.tangent[0].at[0] == 1 && chosen.tangent[0].at[1] == 8));
    const number h = hypot(number(pair(0, 3), pair(1, 1)), number(pair(0, 4), pair(1, 0)));
    CHECK((h.tangent[0].at[0] == 0 && h.tangent[0].at[1] == 0.6));
    const dual<number> nested(y, z);
    CHECK(where(nested < dual<number>(z), nested, -nested).tangent[0].tangent[0].at[1] == -8);
    CHECK((nested * nested / nested - nested).tangent[0].value.at[1] == 0);
    CHECK(sqrt(dual<number>(number(pair(0, 4)), number(pair(0, 1)))).tangent[0].value.at[0] == 0);
}

TEST_CASE("what duals convert from, and what they have in common with others") {
    using std::common_type_t, std::is_same_v, std::is_convertible_v;
    STATIC_REQUIRE(std::is_trivially_copyable_v<dual<double, 4>>);
    STATIC_REQUIRE(is_convertible_v<int, dual<double>>);
    STATIC_REQUIRE(is_convertible_v<dual<double>, dual<dual<double>>>); // a constant of the outer kind
    STATIC_REQUIRE_FALSE(is_convertible_v<dual<double>, double>);       // that would lose the tangents
    STATIC_REQUIRE_FALSE(is_convertible_v<dual<double>, dual<float>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<dual<double>, dual<dual<double>>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<dual<double, 2>, double, double>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<double>, int>, dual<double>>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<float>, double>, dual<double>>);
    STATIC_REQUIRE(is_same_v<common_type_t<float, dual<long double, 3>>, dual<long double, 3>>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<float>, dual<double>>, dual<double>>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<double>, real>, dual<real>>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<dual<double>>, double>, dual<dual<double>>>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<double>, dual<dual<double>>>, dual<dual<double>>>);
    STATIC_REQUIRE(is_same_v<common_type_t<dual<complex>, double>, dual<complex>>);
    const dual<double> widened(dual<float>(1.5f, 0.25f));
    CHECK((widened.value == 1.5 && widened.tangent[0] == 0.25));
    const dual<dual<double>> constant(dual<double>(1.5, 0.25));
    CHECK((constant.value.tangent[0] == 0.25 && constant.tangent[0] == 0.0));
}

TEST_CASE("a dual has the limits of its value") {
    using limits = std::numeric_limits<dual<dual<float>>>;
    STATIC_REQUIRE((limits::is_specialized && limits::is_iec559 && limits::digits == 24));
    STATIC_REQUIRE(limits::max() == std::numeric_limits<float>::max());
    STATIC_REQUIRE(limits::epsilon() == std::numeric_limits<float>::epsilon());
    STATIC_REQUIRE(limits::infinity().tangent[0].tangent[0] == 0);
    STATIC_REQUIRE(limits::quiet_NaN() != limits::quiet_NaN());
    CHECK(std::numeric_limits<dual<real>>::digits == std::numeric_limits<real>::digits);
}

TEST_CASE("duals are constant expressions") {
    constexpr auto f = [](auto x, auto y) { return (x * y - y / x) * x; }; // x^2 y - y
    constexpr auto x = dual<double, 2>::variable(3.0, 0), y = dual<double, 2>::variable(5.0, 1);
    STATIC_REQUIRE(f(x, y) == 40);
    STATIC_REQUIRE((f(x, y).tangent[0] > 29.999 && f(x, y).tangent[0] < 30.001));
    STATIC_REQUIRE(f(x, y).tangent[1] == 8);
    STATIC_REQUIRE(where(x < y, x, y).tangent[0] == 1);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// What the compiler computes is compared, at run time, with the standard library's functions of long double, and for
// long double with Boost.Multiprecision.

#include "catch.hpp"

#include <tapeless/meta/math.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace {

namespace constant = tapeless::math::constant;
namespace math = tapeless::math;

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();

constexpr int points = 25000; // for each function, type and interval

/// The distance in units of the last place of the right result.
template <class T, class Wide>
double error_in_ulp(T result, const Wide& right) {
    using std::isnan;
    const T nearest = static_cast<T>(right);
    if (isnan(right)) return std::isnan(result) ? 0 : infinity<double>;
    if (result == nearest && std::signbit(result) != std::signbit(nearest)) return infinity<double>;
    if (std::isinf(nearest) || std::isinf(result)) return result == nearest ? 0 : infinity<double>;
    const T magnitude = std::max(std::abs(nearest), std::numeric_limits<T>::min());
    const T unit = std::ldexp(std::numeric_limits<T>::epsilon(), std::ilogb(magnitude));
    const Wide difference = Wide(result) - right;
    return static_cast<double>(Wide(difference < 0 ? Wide(-difference) : difference) / Wide(unit));
}

/// Numbers of either sign, whose logarithms are spread evenly.
template <class T>
class random_numbers {
public:
    random_numbers(int low, int high) : exponent_(low, high) {}
    T operator()() {
        const T magnitude = std::ldexp(static_cast<T>(significand_(engine_)), exponent_(engine_));
        return engine_() % 2 == 0 ? magnitude : -magnitude;
    }

private:
    std::mt19937_64 engine_{42};
    std::uniform_int_distribution<int> exponent_;
    std::uniform_real_distribution<long double> significand_{1, 2};
};

template <class T, class Wide, class F, class Right>
double worst_of_one(F f, Right right, int low, int high, int count) {
    random_numbers<T> numbers(low, high);
    double worst = 0;
    for (int n = 0; n < count; ++n) {
        const T x = numbers();
        worst = std::max(worst, error_in_ulp(f(x), static_cast<Wide>(right(Wide(x)))));
    }
    return worst;
}
template <class T, class Wide, class F, class Right>
double worst_of_two(F f, Right right, int low, int high, int count) {
    random_numbers<T> numbers(low, high);
    double worst = 0;
    for (int n = 0; n < count; ++n) {
        const T x = numbers();
        const T y = numbers();
        worst = std::max(worst, error_in_ulp(f(x, y), static_cast<Wide>(right(Wide(x), Wide(y)))));
    }
    return worst;
}

/// Everywhere and, closer, where the function is not yet linear, constant or infinite.
template <class T, class F, class Right>
void check_one(const char* name, F f, Right right, double bound, int low = -6, int high = 4) {
    INFO(name);
    constexpr int all = std::numeric_limits<T>::max_exponent - 1;
    CHECK(worst_of_one<T, long double>(f, right, -all - std::numeric_limits<T>::digits, all, points) <= bound);
    CHECK(worst_of_one<T, long double>(f, right, low, high, points) <= bound);
    for (const T x : {T(0), infinity<T>, std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::max(), T(1),
                      std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::min(), T(2), T(0.5)}) {
        CAPTURE(x);
        CHECK(error_in_ulp(f(x), right(static_cast<long double>(x))) <= bound);
        CHECK(error_in_ulp(f(-x), right(static_cast<long double>(-x))) <= bound);
    }
}
template <class T, class F, class Right>
void check_two(const char* name, F f, Right right, double bound, int low = -3, int high = 3) {
    INFO(name);
    constexpr int all = std::numeric_limits<T>::max_exponent - 1;
    CHECK(worst_of_two<T, long double>(f, right, -all - std::numeric_limits<T>::digits, all, points) <= bound);
    CHECK(worst_of_two<T, long double>(f, right, low, high, points) <= bound);
    using limits = std::numeric_limits<T>;
    const T edges[]{T(0), T(-0.), T(1), T(-1), T(2), T(-3), infinity<T>, -infinity<T>, limits::quiet_NaN(),
                    limits::max(), -limits::max(), limits::denorm_min()};
    for (const T x : edges)
        for (const T y : edges) {
            CAPTURE(x, y);
            CHECK(error_in_ulp(f(x, y), right(static_cast<long double>(x), static_cast<long double>(y))) <= bound);
        }
}

template <class T>
void check_against_the_standard_library() {
    check_one<T>(
        "sqrt", [](T x) { return constant::sqrt(x); }, [](auto x) { return std::sqrt(x); }, 0.501);
    check_one<T>(
        "cbrt", [](T x) { return constant::cbrt(x); }, [](auto x) { return std::cbrt(x); }, 0.501);
    check_one<T>(
        "exp", [](T x) { return constant::exp(x); }, [](auto x) { return std::exp(x); }, 0.75, -6, 10);
    check_one<T>(
        "exp2", [](T x) { return constant::exp2(x); }, [](auto x) { return std::exp2(x); }, 0.75, -6, 10);
    check_one<T>(
        "expm1", [](T x) { return constant::expm1(x); }, [](auto x) { return std::expm1(x); }, 0.501, -6, 10);
    check_one<T>(
        "log", [](T x) { return constant::log(x); }, [](auto x) { return std::log(x); }, 0.501);
    check_one<T>(
        "log2", [](T x) { return constant::log2(x); }, [](auto x) { return std::log2(x); }, 0.501);
    check_one<T>(
        "log10", [](T x) { return constant::log10(x); }, [](auto x) { return std::log10(x); }, 0.501);
    check_one<T>(
        "log1p", [](T x) { return constant::log1p(x); }, [](auto x) { return std::log1p(x); }, 0.501);
    check_one<T>(
        "sin", [](T x) { return constant::sin(x); }, [](auto x) { return std::sin(x); }, 0.501, -6, 30);
    check_one<T>(
        "cos", [](T x) { return constant::cos(x); }, [](auto x) { return std::cos(x); }, 0.501, -6, 30);
    check_one<T>(
        "tan", [](T x) { return constant::tan(x); }, [](auto x) { return std::tan(x); }, 0.501, -6, 30);
    check_one<T>(
        "asin", [](T x) { return constant::asin(x); }, [](auto x) { return std::asin(x); }, 0.501);
    check_one<T>(
        "acos", [](T x) { return constant::acos(x); }, [](auto x) { return std::acos(x); }, 0.501);
    check_one<T>(
        "atan", [](T x) { return constant::atan(x); }, [](auto x) { return std::atan(x); }, 0.501);
    check_one<T>(
        "sinh", [](T x) { return constant::sinh(x); }, [](auto x) { return std::sinh(x); }, 0.501, -6, 10);
    check_one<T>(
        "cosh", [](T x) { return constant::cosh(x); }, [](auto x) { return std::cosh(x); }, 0.501, -6, 10);
    check_one<T>(
        "tanh", [](T x) { return constant::tanh(x); }, [](auto x) { return std::tanh(x); }, 0.501);
    check_one<T>(
        "asinh", [](T x) { return constant::asinh(x); }, [](auto x) { return std::asinh(x); }, 0.501);
    check_one<T>(
        "acosh", [](T x) { return constant::acosh(x); }, [](auto x) { return std::acosh(x); }, 0.501);
    check_one<T>(
        "atanh", [](T x) { return constant::atanh(x); }, [](auto x) { return std::atanh(x); }, 0.501);
    check_one<T>(
        "erf", [](T x) { return constant::erf(x); }, [](auto x) { return std::erf(x); }, 0.75, -4, 5);
    check_one<T>(
        "erfc", [](T x) { return constant::erfc(x); }, [](auto x) { return std::erfc(x); }, 0.75, -4, 5);
    check_one<T>(
        "tgamma", [](T x) { return constant::tgamma(x); }, [](auto x) { return std::tgamma(x); }, 0.75, -4, 7);
    check_one<T>(
        "lgamma", [](T x) { return constant::lgamma(x); }, [](auto x) { return std::lgamma(x); }, 0.501, -4, 5);
    check_one<T>(
        "floor", [](T x) { return constant::floor(x); }, [](auto x) { return std::floor(x); }, 0, -3, 40);
    check_one<T>(
        "ceil", [](T x) { return constant::ceil(x); }, [](auto x) { return std::ceil(x); }, 0, -3, 40);
    check_one<T>(
        "round", [](T x) { return constant::round(x); }, [](auto x) { return std::round(x); }, 0, -3, 40);
    check_one<T>(
        "trunc", [](T x) { return constant::trunc(x); }, [](auto x) { return std::trunc(x); }, 0, -3, 40);
    check_two<T>(
        "pow", [](T x, T y) { return constant::pow(x, y); },
        [](auto x, auto y) { return std::pow(x, y); }, 0.75);
    check_two<T>(
        "atan2", [](T x, T y) { return constant::atan2(x, y); },
        [](auto x, auto y) { return std::atan2(x, y); }, 0.75);
    check_two<T>(
        "hypot", [](T x, T y) { return constant::hypot(x, y); },
        [](auto x, auto y) { return std::hypot(x, y); }, 0.75);
    check_two<T>(
        "fmod", [](T x, T y) { return constant::fmod(x, y); },
        [](auto x, auto y) { return std::fmod(x, y); }, 0, -3, 30);
    check_two<T>(
        "remainder", [](T x, T y) { return constant::remainder(x, y); },
        [](auto x, auto y) { return std::remainder(x, y); }, 0, -3, 30);
    check_two<T>(
        "copysign", [](T x, T y) { return constant::copysign(x, y); },
        [](auto x, auto y) { return std::copysign(x, y); }, 0);
}

TEST_CASE("the functions of constant expressions are within an ulp of the standard library", "[math]") {
    // Results below the normal numbers are rounded twice: 0.75. The oracle's own error is small enough only where long
    // double is wider.
    if constexpr (std::numeric_limits<long double>::digits > std::numeric_limits<double>::digits) {
        check_against_the_standard_library<double>();
        check_against_the_standard_library<float>();
    }
}

TEST_CASE("fma in constant expressions rounds once", "[math]") {
    random_numbers<double> numbers(-30, 30);
    double worst = 0;
    for (int n = 0; n < points; ++n) {
        const double x = numbers();
        const double y = numbers();
        for (const double z : {numbers(), -x * y}) // the second leaves the rounding error of the product
            worst = std::max(worst, error_in_ulp<double, long double>(constant::fma(x, y, z), std::fma(x, y, z)));
    }
    CHECK(worst == 0);
    for (const double x : {0.0, -2.0, infinity<double>, std::numeric_limits<double>::max(), 0x1p-600, 0x1p-1074})
        for (const double y : {-0.0, 3.0, -infinity<double>, 0x1p-600, std::numeric_limits<double>::quiet_NaN()})
            for (const double z : {0.0, 1.0, infinity<double>, -0x1p1000, 0x1p-1074}) {
                CAPTURE(x, y, z);
                CHECK(error_in_ulp<double, long double>(constant::fma(x, y, z), std::fma(x, y, z)) == 0);
            }
}

/// For the x87's 64 bits; where long double has more, these are the bits that are right.
template <class F, class Right>
void check_long(const char* name, F f, Right right, int low, int high) {
    INFO(name);
    using wide = boost::multiprecision::cpp_bin_float_50;
    if constexpr (std::numeric_limits<long double>::digits <= 64)
        CHECK(worst_of_one<long double, wide>(f, right, low, high, 1000) < 0.51);
}
TEST_CASE("the functions of constant expressions have the bits of an extended long double", "[math]") {
    using L = long double;
    check_long("exp", [](L x) { return constant::exp(x); }, [](auto x) { return exp(x); }, -40, 6);
    check_long("log", [](L x) { return constant::log(abs(x)); }, [](auto x) { return log(abs(x)); }, -400, 400);
    check_long("sin", [](L x) { return constant::sin(x); }, [](auto x) { return sin(x); }, -40, 40);
    check_long("cos", [](L x) { return constant::cos(x); }, [](auto x) { return cos(x); }, -40, 40);
    check_long("atan", [](L x) { return constant::atan(x); }, [](auto x) { return atan(x); }, -35, 40);
    check_long("tanh", [](L x) { return constant::tanh(x); }, [](auto x) { return tanh(x); }, -10, 5);
    check_long("sqrt", [](L x) { return constant::sqrt(abs(x)); }, [](auto x) { return sqrt(abs(x)); }, -500, 500);
}

// Every function, of ordinary numbers and of those that compilers refuse to compute with.
template <class T>
constexpr bool all_are_constant(T x) {
    const T results[]{math::sqrt(x),  math::cbrt(x),   math::exp(x),    math::exp2(x),  math::expm1(x), math::log(x),
                      math::log2(x),  math::log10(x),  math::log1p(x),  math::sin(x),   math::cos(x),   math::tan(x),
                      math::asin(x),  math::acos(x),   math::atan(x),   math::sinh(x),  math::cosh(x),  math::tanh(x),
                      math::asinh(x), math::acosh(x),  math::atanh(x),  math::erf(x),   math::erfc(x),  math::tgamma(x),
                      math::lgamma(x), math::floor(x), math::ceil(x),   math::round(x), math::trunc(x), math::abs(x)};
    for (const T y : results) {
        const T more[]{math::pow(x, y),   math::atan2(x, y),    math::hypot(x, y), math::copysign(x, y),
                       math::fma(x, y, x), math::remainder(x, y), math::fmod(x, y)};
        for (const T z : more)
            if (z == T(0.123456789)) return false;
    }
    return true;
}
template <class T>
constexpr bool all_are_constant() {
    using limits = std::numeric_limits<T>;
    return all_are_constant(T(0)) && all_are_constant(-T(0)) && all_are_constant(T(1.25)) &&
           all_are_constant(T(-1)) && all_are_constant(T(-0.3)) && all_are_constant(infinity<T>) &&
           all_are_constant(-infinity<T>) && all_are_constant(limits::quiet_NaN()) && all_are_constant(limits::min()) &&
           all_are_constant(limits::denorm_min()) && all_are_constant(T(1e30)) && all_are_constant(T(-90));
}
static_assert(all_are_constant<float>());
static_assert(all_are_constant<double>());
static_assert(all_are_constant<long double>());
static_assert(all_are_constant(std::numeric_limits<float>::max()));
static_assert(all_are_constant(std::numeric_limits<double>::max()));

static_assert(math::exp(0.0) == 1 && math::exp(1.0) == 0x1.5bf0a8b145769p+1 && math::exp(1000.0) == infinity<double>);
static_assert(math::exp(1.0F) == 0x1.5bf0a8p+1F && math::log(-1.0) != math::log(-1.0));
static_assert(math::sqrt(2.0) == 0x1.6a09e667f3bcdp+0 && math::cbrt(-27.0) == -3 && math::hypot(3.0, 4.0) == 5);
static_assert(math::pow(10.0, 22.0) == 1e22 && math::pow(-2.0, 3.0) == -8 && math::exp2(-1074.0) == 0x1p-1074);
static_assert(math::log2(8.0) == 3 && math::log10(1000.0) == 3 && math::tgamma(6.0) == 120);
static_assert(math::sin(1e22) == -0.8522008497671888 && math::cos(0x1p1023) == -0.826369834614148);
static_assert(math::tanh(-40.0) == -1 && math::erf(0.5) == 0.5204998778130465);
static_assert(math::atan2(0.0, -1.0) == math::acos(-1.0));

// Training inside a constant expression needs cheap functions: 300 steps, where Clang allows 1,048,576 in all.
template <class F>
constexpr double evaluated(F f, int times) {
    double sum = 0;
    for (int i = 0; i < times; ++i) sum += f(0.001 * i - 1);
    return sum;
}
static_assert(evaluated([](double x) { return math::tanh(x); }, 3400) != 0);
static_assert(evaluated([](double x) { return math::exp(x); }, 3400) != 0);
static_assert(evaluated([](double x) { return math::log(x + 2); }, 3400) != 0);
static_assert(evaluated([](double x) { return math::sin(x); }, 3400) != 0);

} // namespace

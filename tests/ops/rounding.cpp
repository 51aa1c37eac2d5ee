// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <tapeless/ops/rounding.hpp>

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

TEST_CASE("the roundings keep the laws") {
    constexpr double at[]{0.25, -0.25, 1.75, -1.75, 3.5, 1e6};
    constexpr double at_pair[][2]{{5.5, 2}, {-5.5, 2}, {5.5, -2}, {0.25, 3}, {1, 0.375}, {20.25, 7}};
    CHECK(broken<ops::floor>(at) == "");
    CHECK(broken<ops::ceil>(at) == "");
    CHECK(broken<ops::round>(at) == "");
    CHECK(broken<ops::trunc>(at) == "");
    CHECK(broken<ops::fmod>(at_pair) == "");
    CHECK(broken<ops::remainder>(at_pair) == "");
    CHECK(broken<ops::copysign>(at_pair) == "");
}

TEMPLATE_TEST_CASE("floor and ceil and round and trunc have no derivative", "", float, double, long double) {
    using T = TestType;
    const auto lower = tapeless::value_and_grad([](auto a) { return floor(a); });
    const auto upper = tapeless::value_and_grad([](auto a) { return ceil(a); });
    const auto nearest = tapeless::value_and_grad([](auto a) { return round(a); });
    const auto inner = tapeless::value_and_grad([](auto a) { return trunc(a); });
    constexpr double table[][5]{{2.5, 2, 3, 3, 2}, {-2.5, -3, -2, -3, -2}, {2.25, 2, 3, 2, 2},  {-0.75, -1, 0, -1, 0},
                                {4, 4, 4, 4, 4},   {0, 0, 0, 0, 0},        {-7, -7, -7, -7, -7}};
    for (const auto& [at, down, up, near, in] : table) {
        const T x = static_cast<T>(at);
        CAPTURE(x);
        CHECK(lower(x).value == static_cast<T>(down));
        CHECK(upper(x).value == static_cast<T>(up));
        CHECK(nearest(x).value == static_cast<T>(near));
        CHECK(inner(x).value == static_cast<T>(in));
    }
    for (T x : {T(0.5), T(3), T(-2.5), infinity<T>, not_a_number<T>}) {
        CHECK(lower(x).grad == 0);
        CHECK(upper(x).grad == 0);
        CHECK(nearest(x).grad == 0);
        CHECK(inner(x).grad == 0);
    }
    CHECK(std::isnan(nearest(not_a_number<T>).value));
    CHECK(lower(-infinity<T>).value == -infinity<T>);
    CHECK(std::signbit(upper(T(-0.5)).value));
    // The fraction of x is x but for a constant.
    CHECK(tapeless::grad([](auto a) { return a - floor(a); })(T(2.25)) == 1);
}

TEMPLATE_TEST_CASE("fmod and remainder have the derivatives of x - n y", "", float, double, long double) {
    using T = TestType;
    const auto modulo = tapeless::value_and_grad([](auto a, auto b) { return fmod(a, b); });
    const auto rest = tapeless::value_and_grad([](auto a, auto b) { return remainder(a, b); });
    const auto check = [](const auto& f, T x, T y, T value, T n) {
        CAPTURE(x, y);
        const auto [v, d] = f(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == 1);
        CHECK(std::get<1>(d) == -n);
    };
    check(modulo, T(5.5), T(2), T(1.5), T(2));
    check(modulo, T(-5.5), T(2), T(-1.5), T(-2));
    check(modulo, T(5.5), T(-2), T(1.5), T(-2));
    check(modulo, T(1), T(2), T(1), T(0));
    check(modulo, T(6), T(2), T(0), T(3)); // at a jump
    check(modulo, T(1), infinity<T>, T(1), T(0));
    check(rest, T(5.5), T(2), T(-0.5), T(3));
    check(rest, T(-5.5), T(2), T(0.5), T(-3));
    check(rest, T(5), T(2), T(1), T(2)); // 2.5 goes to the even 2
    check(rest, T(7), T(2), T(-1), T(4));
    check(rest, T(1), T(-4), T(1), T(0));
    // The quotient rounds up to 3, but it is below 3.
    const T below = std::nextafter(T(3), T(0)) * T(0.7);
    const T y = T(0.7);
    const T n = std::trunc((below - std::fmod(below, y)) / y + T(0.5));
    check(modulo, below, y, std::fmod(below, y), n);
    for (const auto& f :
         {+[](T a, T b) { return ops::fmod::value(a, b); }, +[](T a, T b) { return ops::remainder::value(a, b); }}) {
        CHECK(std::isnan(f(T(1), T(0))));
        CHECK(std::isnan(f(infinity<T>, T(1))));
        CHECK(std::isnan(f(T(1), not_a_number<T>)));
    }
}

TEST_CASE("fmod just below a multiple counts the multiples that it took away") {
    // x / y rounds to 3, but fmod took 2 y away.
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return fmod(a, b); });
    int found = 0;
    for (int i = 1; i < 2000; ++i) {
        const double y = 0.1 + i * 0.001;
        for (double n : {3.0, 5.0, 7.0, 11.0}) {
            const double x = std::nextafter(n * y, 0.0);
            if (std::trunc(x / y) != n || std::fmod(x, y) < y / 2) continue;
            ++found;
            CHECK(std::get<1>(f(x, y).grad) == -(n - 1));
        }
    }
    CHECK(found > 100);
}

TEMPLATE_TEST_CASE("copysign has the derivative of the magnitude", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b) { return copysign(a, b); });
    const auto check = [&](T x, T y, T value, T dx) {
        CAPTURE(x, y);
        const auto [v, d] = f(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == 0);
    };
    check(T(3), T(2), T(3), T(1));
    check(T(3), T(-2), T(-3), T(-1));
    check(T(-3), T(2), T(3), T(-1));
    check(T(-3), T(-2), T(-3), T(1));
    check(T(3), T(-0.0), T(-3), T(-1));
    check(infinity<T>, T(-1), -infinity<T>, T(-1));
    check(T(0), T(-1), T(0), T(0));
    check(T(-0.0), T(1), T(0), T(0));
    CHECK(std::signbit(f(T(0), T(-1)).value));
    CHECK(std::isnan(f(not_a_number<T>, T(1)).value));
    CHECK(tapeless::grad([](auto a) { return copysign(a, -(1_c)); })(T(2)) == -1);
}

TEST_CASE("second derivatives pass through remainders and signs") {
    CHECK(second([](auto a) { return fmod(a * a, 1_c); }, 1.25) == 2.0);
    CHECK(second([](auto a) { return fmod(5_c, a); }, 1.5) == 0.0);
    CHECK(second([](auto a) { return remainder(a * a, a); }, 1.75) == 2.0);
    CHECK(second([](auto a) { return copysign(a * a, a); }, -1.75) == -2.0);
    CHECK(second([](auto a) { return floor(a) * a * a; }, 3.5) == 6.0);
}

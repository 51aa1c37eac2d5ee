// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cmath>
#include <limits>
#include <tapeless/scalar.hpp>
#include <tapeless/testing/gradient_check.hpp>

using namespace tapeless::literals;
using tapeless::testing::central_difference;
using tapeless::testing::gradient_check;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto k = tapeless::data<"k">;

/// The cube, with a derivative that is wrong by a factor.
template <int PerMille>
struct wrong_cube {
    static constexpr bool elementwise = true;
    template <class T>
    static constexpr T value(const T& v) {
        return v * v * v;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& v) {
        return adjoint * T(3) * v * v * (T(1000 + PerMille) / T(1000));
    }
};

} // namespace

TEST_CASE("a right gradient passes, in every type and form") {
    const auto f = [](auto a, auto b) { return sin(a * b) + a / b; };
    CHECK(gradient_check(f, 1.0, 2.0).within(1e-12L));
    CHECK(gradient_check(f, 1.0f, 2.0f).within(1e-6L));
    CHECK(gradient_check(f, 1.0L, 2.0L).within(1e-13L));
    CHECK(gradient_check(f, 1, 2).within(1e-12L));
    CHECK(gradient_check(f, 1.0, 2.0).checked == 2);
    CHECK(gradient_check<1>(f, 1.0, 2.0).checked == 1);
    CHECK(gradient_check(k * sin(x) * y, y = 2.0, k = 3.0, x = 1.0).within(1e-12L));
    CHECK(gradient_check(k * sin(x) * y, y = 2.0, k = 3.0, x = 1.0).checked == 2);
    CHECK(gradient_check(2.5 * exp(x), x = 1.0).within(1e-12L));
}

TEST_CASE("points of every magnitude") {
    for (double at : {1e-300, 1e-20, 1e-3, 1.0, -5.0, 700.0, -700.0})
        CHECK(gradient_check([](auto a) { return exp(a); }, at).within(1e-12L));
    for (double at : {1e-300, 1e-20, 1e-3, 1.0, 1e5, 1e300})
        CHECK(gradient_check([](auto a) { return log(a) * sqrt(a); }, at).within(1e-12L));
    for (double at : {1e-150, -1e-3, 1.0, 1e150})
        CHECK(gradient_check([](auto a) { return 1_c / a; }, at).within(1e-12L));
    for (double at : {0.0, 1e-6, 1.0, -30.0})
        CHECK(gradient_check([](auto a) { return sin(1000000_c * a); }, at).within(1e-11L));
}

TEST_CASE("a wrong derivative is found, with the place where it is") {
    using tapeless::expr::apply;
    const auto r = gradient_check(y * y + apply<wrong_cube<1>>(x), y = 2.0, x = 3.0);
    CHECK_FALSE(r.within(1e-6L));
    CHECK(r.error == Approx(1e-3).epsilon(1e-2));
    CHECK(r.argument == 1);
    CHECK(r.element == 0);
    CHECK(r.checked == 2);
    CHECK(static_cast<double>(r.expected) == Approx(27.0));
    CHECK(static_cast<double>(r.computed) == Approx(27.027));
    CHECK(gradient_check([](auto a) { return apply<wrong_cube<0>>(a); }, 3.0).within(1e-12L));
    CHECK_FALSE(gradient_check([](auto a) { return apply<wrong_cube<-1000>>(a); }, 3.0).within(0.5L)); // zero
    CHECK_FALSE(gradient_check([](auto a) { return apply<wrong_cube<-2000>>(a); }, 3.0).within(0.5L)); // the sign
}

TEST_CASE("where no derivative exists the check does not pass") {
    CHECK_FALSE(gradient_check([](auto a) { return sqrt(a); }, 0.0).within(1.0L));
    CHECK_FALSE(gradient_check([](auto a) { return log(a); }, -1.0).within(1.0L));
    CHECK_FALSE(gradient_check([](auto a) { return relu(a); }, 0.0).within(0.5L)); // one half against zero
    CHECK(gradient_check([](auto a) { return relu(a); }, 1e-9).within(1e-12L));
}

TEST_CASE("a gradient by nothing is no success") {
    CHECK(gradient_check(k * k, k = 1.0).checked == 0);
    CHECK_FALSE(gradient_check(k * k, k = 1.0).within(1.0L));
}

TEST_CASE("central differences of known functions") {
    const auto known = [](auto f, long double at, long double derivative) {
        const auto estimate = central_difference(f, at);
        CHECK(std::abs(estimate.derivative - derivative) <= estimate.uncertainty + 1e-18L);
        CHECK(estimate.uncertainty <= 1e-10L * (1 + std::abs(derivative)));
    };
    known([](long double v) { return std::sin(v); }, 1.0L, std::cos(1.0L));
    known([](long double v) { return std::exp(v); }, -2.0L, std::exp(-2.0L));
    known([](long double v) { return v * v * v; }, 0.0L, 0.0L);
    known([](long double v) { return std::log(v); }, 1e-3L, 1e3L);
    known([](long double) { return 5.0L; }, 1.0L, 0.0L);
    constexpr auto at_compile_time = central_difference([](long double v) { return v * v; }, 3.0L);
    CHECK(static_cast<double>(at_compile_time.derivative) == Approx(6.0));
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using tapeless::derivative;
using tapeless::grad;
using tapeless::taylor;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto k = tapeless::data<"k">;

constexpr unsigned highest = 8;

/// Checks derivatives of order 0 to 8 at a point against `exact(order, point)`.
template <class T, class F, class Exact>
void check_derivatives(const F& f, T at, const Exact& exact, real ulps = 1024) {
    [&]<unsigned... N>(std::integer_sequence<unsigned, N...>) {
        const T computed[]{derivative<N>(f)(at)...};
        for (const unsigned n : {N...}) {
            CAPTURE(n, at, computed[n], exact(n, static_cast<real>(at)));
            CHECK(close(computed[n], exact(n, static_cast<real>(at)), ulps));
        }
    }
    (std::make_integer_sequence<unsigned, highest + 1>{});
}

template <class T, std::size_t N>
void check_series(const std::array<T, N>& computed, const std::array<real, N>& expected) {
    for (std::size_t i = 0; i < N; ++i) {
        CAPTURE(i, computed[i], expected[i]);
        CHECK(close(computed[i], expected[i]));
    }
}

} // namespace

TEMPLATE_TEST_CASE("derivatives of exp and sin and cos of every order", "", float, double, long double) {
    for (const TestType at : {TestType(0), TestType(0.75), TestType(-1.5)}) {
        check_derivatives([](auto a) { return exp(a); }, at, [](unsigned, real a) { return std::exp(a); });
        check_derivatives([](auto a) { return exp(2_c * a); }, at,
                          [](unsigned n, real a) { return std::ldexp(std::exp(2 * a), static_cast<int>(n)); });
        check_derivatives(
            [](auto a) { return sin(a); }, at,
            [](unsigned n, real a) {
                return n % 4 == 0 ? std::sin(a) : n % 4 == 1 ? std::cos(a) : n % 4 == 2 ? -std::sin(a) : -std::cos(a);
            });
        check_derivatives(
            [](auto a) { return cos(a); }, at,
            [](unsigned n, real a) {
                return n % 4 == 0 ? std::cos(a) : n % 4 == 1 ? -std::sin(a) : n % 4 == 2 ? -std::cos(a) : std::sin(a);
            });
    }
}

TEMPLATE_TEST_CASE("derivatives of log and of one over x of every order", "", float, double, long double) {
    for (const TestType at : {TestType(1), TestType(0.75), TestType(2.5)}) {
        check_derivatives([](auto a) { return log(a); }, at,
                          [](unsigned n, real a) {
                              if (n == 0) return std::log(a);
                              return (n % 2 == 1 ? 1 : -1) * std::tgamma(static_cast<real>(n)) /
                                     std::pow(a, static_cast<real>(n));
                          });
        check_derivatives([](auto a) { return 1_c / a; }, at,
                          [](unsigned n, real a) {
                              return (n % 2 == 0 ? 1 : -1) * std::tgamma(static_cast<real>(n + 1)) /
                                     std::pow(a, static_cast<real>(n + 1));
                          });
    }
}

TEST_CASE("derivatives of polynomials are exact and end") {
    // 3 x^4 - 2 x^3 + x - 5
    constexpr auto p = [](auto a) { return 3_c * a * a * a * a - 2_c * a * a * a + a - 5_c; };
    STATIC_REQUIRE(derivative<0>(p)(2.0) == 29.0);
    STATIC_REQUIRE(derivative<1>(p)(2.0) == 73.0);
    STATIC_REQUIRE(derivative<2>(p)(2.0) == 120.0);
    STATIC_REQUIRE(derivative<3>(p)(2.0) == 132.0);
    STATIC_REQUIRE(derivative<4>(p)(2.0) == 72.0);
    STATIC_REQUIRE(derivative<5>(p)(2.0) == 0.0);
    STATIC_REQUIRE(derivative<8>(p)(2.0) == 0.0);
    constexpr auto c = taylor<5>(p)(1.0);
    STATIC_REQUIRE(c == std::array{-3.0, 7.0, 12.0, 10.0, 3.0, 0.0});
}

TEMPLATE_TEST_CASE("known series", "", float, double, long double) {
    using T = TestType;
    check_series(taylor<6>([](auto a) { return exp(sin(a)); })(T(0)),
                 std::array<real, 7>{1, 1, 0.5L, 0, -1 / 8.0L, -1 / 15.0L, -1 / 240.0L});
    check_series(taylor<8>([](auto a) { return 1_c / (1_c - a - a * a); })(T(0)), // Fibonacci numbers
                 std::array<real, 9>{1, 1, 2, 3, 5, 8, 13, 21, 34});
    check_series(taylor<7>([](auto a) { return sin(a) / cos(a); })(T(0)),
                 std::array<real, 8>{0, 1, 0, 1 / 3.0L, 0, 2 / 15.0L, 0, 17 / 315.0L});
    check_series(taylor<4>([](auto a) { return sqrt(a); })(T(1)),
                 std::array<real, 5>{1, 0.5L, -1 / 8.0L, 1 / 16.0L, -5 / 128.0L});
}

TEST_CASE("a Taylor polynomial approximates its function") {
    const auto f = [](auto a) {
        using std::exp;
        using std::sin;
        return exp(a * sin(a)) / (1.0 + a * a);
    };
    const auto c = taylor<12>(f)(0.5L);
    const real h = 0x1p-6L;
    real sum = 0;
    for (std::size_t i = c.size(); i-- > 0;) sum = sum * h + c[i];
    CHECK(std::fabs(sum - f(0.5L + h)) < 1e-17L);
}

TEST_CASE("derivatives of order N are N times the gradient") {
    const auto f = [](auto a) { return sin(a * a) / a; };
    CHECK(close(derivative<1>(f)(0.75), grad(f)(0.75)));
    CHECK(close(derivative<2>(f)(0.75), grad(grad(f))(0.75)));
    CHECK(close(derivative<3>(f)(0.75), grad(grad(grad(f)))(0.75), 256));
    CHECK(close(derivative<2>(f)(0.75), tapeless::hessian(f)(0.75)));
}

TEST_CASE("a function of several arguments along one of them") {
    const auto f = [](auto a, auto b) { return sin(a * b) + b; };
    const auto along_b = taylor<3, 1>(f)(2.0, 0.5);
    check_series(along_b, std::array<real, 4>{std::sin(1.0L) + 0.5L, 2 * std::cos(1.0L) + 1, -2 * std::sin(1.0L),
                                              -8 / 6.0L * std::cos(1.0L)});
    CHECK(close(derivative<2, 0>(f)(2.0, 0.5), -0.25L * std::sin(1.0L)));
    CHECK(derivative<2, 1>([](auto a, auto) { return a * a; })(2.0, 0.5) == 0.0);
}

TEST_CASE("expressions of symbols along one of them") {
    const auto c = taylor<2>(sin(x) * k)(x = 0.5, k = 3.0);
    check_series(c, std::array<real, 3>{3 * std::sin(0.5L), 3 * std::cos(0.5L), -1.5L * std::sin(0.5L)});
    STATIC_REQUIRE(taylor<3>(x * x * y, wrt(x))(x = 3.0, y = 2.0) == std::array{18.0, 12.0, 2.0, 0.0});
    STATIC_REQUIRE(taylor<2>(x * x * y, wrt(y))(x = 3.0, y = 2.0) == std::array{18.0, 9.0, 0.0});
    STATIC_REQUIRE(derivative<2>(x * x * y, wrt(x))(x = 3.0, y = 2.0) == 4.0);
    STATIC_REQUIRE(derivative<3>(x * x * x)(x = 3.0) == 6.0);
}

TEST_CASE("a series of what does not move ends at once") {
    CHECK(taylor<3>([](auto) { return 4_c; })(1.0) == std::array{4.0, 0.0, 0.0, 0.0});
    CHECK(taylor<3>([](auto a) { return a; })(7.0) == std::array{7.0, 1.0, 0.0, 0.0});
    CHECK(taylor<2>([](auto a) { return stop_gradient(a * a) * a; })(3.0) == std::array{27.0, 9.0, 0.0});
    CHECK(taylor<0>([](auto a) { return a * a; })(3.0) == std::array{9.0});
}

TEST_CASE("runtime constants and lets in a series") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a) {
            return let(factor * a, [&](auto s) { return s * s * s + let(s + 1.5, [](auto t) { return t * t; }); });
        };
        const double s = factor * 2.0;
        CHECK(close_trees<double>(taylor<4>(f)(2.0),
                                  reals{s * s * s + (s + 1.5) * (s + 1.5), factor * (3 * s * s + 2 * (s + 1.5)),
                                        factor * factor * (3 * s + 1), factor * factor * factor, 0}));
    }
}

TEST_CASE("the work of a series grows with the square of its order") {
    constexpr auto e = exp(sin(x) * x);
    using root = plan::ids<id<decltype(e)>>;
    using symbol = plan::ids<id<decltype(x)>>;
    constexpr std::size_t four = operations<plan::taylor<root, symbol, 4>>(),
                          eight = operations<plan::taylor<root, symbol, 8>>(),
                          sixteen = operations<plan::taylor<root, symbol, 16>>();
    STATIC_REQUIRE(eight < 5 * four);
    STATIC_REQUIRE(sixteen < 5 * eight);
}

TEST_CASE("whole numbers count as double") {
    STATIC_REQUIRE(std::is_same_v<decltype(taylor<1>([](auto a) { return a * a; })(3)), std::array<double, 2>>);
    STATIC_REQUIRE(std::is_same_v<decltype(derivative<1>([](auto a) { return a * a; })(3.0f)), float>);
}

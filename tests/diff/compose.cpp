// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Transforms of functions that hold transforms.

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::derivative;
using tapeless::eval;
using tapeless::grad;
using tapeless::hessian;
using tapeless::hvp;
using tapeless::jacobian;
using tapeless::jvp;
using tapeless::taylor;
using tapeless::value_and_grad;
using tapeless::vjp;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

constexpr auto cube = [](auto a) { return a * a * a; };
constexpr auto wave = [](auto a, auto b) { return sin(a * b) * a; };

// Derivatives of `wave` by hand.
real wave_a(real a, real b) { return std::sin(a * b) + a * b * std::cos(a * b); }
real wave_b(real a, real b) { return a * a * std::cos(a * b); }
real wave_aa(real a, real b) { return 2 * b * std::cos(a * b) - a * b * b * std::sin(a * b); }
real wave_ab(real a, real b) { return 2 * a * std::cos(a * b) - a * a * b * std::sin(a * b); }
real wave_bb(real a, real b) { return -a * a * a * std::sin(a * b); }

} // namespace

TEMPLATE_TEST_CASE("grad of grad of grad", "", float, double, long double) {
    using T = TestType;
    CHECK(grad(grad(cube))(T(2)) == 12);
    CHECK(grad(grad(grad(cube)))(T(2)) == 6);
    CHECK(grad(grad(grad(grad(cube))))(T(2)) == 0);
    const auto f = [](auto a) { return exp(2_c * a) * sin(a); };
    CHECK(close(grad(grad(grad(f)))(T(0.5)), std::exp(1.0L) * (2 * std::sin(0.5L) + 11 * std::cos(0.5L)), 256));
    STATIC_REQUIRE(std::is_same_v<decltype(grad(grad(cube))(T(2))), T>);
}

TEMPLATE_TEST_CASE("compositions that make second derivatives agree", "", float, double, long double) {
    using T = TestType;
    const T a = T(0.75), b = T(-1.5);
    const reals expected{wave_aa(a, b), wave_ab(a, b), wave_ab(a, b), wave_bb(a, b)};
    CHECK(close_trees<T>(hessian(wave)(a, b), expected));
    CHECK(close_trees<T>(jacobian([](auto p, auto q) { return grad(wave)(p, q); })(a, b), expected));
    CHECK(close_trees<T>(jacobian([](auto p, auto q) { return value_and_grad(wave)(p, q).grad; })(a, b), expected));
    CHECK(close_trees<T>(jacobian([](auto p, auto q) { return jacobian(wave)(p, q); })(a, b), expected));
    CHECK(close_trees<T>(jacobian([](auto p, auto q) { return vjp(wave)(p, q)(1_c).grad; })(a, b), expected));
    const reals along{0.5L * expected[0] - 2 * expected[1], 0.5L * expected[2] - 2 * expected[3]};
    CHECK(close_trees<T>(hvp(wave)(a, b)(T(0.5), T(-2)).hvp, along));
    // Forward over reverse, reverse over forward, reverse over reverse.
    CHECK(close_trees<T>(jvp([](auto p, auto q) { return vjp(wave)(p, q)(1_c).grad; })(a, b)(T(0.5), T(-2)).tangent,
                         along));
    CHECK(close_trees<T>(grad([](auto p, auto q) { return jvp(wave)(p, q)(0.5_c, -2_c).tangent; })(a, b), along));
    CHECK(close_trees<T>(vjp([](auto p, auto q) { return grad(wave)(p, q); })(a, b)(std::tuple(T(0.5), T(-2))).grad,
                         along));
    CHECK(close_trees<T>(vjp([](auto p, auto q) { return grad(wave)(p, q); })(a, b)(std::tuple(T(0.5), T(-2))).value,
                         reals{wave_a(a, b), wave_b(a, b)}));
    // Forward over forward.
    const auto twice = jvp([](auto p, auto q) { return jvp(wave)(p, q)(0.5_c, -2_c).tangent; })(a, b)(T(0.5), T(-2));
    CHECK(close(twice.tangent, 0.5L * along[0] - 2 * along[1]));
}

TEST_CASE("perturbations are not confused") {
    // d/dx of x * d/dy (x + y) is 1.
    CHECK(grad([](auto a) { return a * grad([a](auto b) { return a + b; })(a); })(2.0) == 1.0);
    STATIC_REQUIRE(grad([](auto a) { return a * grad([a](auto b) { return a + b; })(a); })(2.0) == 1.0);
    // d/dx of x * d/dy (x y^2) at y = 3 x is d/dx of 6 x^3.
    CHECK(grad([](auto a) { return a * grad([a](auto b) { return a * b * b; })(a * 3_c); })(2.0) == 72.0);
    // The same expression as captured value and as argument.
    CHECK(grad([](auto a) { return grad([a](auto b) { return a * b; })(a); })(5.0) == 1.0);
    CHECK(grad([](auto a) { return grad([a](auto b) { return sin(a) * b; })(sin(a)); })(0.0) == 1.0);
    CHECK(jvp([](auto a) { return a * jvp([a](auto b) { return a + b; })(a)(1_c).tangent; })(2.0)(1.0).tangent == 1.0);
    CHECK(jacobian([](auto a) { return a * jacobian([a](auto b) { return a * b; })(a); })(2.0) == 4.0);
    CHECK(derivative<2>([](auto a) { return a * a * derivative<1>([a](auto b) { return a * b * b; })(a); })(2.0) ==
          96.0);
}

TEST_CASE("captured arguments three deep") {
    // g(a) = d/db [ b * d/dc (a b c^2) at c = a b ] at b = a^2
    //      = d/db [ 2 a^2 b^3 ] = 6 a^2 b^2 = 6 a^6
    const auto g = [](auto a) {
        return grad([a](auto b) { return b * grad([a, b](auto c) { return a * b * c * c; })(a * b); })(a * a);
    };
    CHECK(eval(g(x))(x = 2.0) == 384.0);
    CHECK(grad(g)(2.0) == 1152.0);
    CHECK(hessian(g)(2.0) == 2880.0);
    CHECK(derivative<3>(g)(2.0) == 5760.0);
    STATIC_REQUIRE(grad(g)(1.0) == 36.0);
}

TEST_CASE("the same inner derivative at several points") {
    const auto slope = [](auto a) { return grad(cube)(a); };
    const auto f = [slope](auto a, auto b) { return slope(a) * slope(b) + slope(a * b) - slope(slope(a)); };
    // 9 a^2 b^2 + 3 a^2 b^2 - 27 a^4
    const auto d = grad(f)(2.0, 3.0);
    CHECK(leaves(d) == reals{24 * 2 * 9 - 108 * 8, 24 * 4 * 3});
}

TEST_CASE("a Hessian of a function that holds a gradient") {
    // a * d/da (a^3 b) = 3 a^3 b
    const auto f = [](auto a, auto b) { return a * get<0>(grad([](auto p, auto q) { return p * p * p * q; })(a, b)); };
    CHECK(leaves(hessian(f)(2.0, 5.0)) == reals{180, 36, 36, 0});
    CHECK(leaves(hvp(f)(2.0, 5.0)(1.0, 0.5).hvp) == reals{198, 36});
    CHECK(leaves(taylor<3, 0>(f)(2.0, 5.0)) == reals{120, 180, 90, 15});
}

TEST_CASE("a gradient of a function that holds a Hessian") {
    CHECK(grad([](auto a) { return hessian([](auto b) { return b * b * b * b; })(a); })(2.0) == 48.0);
    const auto curvature = [](auto a, auto b) {
        const auto [first, second] = hessian([](auto p, auto q) { return p * p * p * q * q; })(a, b);
        return get<1>(first) * get<1>(second); // 6 p^2 q * 2 p^3
    };
    CHECK(leaves(grad(curvature)(2.0, 3.0)) == reals{60 * 16 * 3, 12 * 32});
}

TEST_CASE("gradients of entries of other transforms") {
    const auto f = [](auto a, auto b) { return std::tuple(a * b, sin(a) / b); };
    const auto entry = [f](auto a, auto b) { return get<0>(get<1>(jacobian(f)(a, b))); }; // cos a / b
    CHECK(close_trees<double>(grad(entry)(1.0, 2.0), reals{-std::sin(1.0L) / 2, -std::cos(1.0L) / 4}));
    const auto product = [](auto a) { return get<2>(hvp([](auto b) { return b * b * b * b; })(a)(2_c)); }; // 24 a^2
    CHECK(grad(product)(2.0) == 96.0);
    const auto third = [](auto a) { return derivative<3>([](auto b) { return b * b * b * b * b; })(a); }; // 60 a^2
    CHECK(grad(third)(2.0) == 240.0);
    const auto coefficient = [](auto a) { return get<2>(taylor<3>([](auto b) { return b * b * b * b; })(a)); }; // 6 a^2
    CHECK(grad(coefficient)(2.0) == 24.0);
    const auto pulled = [f](auto a, auto b) { return get<1>(vjp(f)(a, b)(std::tuple(a, b)).grad); }; // a^2 - sin(a) / b
    CHECK(close_trees<double>(grad(pulled)(1.0, 2.0), reals{2 - std::cos(1.0L) / 2, std::sin(1.0L) / 4}));
}

TEST_CASE("directions and cotangents may depend on the arguments") {
    // d/da of the derivative of b^3 in the direction a at a: 3 a^3.
    CHECK(grad([](auto a) { return jvp(cube)(a)(a).tangent; })(2.0) == 36.0);
    CHECK(grad([](auto a) { return vjp(cube)(a)(a).grad; })(2.0) == 36.0);
    CHECK(grad([](auto a) { return get<2>(hvp(cube)(a)(a)); })(2.0) == 24.0);
    // A point that is a number, along an expression.
    CHECK(grad([](auto a) { return jvp(cube)(2.0)(a * a).tangent; })(3.0) == 72.0);
}

TEST_CASE("argument numbers in nested derivatives") {
    const auto f = [](auto a, auto b, auto c) { return a * a * b * c * c; };
    const auto inner = [f](auto a, auto b, auto c) { return grad<2>(f)(a, b, c); }; // 2 a^2 b c
    CHECK(leaves(grad(inner)(2.0, 3.0, 5.0)) == reals{120, 40, 24});
    CHECK(grad<0>(inner)(2.0, 3.0, 5.0) == 120.0);
    const auto two = [f](auto a, auto b, auto c) {
        const auto [by_c, by_a] = grad<2, 0>(f)(a, b, c);
        return by_c * by_a; // 4 a^3 b^2 c^3
    };
    CHECK(leaves(grad(two)(1.0, 2.0, 1.0)) == reals{48, 16, 48});
    CHECK(leaves(hessian<0, 2>(inner)(2.0, 3.0, 5.0)) == reals{60, 24, 24, 0});
}

TEST_CASE("nested derivatives where some arguments are numbers") {
    const auto f = [](auto a, auto b) { return a * a * b; };
    CHECK(grad([f](auto a) { return get<0>(grad(f)(a, 3.0)); })(2.0) == 6.0);
    CHECK(grad([f](auto a) { return get<0>(grad(f)(a, 3_c)); })(2.0) == 6.0);
    CHECK(grad([](auto a) { return a * grad(cube)(2.0); })(5.0) == 12.0);
    CHECK(grad([f](auto a) { return grad<0>(f)(a, a); })(5.0) == 20.0);
}

TEST_CASE("lets and runtime constants at every order") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a) { return let(factor * a, [](auto s) { return s * s * s * s + 2.5 * s; }); };
        const double f4 = factor * factor * factor * factor;
        CHECK(close(grad(f)(2.0), 4 * f4 * 8 + 2.5 * factor));
        CHECK(close(grad(grad(f))(2.0), 12 * f4 * 4));
        CHECK(close(grad(grad(grad(f)))(2.0), 24 * f4 * 2));
        CHECK(close(hessian(f)(2.0), 12 * f4 * 4));
        CHECK(close(derivative<4>(f)(2.0), 24 * f4));
        // A let around a derivative, a derivative inside of a let, and both.
        const auto around = [f, factor](auto a) { return let(grad(f)(a) * factor, [](auto s) { return s * s; }); };
        const double slope = 4 * f4 * 8 + 2.5 * factor;
        CHECK(close(grad(around)(2.0), 2 * factor * factor * slope * 12 * f4 * 4));
        const auto within = [factor](auto a) {
            return let(a * factor, [factor](auto s) {
                return grad([s, factor](auto t) { return let(t * factor, [s](auto u) { return u * u * s; }); })(s);
            });
        };
        // 2 f^2 s^2 at s = a f
        CHECK(close(eval(within(x))(x = 2.0), 2 * f4 * 4));
        CHECK(close(grad(within)(2.0), 4 * f4 * 2));
        CHECK(close(hessian(within)(2.0), 4 * f4));
    }
}

TEST_CASE("derivatives of expressions of symbols are expressions") {
    constexpr auto e = sin(x * y) * x;
    constexpr auto by_x = grad(e)[x];
    CHECK(close(eval(by_x)(x = 0.75, y = -1.5), wave_a(0.75L, -1.5L)));
    const auto g = grad(by_x)(x = 0.75, y = -1.5);
    CHECK(close(g[x], wave_aa(0.75L, -1.5L)));
    CHECK(close(g[y], wave_ab(0.75L, -1.5L)));
    CHECK(close(eval(grad(grad(e)[y])[y])(x = 0.75, y = -1.5), wave_bb(0.75L, -1.5L)));
    CHECK(close(eval(by_x * grad(e)[y] + x)(x = 0.75, y = -1.5), wave_a(0.75L, -1.5L) * wave_b(0.75L, -1.5L) + 0.75L));
    const auto h = hessian(by_x * x)(x = 0.75, y = -1.5);
    CHECK(close(h[y][y],
                0.75L * (-3 * 0.75L * 0.75L * std::sin(-1.125L) + 1.5L * 0.75L * 0.75L * 0.75L * std::cos(-1.125L)),
                256));
    STATIC_REQUIRE(eval(grad(x * x * y)[x])(x = 3.0, y = 2.0) == 12.0);
    STATIC_REQUIRE(grad(grad(grad(x * x * x * y)[x])[x])(x = 3.0, y = 2.0)[y] == 18.0);
    STATIC_REQUIRE(eval(grad(x * k * y, wrt(y))[y])(x = 3.0, y = 1.0, k = 2.0) == 6.0);
    // Of a symbol and of a constant.
    STATIC_REQUIRE(eval(grad(x)[x])(x = 5.0) == 1.0);
    STATIC_REQUIRE(eval(grad(stop_gradient(x) * y)[x])(x = 5.0, y = 2.0) == 0.0);
    // With runtime constants.
    CHECK(eval(grad(2.5 * x * x)[x])(x = 3.0) == 15.0);
    CHECK(eval(1.5 * grad(2.5 * x * x + 7.0)[x] + 0.25 * z)(x = 3.0, z = 4.0) == 23.5);
}

TEST_CASE("functions of derivatives by symbols") {
    constexpr auto e = x * x * y;
    const auto f = [e](auto a) { return grad(e)[x] * a * a; };
    CHECK(eval(grad(f)(z))(x = 3.0, y = 2.0, z = 5.0) == 120.0);
    CHECK(grad(f(x))(x = 3.0, y = 2.0)[x] == 108.0); // 2 x^3 y
}

TEST_CASE("value_and_grad of expressions is a value and a gradient that are expressions") {
    const auto f = [](auto a, auto b) {
        const auto [value, d] = value_and_grad(wave)(a, b);
        return value * get<0>(d);
    };
    const real a = 0.75L, b = -1.5L, value = std::sin(a * b) * a;
    CHECK(close_trees<double>(grad(f)(0.75, -1.5), reals{wave_a(a, b) * wave_a(a, b) + value * wave_aa(a, b),
                                                         wave_b(a, b) * wave_a(a, b) + value * wave_ab(a, b)}));
}

TEST_CASE("constants and unused arguments in nested derivatives") {
    CHECK(grad([](auto a) { return grad([](auto) { return 3_c; })(a); })(2.0) == 0.0);
    CHECK(grad([](auto a) { return a * get<1>(grad([](auto b, auto) { return b * b; })(a, a)); })(2.0) == 0.0);
    CHECK(grad([](auto a) { return grad([](auto b) { return b; })(a) * a; })(2.0) == 1.0);
    CHECK(grad([](auto a) { return grad([](auto b) { return 2.5 * b; })(a) * a; })(2.0) == 2.5);
    CHECK(grad([](auto a) { return grad([](auto b) { return stop_gradient(b) * b; })(a) * a; })(2.0) == 2.0);
}

TEST_CASE("compositions are constant expressions") {
    STATIC_REQUIRE(grad(grad(cube))(2.0) == 12.0);
    STATIC_REQUIRE(jvp([](auto a) { return vjp(cube)(a)(1_c).grad; })(2.0)(1.0).tangent == 12.0);
    STATIC_REQUIRE(grad([](auto a) { return hessian(cube)(a); })(2.0) == 6.0);
    STATIC_REQUIRE(hessian([](auto a) { return grad(cube)(a) * a; })(2.0) == 36.0);
    STATIC_REQUIRE(jacobian([](auto a, auto b) { return grad([](auto p, auto q) { return p * p * q; })(a, b); })(
                       2.0, 3.0) == std::tuple(std::tuple(6.0, 4.0), std::tuple(4.0, 0.0)));
}

TEST_CASE("newton's method by an inner derivative is differentiated") {
    // One step toward the root of b^2 - a from b = 1: (1 + a) / 2; two: (s + a / s) / 2.
    const auto step = [](auto a, auto b) { return b - (b * b - a) / grad([a](auto c) { return c * c - a; })(b); };
    const auto two_steps = [step](auto a) { return step(a, step(a, 1_c + 0_c * a)); };
    const real a = 2, s = (1 + a) / 2, ds = 0.5L;
    CHECK(close(value_and_grad(two_steps)(2.0).value, (s + a / s) / 2));
    CHECK(close(grad(two_steps)(2.0), (ds + 1 / s - a * ds / (s * s)) / 2));
}

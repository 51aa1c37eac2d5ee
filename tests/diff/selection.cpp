// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// where and if_else in every transform: the side that is not taken adds nothing to any derivative, and of if_else it is
// not evaluated either.

#include "support.hpp"

#include <ostream>
#include <tapeless.hpp>

namespace selection_test {

/// 2 x, and how often it was computed.
struct counted_slope {
    static constexpr bool elementwise = true;
    static constexpr auto name = "counted_slope";
    inline static int times = 0;

    template <class T>
    static T value(const T& x) {
        ++times;
        return x + x;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T&) {
        return adjoint * T(2);
    }
};
/// x^2, whose derivative is counted too.
struct counted_square {
    static constexpr bool elementwise = true;
    static constexpr auto name = "counted_square";
    inline static int times = 0;

    template <class T>
    static T value(const T& x) {
        ++times;
        return x * x;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * tapeless::expr::call<counted_slope>(x);
    }
};
/// exp, whose derivative is its result.
struct counted_exp {
    static constexpr bool elementwise = true;
    static constexpr auto name = "counted_exp";
    inline static int times = 0;

    template <class T>
    static T value(const T& x) {
        using std::exp;
        ++times;
        return exp(x);
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * result;
    }
};

inline constexpr auto square = [](auto x) { return tapeless::expr::apply<counted_square>(x); };
inline constexpr auto own_exp = [](auto x) { return tapeless::expr::apply<counted_exp>(x); };

struct counts {
    int square = 0, slope = 0, exp = 0;
    bool operator==(const counts&) const = default;
    friend std::ostream& operator<<(std::ostream& to, const counts& c) {
        return to << c.square << " squares, " << c.slope << " slopes, " << c.exp << " exps";
    }
};
/// What a call evaluated.
template <class Call>
counts count(const Call& call) {
    counted_square::times = counted_slope::times = counted_exp::times = 0;
    static_cast<void>(call());
    return {counted_square::times, counted_slope::times, counted_exp::times};
}

} // namespace selection_test

using namespace tapeless::literals;
using namespace diff_test;
using namespace selection_test;
using std::get;
using tapeless::derivative;
using tapeless::grad;
using tapeless::hessian;
using tapeless::hvp;
using tapeless::jacobian;
using tapeless::jvp;
using tapeless::taylor;
using tapeless::value_and_grad;
using tapeless::vjp;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

} // namespace

TEST_CASE("comparisons are one or zero and have no derivative") {
    const auto all = [](auto a, auto b) {
        return std::tuple(a<b, a <= b, a> b, a >= b, a == b, a != b, a < b && a == a, a < b || b < a, !(a < b));
    };
    const auto at = [&](double a, double b) { return leaves(jvp(all)(a, b)(1.0, 0.5).value); };
    CHECK(at(1, 2) == reals{1, 1, 0, 0, 0, 1, 1, 1, 0});
    CHECK(at(2, 1) == reals{0, 0, 1, 1, 0, 1, 0, 1, 1});
    CHECK(at(2, 2) == reals{0, 1, 0, 1, 1, 0, 0, 0, 1});
    const double none = std::numeric_limits<double>::quiet_NaN();
    CHECK(at(none, 1) == reals{0, 0, 0, 0, 0, 1, 0, 0, 1});
    CHECK(leaves(jvp(all)(1.0, 2.0)(1.0, 0.5).tangent) == reals(9, 0));
    CHECK(leaves(jacobian(all)(1.0, 2.0)) == reals(18, 0));
    STATIC_REQUIRE(tapeless::eval(x < 2_c)(x = 1.0) == 1.0);
    STATIC_REQUIRE(tapeless::eval(1 < x)(x = 1.0) == 0.0);
}

TEMPLATE_TEST_CASE("value and derivatives are those of the taken side", "", float, double, long double) {
    using T = TestType;
    const auto with_where = [](auto a, auto b) { return where(a < b, sin(a) * b, a * a / b); };
    const auto with_if = [](auto a, auto b) { return if_else(a < b, sin(a) * b, a * a / b); };
    const auto first = [](auto a, auto b) { return sin(a) * b; };
    const auto second = [](auto a, auto b) { return a * a / b; };
    const auto check = [&](const auto& f, const auto& side, T a, T b) {
        const auto r = value_and_grad(f)(a, b), expected = value_and_grad(side)(a, b);
        CHECK(r.value == expected.value);
        CHECK(close_trees<T>(r.grad, expected.grad, 4));
        CHECK(close_trees<T>(hessian(f)(a, b), hessian(side)(a, b)));
        CHECK(close_trees<T>(jvp(f)(a, b)(T(0.5), T(-1)).tangent, jvp(side)(a, b)(T(0.5), T(-1)).tangent));
        CHECK(close_trees<T>(vjp(f)(a, b)(T(0.5)).grad, vjp(side)(a, b)(T(0.5)).grad));
        CHECK(close_trees<T>(hvp(f)(a, b)(T(0.5), T(-1)).hvp, hvp(side)(a, b)(T(0.5), T(-1)).hvp));
        CHECK(close_trees<T>(taylor<4, 0>(f)(a, b), taylor<4, 0>(side)(a, b)));
        CHECK(close_trees<T>(taylor<3, 1>(f)(a, b), taylor<3, 1>(side)(a, b)));
    };
    check(with_where, first, T(0.5), T(1.5));
    check(with_where, second, T(1.5), T(0.5));
    check(with_if, first, T(0.5), T(1.5));
    check(with_if, second, T(1.5), T(0.5));
    check(with_if, second, T(0.5), T(0.5));
}

TEMPLATE_TEST_CASE("the untaken side makes no NaN", "", float, double) {
    using T = TestType;
    const auto check = [](const auto& f, T at, real value, real slope, real curvature) {
        const auto r = value_and_grad(f)(at);
        CHECK(close(r.value, value));
        CHECK(close(r.grad, slope));
        CHECK(close(grad(f)(at), slope));
        CHECK(close(jvp(f)(at)(T(1)).tangent, slope));
        CHECK(close(vjp(f)(at)(T(1)).grad, slope));
        CHECK(close(jacobian(f)(at), slope));
        CHECK(close(hessian(f)(at), curvature));
        CHECK(close(grad(grad(f))(at), curvature));
        CHECK(close(hvp(f)(at)(T(1)).hvp, curvature));
        CHECK(close(derivative<2>(f)(at), curvature));
    };
    const auto roots = [](auto a) { return where(a > 0_c, sqrt(a), 3_c * a * a); };
    const auto logs = [](auto a) { return where(a > 0_c, log(a), 3_c * a * a); };
    const auto quotients = [](auto a) { return where(a != 0_c, 1_c / a, 3_c * a * a); };
    const auto powers = [](auto a) { return where(a > 0_c, sqrt(a) * a * exp(1_c / a), 3_c * a * a); };
    const auto turned = [](auto a) { return where(a <= 0_c, 3_c * a * a, log(a) / sqrt(a)); };
    const auto branch = [](auto a) { return if_else(a > 0_c, log(a) * sqrt(a), 3_c * a * a); };
    for (const T at : {T(0), T(-1)}) {
        check(roots, at, 3 * at * at, 6 * at, 6);
        check(logs, at, 3 * at * at, 6 * at, 6);
        check(powers, at, 3 * at * at, 6 * at, 6);
        check(turned, at, 3 * at * at, 6 * at, 6);
        check(branch, at, 3 * at * at, 6 * at, 6);
    }
    check(quotients, T(0), 0, 0, 6);
    check(roots, T(4), 2, 0.25L, -1 / 32.0L);
    check(quotients, T(2), 0.5L, -0.25L, 0.25L);
}

TEST_CASE("the untaken side makes no NaN by several arguments") {
    const auto f = [](auto a, auto b) { return where(b > 0_c, a / b, a); };
    CHECK(leaves(grad(f)(2.0, 0.0)) == reals{1, 0});
    CHECK(leaves(hessian(f)(2.0, 0.0)) == reals{0, 0, 0, 0});
    CHECK(leaves(hvp(f)(2.0, 0.0)(1.0, 1.0).hvp) == reals{0, 0});
    const auto pair = [](auto a, auto b) {
        return std::tuple(where(b > 0_c, a / b, a), where(b > 0_c, log(b), a * b));
    };
    CHECK(leaves(jacobian(pair)(2.0, 0.0)) == reals{1, 0, 0, 2});
    CHECK(leaves(vjp(pair)(2.0, 0.0)(std::tuple(1.0, 1.0)).grad) == reals{1, 2});
}

TEST_CASE("a value that the sides of two selections use makes no NaN") {
    const auto one_condition = [](auto a) {
        const auto s = sqrt(a);
        return where(a > 0_c, s, 0_c) + where(a > 0_c, 2_c * s, a);
    };
    CHECK(grad(one_condition)(0.0) == 1.0);
    CHECK(grad(one_condition)(-1.0) == 1.0);
    CHECK(grad(one_condition)(4.0) == 0.75);
    CHECK(hessian(one_condition)(0.0) == 0.0);
    const auto two_conditions = [](auto a) {
        const auto s = sqrt(a);
        return where(a > 0_c, s, 0_c) + where(a > 1_c, s, a);
    };
    CHECK(grad(two_conditions)(0.0) == 1.0);
    CHECK(grad(two_conditions)(4.0) == 0.5);
    const auto both_sides = [](auto a) {
        const auto s = sqrt(a);
        return where(a > 1_c, s, where(a > 0_c, s * a, a));
    };
    CHECK(grad(both_sides)(0.0) == 1.0);
    CHECK(grad(both_sides)(4.0) == 0.25);
}

TEST_CASE("a mask is by the conditions and not by the adjoint") {
    // The adjoint of the sine is a - 2 where the first condition alone holds: zero at 2, its derivative is not.
    const auto f = [](auto a) {
        const auto s = sin(a);
        return where(a > 0_c, s * (a - 2_c), a) + where(a > 5_c, s, a);
    };
    CHECK(close(hessian(f)(2.0), 2 * std::cos(2.0L)));
    CHECK(close(grad(grad(f))(2.0), 2 * std::cos(2.0L)));
    CHECK(close(hvp(f)(2.0)(1.0).hvp, 2 * std::cos(2.0L)));
    CHECK(close(hessian(f)(6.0), 2 * std::cos(6.0L) - 5 * std::sin(6.0L)));
}

TEST_CASE("an argument that one side alone uses") {
    const auto check = [](const auto& f) {
        CHECK(leaves(grad(f)(1.0, 1.0)) == reals{0, 1});
        CHECK(leaves(vjp(f)(1.0, 1.0)(2.0).grad) == reals{0, 2});
        CHECK(leaves(jacobian(f)(1.0, 1.0)) == reals{0, 1});
        CHECK(leaves(hessian(f)(1.0, 1.0)) == reals{0, 0, 0, 0});
        CHECK(leaves(hvp(f)(1.0, 1.0)(1.0, 1.0).hvp) == reals{0, 0});
        CHECK(close_trees<double>(grad(f)(1.0, -1.0), reals{std::exp(1.0L), 0}));
        CHECK(close_trees<double>(hessian(f)(1.0, -1.0), reals{std::exp(1.0L), 0, 0, 0}));
        CHECK(close(grad([f](auto a) { return f(a, 1_c); })(1.0), 0));
        CHECK(close(grad([f](auto a) { return grad([f, a](auto b) { return f(b, a); })(a); })(1.0), 0));
    };
    check([](auto a, auto b) { return where(b < 0_c, exp(a), b); });
    check([](auto a, auto b) { return if_else(b < 0_c, exp(a), b); });
    check([](auto a, auto b) { return if_else(b > 0_c, b, where(b > -2_c, exp(a), b)); });
    CHECK(leaves(grad([](auto a, auto b) { return if_else(b < 0_c, a, b); })(1.0, 1.0)) == reals{0, 1});
    CHECK(grad(if_else(y < 0_c, x, y))(x = 1.0, y = 1.0)[x] == 0.0);
}

TEST_CASE("a value that a side and its derivative use makes no NaN") {
    const auto f = [](auto a, auto b) { return where(b > 0_c, a / b, a); };
    const auto g = [f](auto a, auto b) {
        const auto [by_a, by_b] = grad(f)(a, b);
        return by_a * by_b + f(a, b);
    };
    CHECK(leaves(grad(g)(2.0, 0.0)) == reals{1, 0});
    // (1 / b)(-a / b^2) + a / b
    CHECK(close_trees<double>(grad(g)(3.0, 2.0), reals{-1 / 8.0L + 0.5L, 9 / 16.0L - 0.75L}));
    const auto root = [](auto a) { return where(a > 0_c, sqrt(a), 0_c); };
    CHECK(grad([root](auto a) { return root(a) + grad(root)(a); })(0.0) == 0.0);
    CHECK(grad(grad(grad([](auto a) { return where(a > 0_c, sqrt(a) * a * a, a * a * a); })))(0.0) == 6.0);
}

TEST_CASE("selections within selections") {
    const auto nested = [](auto a, auto b) {
        return where(a > 0_c, where(b > 0_c, sqrt(a) * log(b), sqrt(a)), where(b > 0_c, log(b), a * b));
    };
    const auto branches = [](auto a, auto b) {
        return if_else(a > 0_c, if_else(b > 0_c, sqrt(a) * log(b), sqrt(a)), if_else(b > 0_c, log(b), a * b));
    };
    const auto mixture = [](auto a, auto b) {
        return if_else(a > 0_c, where(b > 0_c, sqrt(a) * log(b), sqrt(a)), where(b > 0_c, log(b), a * b));
    };
    const auto check = [](const auto& f) {
        CHECK(close_trees<double>(grad(f)(4.0, 2.0), reals{std::log(2.0L) / 4, 1}));
        CHECK(leaves(grad(f)(4.0, 0.0)) == reals{0.25L, 0});
        CHECK(leaves(grad(f)(-4.0, 2.0)) == reals{0, 0.5L});
        CHECK(leaves(grad(f)(0.0, 2.0)) == reals{0, 0.5L});
        CHECK(leaves(grad(f)(0.0, 0.0)) == reals{0, 0});
        CHECK(leaves(grad(f)(-4.0, -2.0)) == reals{-2, -4});
        CHECK(close_trees<double>(hessian(f)(4.0, 2.0), reals{-std::log(2.0L) / 32, 0.125L, 0.125L, -0.5L}));
        CHECK(close_trees<double>(hessian(f)(4.0, 0.0), reals{-1 / 32.0L, 0, 0, 0}));
        CHECK(leaves(hessian(f)(0.0, 0.0)) == reals{0, 1, 1, 0});
    };
    check(nested);
    check(branches);
    check(mixture);
}

TEST_CASE("what both sides and the outside share is computed once and differentiated through both") {
    const auto f = [](auto a, auto b) {
        const auto s = own_exp(a * b);
        return if_else(a < b, s * a, s + b) + s;
    };
    const auto check = [&](double a, double b) {
        const double s = std::exp(a * b);
        const auto [value, d] = value_and_grad(f)(a, b);
        const bool taken = a < b;
        CHECK(close(value, (taken ? s * a : s + b) + s));
        CHECK(close(get<0>(d), taken ? s * b * a + s + s * b : 2 * s * b));
        CHECK(close(get<1>(d), taken ? s * a * a + s * a : 2 * s * a + 1));
        CHECK(count([&] { return value_and_grad(f)(a, b); }) == counts{0, 0, 1});
    };
    check(0.5, 1.0);
    check(1.0, 0.5);
}

TEST_CASE("if_else evaluates the side that is taken alone") {
    const auto f = [](auto a) { return if_else(a < 0_c, square(a), own_exp(a)); };
    CHECK(count([&] { return tapeless::eval(if_else(x < 0_c, square(x), own_exp(x)))(x = -1.0); }) == counts{1, 0, 0});
    CHECK(count([&] { return tapeless::eval(if_else(x < 0_c, square(x), own_exp(x)))(x = 1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return tapeless::eval(where(x < 0_c, square(x), own_exp(x)))(x = 1.0); }) == counts{1, 0, 1});
    CHECK(count([&] { return value_and_grad(f)(-1.0); }) == counts{1, 1, 0});
    CHECK(count([&] { return value_and_grad(f)(1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return jvp(f)(-1.0)(1.0); }) == counts{1, 1, 0});
    CHECK(count([&] { return jvp(f)(1.0)(1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return vjp(f)(-1.0)(1.0); }) == counts{1, 1, 0});
    CHECK(count([&] { return vjp(f)(1.0)(1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return hessian(f)(1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return hessian(f)(-1.0); }).exp == 0);
    CHECK(count([&] { return taylor<3>(f)(1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return taylor<3>(f)(-1.0); }).exp == 0);
    CHECK(count([&] { return grad(grad(f))(-1.0); }).exp == 0);
}

TEST_CASE("two branches on one condition share what their taken side computes") {
    const auto f = [](auto a) {
        const auto e = own_exp(a);
        return if_else(a < 0_c, e, a) + if_else(a < 0_c, e * a, a * a);
    };
    CHECK(count([&] { return value_and_grad(f)(-1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return value_and_grad(f)(1.0); }) == counts{});
    CHECK(close(grad(f)(-1.0), std::exp(-1.0L)));
    CHECK(grad(f)(1.0) == 3.0);
}

TEST_CASE("branches within branches evaluate one path") {
    const auto f = [](auto a, auto b) {
        return if_else(a < 0_c, if_else(b < 0_c, square(a), square(b) * own_exp(a)),
                       if_else(b < 0_c, own_exp(b), a * b));
    };
    CHECK(count([&] { return value_and_grad(f)(-1.0, -1.0); }) == counts{1, 1, 0});
    CHECK(count([&] { return value_and_grad(f)(-1.0, 1.0); }) == counts{1, 1, 1});
    CHECK(count([&] { return value_and_grad(f)(1.0, -1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return value_and_grad(f)(1.0, 1.0); }) == counts{});
    CHECK(leaves(grad(f)(1.0, 2.0)) == reals{2, 1});
    CHECK(leaves(grad(f)(-3.0, -2.0)) == reals{-6, 0});
    CHECK(close_trees<double>(grad(f)(-1.0, 2.0), reals{4 * std::exp(-1.0L), 4 * std::exp(-1.0L)}));
    CHECK(close_trees<double>(hessian(f)(-1.0, 2.0), reals{4 * std::exp(-1.0L), 4 * std::exp(-1.0L),
                                                           4 * std::exp(-1.0L), 2 * std::exp(-1.0L)}));
}

TEST_CASE("what a side needs in a branch inside it alone is not evaluated for the other") {
    const auto f = [](auto a, auto b) {
        const auto e = own_exp(a);
        return if_else(a < 0_c, e * if_else(b < 0_c, e, b), a);
    };
    CHECK(count([&] { return value_and_grad(f)(-1.0, -1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return value_and_grad(f)(-1.0, 1.0); }) == counts{0, 0, 1});
    CHECK(count([&] { return value_and_grad(f)(1.0, -1.0); }) == counts{});
    CHECK(close(get<0>(grad(f)(-1.0, -1.0)), 2 * std::exp(-2.0L)));
}

TEST_CASE("a condition may be any number and has no derivative") {
    const auto f = [](auto a, auto b) { return if_else(a * b, a, b * b); };
    CHECK(leaves(grad(f)(2.0, 3.0)) == reals{1, 0});
    CHECK(leaves(grad(f)(0.0, 3.0)) == reals{0, 6});
    // NaN is not 0.
    CHECK(std::isnan(value_and_grad(f)(std::numeric_limits<double>::quiet_NaN(), 3.0).value));
}

TEST_CASE("sides may be numbers and literals and runtime constants and the same") {
    const double limit = 1.5;
    const auto clipped = [limit](auto a) { return if_else(a > limit, limit, a); };
    CHECK(value_and_grad(clipped)(2.0).value == 1.5);
    CHECK(grad(clipped)(2.0) == 0.0);
    CHECK(grad(clipped)(1.0) == 1.0);
    CHECK(grad([](auto a) { return if_else(a > 0_c, a * a, a * a); })(3.0) == 6.0);
    CHECK(grad([](auto a) { return where(a > 0_c, a, a); })(3.0) == 1.0);
    CHECK(grad([](auto a) { return if_else(a > 0_c, 1_c, 2_c); })(3.0) == 0.0);
    CHECK(grad([](auto a) { return if_else(1_c, a, a * a); })(3.0) == 1.0);
}

TEST_CASE("selections of symbols") {
    constexpr auto e = if_else(x < y, x * x, y * y * x);
    STATIC_REQUIRE(grad(e)(x = 1.0, y = 2.0)[x] == 2.0);
    STATIC_REQUIRE(grad(e)(x = 1.0, y = 2.0)[y] == 0.0);
    STATIC_REQUIRE(grad(e)(x = 3.0, y = 2.0)[x] == 4.0);
    STATIC_REQUIRE(hessian(e)(x = 3.0, y = 2.0)[x][y] == 4.0);
    STATIC_REQUIRE(hessian(e)(x = 1.0, y = 2.0)[x][x] == 2.0);
    STATIC_REQUIRE(taylor<2>(where(x < 0_c, x * x, x * x * x))(x = 2.0) == std::array{8.0, 12.0, 6.0});
    STATIC_REQUIRE(grad(grad(e)[x])(x = 3.0, y = 2.0)[y] == 4.0);
}

TEST_CASE("lets within sides") {
    for (const double factor : {0.5, 3.0}) {
        const auto f = [factor](auto a) {
            return if_else(a < 0_c,
                           let(
                               factor * a, [](auto s) { return s * s * own_exp(s); }),
                           let(
                               a * factor, [](auto s) { return s * s * s; }));
        };
        CHECK(close(grad(f)(2.0), 3 * 4 * factor * factor * factor));
        CHECK(count([&] { return value_and_grad(f)(2.0); }) == counts{});
        const double s = factor * -0.5;
        CHECK(close(grad(f)(-0.5), factor * (2 * s + s * s) * std::exp(s)));
        CHECK(count([&] { return value_and_grad(f)(-0.5); }) == counts{0, 0, 1});
    }
}

TEST_CASE("selections beside tensors") {
    constexpr auto v = tapeless::var<"v", 3>;
    const std::array at{1.0, 4.0, -1.0};
    const auto g = grad(sum(where(v > 0_c, sqrt(where(v > 0_c, v, 1_c)), 3_c * v)))(v = at)[v];
    CHECK(g.data()[0] == 0.5);
    CHECK(g.data()[1] == 0.25);
    CHECK(g.data()[2] == 3.0);
    CHECK(grad(sum(v) * where(x > 0_c, sqrt(x), 3_c * x))(x = 4.0, v = at)[x] == 1.0);
    CHECK(grad(sum(v) * if_else(x > 0_c, sqrt(x), 3_c * x))(x = 4.0, v = at)[x] == 1.0);
}

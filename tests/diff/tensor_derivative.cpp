// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <tapeless.hpp>

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::hessian;
using tapeless::hvp;
using tapeless::jacobian;
using tapeless::jvp;
using tapeless::tensor;
using tapeless::vjp;

namespace {

constexpr auto W = tapeless::var<"W", 2, 3>;
constexpr auto u = tapeless::var<"u", 3>;
constexpr auto s = tapeless::var<"s">;

} // namespace

TEST_CASE("transforms of transforms of tensors") {
    using T = double;
    const auto a = filled<tensor<T, 3, 3>>(1);
    const auto x = filled<tensor<T, 3>>(2), v = filled<tensor<T, 3>>(3), weights = filled<tensor<T, 3>>(4);
    const auto f = [](auto m, auto y) { return sum(exp(m * y)) + dot(y, y * 0.5); };

    SECTION("the Jacobian of a gradient is the Hessian") {
        const auto h = hessian<1>(f)(a, x);
        CHECK(close_trees<T>(jacobian<1>(grad<1>(f))(a, x), h));
        const auto mixed = jacobian<0>(grad<1>(f))(a, x);
        const auto whole = hessian(f)(a, x);
        CHECK(close_trees<T>(mixed, get<0>(get<1>(whole))));
        CHECK(close_trees<T>(jvp<1>(grad<1>(f))(a, x)(v).tangent, hvp<1>(f)(a, x)(v).hvp));
    }
    // w . exp(a x), by x: a^T (w exp(a x)); along v: a^T (w exp(a x) (a v)).
    real e[3], moved[3];
    for (std::size_t i = 0; i < 3; ++i) {
        e[i] = moved[i] = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            e[i] += real{a(i, k)} * x[k];
            moved[i] += real{a(i, k)} * v[k];
        }
        e[i] = std::exp(e[i]);
    }
    const auto map = [](auto m, auto y) { return exp(m * y); };
    const auto expected = [&](std::size_t k) {
        real sum = 0;
        for (std::size_t i = 0; i < 3; ++i) sum += real{a(i, k)} * weights[i] * e[i] * moved[i];
        return sum;
    };
    SECTION("forward mode over reverse mode") {
        const auto pull = [map](auto m, auto y, auto w) { return vjp<1>(map)(m, y)(w).grad; };
        const auto r = jvp<1>(pull)(a, x, weights)(v).tangent;
        for (std::size_t k = 0; k < 3; ++k) CHECK(close(r[k], expected(k)));
        // Linear in the cotangent: the derivative by it is the transposed Jacobian.
        const auto j = jacobian<2>(pull)(a, x, weights);
        for (std::size_t k = 0; k < 3; ++k)
            for (std::size_t i = 0; i < 3; ++i) CHECK(close(j(k, i), e[i] * a(i, k)));
    }
    SECTION("reverse mode over forward mode") {
        const auto push = [map](auto m, auto y, auto w, auto d) { return dot(w, jvp<1>(map)(m, y)(d).tangent); };
        const auto [by_x, by_v] = grad<1, 3>(push)(a, x, weights, v);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(close(by_x[k], expected(k)));
            real sum = 0;
            for (std::size_t i = 0; i < 3; ++i) sum += real{a(i, k)} * weights[i] * e[i];
            CHECK(close(by_v[k], sum));
        }
    }
    SECTION("third derivatives") {
        // sum exp(x): every derivative is exp(x).
        const auto sum_of_products = [](auto y, auto d) {
            return sum(get<2>(hvp([](auto t) { return sum(exp(t)); })(y)(d)));
        };
        const auto r = grad<0>(sum_of_products)(x, v);
        for (std::size_t k = 0; k < 3; ++k) CHECK(close(r[k], std::exp(real{x[k]}) * v[k]));
    }
    SECTION("what a function captures stays fixed") {
        const auto outer = [](auto y) { return dot(y, grad([y](auto t) { return dot(t, y) + dot(t, t); })(y)); };
        const auto r = grad(outer)(x); // y . (y + 2 y)
        for (std::size_t k = 0; k < 3; ++k) CHECK(close(r[k], 6 * real{x[k]}));
        const auto h = jacobian(grad(outer))(x); // the outer function is traced as well
        for (std::size_t i = 0; i < 9; ++i) CHECK(close(h[i], i % 4 == 0 ? 6 : 0));
    }
    SECTION("runtime constants within") {
        const double factor = 0.75;
        const auto g = [factor](auto y) {
            return grad([factor](auto t) { return factor * dot(t, t) + sum(t * 2.5); })(y);
        };
        const auto r = jvp(g)(x)(v);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(close(r.value[k], 1.5L * x[k] + 2.5L));
            CHECK(close(r.tangent[k], 1.5L * v[k]));
        }
    }
}

TEST_CASE("the gradient of an expression of tensors is an expression") {
    const auto w = filled<tensor<double, 2, 3>>(1);
    const auto x = filled<tensor<double, 3>>(2);
    constexpr auto e = sum(exp(W * u)) * s;
    const auto by_u = grad(e)[u];
    const auto direct = grad(e)(W = w, u = x, s = 2.0);
    CHECK(close_trees<double>(eval(by_u)(u = x, s = 2.0, W = w), direct[u]));
    CHECK(close(eval(grad(e)[s])(W = w, u = x, s = 2.0), direct[s]));
    const auto h = hessian(e)(W = w, u = x, s = 2.0);
    CHECK(close_trees<double>(jacobian(by_u)(W = w, u = x, s = 2.0)[W], h[u][W]));
}

TEST_CASE("transforms of transforms of tensors are constant expressions") {
    constexpr tensor<double, 2, 2> a{1, 2, 3, 4};
    constexpr tensor<double, 2> x{1, -1};
    constexpr auto quadratic = [](auto m, auto v) { return dot(v, m * v); };
    STATIC_REQUIRE(jacobian<1>(grad<1>(quadratic))(a, x) == tensor<double, 2, 2>{2, 5, 5, 8});
}

TEST_CASE("gradients of tensors as expressions in single precision") {
    const auto x = filled<tensor<float, 3>>(1);
    const auto h = jacobian(grad([](auto v) { return sum(exp(v)); }))(x);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(h)>, tensor<float, 3, 3>>);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k) CHECK(close(h(i, k), i == k ? std::exp(real{x[i]}) : 0));
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Operations on scalars, applied to tensors: broadcasting forward, and backward the sum over what was repeated.

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/ops/matmul.hpp>
#include <tapeless/ops/reduction.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <tuple>
#include <type_traits>

namespace {

using namespace tapeless::literals;
using oracle::numbers;
using oracle::real;
using oracle::reals;
using oracle::tolerance;
using oracle::widen;
using tapeless::data;
using tapeless::eval;
using tapeless::tensor;
using tapeless::value_and_grad;
using tapeless::var;

// An operation that is symmetric in nothing, so that operands cannot be swapped unseen: x / (y + 3) - y.
constexpr auto mix = [](auto x, auto y) { return x / (y + 3_c) - y; };
real mixed(real x, real y) { return x / (y + 3) - y; }

// The large operand's elements meet the small one's again and again, in either order of operands. The tensors lie on
// the heap in their exact size, so that a sanitizer sees the first element beyond.
template <class T, std::size_t... Large, std::size_t... Small>
void check(tapeless::shape<Large...>, tapeless::shape<Small...>) {
    CAPTURE(sizeof...(Large), sizeof...(Small));
    using large = tensor<T, Large...>;
    using small = tensor<T, Small...>;
    constexpr auto u = var<"u", Large...>;
    constexpr auto v = var<"v", Small...>;
    const auto a = std::make_unique<large>(numbers<T, Large...>(1));
    const auto b = std::make_unique<small>(numbers<T, Small...>(2));
    reals at_u = widen(*a), at_v = widen(*b);
    const auto expected = [&](auto f) {
        reals result;
        for (std::size_t i = 0; i < at_u.size(); ++i) result.push_back(f(at_u[i], at_v[i % at_v.size()]));
        return result;
    };
    const auto loss = [&](auto f) {
        return [&, f] {
            real sum = 0;
            for (const real x : expected(f)) sum += x * x;
            return sum;
        };
    };

    const auto straight = [](real x, real y) { return mixed(x, y); };
    CHECK(oracle::distance(eval(mix(u, v))(u = *a, v = *b), expected(straight)) < tolerance<T>);
    const auto r = value_and_grad(sum(pow(mix(u, v), 2_c)))(u = *a, v = *b);
    CHECK(oracle::distance(r.value, loss(straight)()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[u], at_u, loss(straight)) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[v], at_v, loss(straight)) < tolerance<T>);

    const auto swapped = [](real x, real y) { return mixed(y, x); };
    const auto s = value_and_grad([](auto x, auto y) { return sum(pow(mix(y, x), 2_c)); })(*a, *b);
    CHECK(oracle::distance(s.value, loss(swapped)()) < tolerance<T>);
    CHECK(oracle::gradient_distance(std::get<0>(s.grad), at_u, loss(swapped)) < tolerance<T>);
    CHECK(oracle::gradient_distance(std::get<1>(s.grad), at_v, loss(swapped)) < tolerance<T>);
}

TEMPLATE_TEST_CASE("tensors of equal and of unequal shapes", "[elementwise]", float, double) {
    using tapeless::shape;
    check<TestType>(shape<1>{}, shape<1>{});
    check<TestType>(shape<33>{}, shape<33>{});
    check<TestType>(shape<3, 17>{}, shape<17>{});
    check<TestType>(shape<10, 4>{}, shape<4>{});
    check<TestType>(shape<3, 4, 10>{}, shape<10>{});
    check<TestType>(shape<3, 4, 10>{}, shape<4, 10>{});
    check<TestType>(shape<1, 17>{}, shape<17>{});
    // One column: each row meets the single element again.
    check<TestType>(shape<33, 1>{}, shape<1>{});
    check<TestType>(shape<3, 5, 1>{}, shape<1>{});
    check<TestType>(shape<3, 5, 1>{}, shape<5, 1>{});
}

// The adjoint of the scalar is the sum over all elements.
TEMPLATE_TEST_CASE("a scalar with a tensor", "[elementwise]", float, double) {
    using T = TestType;
    constexpr auto u = var<"u", 3, 17>;
    constexpr auto x = var<"x">;
    const auto a = numbers<T, 3, 17>(1);
    reals at_u = widen(a);
    real at_x = 0.75L;

    const auto left = [&] {
        real sum = 0;
        for (const real e : at_u) sum += mixed(e, at_x) * mixed(e, at_x);
        return sum;
    };
    const auto r = value_and_grad(sum(pow(mix(u, x), 2_c)))(x = T(0.75), u = a);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(r.grad[x])>, T>);
    CHECK(oracle::distance(r.value, left()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[u], at_u, left) < tolerance<T>);
    CHECK(oracle::distance(r.grad[x], oracle::derivative(at_x, left)) < tolerance<T>);

    const auto right = [&] {
        real sum = 0;
        for (const real e : at_u) sum += mixed(at_x, e) * mixed(at_x, e);
        return sum;
    };
    const auto s = value_and_grad([](auto p, auto q) { return sum(pow(mix(p, q), 2_c)); })(T(0.75), a);
    CHECK(oracle::distance(s.value, right()) < tolerance<T>);
    CHECK(oracle::distance(std::get<0>(s.grad), oracle::derivative(at_x, right)) < tolerance<T>);
    CHECK(oracle::gradient_distance(std::get<1>(s.grad), at_u, right) < tolerance<T>);
}

TEST_CASE("a tensor scaled by a scalar, from either side", "[elementwise]") {
    constexpr auto u = var<"u", 3>;
    constexpr auto x = var<"x">;
    const tensor<double, 3> a{1, 2, 4};
    CHECK(eval(x * u)(x = 3.0, u = a) == tensor<double, 3>{3, 6, 12});
    CHECK(eval(u * x)(x = 3.0, u = a) == tensor<double, 3>{3, 6, 12});
    CHECK(eval(u / x)(x = 2.0, u = a) == tensor<double, 3>{0.5, 1, 2});
    CHECK(eval(x / u)(x = 2.0, u = a) == tensor<double, 3>{2, 1, 0.5});
    CHECK(eval(x - u)(x = 2.0, u = a) == tensor<double, 3>{1, 0, -2});
    CHECK(eval(-u)(u = a) == tensor<double, 3>{-1, -2, -4});

    // x meets itself: once with the tensor, twice without it.
    const auto r = value_and_grad(x * x * sum(x * u) + x)(x = 3.0, u = a);
    CHECK(r.value == 27 * 7 + 3);
    CHECK(r.grad[x] == 3 * 9 * 7 + 1);
    CHECK(r.grad[u] == tensor<double, 3>{27, 27, 27});
}

// The first contribution assigns, so nothing has to be cleared; later ones add.
TEST_CASE("a tensor that is used several times", "[elementwise]") {
    constexpr auto u = var<"u", 3>;
    constexpr auto v = var<"v", 2, 3>;
    const tensor<double, 3> a{1, 2, 4};
    const tensor<double, 2, 3> b{1, 2, 4, 8, 16, 32};
    CHECK(tapeless::grad(sum(u + u))(u = a)[u] == tensor<double, 3>{2, 2, 2});
    CHECK(tapeless::grad(sum(u - u))(u = a)[u] == tensor<double, 3>{0, 0, 0});
    CHECK(tapeless::grad(sum(u / u))(u = a)[u] == tensor<double, 3>{0, 0, 0});
    CHECK(tapeless::grad(sum(pow(u, 2_c) + u))(u = a)[u] == tensor<double, 3>{3, 5, 9});
    // Broadcast and added onto what another use left, in both orders.
    CHECK(tapeless::grad(sum(v + u) + u * u)(u = a, v = b)[u] == tensor<double, 3>{4, 6, 10});
    CHECK(tapeless::grad(u * u + sum(v + u))(u = a, v = b)[u] == tensor<double, 3>{4, 6, 10});
    CHECK(tapeless::grad(sum(v / u + u))(u = a, v = b)[u] ==
          tensor<double, 3>{-(1 + 8) + 2, -(2 + 16) / 4.0 + 2, -(4 + 32) / 16.0 + 2});
    // Twice in one broadcast: v + (u + (v + u)).
    CHECK(tapeless::grad(sum(v + (u + (v + u))))(u = a, v = b)[u] == tensor<double, 3>{4, 4, 4});
    CHECK(tapeless::grad(sum(v + (u + (v + u))))(u = a, v = b)[v] == tensor<double, 2, 3>{2, 2, 2, 2, 2, 2});
}

TEMPLATE_TEST_CASE("functions of one element", "[elementwise]", float, double) {
    using T = TestType;
    constexpr auto u = var<"u", 17>;
    const auto a = numbers<T, 17>(9);
    reals at = widen(a);
    const auto expected = [&] {
        real sum = 0;
        for (const real x : at) sum += std::tanh(x) * std::exp(-x) + 1 / (1 + std::exp(-std::sin(x)));
        return sum;
    };
    const auto f = [](auto x) { return tanh(x) / exp(x) + sigmoid(sin(x)); };
    const auto r = value_and_grad(sum(f(u)))(u = a);
    CHECK(oracle::distance(r.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[u], at, expected) < tolerance<T>);
}

TEST_CASE("relu of a tensor: off at and below zero", "[elementwise]") {
    constexpr auto u = var<"u", 5>;
    const tensor<float, 5> a{-2, -0.0f, 0, 0.5f, 3};
    CHECK(eval(relu(u))(u = a) == tensor<float, 5>{0, 0, 0, 0.5f, 3});
    CHECK(tapeless::grad(sum(relu(u)))(u = a)[u] == tensor<float, 5>{0, 0, 0, 1, 1});
}

// Runtime constants are numbers in the handle, literals are part of the type.
TEST_CASE("constants with tensors", "[elementwise]") {
    constexpr auto u = var<"u", 3>;
    const tensor<double, 3> a{1, 2, 4};
    double k = 0.5;
    const auto e = u + k;
    k = 100; // too late: the expression holds the value
    CHECK(eval(e)(u = a) == tensor<double, 3>{1.5, 2.5, 4.5});
    CHECK(eval(2.0 * u - 1)(u = a) == tensor<double, 3>{1, 3, 7});
    CHECK(eval(1 / u)(u = a) == tensor<double, 3>{1, 0.5, 0.25});

    // One type, two values.
    const auto scaled = [](auto x, double s) { return s * x; };
    STATIC_REQUIRE(std::is_same_v<decltype(scaled(u, 2)), decltype(scaled(u, 3))>);
    const auto r = value_and_grad(sum(scaled(u, 2) / scaled(u, 3) + scaled(u, 5)))(u = a);
    CHECK(r.value == Approx(3 * 2.0 / 3 + 35));
    for (const double g : r.grad[u]) CHECK(g == Approx(5));
}

TEST_CASE("a tensor with runtime constants, shared by let", "[elementwise]") {
    constexpr auto u = var<"u", 3>;
    constexpr auto W = var<"W", 3, 3>;
    const tensor<double, 3> a{1, 2, 4};
    const tensor<double, 3, 3> w{1, 2, 3, 4, 5, 6, 7, 8, 9};

    // s.s for s = 2.5 u is 6.25 u.u.
    const auto square = tapeless::let(2.5 * u, [](auto s) { return s * s; });
    const auto r = value_and_grad(square)(u = a);
    CHECK(r.value == 6.25 * 21);
    CHECK(r.grad[u] == tensor<double, 3>{12.5, 25, 50});

    // A let within a let, each shared twice, with a matrix: t = W (u + 0.5), loss = sum(t t . s).
    const auto nested = tapeless::let(u + 0.5, [&](auto s) {
        return tapeless::let(W * s * 2.0, [&](auto t) { return sum(t / (t + 1_c)) + s * t; });
    });
    const auto n = value_and_grad(nested)(W = w, u = a);
    reals at_u = widen(a), at_w = widen(w);
    const auto expected = [&] {
        real sum = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            real t = 0;
            for (std::size_t j = 0; j < 3; ++j) t += 2 * at_w[i * 3 + j] * (at_u[j] + 0.5L);
            sum += t / (t + 1) + (at_u[i] + 0.5L) * t;
        }
        return sum;
    };
    CHECK(oracle::distance(n.value, expected()) < tolerance<double>);
    CHECK(oracle::gradient_distance(n.grad[u], at_u, expected) < tolerance<double>);
    CHECK(oracle::gradient_distance(n.grad[W], at_w, expected) < tolerance<double>);
}

TEST_CASE("a tensor that is data gets no derivative, and nothing is computed toward it", "[elementwise][plan]") {
    using tapeless::expr::id_of;
    constexpr auto u = var<"u", 3>;
    constexpr auto d = data<"d", 3>;
    constexpr auto e = sum(u / exp(d));
    using plan = tapeless::plan::gradient_plan<id_of<std::remove_const_t<decltype(e)>>, 0>;
    constexpr std::size_t count = [] {
        std::size_t n = 0;
        for (std::size_t k = 0; k < plan::nodes; ++k) n += plan::adjoint.exists[k];
        return n;
    }();
    STATIC_REQUIRE(plan::nodes == 5); // u, d, exp, /, sum
    STATIC_REQUIRE(count == 2);       // u and the loop that is the sum: neither d nor exp(d)

    const auto r = value_and_grad(e)(u = std::array<double, 3>{1, 2, 3}, d = std::array<double, 3>{0, 0, 0});
    STATIC_REQUIRE_FALSE(decltype(r.grad)::has<id_of<std::remove_const_t<decltype(d)>>>);
    CHECK(r.value == 6);
    CHECK(r.grad[u] == tensor<double, 3>{1, 1, 1});
}

// What the loss does not reach has the derivative zero, not whatever was in the memory.
TEST_CASE("a tensor behind stop_gradient", "[elementwise]") {
    constexpr auto u = var<"u", 3>;
    constexpr auto v = var<"v", 3>;
    const std::array<float, 3> a{1, 2, 3};
    const auto r = value_and_grad(sum(u) + sum(stop_gradient(v)))(u = a, v = a);
    CHECK(r.value == 12);
    CHECK(r.grad[u] == tensor<float, 3>{1, 1, 1});
    CHECK(r.grad[v] == tensor<float, 3>{0, 0, 0});
}

TEST_CASE("broadcasting works in constant expressions", "[elementwise]") {
    constexpr auto X = var<"X", 2, 2>;
    constexpr auto b = var<"b", 2>;
    constexpr auto r = value_and_grad(sum(pow(X + b, 2_c)))(X = tensor<double, 2, 2>{1, 2, 3, 4},
                                                            b = std::array<double, 2>{10, 20});
    STATIC_REQUIRE(r.value == 11 * 11 + 22 * 22 + 13 * 13 + 24 * 24);
    STATIC_REQUIRE(r.grad[X] == tensor<double, 2, 2>{22, 44, 26, 48});
    STATIC_REQUIRE(r.grad[b] == tensor<double, 2>{48, 92});
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/ops/matmul.hpp>
#include <tapeless/ops/reduction.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace {

using namespace tapeless::literals;
using oracle::numbers;
using oracle::real;
using oracle::reals;
using oracle::tolerance;
using oracle::widen;
using tapeless::eval;
using tapeless::tensor;
using tapeless::value_and_grad;
using tapeless::var;

template <class T, std::size_t... Extents>
void check() {
    constexpr auto u = var<"u", Extents...>;
    const auto a = numbers<T, Extents...>(1);
    CAPTURE(a.size());
    reals at = widen(a);
    const auto total = [&] {
        real sum = 0;
        for (const real x : at) sum += x;
        return sum;
    };
    const auto n = static_cast<real>(a.size());

    const auto s = value_and_grad(sum(u))(u = a);
    CHECK(oracle::distance(s.value, total()) < tolerance<T>);
    for (const T g : s.grad[u]) CHECK(g == 1);

    const auto m = value_and_grad(mean(u))(u = a);
    CHECK(oracle::distance(m.value, total() / n) < tolerance<T>);
    for (const T g : m.grad[u]) CHECK(oracle::distance(g, 1 / n) < tolerance<T>);

    // Both at once, of something that is no leaf: the mean of (u - sum(u))^2.
    const auto f = [](auto x) { return mean(pow(x - sum(x), 2_c)); };
    const auto expected = [&] {
        const real centre = total();
        real sum = 0;
        for (const real x : at) sum += (x - centre) * (x - centre);
        return sum / n;
    };
    const auto r = value_and_grad(f)(a);
    CHECK(oracle::distance(r.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad, at, expected) < tolerance<T>);
}

// 15, 16, 17, 31, 32, 33: the ends of the runs of sixteen that partial sums take.
TEMPLATE_TEST_CASE("sum and mean, and their gradients", "[reduction]", float, double) {
    check<TestType, 1>();
    check<TestType, 3>();
    check<TestType, 15>();
    check<TestType, 16>();
    check<TestType, 17>();
    check<TestType, 31>();
    check<TestType, 32>();
    check<TestType, 33>();
    check<TestType, 4, 10>();
    check<TestType, 3, 1, 7>();
}

TEST_CASE("every element is summed once", "[reduction]") {
    constexpr auto u = var<"u", 67>;
    for (std::size_t i = 0; i < 67; ++i) {
        tensor<float, 67> unit{};
        unit[i] = 1;
        CHECK(eval(sum(u))(u = unit) == 1);
    }
}

// One chain of float additions is off by 2e-4 here.
TEST_CASE("a long sum keeps its digits", "[reduction]") {
    constexpr auto u = var<"u", 16384>;
    tensor<float, 16384> a{};
    for (float& x : a) x = 0.1f;
    CHECK(oracle::distance(eval(sum(u))(u = a), 16384.0L * static_cast<real>(0.1f)) < 2e-5L);
}

TEST_CASE("a scalar is its own sum and mean", "[reduction]") {
    constexpr auto x = var<"x">;
    STATIC_REQUIRE(std::is_same_v<decltype(sum(x * x)), decltype(x * x)>);
    STATIC_REQUIRE(std::is_same_v<decltype(mean(x * x)), decltype(x * x)>);
    constexpr auto u = var<"u", 3>;
    STATIC_REQUIRE(std::is_same_v<decltype(sum(sum(u))), decltype(sum(u))>);
}

TEMPLATE_TEST_CASE("dot is the sum of products, and its gradient the other operand", "[reduction]", float, double) {
    using T = TestType;
    constexpr auto u = var<"u", 33>;
    constexpr auto v = var<"v", 33>;
    const auto a = numbers<T, 33>(1);
    const auto b = numbers<T, 33>(2);
    const auto r = value_and_grad(dot(u, v))(u = a, v = b);
    real expected = 0;
    for (std::size_t i = 0; i < 33; ++i) expected += static_cast<real>(a[i]) * static_cast<real>(b[i]);
    CHECK(oracle::distance(r.value, expected) < tolerance<T>);
    CHECK(r.grad[u] == b);
    CHECK(r.grad[v] == a);

    // dot(u + v, v): v is reached on two ways.
    const auto two = value_and_grad(dot(u + v, v))(u = a, v = b);
    for (std::size_t i = 0; i < 33; ++i)
        CHECK(oracle::distance(two.grad[v][i], static_cast<real>(a[i] + 2 * b[i])) < tolerance<T>);
}

// A sum whose operand already has an adjoint adds to it, and one that comes first assigns.
TEST_CASE("sums of one tensor on several ways", "[reduction]") {
    constexpr auto u = var<"u", 3>;
    const std::array<double, 3> a{1, 2, 3};
    CHECK(value_and_grad(sum(u) + 2_c * sum(u))(u = a).grad[u] == tensor<double, 3>{3, 3, 3});
    CHECK(value_and_grad(sum(u) * mean(u))(u = a).grad[u] == tensor<double, 3>{4, 4, 4});
    CHECK(value_and_grad(sum(u) + u * u)(u = a).grad[u] == tensor<double, 3>{3, 5, 7});
    CHECK(value_and_grad(u * u + sum(u))(u = a).grad[u] == tensor<double, 3>{3, 5, 7});
}

TEST_CASE("reductions work in constant expressions", "[reduction]") {
    constexpr auto u = var<"u", 4>;
    STATIC_REQUIRE(eval(mean(u))(u = std::array<double, 4>{1, 2, 3, 6}) == 3);
    STATIC_REQUIRE(tapeless::grad(mean(pow(u, 2_c)))(u = std::array<double, 4>{1, 2, 3, 6})[u] ==
                   tensor<double, 4>{0.5, 1, 1.5, 3});
}

} // namespace

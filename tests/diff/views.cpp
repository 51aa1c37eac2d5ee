// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Tensors in the caller's memory: they are read where they lie.

#include "catch.hpp"
#include "witness.hpp"

#include <tapeless.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace tapeless::literals;

constexpr auto W = tapeless::var<"W", 3, 4>;
constexpr auto x = tapeless::data<"x", 4>;

/// W and x of several sorts: the result is that of tensors, and the sweeps read the caller's memory.
template <class Weights, class Vector, class T>
void check_symbols(const Weights& w, const Vector& v, const T* first) {
    const auto e = observe(W) + sum(tanh(W * x));
    const auto r = tapeless::value_and_grad(e)(W = w, x = v);
    CHECK(both_sweeps_saw(first));
    STATIC_REQUIRE(std::is_same_v<std::decay_t<decltype(r.grad[W])>, tapeless::tensor<T, 3, 4>>);

    tapeless::tensor<T, 3, 4> same{};
    for (std::size_t i = 0; i < 12; ++i) same[i] = first[i];
    const tapeless::tensor<T, 4> u{1, -2, 3, 0.5};
    const auto expected = tapeless::value_and_grad(e)(W = same, x = u);
    CHECK(r.value == expected.value);
    CHECK(r.grad[W] == expected.grad[W]);
    CHECK(r.grad[W](2, 1) != r.grad[W](1, 2));
}

/// The same as arguments of a function.
template <class Weights, class Vector, class T>
void check_arguments(const Weights& w, const Vector& v, const T* first) {
    const auto f = [](auto a, auto b) { return observe(a) + sum(tanh(a * b)); };
    const auto r = tapeless::value_and_grad<0>(f)(w, v);
    CHECK(both_sweeps_saw(first));

    tapeless::tensor<T, 3, 4> same{};
    for (std::size_t i = 0; i < 12; ++i) same[i] = first[i];
    const auto expected = tapeless::value_and_grad<0>(f)(same, tapeless::tensor<T, 4>{1, -2, 3, 0.5});
    CHECK(r.value == expected.value);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            if constexpr (requires { r.grad[i][j]; })
                CHECK(r.grad[i][j] == expected.grad(i, j));
            else
                CHECK(r.grad(i, j) == expected.grad(i, j));
}

template <class T>
constexpr std::array<std::array<T, 4>, 3> numbers{{{1, -2, 0.5, 0.25}, {0.75, 3, -1, 0.125}, {-0.5, 2, 1.5, -0.25}}};

} // namespace

TEMPLATE_TEST_CASE("C arrays are tensors", "", float, double) {
    TestType w[3][4], v[4]{1, -2, 3, 0.5};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 4; ++j) w[i][j] = numbers<TestType>[i][j];
    check_symbols(w, v, &w[0][0]);
    check_arguments(w, v, &w[0][0]);
}

TEMPLATE_TEST_CASE("arrays of arrays are tensors", "", float, double) {
    const auto w = numbers<TestType>;
    const std::array<TestType, 4> v{1, -2, 3, 0.5};
    check_symbols(w, v, &w[0][0]);
    check_arguments(w, v, &w[0][0]);
}

TEMPLATE_TEST_CASE("a view of an address is a tensor", "", float, double) {
    std::vector<TestType> w;
    for (const auto& row : numbers<TestType>) w.insert(w.end(), row.begin(), row.end());
    const std::vector<TestType> v{1, -2, 3, 0.5};
    STATIC_REQUIRE(std::is_same_v<decltype(tapeless::view<4>(v.data())), tapeless::tensor_view<const TestType, 4>>);
    check_symbols(tapeless::view<3, 4>(w.data()), tapeless::view<4>(v.data()), w.data());
    check_arguments(tapeless::view<3, 4>(w.data()), tapeless::view<4>(v.data()), w.data());
}

TEMPLATE_TEST_CASE("an address needs no more alignment than its elements", "", float, double) {
    std::vector<TestType> w{0}, v{0, 1, -2, 3, 0.5};
    for (const auto& row : numbers<TestType>) w.insert(w.end(), row.begin(), row.end());
    check_symbols(tapeless::view<3, 4>(w.data() + 1), tapeless::view<4>(v.data() + 1), w.data() + 1);
}

TEMPLATE_TEST_CASE("spans of fixed extent are vectors", "", float, double) {
    const auto w = numbers<TestType>;
    TestType v[4]{1, -2, 3, 0.5};
    check_symbols(w, std::span(v), &w[0][0]);
    check_arguments(w, std::span<const TestType, 4>(v), &w[0][0]);

    constexpr auto y = tapeless::var<"y", 4>;
    const auto r = tapeless::grad(observe(y) * sum(y))(y = std::span(v));
    CHECK(both_sweeps_saw(v));
    CHECK(r[y][0] == 5);
}

TEST_CASE("a row of numbers stands for a matrix of as many elements") {
    std::array<double, 12> flat{};
    for (std::size_t i = 0; i < 12; ++i) flat[i] = numbers<double>[i / 4][i % 4];
    check_symbols(flat, std::array{1.0, -2.0, 3.0, 0.5}, flat.data());
    check_symbols(std::span<const double, 12>(flat), std::array{1.0, -2.0, 3.0, 0.5}, flat.data());
}

TEST_CASE("arrays nest to any depth") {
    const double a[2][3][2]{{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}};
    constexpr auto t = tapeless::var<"t", 2, 3, 2>;
    const auto g = tapeless::grad(observe(t) + sum(square(t)))(t = a);
    CHECK(both_sweeps_saw(&a[0][0][0]));
    CHECK(g[t](1, 0, 1) == 17);
    CHECK(g[t](0, 2, 0) == 11);
}

TEST_CASE("elements of arrays of arrays are scalars where a function has no tensors") {
    const auto f = [](auto m) { return m[0_c][1_c] * m[1_c][0_c] + m[1_c][1_c]; };
    const auto g = tapeless::grad(f)(std::array<std::array<double, 2>, 2>{{{1, 2}, {3, 4}}});
    STATIC_REQUIRE(std::is_same_v<decltype(g), const std::array<std::array<double, 2>, 2>>);
    CHECK(g == std::array<std::array<double, 2>, 2>{{{0, 3}, {2, 1}}});
}

TEST_CASE("transforms take arrays of arrays as tensors") {
    // f is of degree 4, so its derivative along the point itself is 4 f, and the Hessian times the point 3 times the gradient.
    const double w[2][2]{{1, 2}, {3, 4}};
    const std::array<std::array<double, 2>, 2> a{{{1, 2}, {3, 4}}};
    const auto f = [](auto m) { return sum(square(m * m)); };
    CHECK(tapeless::jvp(f)(a)(a).tangent == 4 * 858);
    CHECK(tapeless::jvp(f)(w)(w).tangent == 4 * 858);
    const auto r = tapeless::hvp(f)(a)(a);
    STATIC_REQUIRE(std::is_same_v<std::decay_t<decltype(r.hvp)>, std::array<std::array<double, 2>, 2>>);
    CHECK(r.hvp[1][0] == 3 * r.grad[1][0]);
    CHECK(tapeless::hvp(f)(w)(a).hvp(1, 0) == r.hvp[1][0]);
}

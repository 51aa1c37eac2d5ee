// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/ops/matmul.hpp>
#include <tapeless/ops/reduction.hpp>
#include <tapeless/ops/transpose.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>

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

// The loss weights element (i, j) of the transposed matrix by v[j] and squares the row sums, so that no element's
// derivative equals that of its mirror image.
template <class T, std::size_t M, std::size_t N>
void check() {
    CAPTURE(M, N);
    constexpr auto A = var<"A", M, N>;
    constexpr auto v = var<"v", M>;
    const auto a = numbers<T, M, N>(1);
    const auto weights = numbers<T, M>(2);

    const auto t = eval(transpose(A))(A = a);
    STATIC_REQUIRE(std::is_same_v<decltype(t), const tensor<T, N, M>>);
    for (std::size_t i = 0; i < M; ++i)
        for (std::size_t j = 0; j < N; ++j) CHECK(t(j, i) == a(i, j));
    CHECK(eval(transpose(transpose(A)))(A = a) == a);

    reals at_a = widen(a), at_v = widen(weights);
    const auto expected = [&] {
        real sum = 0;
        for (std::size_t j = 0; j < N; ++j) {
            real row = 0;
            for (std::size_t i = 0; i < M; ++i) row += at_a[i * N + j] * at_v[i];
            sum += row * row;
        }
        return sum;
    };
    const auto r = value_and_grad(sum(pow(transpose(A) * v, 2_c)))(A = a, v = weights);
    CHECK(oracle::distance(r.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[A], at_a, expected) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[v], at_v, expected) < tolerance<T>);
}

TEMPLATE_TEST_CASE("transpose and its gradient", "[transpose]", float, double) {
    check<TestType, 1, 1>();
    check<TestType, 3, 17>();
    check<TestType, 33, 4>();
    check<TestType, 10, 1>();
}

// Both uses contribute to the derivative, and the second adds to what the first wrote.
TEST_CASE("a matrix beside its transpose", "[transpose]") {
    constexpr auto A = var<"A", 3, 3>;
    const tensor<double, 3, 3> a{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const auto first = value_and_grad(sum(pow(A - transpose(A), 2_c)))(A = a);
    const auto second = value_and_grad(sum(pow(transpose(A) - A, 2_c)))(A = a);
    CHECK(first.value == 2 * (4 + 16 + 4));
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            CHECK(first.grad[A](i, j) == 4 * (a(i, j) - a(j, i)));
            CHECK(second.grad[A](i, j) == 4 * (a(i, j) - a(j, i)));
        }
}

TEST_CASE("transpose works in constant expressions", "[transpose]") {
    constexpr auto A = var<"A", 2, 3>;
    constexpr tensor<int, 3, 2> expected{1, 4, 2, 5, 3, 6};
    constexpr auto t = eval(transpose(A))(A = tensor<double, 2, 3>{1, 2, 3, 4, 5, 6});
    for (std::size_t i = 0; i < 6; ++i) CHECK(t[i] == expected[i]);
    STATIC_REQUIRE(t(2, 1) == 6);
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_OPS_TENSOR_SUPPORT_HPP
#define TAPELESS_TESTS_OPS_TENSOR_SUPPORT_HPP

// What the tests of operations on tensors share: an operation is seen as a struct (by its laws), and as an expression that the
// engine evaluates and differentiates, against a function that the test writes with plain loops over long double.

#include "catch.hpp"
#include "oracle.hpp"

#include <string>
#include <tapeless/ops/matmul.hpp>
#include <tapeless/ops/reduction.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>
#include <tapeless/testing/tensor_laws.hpp>
#include <type_traits>

namespace tensor_test {

using namespace tapeless::literals;
using oracle::numbers;
using oracle::real;
using oracle::reals;
using oracle::tolerance;
using oracle::widen;
using tapeless::data;
using tapeless::eval;
using tapeless::grad;
using tapeless::tensor;
using tapeless::value_and_grad;
using tapeless::var;

/// Empty if the laws hold, else what is broken: a failed CHECK(broken(...) == "") prints it.
template <class Op, class... Operands>
std::string broken(const Operands&... operands) {
    const auto report = tapeless::testing::tensor_operation_laws<Op>(operands...);
    if (report.hold()) return {};
    return std::string(report.broken) + " at element " + std::to_string(report.point) + ", operand " +
           std::to_string(report.operand) + ": expected " + std::to_string(report.expected) + ", computed " +
           std::to_string(report.computed);
}

/// A point for the laws.
template <std::size_t... Extents>
auto point(unsigned seed = 1) {
    return numbers<real, Extents...>(seed);
}

template <class T>
bool agrees(const T& computed, const reals& expected) {
    if constexpr (std::is_arithmetic_v<T>)
        return oracle::distance(computed, expected[0]) < tolerance<T>;
    else
        return oracle::distance(computed, expected) < tolerance<typename T::element_type>;
}

/// How far the oracle's differences may be off where functions are no polynomials. The laws are stricter.
template <class T>
constexpr real rough = std::is_same_v<T, float> ? 1e-4L : 1e-8L;

/// The expression f(u) at u = a, and the gradient of the sum of (f(u) - 1)^2, against the function `expected` of a's elements,
/// which returns all elements of the result.
template <class F, class Expected, class T, std::size_t... E>
void check(const F& f, const Expected& expected, const tensor<T, E...>& a) {
    CAPTURE(sizeof...(E), a.size(), sizeof(T));
    constexpr auto u = var<"u", E...>;
    reals at = widen(a);
    const auto loss = [&] {
        real sum = 0;
        for (const real x : expected(at)) sum += (x - 1) * (x - 1);
        return sum;
    };
    CHECK(agrees(eval(f(u))(u = a), expected(at)));
    CHECK(oracle::gradient_distance(grad(sum(pow(f(u) - 1_c, 2_c)))(u = a)[u], at, loss) < rough<T>);
}
template <class F, class Expected, class T, std::size_t... E, std::size_t... D>
void check(const F& f, const Expected& expected, const tensor<T, E...>& a, const tensor<T, D...>& b) {
    CAPTURE(sizeof...(E), sizeof...(D), sizeof(T));
    constexpr auto u = var<"u", E...>;
    constexpr auto v = var<"v", D...>;
    reals at_u = widen(a), at_v = widen(b);
    const auto loss = [&] {
        real sum = 0;
        for (const real x : expected(at_u, at_v)) sum += (x - 1) * (x - 1);
        return sum;
    };
    CHECK(agrees(eval(f(u, v))(u = a, v = b), expected(at_u, at_v)));
    const auto g = grad(sum(pow(f(u, v) - 1_c, 2_c)))(u = a, v = b);
    CHECK(oracle::gradient_distance(g[u], at_u, loss) < rough<T>);
    CHECK(oracle::gradient_distance(g[v], at_v, loss) < rough<T>);
}

} // namespace tensor_test

#endif

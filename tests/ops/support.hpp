// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_OPS_SUPPORT_HPP
#define TAPELESS_TESTS_OPS_SUPPORT_HPP

// What the tests of operations share: each operation is seen three ways, as a struct (by its laws), as an expression
// that the engine evaluates, and as the closed form that a test writes in long double.

#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <tapeless/scalar.hpp>
#include <tapeless/testing/laws.hpp>

namespace ops_test {

using tapeless::testing::law_tolerances;
using tapeless::testing::operation_laws;
using tapeless::testing::ulps_between;

template <class T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();
template <class T>
inline constexpr T tiny = std::numeric_limits<T>::denorm_min();
template <class T>
inline constexpr T huge = std::numeric_limits<T>::max();

/// Empty if the laws hold, else what is broken: a failed CHECK(broken(...) == "") prints it.
template <class Op, class Points>
std::string broken(const Points& points, const law_tolerances& tolerance = {}) {
    const auto report = operation_laws<Op>(points, tolerance);
    if (report.hold()) return {};
    return std::string(report.broken) + " at point " + std::to_string(report.point) + ", operand " +
           std::to_string(report.operand) + ": expected " + std::to_string(report.expected) + ", computed " +
           std::to_string(report.computed);
}

/// Checks f at x, through the engine, against closed forms: the value in units of the last place, the derivative in
/// units of the last place of the larger of itself and 1.
template <class T, class F, class Value, class Derivative>
void check_unary(F f, T x, Value value, Derivative derivative, long double value_ulps, long double derivative_ulps) {
    const long double exact = static_cast<long double>(x);
    const auto [v, d] = tapeless::value_and_grad(f)(x);
    CAPTURE(x, v, d, value(exact), derivative(exact));
    CHECK(ulps_between(v, value(exact)) <= value_ulps);
    CHECK(ulps_between(d, derivative(exact), 1) <= derivative_ulps);
}

} // namespace ops_test

#endif

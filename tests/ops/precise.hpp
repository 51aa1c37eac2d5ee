// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_OPS_PRECISE_HPP
#define TAPELESS_TESTS_OPS_PRECISE_HPP

// An oracle of 50 digits, for closed forms that cancel in long double.

#include "support.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <tapeless/diff/hessian.hpp>
#include <tapeless/value/dual.hpp>

namespace ops_test {

using precise = boost::multiprecision::cpp_bin_float_50;

inline long double rounded(const precise& x) { return x.convert_to<long double>(); }

/// The distance between `computed` and an exact number, in units of the last place of the latter or of `floor`.
template <class T>
long double ulps_off(T computed, const precise& exact, long double floor = 0) {
    return ulps_between(computed, rounded(exact), floor);
}

/// Checks f at x, through the engine, against closed forms in 50 digits, in units of the last place. With a floor of 1
/// derivatives below 1 are judged in units of the last place of 1.
template <class T, class F, class Value, class Derivative>
void check_precisely(F f, T x, Value value, Derivative derivative, long double value_ulps, long double derivative_ulps,
                     long double floor = 0) {
    const precise at(x), v_exact = value(at), d_exact = derivative(at);
    const auto [v, d] = tapeless::value_and_grad(f)(x);
    CAPTURE(x, v, d, v_exact, d_exact);
    CHECK(ulps_off(v, v_exact) <= value_ulps);
    CHECK(ulps_off(d, d_exact, floor) <= derivative_ulps);
}

/// The rules with 50 digits: value and derivative of a unary operation agree with closed forms to 45 digits.
template <class Op, class Value, class Derivative>
void check_multiprecision(const precise& x, Value value, Derivative derivative) {
    const precise tolerance("1e-45");
    const precise v = Op::value(x), d = Op::template pullback<0>(precise(1), v, x);
    CAPTURE(x, v, d);
    CHECK(abs(v - value(x)) <= tolerance * abs(value(x)));
    CHECK(abs(d - derivative(x)) <= tolerance * abs(derivative(x)));
}

/// The second derivative of f at x, which is derived from the rules, agrees with second differences in 50 digits.
template <class F, class G>
void check_second_derivative(F f, G exact, double x) {
    const precise h("1e-15"), at(x);
    const precise expected =
        (precise(exact(precise(at + h))) - 2 * precise(exact(at)) + exact(precise(at - h))) / (h * h);
    const double computed = tapeless::hessian(f)(x);
    CAPTURE(x, computed, expected);
    CHECK(abs(computed - expected) <= 1e-14 * (1 + abs(expected)));
}

/// The derivative of an operation's derivative by operand J, by running its rule with dual numbers.
template <std::size_t I, std::size_t J, class Op, class T, class... X>
T second_derivative(const X&... x) {
    using dual = tapeless::dual<T>;
    std::size_t operand = 0;
    const auto seeded = [&](T number) { return dual(number, operand++ == J ? T(1) : T(0)); };
    const dual at[]{seeded(static_cast<T>(x))...};
    if constexpr (sizeof...(X) == 1)
        return Op::template pullback<I>(dual(1), Op::value(at[0]), at[0]).tangent[0];
    else
        return Op::template pullback<I>(dual(1), Op::value(at[0], at[1]), at[0], at[1]).tangent[0];
}

} // namespace ops_test

#endif

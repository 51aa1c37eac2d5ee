// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_RESULT_HPP
#define TAPELESS_BENCH_FUNCTIONS_RESULT_HPP

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>

/// The functions of the scalar benchmarks. Each is a struct with
///     letter, name, title   what tables and profiles call it
///     inputs, outputs       how many numbers it takes, and how many it gives where that is not one
///     sample(k)             the k-th of some inputs that differ
///     formula               the function for any number type that converts from double
///     primal                the value
///     hand                  value and gradient, written by hand; of several outputs, the Jacobian
///     ours                  the same by tapeless
///     plain, plain_title    where there is one, a second version of ours, and in what it differs
/// None of primal, hand, ours and plain is inlined, so that a profiler can tell them apart.
///
/// The hand-written code is standard C++ without vector types; loops are written so that compilers vectorise them where
/// that pays. Inputs that are used after a call of the C library are references: read again, not saved on the stack.
namespace functions {

template <std::size_t N>
struct result {
    double value;
    std::array<double, N> gradient;
};

/// The derivatives of M outputs by N inputs.
template <std::size_t M, std::size_t N>
struct jacobian {
    std::array<std::array<double, N>, M> row;
};

/// What value_and_grad of a function returns, as a result.
template <class ValueAndGradient>
[[gnu::always_inline]] inline auto as_result(const ValueAndGradient& r) {
    return std::apply([&](auto... d) { return result<sizeof...(d)>{r.value, {d...}}; }, r.grad);
}

/// What tapeless::jacobian of a function returns, a tuple of tuples, as a jacobian.
template <class... Rows>
[[gnu::always_inline]] inline auto as_jacobian(const std::tuple<Rows...>& rows) {
    const auto elements = [](auto... d) { return std::array{d...}; };
    return std::apply(
        [&](const auto& first, const auto&... rest) {
            constexpr std::size_t inputs = std::tuple_size_v<std::remove_cvref_t<decltype(first)>>;
            return jacobian<sizeof...(Rows), inputs>{{std::apply(elements, first), std::apply(elements, rest)...}};
        },
        rows);
}

/// The larger of two numbers of any type, for formulas. A type that records what is computed has its own.
template <class T>
T larger(const T& a, const T& b) {
    return a < b ? b : a;
}

/// A number in [0, 1) that depends on k and i alone.
inline double varied(std::size_t k, std::size_t i) {
    const std::size_t bits = (k * 7919 + i * 104729 + 12345) * 2654435761U;
    return static_cast<double>(bits >> 8 & 0xFFFF) / 65536.0;
}

} // namespace functions

#endif

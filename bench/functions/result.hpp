// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_RESULT_HPP
#define TAPELESS_BENCH_FUNCTIONS_RESULT_HPP

#include <array>
#include <cstddef>
#include <tuple>

/// The functions of the scalar benchmarks. Each is a struct with
///     inputs      how many numbers it takes
///     sample(k)   the k-th of some inputs that differ
///     formula     the function for any number type that converts from double
///     primal      the value
///     hand        value and gradient, written by hand
///     ours        value and gradient, by tapeless
/// None of the last three is inlined, so that a profiler can tell them apart.
namespace functions {

template <std::size_t N>
struct result {
    double value;
    std::array<double, N> gradient;
};

/// What value_and_grad of a function returns, as a result.
template <class ValueAndGradient>
[[gnu::always_inline]] inline auto as_result(const ValueAndGradient& r) {
    return std::apply([&](auto... d) { return result<sizeof...(d)>{r.value, {d...}}; }, r.grad);
}

/// A number in [0, 1) that depends on k and i alone.
inline double varied(std::size_t k, std::size_t i) {
    const std::size_t bits = (k * 7919 + i * 104729 + 12345) * 2654435761U;
    return static_cast<double>(bits >> 8 & 0xFFFF) / 65536.0;
}

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_ORACLE_HPP
#define TAPELESS_TESTS_ORACLE_HPP

// What the tests of tensors compare with: a function written in the test with plain loops over long double, and its
// derivatives by central differences. Nothing here knows the library's operations.

#include <tapeless/tensor/tensor.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace oracle {

using real = long double;
using reals = std::vector<real>;

/// Numbers in [-1, 1) that float, double and long double hold exactly, so that each computes at the same point.
template <class T, std::size_t... Extents>
tapeless::tensor<T, Extents...> numbers(unsigned seed) {
    tapeless::tensor<T, Extents...> result{};
    std::uint32_t bits = seed * 2654435761u + 12345u;
    for (T& x : result) {
        bits = bits * 1664525u + 1013904223u;
        x = static_cast<T>(static_cast<std::int32_t>(bits >> 20) - 2048) / T(2048);
    }
    return result;
}

template <class Range>
reals widen(const Range& range) {
    reals result;
    for (const auto& x : range) result.push_back(static_cast<real>(x));
    return result;
}

/// How far results of type T may be off, relative to the largest of them: rounding in the library, and for double
/// the central differences too.
template <class T>
constexpr real tolerance = std::is_same_v<T, float> ? 1e-5L : 1e-11L;

/// The derivative by `at`, which `f` reads: differences of fourth order, exact up to rounding for polynomials of
/// degree four.
template <class F>
real derivative(real& at, const F& f) {
    const real here = at, h = 0x1p-10L;
    const auto moved = [&](real by) {
        at = here + by;
        const real there = f();
        at = here;
        return there;
    };
    return (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
}

/// The largest distance of `computed` to `expected`, relative to the largest of `expected` (or absolute, if all of
/// them are small). Infinite if a number is not finite.
template <class Computed>
real distance(const Computed& computed, const reals& expected) {
    real worst = 0, size = 1e-3L;
    std::size_t i = 0;
    for (const auto& c : computed) {
        const real off = std::fabs(static_cast<real>(c) - expected[i]);
        if (!(off <= std::numeric_limits<real>::max())) return std::numeric_limits<real>::infinity();
        worst = std::fmax(worst, off);
        size = std::fmax(size, std::fabs(expected[i]));
        ++i;
    }
    return i == expected.size() ? worst / size : std::numeric_limits<real>::infinity();
}
inline real distance(real computed, real expected) { return distance(reals{computed}, reals{expected}); }

/// The same for derivatives of `f` by the elements of `point`, which `f` reads. Of many elements every one near both
/// ends and some between are compared.
template <class Computed, class F>
real gradient_distance(const Computed& computed, reals& point, const F& f) {
    if (static_cast<std::size_t>(computed.end() - computed.begin()) != point.size())
        return std::numeric_limits<real>::infinity();
    reals chosen, expected;
    const std::size_t n = point.size(), step = n / 24 + 1;
    for (std::size_t i = 0; i < n; i += i < 4 || i + 4 + step > n ? 1 : step) {
        chosen.push_back(static_cast<real>(computed.begin()[i]));
        expected.push_back(derivative(point[i], f));
    }
    return distance(chosen, expected);
}

} // namespace oracle

#endif

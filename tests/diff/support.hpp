// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_DIFF_SUPPORT_HPP
#define TAPELESS_TESTS_DIFF_SUPPORT_HPP

// What the tests of transforms share. Functions under test are generic: of symbols they make expressions, and of long
// doubles they are the oracle, which knows nothing of the library.

#include "catch.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <tapeless/scalar.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace diff_test {

namespace plan = tapeless::plan;

using real = long double;
using reals = std::vector<real>;

/// Whether a number is what it should be, within some units of rounding relative to the larger of that and 1.
template <class T>
bool close(T computed, real expected, real ulps = 64) {
    const real bound =
        ulps * static_cast<real>(std::numeric_limits<T>::epsilon()) * std::fmax(real{1}, std::fabs(expected));
    return std::fabs(static_cast<real>(computed) - expected) <= bound;
}

template <class T>
void append_leaves(reals& to, const T& tree) {
    if constexpr (std::is_arithmetic_v<T>)
        to.push_back(static_cast<real>(tree));
    else if constexpr (requires { tree.begin(); })
        for (const auto& element : tree) append_leaves(to, element);
    else
        std::apply([&](const auto&... element) { (append_leaves(to, element), ...); }, tree);
}
/// All numbers of a tree, in their order.
template <class T>
reals leaves(const T& tree) {
    reals all;
    append_leaves(all, tree);
    return all;
}

/// Whether two trees hold the same numbers, up to some units of the last place of T.
template <class T, class A, class B>
bool close_trees(const A& computed, const B& expected, real ulps = 64) {
    const reals a = leaves(computed), b = leaves(expected);
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const real bound =
            ulps * static_cast<real>(std::numeric_limits<T>::epsilon()) * std::fmax(real{1}, std::fabs(b[i]));
        if (!(std::fabs(a[i] - b[i]) <= bound)) return false;
    }
    return true;
}

inline real dot(const reals& a, const reals& b) {
    real sum = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) sum += a[i] * b[i];
    return sum;
}

/// The derivatives of every output of f by number i of its arguments: differences of sixth order.
template <class F, std::size_t N>
reals differences(const F& f, std::array<real, N> at, std::size_t i) {
    const real h = 0x1p-10L, here = at[i];
    const auto there = [&](real by) {
        at[i] = here + by * h;
        return leaves(std::tuple(std::apply(f, at)));
    };
    const reals a = there(1), b = there(-1), c = there(2), d = there(-2), e = there(3), g = there(-3);
    reals result(a.size());
    for (std::size_t k = 0; k < a.size(); ++k)
        result[k] = (45 * (a[k] - b[k]) - 9 * (c[k] - d[k]) + (e[k] - g[k])) / (60 * h);
    return result;
}
inline constexpr real difference_tolerance = 1e-11L;

/// How many operations the code of a request does: reading leaves and delivering outputs do not count.
template <class Request>
constexpr std::size_t operations() {
    constexpr auto& program = plan::program_of<Request>;
    std::size_t count = 0;
    for (std::size_t i = 0; i + 1 < sizeof(program.step) / sizeof(program.step[0]); ++i)
        count += program.step[i].kind >= plan::code_kind::unary && program.step[i].kind != plan::code_kind::output;
    return count;
}

template <class E>
constexpr tapeless::meta::hash_t id = tapeless::expr::id_of<std::remove_cvref_t<E>>;

/// Numbers between -1 and 1 that follow no pattern; `seed` tells one tensor from another.
template <class Tensor>
constexpr Tensor filled(unsigned seed) {
    Tensor t{};
    unsigned state = 2654435769u * (seed + 1);
    for (auto& element : t) {
        state = state * 1664525u + 1013904223u;
        element = static_cast<typename Tensor::element_type>(static_cast<double>(state >> 8) / 8388608 - 1);
    }
    return t;
}
// Functions of every kind of shape.

/// Three arguments, one output; every second derivative but one is there.
inline constexpr auto scalar_function = [](auto x, auto y, auto z) {
    using std::exp;
    using std::sin;
    const auto s = sin(x * y);
    return s * s * z + x / y + exp(0.5 * z) * x;
};

/// Two arguments, four outputs that share: forward mode's.
inline constexpr auto tall = [](auto x, auto y) {
    using std::cos;
    using std::exp;
    using std::sin;
    const auto s = sin(x * y);
    const auto c = cos(x - y);
    return std::tuple(s * c, s / c, exp(s) * x, y * y * c);
};

/// Five arguments, one output in a tuple: reverse mode's.
inline constexpr auto wide = [](auto a, auto b, auto c, auto d, auto e) {
    using std::exp;
    using std::log;
    return std::tuple(log(1.0 + a * a) * b * c + exp(d * e) * a - b / c);
};

} // namespace diff_test

#endif

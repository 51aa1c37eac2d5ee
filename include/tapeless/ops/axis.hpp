// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_AXIS_HPP
#define TAPELESS_OPS_AXIS_HPP

#include "../expr/lift.hpp"
#include "../tensor/kernels/simd.hpp"
#include "../tensor/kernels/store.hpp"
#include "../tensor/view.hpp"

#include <cmath>
#include <type_traits>
#include <utility>

/// What operations on tensors share.
namespace tapeless::ops {

using kernels::store;
using kernels::detail::store_one;

template <class A>
using element_of = std::remove_cv_t<typename A::element_type>;

/// Where elements lie that are a tensor's, or a scalar.
template <class T, std::size_t... E>
[[gnu::always_inline]] constexpr T* pointer(const tensor_view<T, E...>& view) noexcept {
    return view.data();
}
template <class T>
[[gnu::always_inline]] constexpr const T* pointer(const T& scalar) noexcept {
    return &scalar;
}

/// Numbers that carry tangents: dual numbers.
template <class T>
concept carries_tangents = requires(const T& x) {
    x.value;
    x.tangent;
};

/// Instead of an axis: all of them, as if the elements lay in one row.
inline constexpr std::size_t all_axes = ~std::size_t{0};

/// Row-major elements as an operation along one axis sees them: blocks, of which each has `length` rows of `inner`
/// elements that lie side by side. The operation goes from row to row.
template <class A, std::size_t Axis>
struct along {
    static constexpr std::size_t length = Axis == all_axes ? A::size() : A::extent(Axis == all_axes ? 0 : Axis);
    static constexpr std::size_t inner = [] {
        std::size_t n = 1;
        if (Axis != all_axes)
            for (std::size_t i = Axis + 1; i < A::rank; ++i) n *= A::extent(i);
        return n;
    }();
    static constexpr std::size_t blocks = A::size() / (length * inner);
    static constexpr std::size_t lines = blocks * inner;
};

/// The extents without one axis.
constexpr meta::dimensions without(const meta::dimensions& a, std::size_t axis) noexcept {
    meta::dimensions result;
    if (axis == all_axes) return result;
    for (std::size_t i = 0; i < a.rank; ++i)
        if (i != axis) result.extent[result.rank++] = a.extent[i];
    return result;
}

/// x y, rounded before anything is added to it. Whether a compiler would join it with a sum depends on how it unrolls what is
/// around; a fused product and nothing is the same number as the product, and joined with no sum.
template <class T>
[[gnu::always_inline]] constexpr T rounded_product(const T& x, const T& y) {
    if constexpr (std::is_floating_point_v<T> && kernels::has_lanes<T> && simd::has_fma)
        if (!__builtin_is_constant_evaluated()) return std::fma(x, y, T(-0.0));
    return x * y;
}

struct plus {
    template <class T>
    [[gnu::always_inline]] constexpr T operator()(const T& sum, const T& x) const {
        return sum + x;
    }
};

/// Joins each line's elements by an operation that may be reordered: `at(i, line)` is what element i contributes. Where
/// lines lie side by side they are joined together; else independent partial results overlap, and rounding errors grow more
/// slowly than in one chain.
template <class Lines, class T, class At, class Join = plus>
[[gnu::always_inline]] constexpr void reduce(T* result, const At& at, const Join& join = {}) {
    constexpr std::size_t inner = Lines::inner, length = Lines::length;
    for (std::size_t b = 0; b < Lines::blocks; ++b) {
        const std::size_t first = b * length * inner;
        if constexpr (inner == 1) {
            constexpr std::size_t lanes = length < 16 ? 1 : 16;
            constexpr std::size_t rounds = length / lanes;
            T partial[lanes];
            for (std::size_t l = 0; l < lanes; ++l) partial[l] = at(first + l, b);
            for (std::size_t r = 1; r < rounds; ++r)
                for (std::size_t l = 0; l < lanes; ++l) partial[l] = join(partial[l], at(first + r * lanes + l, b));
            T total = partial[0];
            for (std::size_t l = 1; l < lanes; ++l) total = join(total, partial[l]);
            for (std::size_t i = rounds * lanes; i < length; ++i) total = join(total, at(first + i, b));
            result[b] = total;
        } else {
            T* const row = result + b * inner;
            for (std::size_t j = 0; j < inner; ++j) row[j] = at(first + j, b * inner + j);
            for (std::size_t k = 1; k < length; ++k)
                for (std::size_t j = 0; j < inner; ++j) row[j] = join(row[j], at(first + k * inner + j, b * inner + j));
        }
    }
}

/// Calls `f(i, line)` for every element.
template <class Lines, class F>
[[gnu::always_inline]] constexpr void for_each(const F& f) {
    // Unrolled as a whole, small tensors became wrong elements: GCC 12's vectoriser of straight-line code mixes them up.
#pragma GCC unroll 1
    for (std::size_t b = 0; b < Lines::blocks; ++b)
#pragma GCC unroll 1
        for (std::size_t k = 0; k < Lines::length; ++k)
#pragma GCC unroll 1
            for (std::size_t j = 0; j < Lines::inner; ++j)
                f((b * Lines::length + k) * Lines::inner + j, b * Lines::inner + j);
}

/// Elements that lie in a row, added or assigned; and what the adjoint of an element is that nothing was made of.
template <store How, class T>
[[gnu::always_inline]] constexpr void store_row(T* to, const T* from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) store_one<How>(to[i], from[i]);
}
template <store How, class T>
[[gnu::always_inline]] constexpr void store_nothing(T* to, std::size_t count) {
    if constexpr (How == store::assign)
        for (std::size_t i = 0; i < count; ++i) to[i] = T(0);
}

template <class Shape>
inline constexpr bool is_vector = Shape::rank == 1;
template <class Shape>
inline constexpr bool is_matrix = Shape::rank == 2;
template <class A, class B>
inline constexpr bool are_vectors = is_vector<A>&& is_vector<B>;
template <class Shape>
inline constexpr bool is_square = false;
template <std::size_t N>
inline constexpr bool is_square<shape<N, N>> = true;
template <class Shape, std::size_t Axis>
inline constexpr bool has_axis = Axis < Shape::rank;

/// The operand of an operation that has one: it carries the same runtime constants.
template <meta::hash_t A, std::size_t M>
constexpr auto only_operand(const expression<A, M>& e) noexcept {
    expression<expr::record_of<A>.operands[0]->id, M> operand{};
    if constexpr (M > 0)
        for (std::size_t i = 0; i < M; ++i) operand.constants[i] = e.constants[i];
    return operand;
}

} // namespace tapeless::ops

#endif

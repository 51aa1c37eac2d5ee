// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_LU_HPP
#define TAPELESS_TENSOR_KERNELS_LU_HPP

#include "triangular.hpp"

/// Factors of small square matrices whose size is a template parameter. T is any number that compares to a bool; of dual
/// numbers the values are compared. Usable in constant expressions.
namespace tapeless::kernels {

namespace detail {

template <class T>
constexpr T magnitude(const T& x) {
    return x < T(0) ? T(-x) : x;
}
template <std::size_t N, class T>
constexpr void swap_rows(T* a, std::size_t i, std::size_t j) {
    for (std::size_t c = 0; c < N; ++c) {
        const T held = a[i * N + c];
        a[i * N + c] = a[j * N + c];
        a[j * N + c] = held;
    }
}
constexpr void swap_places(std::size_t* order, std::size_t i, std::size_t j) noexcept {
    const std::size_t held = order[i];
    order[i] = order[j];
    order[j] = held;
}
/// What lies right of and below the pivot, less what the pivot's row explains. Below a pivot of zero all is zero.
template <std::size_t N, class T>
constexpr void eliminate(T* a, std::size_t pivot) {
    if (a[pivot * N + pivot] == T(0)) return;
    for (std::size_t i = pivot + 1; i < N; ++i) {
        const T factor = a[i * N + pivot] / a[pivot * N + pivot];
        a[i * N + pivot] = factor;
        for (std::size_t c = pivot + 1; c < N; ++c) a[i * N + c] = a[i * N + c] - factor * a[pivot * N + c];
    }
}

} // namespace detail

/// L U = P A with partial pivoting, in place: row i is row `order[i]` of A. Returns whether the permutation is odd.
/// Complexity: 2/3 N^3 flops.
template <std::size_t N, class T>
constexpr bool factorize(T* a, std::size_t* order) {
    bool odd = false;
    for (std::size_t i = 0; i < N; ++i) order[i] = i;
    for (std::size_t k = 0; k < N; ++k) {
        std::size_t best = k;
        for (std::size_t i = k + 1; i < N; ++i)
            if (detail::magnitude(a[best * N + k]) < detail::magnitude(a[i * N + k])) best = i;
        if (best != k) {
            detail::swap_rows<N>(a, k, best);
            detail::swap_places(order, k, best);
            odd = !odd;
        }
        detail::eliminate<N>(a, k);
    }
    return odd;
}

/// X = A^-1 B of such factors, where `b` and `x` are N x K. 2 N^2 K flops. `x` must not overlap `b`.
template <std::size_t N, std::size_t K, class T>
constexpr void solve(const T* lu, const std::size_t* order, const T* b, T* x) {
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t c = 0; c < K; ++c) x[i * K + c] = b[order[i] * K + c];
    solve_triangle<triangle::lower, reading::unit, N, K>(lu, x);
    solve_triangle<triangle::upper, reading::plain, N, K>(lu, x);
}
/// X = A^-T B, where `b` is lost.
template <std::size_t N, std::size_t K, class T>
constexpr void solve_transposed(const T* lu, const std::size_t* order, T* b, T* x) {
    solve_triangle<triangle::upper, reading::transposed, N, K>(lu, b);
    solve_triangle<triangle::lower, reading::unit_transposed, N, K>(lu, b);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t c = 0; c < K; ++c) x[order[i] * K + c] = b[i * K + c];
}

/// The cofactors of A: the derivatives of its determinant, right for singular matrices too. `a` is lost.
///
/// With rows and columns pivoted, only the last pivot of U is zero if the rank is N - 1, and of the determinant of U times
/// its inverse transposed no element divides by that pivot. For lower ranks all cofactors are zero.
template <std::size_t N, class T>
constexpr void cofactors(T* a, T* result) {
    std::size_t rows[N], columns[N];
    for (std::size_t i = 0; i < N; ++i) rows[i] = columns[i] = i;
    T scale = T(1); // the product of all pivots but the last, and the permutations' sign
    for (std::size_t k = 0; k + 1 < N; ++k) {
        std::size_t row = k, column = k;
        for (std::size_t i = k; i < N; ++i)
            for (std::size_t j = k; j < N; ++j)
                if (detail::magnitude(a[row * N + column]) < detail::magnitude(a[i * N + j])) {
                    row = i;
                    column = j;
                }
        if (row != k) {
            detail::swap_rows<N>(a, k, row);
            detail::swap_places(rows, k, row);
            scale = -scale;
        }
        if (column != k) {
            for (std::size_t i = 0; i < N; ++i) {
                const T held = a[i * N + k];
                a[i * N + k] = a[i * N + column];
                a[i * N + column] = held;
            }
            detail::swap_places(columns, k, column);
            scale = -scale;
        }
        detail::eliminate<N>(a, k);
        scale = scale * a[k * N + k];
    }
    if (scale == T(0)) {
        for (std::size_t i = 0; i < N * N; ++i) result[i] = T(0);
        return;
    }
    const T last = a[N * N - 1];
    a[N * N - 1] = T(1);
    T c[N * N];
    for (std::size_t i = 0; i < N * N; ++i) c[i] = i % (N + 1) == 0 ? scale : T(0);
    solve_triangle<triangle::upper, reading::transposed, N, N>(a, c);
    for (std::size_t i = 0; i + 1 < N; ++i)
        for (std::size_t j = 0; j <= i; ++j) c[i * N + j] = c[i * N + j] * last;
    solve_triangle<triangle::lower, reading::unit_transposed, N, N>(a, c);
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) result[rows[i] * N + columns[j]] = c[i * N + j];
}

} // namespace tapeless::kernels

#endif

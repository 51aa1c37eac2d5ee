// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_MATMUL_HPP
#define TAPELESS_TENSOR_KERNELS_MATMUL_HPP

#include "dot.hpp"
#include "transposed_product.hpp"

/// Products of row-major, contiguous matrices whose sizes are template parameters.
///
/// Two kernels do the work, and the sizes decide between them at compile time:
///
/// - A *tile* is a block of C held in registers. For every k it adds the product of a few elements
///   of A, each broadcast, and a few vectors of B. It wants rows of C that are long.
/// - A *dot* is one element of C, whose products are formed a vector of k at a time. It wants rows
///   of A and of B^T that are long, and is what a matrix times a column comes to.
///
/// Elements are summed in an order that depends on the sizes and on the target's registers, never
/// on the data or on the run.
namespace tapeless::kernels {

namespace detail {

// The definition, for every type that is not a lane, and in constant expressions. It starts from
// the first product, not from a zero: a T need not have one.
template <store How, std::size_t M, std::size_t N, std::size_t K, std::size_t ARow, std::size_t ACol, std::size_t BRow,
          std::size_t BCol, class T>
constexpr void plain(const T* a, const T* b, T* c) {
    for (std::size_t i = 0; i < M; ++i) {
        for (std::size_t j = 0; j < N; ++j) {
            T sum = a[i * ARow] * b[j * BCol];
            for (std::size_t k = 1; k < K; ++k) {
                sum = sum + a[i * ARow + k * ACol] * b[k * BRow + j * BCol];
            }
            store_one<How>(c[i * N + j], sum);
        }
    }
}

// Vector operations that the two ways of forming a product with B^T take, near enough to choose.
template <class T>
constexpr std::size_t dots_cost(std::size_t m, std::size_t n, std::size_t k) noexcept {
    const std::size_t lanes = lanes_for<T>(k);
    return m * n * (ceil_div(k, lanes) + 3);
}

template <class T>
constexpr std::size_t tiles_cost(std::size_t m, std::size_t n, std::size_t k) noexcept {
    const std::size_t vectors = ceil_div(n, lanes_for<T>(n));
    return k * larger(m * vectors, m + vectors);
}

template <class T>
constexpr std::size_t transpose_cost(std::size_t n, std::size_t k) noexcept {
    const std::size_t lanes = lanes_for<T>(n);
    return 6 * ceil_div(n, lanes) * ceil_div(k, lanes) * lanes;
}

template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
void fast_nn(const T* a, const T* b, T* c) noexcept {
    constexpr bool fits = N * K * sizeof(T) <= buffer_bytes;
    if constexpr (M == 1 && N == 1 && K == 1) {
        store_one<How>(*c, *a * *b);
    } else if constexpr (N == 1 && K == 1) {
        fast_nn<How, 1, M, 1>(b, a, c);
    } else if constexpr (N == 1) {
        dots<How, M, 1, K, T>::run(a, b, c);
    } else if constexpr (fits && N <= native_lanes<T> / 4 && dots_cost<T>(M, N, K) + N * K < tiles_cost<T>(M, N, K)) {
        T buffer[N * K];
        for (std::size_t k = 0; k < K; ++k) {
            for (std::size_t j = 0; j < N; ++j) {
                buffer[j * K + k] = b[k * N + j];
            }
        }
        dots<How, M, N, K, T>::run(a, buffer, c);
    } else {
        tiled<How, M, N, K, lanes_for<T>(N), K, 1, N, N, K * N, T>::run(a, b, c);
    }
}

template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
void fast_nt(const T* a, const T* b, T* c) noexcept {
    constexpr std::size_t by_tiles = transpose_cost<T>(N, K) + tiles_cost<T>(M, N, K);
    if constexpr (K == 1 || N == 1) {
        fast_nn<How, M, N, K>(a, b, c);
    } else if constexpr (M == 1) {
        fast_nn<How, N, 1, K>(b, a, c);
    } else if constexpr (N <= native_lanes<T> / 4 && dots_cost<T>(M, N, K) < by_tiles) {
        dots<How, M, N, K, T>::run(a, b, c);
    } else if constexpr (M * dots_cost<T>(1, N, K) < by_tiles) {
        for (std::size_t i = 0; i < M; ++i) {
            dots<How, N, 1, K, T>::run(b, a + i * K, c + i * N);
        }
    } else {
        packed_nt<How, M, N, K, T>::run(a, b, c);
    }
}

// C = A^T B for few columns: C^T = B^T A has long rows.
template <store How, std::size_t M, std::size_t N, std::size_t K, std::size_t Width, class T>
void narrow_tn(const T* a, const T* b, T* c) noexcept {
    T buffer[N * Width];
    tiled<store::assign, N, Width, K, lanes_for<T>(Width), 1, N, M, Width, (K - 1) * M + Width, T>::run(b, a, buffer);
    for (std::size_t i = 0; i < Width; ++i) {
        for (std::size_t j = 0; j < N; ++j) {
            store_one<How>(c[i * N + j], buffer[j * Width + i]);
        }
    }
}

template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
void fast_tn(const T* a, const T* b, T* c) noexcept {
    if constexpr (M == 1) {
        fast_nn<How, 1, N, K>(a, b, c);
    } else if constexpr (N == 1) {
        fast_nn<How, 1, M, K>(b, a, c);
    } else if constexpr (N <= native_lanes<T> / 4 && M >= native_lanes<T> && K > 1) {
        constexpr std::size_t width = 8 * native_lanes<T>;
        for (std::size_t i = 0; i + width <= M; i += width) {
            narrow_tn<How, M, N, K, smaller(width, M)>(a + i, b, c + i * N);
        }
        if constexpr (M % width != 0) {
            constexpr std::size_t i = M - M % width;
            narrow_tn<How, M, N, K, M % width>(a + i, b, c + i * N);
        }
    } else {
        tiled<How, M, N, K, lanes_for<T>(N), 1, M, N, N, K * N, T>::run(a, b, c);
    }
}

} // namespace detail

/// C = A B or C += A B, where `a` is M x K, `b` is K x N and `c` is M x N.
///
/// 2 M N K flops. `c` must not overlap `a` or `b`. Usable in constant expressions; for a type that
/// is not `float` or `double`, T needs `*` and `+` only.
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
constexpr void matmul_nn(const T* a, const T* b, T* c) noexcept {
    static_assert(M > 0 && N > 0 && K > 0, "a product needs at least one row, column and term");
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            detail::fast_nn<How, M, N, K>(a, b, c);
            return;
        }
    }
    detail::plain<How, M, N, K, K, 1, N, 1>(a, b, c);
}

/// C = A B^T or C += A B^T, where `a` is M x K, `b` is N x K and `c` is M x N.
///
/// 2 M N K flops, and for large M one pass that transposes `b` through at most 16 KiB of stack.
/// `c` must not overlap `a` or `b`. Types and constant expressions as for `matmul_nn`.
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
constexpr void matmul_nt(const T* a, const T* b, T* c) noexcept {
    static_assert(M > 0 && N > 0 && K > 0, "a product needs at least one row, column and term");
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            detail::fast_nt<How, M, N, K>(a, b, c);
            return;
        }
    }
    detail::plain<How, M, N, K, K, 1, 1, K>(a, b, c);
}

/// C = A^T B or C += A^T B, where `a` is K x M, `b` is K x N and `c` is M x N.
///
/// 2 M N K flops. `c` must not overlap `a` or `b`. Types and constant expressions as for
/// `matmul_nn`.
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
constexpr void matmul_tn(const T* a, const T* b, T* c) noexcept {
    static_assert(M > 0 && N > 0 && K > 0, "a product needs at least one row, column and term");
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            detail::fast_tn<How, M, N, K>(a, b, c);
            return;
        }
    }
    detail::plain<How, M, N, K, 1, M, N, 1>(a, b, c);
}

} // namespace tapeless::kernels

#endif

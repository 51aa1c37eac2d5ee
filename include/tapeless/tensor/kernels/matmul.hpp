// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_MATMUL_HPP
#define TAPELESS_TENSOR_KERNELS_MATMUL_HPP

#include "dot.hpp"
#include "dual_product.hpp"
#include "outer_product.hpp"
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
template <std::size_t M, std::size_t N, std::size_t K, std::size_t ARow, std::size_t ACol, std::size_t BRow,
          std::size_t BCol, class T, class To>
constexpr void plain(const T* a, const T* b, To c) {
    for (std::size_t i = 0; i < M; ++i) {
        for (std::size_t j = 0; j < N; ++j) {
            T sum = a[i * ARow] * b[j * BCol];
            for (std::size_t k = 1; k < K; ++k) {
                sum = sum + a[i * ARow + k * ACol] * b[k * BRow + j * BCol];
            }
            element_at<N>(c, i, j).put_one(sum);
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

// How a product is formed. `packed`, `dots` and `narrow` put vectors that go on in the next row, `panels` sums in parts.
enum class way : unsigned char {
    one,      ///< a single multiplication
    column,   ///< C has one column: dots of rows
    packed,   ///< dots, for which the few columns of B are turned into rows
    dots,     ///< dots of rows of A and of B^T
    row_dots, ///< the same, a row of C at a time
    tiles,    ///< tiles
    panels,   ///< tiles, for which B^T is transposed a panel at a time
    narrow    ///< tiles of the transpose of C
};

template <class T>
constexpr way way_nn(std::size_t m, std::size_t n, std::size_t k) noexcept {
    if (m == 1 && n == 1 && k == 1) return way::one;
    if (n == 1) return k == 1 ? way::tiles : way::column;
    const bool fits = n * k * sizeof(T) <= buffer_bytes;
    return fits && n <= native_lanes<T> / 4 && dots_cost<T>(m, n, k) + n * k < tiles_cost<T>(m, n, k) ? way::packed
                                                                                                      : way::tiles;
}

template <class T>
constexpr way way_nt(std::size_t m, std::size_t n, std::size_t k) noexcept {
    const std::size_t by_tiles = transpose_cost<T>(n, k) + tiles_cost<T>(m, n, k);
    if (k == 1 || n == 1) return way_nn<T>(m, n, k);
    if (m == 1) return way_nn<T>(n, 1, k);
    if (n <= native_lanes<T> / 4 && dots_cost<T>(m, n, k) < by_tiles) return way::dots;
    return m * dots_cost<T>(1, n, k) < by_tiles ? way::row_dots : way::panels;
}

template <class T>
constexpr way way_tn(std::size_t m, std::size_t n, std::size_t k) noexcept {
    if (m == 1) return way_nn<T>(1, n, k);
    if (n == 1) return way_nn<T>(1, m, k);
    return n <= native_lanes<T> / 4 && m >= native_lanes<T> && k > 1 ? way::narrow : way::tiles;
}

// The way for a destination: one that it can take.
template <class T, class To>
constexpr way way_into(way best, std::size_t m, std::size_t n, std::size_t k) noexcept {
    if (best == way::panels) return To::stream && panel_depth<T>(m, n, k) < k ? way::row_dots : best;
    if (To::crosses_rows || m == 1 || n == 1) return best;
    return best == way::packed || best == way::narrow ? way::tiles : best == way::dots ? way::row_dots : best;
}

template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
[[gnu::always_inline]] inline void fast_nn(const T* a, const T* b, To c) noexcept {
    constexpr way how = way_into<T, To>(way_nn<T>(M, N, K), M, N, K);
    if constexpr (how == way::one) {
        c.put_one(*a * *b);
    } else if constexpr (N == 1 && K == 1) {
        fast_nn<1, M, 1>(b, a, c);
    } else if constexpr (K == 1 && M > 1 && N < native_lanes<T> && To::crosses_rows) {
        narrow_outer_product<M, N, T, To>::run(a, b, c);
    } else if constexpr (K == 1 && M > 1) {
        outer_product<M, N, T, To>::run(a, b, c);
    } else if constexpr (how == way::column) {
        dots<M, 1, K, T, To>::run(a, b, c);
    } else if constexpr (how == way::packed) {
        T buffer[N * K];
        for (std::size_t k = 0; k < K; ++k) {
            for (std::size_t j = 0; j < N; ++j) {
                buffer[j * K + k] = b[k * N + j];
            }
        }
        dots<M, N, K, T, To>::run(a, buffer, c);
    } else {
        tiled<M, N, K, lanes_for<T>(N), K, 1, N, K * N, T, To>::run(a, b, c);
    }
}

template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
[[gnu::always_inline]] inline void fast_nt(const T* a, const T* b, To c) noexcept {
    constexpr way how = way_into<T, To>(way_nt<T>(M, N, K), M, N, K);
    if constexpr (K == 1 || N == 1) {
        fast_nn<M, N, K>(a, b, c);
    } else if constexpr (M == 1) {
        fast_nn<N, 1, K>(b, a, c);
    } else if constexpr (how == way::dots) {
        dots<M, N, K, T, To>::run(a, b, c);
    } else if constexpr (how == way::row_dots) {
        for (std::size_t i = 0; i < M; ++i) {
            dots<N, 1, K, T, To>::run(b, a + i * K, c.moved(i, 0));
        }
    } else {
        packed_nt<M, N, K, T, To>::run(a, b, c);
    }
}

// C = A^T B for few columns: C^T = B^T A has long rows.
template <std::size_t M, std::size_t N, std::size_t K, std::size_t Width, class T, class To>
void narrow_tn(const T* a, const T* b, To c) noexcept {
    T buffer[N * Width], turned[Width * N];
    using sums = in_memory<store::assign, Width, T>;
    tiled<N, Width, K, lanes_for<T>(Width), 1, N, M, (K - 1) * M + Width, T, sums>::run(b, a, sums{buffer});
    for (std::size_t i = 0; i < Width; ++i) {
        for (std::size_t j = 0; j < N; ++j) {
            turned[i * N + j] = buffer[j * Width + i];
        }
    }
    put_all<Width * N>(turned, c);
}

template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
[[gnu::always_inline]] inline void fast_tn(const T* a, const T* b, To c) noexcept {
    if constexpr (M == 1) {
        fast_nn<1, N, K>(a, b, c);
    } else if constexpr (N == 1) {
        fast_nn<1, M, K>(b, a, c);
    } else if constexpr (K == 1) {
        fast_nn<M, N, 1>(a, b, c);
    } else if constexpr (way_into<T, To>(way_tn<T>(M, N, K), M, N, K) == way::narrow) {
        constexpr std::size_t width = 8 * native_lanes<T>;
        for (std::size_t i = 0; i + width <= M; i += width) {
            narrow_tn<M, N, K, smaller(width, M)>(a + i, b, c.moved(i, 0));
        }
        if constexpr (M % width != 0) {
            constexpr std::size_t i = M - M % width;
            narrow_tn<M, N, K, M % width>(a + i, b, c.moved(i, 0));
        }
    } else {
        tiled<M, N, K, lanes_for<T>(N), 1, M, N, K * N, T, To>::run(a, b, c);
    }
}

} // namespace detail

/// C = A B or C += A B, where `a` is M x K, `b` is K x N and `c` is M x N.
///
/// 2 M N K flops. `c` is a destination, or points at memory that must not overlap `a` or `b`. Usable in constant
/// expressions; for a type that is not `float` or `double`, T needs `*` and `+` only.
template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
[[gnu::always_inline]] constexpr void matmul_nn(const T* a, const T* b, const To& c) noexcept {
    static_assert(M > 0 && N > 0 && K > 0, "a product needs at least one row, column and term");
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            detail::fast_nn<M, N, K>(a, b, c);
            return;
        }
    } else if constexpr (duals::depth<T> != 0) {
        if (!std::is_constant_evaluated()) {
            detail::dual_product<M, N, K, K, 1, N, 1>(a, b, c);
            return;
        }
    }
    detail::plain<M, N, K, K, 1, N, 1>(a, b, c);
}
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
[[gnu::always_inline]] constexpr void matmul_nn(const T* a, const T* b, T* c) noexcept {
    matmul_nn<M, N, K>(a, b, in_memory<How, N, T>{c});
}

/// C = A B^T or C += A B^T, where `a` is M x K, `b` is N x K and `c` is M x N.
///
/// 2 M N K flops, and for large M one pass that transposes `b` through at most 16 KiB of stack.
/// `c` must not overlap `a` or `b`. Types and constant expressions as for `matmul_nn`.
template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
[[gnu::always_inline]] constexpr void matmul_nt(const T* a, const T* b, const To& c) noexcept {
    static_assert(M > 0 && N > 0 && K > 0, "a product needs at least one row, column and term");
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            detail::fast_nt<M, N, K>(a, b, c);
            return;
        }
    } else if constexpr (duals::depth<T> != 0) {
        if (!std::is_constant_evaluated()) {
            detail::dual_product<M, N, K, K, 1, 1, K>(a, b, c);
            return;
        }
    }
    detail::plain<M, N, K, K, 1, 1, K>(a, b, c);
}
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
[[gnu::always_inline]] constexpr void matmul_nt(const T* a, const T* b, T* c) noexcept {
    matmul_nt<M, N, K>(a, b, in_memory<How, N, T>{c});
}

/// C = A^T B or C += A^T B, where `a` is K x M, `b` is K x N and `c` is M x N.
///
/// 2 M N K flops. `c` must not overlap `a` or `b`. Types and constant expressions as for
/// `matmul_nn`.
template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
[[gnu::always_inline]] constexpr void matmul_tn(const T* a, const T* b, const To& c) noexcept {
    static_assert(M > 0 && N > 0 && K > 0, "a product needs at least one row, column and term");
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            detail::fast_tn<M, N, K>(a, b, c);
            return;
        }
    } else if constexpr (duals::depth<T> != 0) {
        if (!std::is_constant_evaluated()) {
            detail::dual_product<M, N, K, 1, M, N, 1>(a, b, c);
            return;
        }
    }
    detail::plain<M, N, K, 1, M, N, 1>(a, b, c);
}
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
[[gnu::always_inline]] constexpr void matmul_tn(const T* a, const T* b, T* c) noexcept {
    matmul_tn<M, N, K>(a, b, in_memory<How, N, T>{c});
}

} // namespace tapeless::kernels

#endif

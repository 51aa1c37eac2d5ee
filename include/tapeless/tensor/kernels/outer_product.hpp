// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_OUTER_PRODUCT_HPP
#define TAPELESS_TENSOR_KERNELS_OUTER_PRODUCT_HPP

#include "tile.hpp"

namespace tapeless::kernels::detail {

// C = a b^T for a of M elements and b of N: one multiplication for each element, so what counts is how C streams past.
// The vectors of b stay in registers. It goes from the last element to the first: of what a sweep has read from the
// first to the last, as the product with a matrix does, the end is still in the cache.
template <std::size_t M, std::size_t N, class T, class To>
struct outer_product {
    static constexpr std::size_t lanes = lanes_for<T>(N);
    static constexpr cut columns{ceil_div(N, lanes), register_count / 4 * 3};
    static constexpr std::size_t last = (N - 1) % lanes + 1;
    static constexpr std::size_t unrolled = smaller(M, ceil_div(register_count, columns.size));
    using vector = vec<T, lanes>;

    template <std::size_t Last, std::size_t... V>
    [[gnu::always_inline]] static void row(const T& a, const vector* b, const To& c,
                                           std::index_sequence<V...>) noexcept {
        constexpr std::size_t end = sizeof...(V) - 1;
        (c.moved(0, (end - V) * lanes).template put<(V == 0 ? Last : lanes), lanes>(a * b[end - V]), ...);
    }
    template <std::size_t Last, class Vectors, std::size_t... R>
    [[gnu::always_inline]] static void rows(const T* a, const vector* b, const To& c, Vectors all,
                                            std::index_sequence<R...>) noexcept {
        constexpr std::size_t end = sizeof...(R) - 1;
        (row<Last>(a[end - R], b, c.moved(end - R, 0), all), ...);
    }
    template <std::size_t Last, std::size_t... V>
    [[gnu::always_inline]] static void columns_at(const T* a, const T* b, const To& c,
                                                  std::index_sequence<V...> all) noexcept {
        const vector held[] = {load_first<(V + 1 == sizeof...(V) ? Last : lanes), lanes>(b + V * lanes)...};
        std::size_t i = M;
#pragma GCC unroll 1
        for (; i >= unrolled; i -= unrolled)
            rows<Last>(a + (i - unrolled), held, c.moved(i - unrolled, 0), all, std::make_index_sequence<unrolled>{});
        if constexpr (M % unrolled != 0) rows<Last>(a, held, c, all, std::make_index_sequence<M % unrolled>{});
    }

    [[gnu::always_inline]] static void run(const T* a, const T* b, const To& c) noexcept {
        constexpr std::size_t end = columns.pieces - 1;
        const auto piece = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) __attribute__((always_inline)) {
            constexpr std::size_t first = (J * columns.size + smaller(J, columns.long_pieces)) * lanes;
            constexpr std::size_t vectors = columns.size + (J < columns.long_pieces ? 1 : 0);
            columns_at<(J == end ? last : lanes)>(a, b + first, c.moved(0, first), std::make_index_sequence<vectors>{});
        };
        [&]<std::size_t... J>(std::index_sequence<J...>) __attribute__((always_inline)) {
            (piece(std::integral_constant<std::size_t, end - J>{}), ...);
        }
        (std::make_index_sequence<columns.pieces>{});
    }
};

// The same for rows that are shorter than a vector: as many rows as a vector has lanes are N vectors, which go on in the
// next row.
template <std::size_t M, std::size_t N, class T, class To>
struct narrow_outer_product {
    static constexpr std::size_t lanes = native_lanes<T>;
    using vector = vec<T, lanes>;

    // Vector V of the elements of a, each N times, and of those of b, again and again.
    template <std::size_t V, std::size_t... I>
    [[gnu::always_inline]] static vector part(const vector& a, const vector& b, std::index_sequence<I...>) noexcept {
        return __builtin_shufflevector(a, a, ((V * lanes + I) / N)...) *
               __builtin_shufflevector(b, b, ((V * lanes + I) % N)...);
    }
    template <std::size_t Rows, std::size_t... V>
    [[gnu::always_inline]] static void rows(const T* a, const vector& b, const To& c,
                                            std::index_sequence<V...>) noexcept {
        const vector elements = load_first<Rows, lanes>(a);
        (c.along(V * lanes).template put<smaller(lanes, Rows * N - V * lanes), lanes>(
             part<V>(elements, b, std::make_index_sequence<lanes>{})),
         ...);
    }

    [[gnu::always_inline]] static void run(const T* a, const T* b, const To& c) noexcept {
        const vector row = load_first<N, lanes>(b);
#pragma GCC unroll 1
        for (std::size_t i = 0; i + lanes <= M; i += lanes)
            rows<lanes>(a + i, row, c.along(i * N), std::make_index_sequence<N>{});
        if constexpr (M % lanes != 0) {
            constexpr std::size_t i = M - M % lanes;
            rows<M % lanes>(a + i, row, c.along(i * N), std::make_index_sequence<ceil_div(M % lanes * N, lanes)>{});
        }
    }
};

} // namespace tapeless::kernels::detail

#endif

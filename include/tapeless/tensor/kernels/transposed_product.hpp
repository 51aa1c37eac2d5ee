// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_TRANSPOSED_PRODUCT_HPP
#define TAPELESS_TENSOR_KERNELS_TRANSPOSED_PRODUCT_HPP

#include "tile.hpp"

namespace tapeless::kernels::detail {

// to[k * Width + j] = from[j * Stride + k] for Count of j and Depth of k, and zero in the lanes
// that complete the last vector of j.
template <std::size_t Count, std::size_t Depth, std::size_t Stride, std::size_t Width, std::size_t Lanes, class T>
struct transposed {
    template <std::size_t Rows, std::size_t Columns, std::size_t... I>
    [[gnu::always_inline]] static void block(const T* from, T* to, std::index_sequence<I...>) noexcept {
        vec<T, Lanes> rows[Lanes] = {
            (I < Rows ? load_first<Columns, Lanes>(from + (I < Rows ? I * Stride : 0)) : vec<T, Lanes>{})...};
        transpose<T, Lanes>(rows);
        ((I < Columns ? store_to<Lanes>(to + (I < Columns ? I * Width : 0), rows[I]) : void()), ...);
    }

    template <std::size_t Rows>
    static void rows_at(const T* from, T* to) noexcept {
        constexpr std::make_index_sequence<Lanes> lanes{};
        if constexpr (Depth / Lanes != 0) {
#pragma GCC unroll 1
            for (std::size_t k = 0; k < Depth / Lanes; ++k) {
                block<Rows, Lanes>(from, to, lanes);
                from += Lanes;
                to += Lanes * Width;
            }
        }
        if constexpr (Depth % Lanes != 0) {
            block<Rows, Depth % Lanes>(from, to, lanes);
        }
    }

    static void run(const T* from, T* to) noexcept {
        if constexpr (Count / Lanes != 0) {
#pragma GCC unroll 1
            for (std::size_t j = 0; j < Count / Lanes; ++j) {
                rows_at<Lanes>(from, to);
                from += Lanes * Stride;
                to += Lanes;
            }
        }
        if constexpr (Count % Lanes != 0) {
            rows_at<Count % Lanes>(from, to);
        }
    }
};

// How much of K a panel of B^T holds: all, if the buffer does.
template <class T>
constexpr std::size_t panel_depth(std::size_t m, std::size_t n, std::size_t k) noexcept {
    const std::size_t lanes = lanes_for<T>(n);
    const std::size_t width = choose_tile(m, ceil_div(n, lanes)).columns * lanes;
    return ceil_div(k, ceil_div(k * width, buffer_bytes / sizeof(T)));
}

// C = A B^T, by transposing one panel of B after the other into a buffer.
template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
struct packed_nt {
    static constexpr std::size_t lanes = lanes_for<T>(N);
    static constexpr std::size_t vectors = ceil_div(N, lanes);
    static constexpr std::size_t tile_columns = choose_tile(M, vectors).columns;
    static constexpr std::size_t width = tile_columns * lanes;
    static constexpr std::size_t depth = panel_depth<T>(M, N, K);
    static_assert(depth >= K || !To::stream, "sums that are formed in parts are no stream");

    template <std::size_t Width, std::size_t Depth, class Part>
    static void panel(const T* a, const T* b, Part c) noexcept {
        constexpr std::size_t padded = ceil_div(Width, lanes) * lanes;
        alignas(register_bytes) T buffer[padded * Depth];
        transposed<Width, Depth, K, padded, lanes, T>::run(b, buffer);
        tiled<M, Width, Depth, lanes, K, 1, padded, padded * Depth, T, Part>::run(a, buffer, c);
    }

    template <std::size_t Width>
    static void columns_at(const T* a, const T* b, To c) noexcept {
        panel<Width, smaller(depth, K)>(a, b, c);
        if constexpr (K > depth) {
            for (std::size_t k = depth; k + depth <= K; k += depth) {
                panel<Width, depth>(a + k, b + k, c.added());
            }
            if constexpr (K % depth != 0) {
                constexpr std::size_t k = K - K % depth;
                panel<Width, K % depth>(a + k, b + k, c.added());
            }
        }
    }

    static void run(const T* a, const T* b, To c) noexcept {
        if constexpr (N / width != 0) {
            for (std::size_t j = 0; j < N / width; ++j) {
                columns_at<width>(a, b, c);
                b += width * K;
                c = c.moved(0, width);
            }
        }
        if constexpr (N % width != 0) {
            columns_at<N % width>(a, b, c);
        }
    }
};

} // namespace tapeless::kernels::detail

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_DOT_HPP
#define TAPELESS_TENSOR_KERNELS_DOT_HPP

#include "tile.hpp"

namespace tapeless::kernels::detail {

// C = A B^T by dots: a(i, k) at a[i * K + k], b(j, k) at b[j * K + k].
template <std::size_t M, std::size_t N, std::size_t K, class T, class To>
struct dots {
    static constexpr std::size_t lanes = lanes_for<T>(K);
    static constexpr std::size_t tail = K % lanes;
    using vector = vec<T, lanes>;

    // As many rows as make the elements of C, which lie one after the other, whole vectors.
    static constexpr std::size_t block_rows() noexcept {
        std::size_t rows = 1;
        while (rows * N % lanes != 0) {
            rows *= 2;
        }
        return rows;
    }

    // Rows that are longer than this come from further away than the first-level cache, where
    // fewer streams at a time are read faster.
    static constexpr bool long_rows = K >= 16 * lanes;

    // The elements of a row that are left after its whole vectors, and zeros. That is a whole
    // vector less some lanes: the last one in the row, or where the row is shorter than a vector,
    // the one that goes on into the next row. Only where the array ends must it be a part of one.
    template <std::size_t RowsLeft>
    [[gnu::always_inline]] static vector load_tail(const T* p) noexcept {
        if constexpr (K >= lanes) {
            return load_keeping<lanes - tail, tail, lanes>(p + tail - lanes);
        } else if constexpr (masks_after_loads && RowsLeft * K >= lanes) {
            return load_keeping<0, tail, lanes>(p);
        } else {
            return load_first<tail, lanes>(p);
        }
    }

    template <std::size_t First, std::size_t... I>
    [[gnu::always_inline]] static void step(vector* sums, const T* a, const T* b, std::index_sequence<I...>) noexcept {
        ((sums[I] += load<lanes>(a + (First + I) / N * K) * load<lanes>(b + (First + I) % N * K)), ...);
    }

    template <std::size_t First, std::size_t Split, std::size_t Count, std::size_t... V, class Counted>
    [[gnu::always_inline]] static void straight(vector (*sums)[Count], const T* a, const T* b,
                                                std::index_sequence<V...>, Counted counted) noexcept {
        (step<First>(sums[V % Split], a + V * lanes, b + V * lanes, counted), ...);
    }

    template <bool Only, std::size_t First, std::size_t RowsLeft, std::size_t... I>
    [[gnu::always_inline]] static void step_tail(vector* sums, const T* a, const T* b,
                                                 std::index_sequence<I...>) noexcept {
        if constexpr (Only) {
            ((sums[I] = load_tail<RowsLeft - (First + I) / N>(a + (First + I) / N * K) *
                        load_tail<N - (First + I) % N>(b + (First + I) % N * K)),
             ...);
        } else {
            ((sums[I] += load_tail<RowsLeft - (First + I) / N>(a + (First + I) / N * K) *
                         load_tail<N - (First + I) % N>(b + (First + I) % N * K)),
             ...);
        }
    }

    template <bool Only, std::size_t... I>
    [[gnu::always_inline]] static void add_sums(vector* result, const vector* sums,
                                                std::index_sequence<I...>) noexcept {
        ((result[I] = Only ? sums[I] : result[I] + sums[I]), ...);
    }

    // Elements First to First + Count of C, counted from the row that a points to, not yet summed
    // across the lanes. Split sums are kept for every element, of every Split-th vector of k.
    template <std::size_t First, std::size_t Count, std::size_t RowsLeft, std::size_t... S>
    [[gnu::always_inline]] static void sum(vector* result, const T* a, const T* b, std::index_sequence<S...>) noexcept {
        constexpr std::make_index_sequence<Count> counted{};
        if constexpr (K < lanes) {
            step_tail<true, First, RowsLeft>(result, a, b, counted);
        } else {
            constexpr std::size_t split = sizeof...(S);
            constexpr std::size_t left = K / lanes % split;
            constexpr std::size_t whole = K / lanes / split * split * lanes;
            vector sums[split][Count] = {};
            constexpr std::size_t rounds = whole / (split * lanes);
            if constexpr (rounds * split * Count <= straight_line_steps / 2) {
                straight<First, split>(sums, a, b, std::make_index_sequence<rounds * split>{}, counted);
            } else {
                // Unrolled, the loop would have more streams than prefetchers follow.
#pragma GCC unroll 1
                for (std::size_t k = 0; k < whole; k += split * lanes) {
                    (step<First>(sums[S], a + k + S * lanes, b + k + S * lanes, counted), ...);
                }
            }
            ((S < left ? step<First>(sums[S], a + (S < left ? whole + S * lanes : 0),
                                     b + (S < left ? whole + S * lanes : 0), counted)
                       : void()),
             ...);
            if constexpr (tail != 0) {
                step_tail<false, First, RowsLeft>(sums[left], a + (K - tail), b + (K - tail), counted);
            }
            (add_sums<S == 0>(result, sums[S], counted), ...);
        }
    }

    template <std::size_t First, std::size_t Count, std::size_t RowsLeft, std::size_t AtOnce, std::size_t... P>
    [[gnu::always_inline]] static void group(const T* a, const T* b, To c, std::index_sequence<P...>) noexcept {
        constexpr std::size_t split = larger(1, smaller(ceil_div(sums_in_flight, AtOnce), K / lanes));
        vector sums[lanes] = {};
        (sum<First + P * AtOnce, smaller(AtOnce, Count - P * AtOnce), RowsLeft>(sums + P * AtOnce, a, b,
                                                                                std::make_index_sequence<split>{}),
         ...);
        if constexpr (Count == 1) { // in the same order, without the zeros
            c.along(First).put_one(fold_lanes<lanes, T>(sums[0], [](const auto& x, const auto& y) { return x + y; }));
        } else {
            sum_each<T, lanes>(sums);
            c.along(First).template put<Count, lanes>(sums[0]);
        }
    }

    template <std::size_t First, std::size_t Count, std::size_t RowsLeft>
    [[gnu::always_inline]] static void group_at(const T* a, const T* b, To c) noexcept {
        constexpr std::size_t at_once = smaller(Count, long_rows ? sums_in_flight / 2 : sums_in_flight);
        group<First, Count, RowsLeft, at_once>(a, b, c, std::make_index_sequence<ceil_div(Count, at_once)>{});
    }

    template <std::size_t Count, std::size_t RowsLeft, std::size_t... G>
    [[gnu::always_inline]] static void groups(const T* a, const T* b, To c, std::index_sequence<G...>) noexcept {
        (group_at<G * lanes, smaller(lanes, Count - G * lanes), RowsLeft>(a, b, c), ...);
    }

    // Rows rows, the first of which has at least RowsLeft to the end of A, itself included.
    template <std::size_t Rows, std::size_t RowsLeft>
    [[gnu::always_inline]] static void rows_at(const T* a, const T* b, To c) noexcept {
        groups<Rows * N, RowsLeft>(a, b, c, std::make_index_sequence<ceil_div(Rows * N, lanes)>{});
    }

    [[gnu::always_inline]] static void run(const T* a, const T* b, To c) noexcept {
        constexpr std::size_t rows = block_rows();
        constexpr std::size_t end_rows = (M - 1) % rows + 1;
        // The last block differs where it is smaller, or where tails are read across rows.
        constexpr bool same = end_rows == rows && (tail == 0 || K >= lanes);
        constexpr std::size_t alike = same ? M / rows : (M - 1) / rows;
        if constexpr (alike != 0) {
#pragma GCC unroll 1
            for (std::size_t i = 0; i < alike; ++i) {
                rows_at<rows, rows + end_rows>(a, b, c);
                a += rows * K;
                c = c.along(rows * N);
            }
        }
        if constexpr (!same) {
            rows_at<end_rows, end_rows>(a, b, c);
        }
    }
};

} // namespace tapeless::kernels::detail

#endif

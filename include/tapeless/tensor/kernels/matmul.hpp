// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#ifndef TAPELESS_TENSOR_KERNELS_MATMUL_HPP
#define TAPELESS_TENSOR_KERNELS_MATMUL_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include <tapeless/tensor/kernels/simd.hpp>

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

/// What happens to the elements that C holds before the call.
enum class store {
    assign,  ///< C = product; what was there is never read
    add,     ///< C += product
};

namespace detail {

// Independent sums that keep the multipliers busy: two a cycle, four cycles each.
inline constexpr std::size_t sums_in_flight = 8;

// Clang makes an expanding load of a load whose first lanes are kept, and that is slower than the
// two or three loads which take only those lanes.
#if defined(__clang__)
inline constexpr bool masks_after_loads = false;
#else
inline constexpr bool masks_after_loads = true;
#endif

// Bytes of the one local buffer: small enough for any stack, and for a first-level cache beside it.
inline constexpr std::size_t buffer_bytes = 16 * 1024;

// A tile of at most so many multiplications is straight-line code, without a loop.
inline constexpr std::size_t straight_line_steps = 128;

constexpr std::size_t ceil_div(std::size_t n, std::size_t d) noexcept { return (n + d - 1) / d; }
constexpr std::size_t smaller(std::size_t x, std::size_t y) noexcept { return x < y ? x : y; }
constexpr std::size_t larger(std::size_t x, std::size_t y) noexcept { return x < y ? y : x; }

template <store How, class T>
[[gnu::always_inline]] constexpr void store_one(T& c, const T& value) {
    if constexpr (How == store::assign) {
        c = value;
    } else {
        c = c + value;
    }
}

// The definition, for every type that is not a lane, and in constant expressions. It starts from
// the first product, not from a zero: a T need not have one.
template <store How, std::size_t M, std::size_t N, std::size_t K, std::size_t ARow,
          std::size_t ACol, std::size_t BRow, std::size_t BCol, class T>
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

// Where the elements of a product lie: a(i, k) at a[i * ARow + k * ACol], b(k, j) at
// b[k * BRow + j], c(i, j) at c[i * CRow + j]. Vectors have Lanes elements.
template <class T, std::size_t Lanes, std::size_t ARow, std::size_t ACol, std::size_t BRow,
          std::size_t CRow>
struct tile_kernel {
    using vector = vec<T, Lanes>;

    template <std::size_t Columns, bool Partial, std::size_t Last, std::size_t... V>
    [[gnu::always_inline]] static void load_row(vector* row, const T* b,
                                                std::index_sequence<V...>) noexcept {
        ((row[V] = load_first<(Partial && V + 1 == Columns ? Last : Lanes), Lanes>(b + V * Lanes)),
         ...);
    }

    // One k: the products of a column of A and a row of B. A flat expansion in the order of the
    // rows keeps one broadcast alive at a time.
    template <bool First, std::size_t Columns, std::size_t... I>
    [[gnu::always_inline]] static void step(vector* sums, const T* a, const vector* row,
                                            std::index_sequence<I...>) noexcept {
        if constexpr (First) {
            ((sums[I] = a[I / Columns * ARow] * row[I % Columns]), ...);
        } else {
            ((sums[I] += a[I / Columns * ARow] * row[I % Columns]), ...);
        }
    }

    template <bool First, std::size_t Rows, std::size_t Columns, bool Partial, std::size_t Last>
    [[gnu::always_inline]] static void load_and_step(vector* sums, const T* a,
                                                     const T* b) noexcept {
        vector row[Columns];
        load_row<Columns, Partial, Last>(row, b, std::make_index_sequence<Columns>{});
        step<First, Columns>(sums, a, row, std::make_index_sequence<Rows * Columns>{});
    }

    // Sums p, p + Split, ... of the same element become one.
    template <std::size_t Sums, std::size_t Split, std::size_t... I>
    [[gnu::always_inline]] static void join_sums(vector* sums, std::index_sequence<I...>) noexcept {
        if constexpr (Split > 1) {
            constexpr std::size_t half = Split / 2;
            ((I < (Split - half) * Sums && I >= (Split - 2 * half) * Sums
                  ? void(sums[I] += sums[I + half * Sums])
                  : void()),
             ...);
            join_sums<Sums, Split - half>(sums, std::index_sequence<I...>{});
        }
    }

    template <store How, std::size_t Columns, std::size_t Last, std::size_t I>
    [[gnu::always_inline]] static void finish_one(const vector* sums, T* c) noexcept {
        T* const to = c + I / Columns * CRow + I % Columns * Lanes;
        constexpr std::size_t count = I % Columns + 1 == Columns ? Last : Lanes;
        if constexpr (How == store::assign) {
            store_first<count, Lanes>(to, sums[I]);
        } else {
            store_first<count, Lanes>(to, load_first<count, Lanes>(to) + sums[I]);
        }
    }

    template <store How, std::size_t Columns, std::size_t Last, std::size_t... I>
    [[gnu::always_inline]] static void finish(const vector* sums, T* c,
                                              std::index_sequence<I...>) noexcept {
        (finish_one<How, Columns, Last, I>(sums, c), ...);
    }

    // Rows x Columns vectors of C, of which the last in a row has Last elements. The first Whole
    // rows of B can be read by whole vectors, the next Partial ones end where the array ends.
    // Split sums are kept for every element, of every Split-th k.
    template <store How, std::size_t Rows, std::size_t Columns, std::size_t Last, std::size_t Split,
              std::size_t Whole, std::size_t Partial>
    static void run(const T* a, const T* b, T* c) noexcept {
        constexpr std::size_t sums_count = Rows * Columns;
        constexpr std::make_index_sequence<Split * sums_count> all{};
        vector sums[Split * sums_count];
        if constexpr ((Whole + Partial) * sums_count <= straight_line_steps) {
            straight<Rows, Columns, Last, Split, Whole>(
                sums, a, b, std::make_index_sequence<Whole + Partial>{});
        } else {
            clear(sums, all);
            looped<Rows, Columns, Last, Whole>(sums, a, b, std::make_index_sequence<Split>{},
                                               std::make_index_sequence<Whole % Split>{},
                                               std::make_index_sequence<Partial>{});
        }
        join_sums<sums_count, Split>(sums, all);
        finish<How, Columns, Last>(sums, c, std::make_index_sequence<sums_count>{});
    }

    template <std::size_t... I>
    [[gnu::always_inline]] static void clear(vector* sums, std::index_sequence<I...>) noexcept {
        ((sums[I] = vector{}), ...);
    }

    template <std::size_t Rows, std::size_t Columns, std::size_t Last, std::size_t Split,
              std::size_t Whole, std::size_t... K>
    [[gnu::always_inline]] static void straight(vector* sums, const T* a, const T* b,
                                                std::index_sequence<K...>) noexcept {
        (load_and_step<(K < Split), Rows, Columns, (K >= Whole), Last>(
             sums + K % Split * Rows * Columns, a + K * ACol, b + K * BRow),
         ...);
    }

    template <std::size_t Rows, std::size_t Columns, std::size_t Last, std::size_t Whole,
              std::size_t... S, std::size_t... W, std::size_t... P>
    [[gnu::always_inline]] static void looped(vector* sums, const T* a, const T* b,
                                              std::index_sequence<S...>, std::index_sequence<W...>,
                                              std::index_sequence<P...>) noexcept {
        constexpr std::size_t split = sizeof...(S);
        constexpr std::size_t left = sizeof...(W);
        constexpr std::size_t count = Rows * Columns;
        // Where few rows share a vector of B, GCC makes it the memory operand of each of their
        // fused instructions, and the loads, not the multiplications, set the pace. One that the
        // round before has loaded stays in a register.
        constexpr bool shared_by_few = 2 <= Rows && Rows <= 4 && product_registers == 0;
        constexpr bool fits = split * (count + Columns) + 1 <= register_count;
        if constexpr (shared_by_few && fits && Whole >= split) {
            constexpr std::make_index_sequence<Columns> columns{};
            constexpr std::make_index_sequence<count> all{};
            vector rows[split * Columns];
            (load_row<Columns, false, Last>(rows + S * Columns, b + S * BRow, columns), ...);
            b += split * BRow;
            for (std::size_t k = 1; k < Whole / split; ++k) {
                (step<false, Columns>(sums + S * count, a + S * ACol, rows + S * Columns, all),
                 ...);
                (load_row<Columns, false, Last>(rows + S * Columns, b + S * BRow, columns), ...);
                a += split * ACol;
                b += split * BRow;
            }
            (step<false, Columns>(sums + S * count, a + S * ACol, rows + S * Columns, all), ...);
            a += split * ACol;
        } else {
#pragma GCC unroll 1
            for (std::size_t k = 0; k < Whole / split; ++k) {
                (load_and_step<false, Rows, Columns, false, Last>(sums + S * count, a + S * ACol,
                                                                  b + S * BRow),
                 ...);
                a += split * ACol;
                b += split * BRow;
            }
        }
        (load_and_step<false, Rows, Columns, false, Last>(sums + W * count, a + W * ACol,
                                                          b + W * BRow),
         ...);
        (load_and_step<false, Rows, Columns, true, Last>(
             sums + (left + P) % split * count, a + (left + P) * ACol, b + (left + P) * BRow),
         ...);
    }
};

struct tile_size {
    std::size_t rows;
    std::size_t columns;
};

// `count` things cut into pieces of at most `most`, as equal as can be: `long_pieces` of
// `size + 1`, then `pieces - long_pieces` of `size`.
struct cut {
    std::size_t pieces;
    std::size_t size;
    std::size_t long_pieces;

    constexpr cut(std::size_t count, std::size_t most) noexcept
        : pieces{ceil_div(count, most)}, size{count / pieces}, long_pieces{count % pieces} {}
};

constexpr std::size_t tile_cost(std::size_t rows, std::size_t columns) noexcept {
    // What a step takes: a multiplication for each vector of C, a load for each row and column,
    // and never less than the latency; then, of two that take as long, the one that loads less.
    const std::size_t sums = rows * columns;
    const std::size_t loads = rows + columns;
    return 8 * larger(larger(sums, loads), sums_in_flight / 2) + loads;
}

// The tile that makes the fewest steps of M x `vectors` without running out of registers.
constexpr tile_size choose_tile(std::size_t m, std::size_t vectors) noexcept {
    tile_size best{1, 1};
    std::size_t best_cost = ~std::size_t{0};
    for (std::size_t rows = 1; rows <= smaller(m, register_count); ++rows) {
        for (std::size_t columns = 1; columns <= smaller(vectors, register_count); ++columns) {
            // A vector of B that only one row uses is an operand in memory.
            const std::size_t b_registers = rows == 1 ? 1 : columns;
            if (rows * columns + b_registers + 1 + product_registers > register_count) {
                continue;
            }
            const cut r{m, rows};
            const cut c{vectors, columns};
            std::size_t cost = 0;
            for (std::size_t i = 0; i < 4; ++i) {
                const std::size_t rows_here = r.size + (i & 1);
                const std::size_t columns_here = c.size + (i >> 1);
                const std::size_t how_many =
                    ((i & 1) != 0 ? r.long_pieces : r.pieces - r.long_pieces) *
                    ((i >> 1) != 0 ? c.long_pieces : c.pieces - c.long_pieces);
                cost += how_many * tile_cost(rows_here, columns_here);
            }
            if (cost < best_cost) {
                best_cost = cost;
                best = {rows, columns};
            }
        }
    }
    return best;
}

// C = A B by tiles. BReadable elements may be read from b on.
template <store How, std::size_t M, std::size_t N, std::size_t K, std::size_t Lanes,
          std::size_t ARow, std::size_t ACol, std::size_t BRow, std::size_t CRow,
          std::size_t BReadable, class T>
struct tiled {
    using kernel = tile_kernel<T, Lanes, ARow, ACol, BRow, CRow>;

    static constexpr std::size_t vectors = ceil_div(N, Lanes);
    static constexpr tile_size tile = choose_tile(M, vectors);
    static constexpr cut row_cut{M, tile.rows};
    static constexpr cut column_cut{vectors, tile.columns};
    static constexpr std::size_t last = N - (vectors - 1) * Lanes;

    // Rows of B of which a whole last vector would end beyond what can be read.
    static constexpr std::size_t partial_rows() noexcept {
        std::size_t rows = 0;
        while (rows < K && (K - 1 - rows) * BRow + vectors * Lanes > BReadable) {
            ++rows;
        }
        return rows;
    }

    template <std::size_t Rows, std::size_t Columns, bool AtEnd>
    static void tile_at(const T* a, const T* b, T* c) noexcept {
        constexpr std::size_t here = AtEnd ? last : Lanes;
        constexpr std::size_t partial = AtEnd ? partial_rows() : 0;
        constexpr std::size_t wanted = ceil_div(sums_in_flight, Rows * Columns);
        constexpr std::size_t room = (register_count - 1 - product_registers) / (Rows * Columns);
        constexpr std::size_t split = larger(1, smaller(smaller(wanted, room - 1), K / 2));
        kernel::template run<How, Rows, Columns, here, split, K - partial, partial>(a, b, c);
    }

    // A compiler that knows C to lie apart from B takes the loads of B out of the loop over the
    // tiles. Where B then has more vectors than there are registers it only moves them to the
    // stack, so such a tile stays a function.
    template <std::size_t Rows, std::size_t Columns, bool AtEnd>
    static void tile_in_loop(const T* a, const T* b, T* c) noexcept {
        constexpr std::size_t registers = (K + Rows) * Columns + 1 + product_registers;
        if constexpr (row_cut.pieces > 1 && registers > register_count &&
                      K * Rows * Columns <= straight_line_steps) {
            tile_apart<Rows, Columns, AtEnd>(a, b, c);
        } else {
            tile_at<Rows, Columns, AtEnd>(a, b, c);
        }
    }

    template <std::size_t Rows, std::size_t Columns, bool AtEnd>
    [[gnu::noinline]] static void tile_apart(const T* a, const T* b, T* c) noexcept {
        tile_at<Rows, Columns, AtEnd>(a, b, c);
    }

    template <std::size_t Columns, bool AtEnd>
    static void columns_at(const T* a, const T* b, T* c) noexcept {
        if constexpr (row_cut.long_pieces != 0) {
#pragma GCC unroll 1
            for (std::size_t i = 0; i < row_cut.long_pieces; ++i) {
                tile_in_loop<row_cut.size + 1, Columns, AtEnd>(a, b, c);
                a += (row_cut.size + 1) * ARow;
                c += (row_cut.size + 1) * CRow;
            }
        }
#pragma GCC unroll 1
        for (std::size_t i = row_cut.long_pieces; i < row_cut.pieces; ++i) {
            tile_in_loop<row_cut.size, Columns, AtEnd>(a, b, c);
            a += row_cut.size * ARow;
            c += row_cut.size * CRow;
        }
    }

    static void run(const T* a, const T* b, T* c) noexcept {
        if constexpr (column_cut.long_pieces != 0) {
            for (std::size_t j = 0; j < column_cut.long_pieces; ++j) {
                columns_at<column_cut.size + 1, false>(a, b, c);
                b += (column_cut.size + 1) * Lanes;
                c += (column_cut.size + 1) * Lanes;
            }
        }
        // The last vector of a row is alone in being incomplete, and the last piece in holding it.
        constexpr std::size_t before = column_cut.pieces - 1 - column_cut.long_pieces;
        if constexpr (last == Lanes) {
            for (std::size_t j = 0; j < before + 1; ++j) {
                columns_at<column_cut.size, false>(a, b, c);
                b += column_cut.size * Lanes;
                c += column_cut.size * Lanes;
            }
        } else {
            if constexpr (before != 0) {
                for (std::size_t j = 0; j < before; ++j) {
                    columns_at<column_cut.size, false>(a, b, c);
                    b += column_cut.size * Lanes;
                    c += column_cut.size * Lanes;
                }
            }
            columns_at<column_cut.size, true>(a, b, c);
        }
    }
};

// C = A B^T by dots: a(i, k) at a[i * K + k], b(j, k) at b[j * K + k].
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
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
    [[gnu::always_inline]] static void step(vector* sums, const T* a, const T* b,
                                            std::index_sequence<I...>) noexcept {
        ((sums[I] += load<lanes>(a + (First + I) / N * K) * load<lanes>(b + (First + I) % N * K)),
         ...);
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
    [[gnu::always_inline]] static void sum(vector* result, const T* a, const T* b,
                                           std::index_sequence<S...>) noexcept {
        constexpr std::make_index_sequence<Count> counted{};
        if constexpr (K < lanes) {
            step_tail<true, First, RowsLeft>(result, a, b, counted);
        } else {
            constexpr std::size_t split = sizeof...(S);
            constexpr std::size_t left = K / lanes % split;
            constexpr std::size_t whole = K / lanes / split * split * lanes;
            vector sums[split][Count] = {};
            // Unrolled, the loop would have more streams than prefetchers follow.
#pragma GCC unroll 1
            for (std::size_t k = 0; k < whole; k += split * lanes) {
                (step<First>(sums[S], a + k + S * lanes, b + k + S * lanes, counted), ...);
            }
            ((S < left ? step<First>(sums[S], a + (S < left ? whole + S * lanes : 0),
                                     b + (S < left ? whole + S * lanes : 0), counted)
                       : void()),
             ...);
            if constexpr (tail != 0) {
                step_tail<false, First, RowsLeft>(sums[left], a + (K - tail), b + (K - tail),
                                                  counted);
            }
            (add_sums<S == 0>(result, sums[S], counted), ...);
        }
    }

    template <std::size_t First, std::size_t Count, std::size_t RowsLeft, std::size_t AtOnce,
              std::size_t... P>
    [[gnu::always_inline]] static void group(const T* a, const T* b, T* c,
                                             std::index_sequence<P...>) noexcept {
        constexpr std::size_t split =
            larger(1, smaller(ceil_div(sums_in_flight, AtOnce), K / lanes));
        vector sums[lanes] = {};
        (sum<First + P * AtOnce, smaller(AtOnce, Count - P * AtOnce), RowsLeft>(
             sums + P * AtOnce, a, b, std::make_index_sequence<split>{}),
         ...);
        sum_each<T, lanes>(sums);
        if constexpr (How == store::assign) {
            store_first<Count, lanes>(c + First, sums[0]);
        } else {
            store_first<Count, lanes>(c + First, load_first<Count, lanes>(c + First) + sums[0]);
        }
    }

    template <std::size_t First, std::size_t Count, std::size_t RowsLeft>
    [[gnu::always_inline]] static void group_at(const T* a, const T* b, T* c) noexcept {
        constexpr std::size_t at_once =
            smaller(Count, long_rows ? sums_in_flight / 2 : sums_in_flight);
        group<First, Count, RowsLeft, at_once>(
            a, b, c, std::make_index_sequence<ceil_div(Count, at_once)>{});
    }

    template <std::size_t Count, std::size_t RowsLeft, std::size_t... G>
    [[gnu::always_inline]] static void groups(const T* a, const T* b, T* c,
                                              std::index_sequence<G...>) noexcept {
        (group_at<G * lanes, smaller(lanes, Count - G * lanes), RowsLeft>(a, b, c), ...);
    }

    // Rows rows, the first of which has at least RowsLeft to the end of A, itself included.
    template <std::size_t Rows, std::size_t RowsLeft>
    static void rows_at(const T* a, const T* b, T* c) noexcept {
        groups<Rows * N, RowsLeft>(a, b, c, std::make_index_sequence<ceil_div(Rows * N, lanes)>{});
    }

    static void run(const T* a, const T* b, T* c) noexcept {
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
                c += rows * N;
            }
        }
        if constexpr (!same) {
            rows_at<end_rows, end_rows>(a, b, c);
        }
    }
};

// to[k * Width + j] = from[j * Stride + k] for Count of j and Depth of k, and zero in the lanes
// that complete the last vector of j.
template <std::size_t Count, std::size_t Depth, std::size_t Stride, std::size_t Width,
          std::size_t Lanes, class T>
struct transposed {
    template <std::size_t Rows, std::size_t Columns, std::size_t... I>
    [[gnu::always_inline]] static void block(const T* from, T* to,
                                             std::index_sequence<I...>) noexcept {
        vec<T, Lanes> rows[Lanes] = {
            (I < Rows ? load_first<Columns, Lanes>(from + (I < Rows ? I * Stride : 0))
                      : vec<T, Lanes>{})...};
        transpose<T, Lanes>(rows);
        ((I < Columns ? store_to<Lanes>(to + (I < Columns ? I * Width : 0), rows[I]) : void()),
         ...);
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

// C = A B^T, by transposing one panel of B after the other into a buffer.
template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
struct packed_nt {
    static constexpr std::size_t lanes = lanes_for<T>(N);
    static constexpr std::size_t vectors = ceil_div(N, lanes);
    static constexpr std::size_t tile_columns = choose_tile(M, vectors).columns;
    static constexpr std::size_t room = buffer_bytes / sizeof(T);
    static constexpr std::size_t width = tile_columns * lanes;
    static constexpr std::size_t depth = ceil_div(K, ceil_div(K * width, room));

    template <store HowHere, std::size_t Width, std::size_t Depth>
    static void panel(const T* a, const T* b, T* c) noexcept {
        constexpr std::size_t padded = ceil_div(Width, lanes) * lanes;
        alignas(register_bytes) T buffer[padded * Depth];
        transposed<Width, Depth, K, padded, lanes, T>::run(b, buffer);
        tiled<HowHere, M, Width, Depth, lanes, K, 1, padded, N, padded * Depth, T>::run(a, buffer,
                                                                                      c);
    }

    template <std::size_t Width>
    static void columns_at(const T* a, const T* b, T* c) noexcept {
        panel<How, Width, smaller(depth, K)>(a, b, c);
        if constexpr (K > depth) {
            for (std::size_t k = depth; k + depth <= K; k += depth) {
                panel<store::add, Width, depth>(a + k, b + k, c);
            }
            if constexpr (K % depth != 0) {
                constexpr std::size_t k = K - K % depth;
                panel<store::add, Width, K % depth>(a + k, b + k, c);
            }
        }
    }

    static void run(const T* a, const T* b, T* c) noexcept {
        if constexpr (N / width != 0) {
            for (std::size_t j = 0; j < N / width; ++j) {
                columns_at<width>(a, b, c);
                b += width * K;
                c += width;
            }
        }
        if constexpr (N % width != 0) {
            columns_at<N % width>(a, b, c);
        }
    }
};

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
    } else if constexpr (fits && N <= native_lanes<T> / 4 &&
                         dots_cost<T>(M, N, K) + N * K < tiles_cost<T>(M, N, K)) {
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
    tiled<store::assign, N, Width, K, lanes_for<T>(Width), 1, N, M, Width,
          (K - 1) * M + Width, T>::run(b, a, buffer);
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

}  // namespace detail

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

}  // namespace tapeless::kernels

#endif

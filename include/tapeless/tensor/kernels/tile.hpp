// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_TILE_HPP
#define TAPELESS_TENSOR_KERNELS_TILE_HPP

#include "destination.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tapeless::kernels::detail {

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

// Where the elements of a product lie: a(i, k) at a[i * ARow + k * ACol], b(k, j) at
// b[k * BRow + j]. Vectors have Lanes elements.
template <class T, std::size_t Lanes, std::size_t ARow, std::size_t ACol, std::size_t BRow>
struct tile_kernel {
    using vector = vec<T, Lanes>;

    template <std::size_t Columns, bool Partial, std::size_t Last, std::size_t... V>
    [[gnu::always_inline]] static void load_row(vector* row, const T* b, std::index_sequence<V...>) noexcept {
        ((row[V] = load_first<(Partial && V + 1 == Columns ? Last : Lanes), Lanes>(b + V * Lanes)), ...);
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
    [[gnu::always_inline]] static void load_and_step(vector* sums, const T* a, const T* b) noexcept {
        vector row[Columns];
        load_row<Columns, Partial, Last>(row, b, std::make_index_sequence<Columns>{});
        step<First, Columns>(sums, a, row, std::make_index_sequence<Rows * Columns>{});
    }

    // Sums p, p + Split, ... of the same element become one.
    template <std::size_t Sums, std::size_t Split, std::size_t... I>
    [[gnu::always_inline]] static void join_sums(vector* sums, std::index_sequence<I...>) noexcept {
        if constexpr (Split > 1) {
            constexpr std::size_t half = Split / 2;
            ((I < (Split - half) * Sums && I >= (Split - 2 * half) * Sums ? void(sums[I] += sums[I + half * Sums])
                                                                          : void()),
             ...);
            join_sums<Sums, Split - half>(sums, std::index_sequence<I...>{});
        }
    }

    template <std::size_t Columns, std::size_t Last, class To, std::size_t... I>
    [[gnu::always_inline]] static void finish(const vector* sums, const To& c, std::index_sequence<I...>) noexcept {
        (c.moved(I / Columns, I % Columns * Lanes)
             .template put<(I % Columns + 1 == Columns ? Last : Lanes), Lanes>(sums[I]),
         ...);
    }

    // Rows x Columns vectors of C, of which the last in a row has Last elements. The first Whole
    // rows of B can be read by whole vectors, the next Partial ones end where the array ends.
    // Split sums are kept for every element, of every Split-th k.
    template <std::size_t Rows, std::size_t Columns, std::size_t Last, std::size_t Split, std::size_t Whole,
              std::size_t Partial, class To>
    static void run(const T* a, const T* b, const To& c) noexcept {
        constexpr std::size_t sums_count = Rows * Columns;
        constexpr std::make_index_sequence<Split * sums_count> all{};
        vector sums[Split * sums_count];
        if constexpr ((Whole + Partial) * sums_count <= straight_line_steps) {
            straight<Rows, Columns, Last, Split, Whole>(sums, a, b, std::make_index_sequence<Whole + Partial>{});
        } else {
            clear(sums, all);
            looped<Rows, Columns, Last, Whole>(sums, a, b, std::make_index_sequence<Split>{},
                                               std::make_index_sequence<Whole % Split>{},
                                               std::make_index_sequence<Partial>{});
        }
        join_sums<sums_count, Split>(sums, all);
        // Whether GCC would join a single product with what follows depends on what it inlines: it never shall.
        if constexpr (Whole + Partial == 1 && To::stream) hide(sums, all);
        finish<Columns, Last>(sums, c, std::make_index_sequence<sums_count>{});
    }

    template <std::size_t... I>
    [[gnu::always_inline]] static void clear(vector* sums, std::index_sequence<I...>) noexcept {
        ((sums[I] = vector{}), ...);
    }

    template <std::size_t... I>
    [[gnu::always_inline]] static void hide(vector* sums, std::index_sequence<I...>) noexcept {
        ((sums[I] = simd::unknown(sums[I])), ...);
    }

    template <std::size_t Rows, std::size_t Columns, std::size_t Last, std::size_t Split, std::size_t Whole,
              std::size_t... K>
    [[gnu::always_inline]] static void straight(vector* sums, const T* a, const T* b,
                                                std::index_sequence<K...>) noexcept {
        (load_and_step<(K < Split), Rows, Columns, (K >= Whole), Last>(sums + K % Split * Rows * Columns, a + K * ACol,
                                                                       b + K * BRow),
         ...);
    }

    template <std::size_t Rows, std::size_t Columns, std::size_t Last, std::size_t Whole, std::size_t... S,
              std::size_t... W, std::size_t... P>
    [[gnu::always_inline]] static void looped(vector* sums, const T* a, const T* b, std::index_sequence<S...>,
                                              std::index_sequence<W...>, std::index_sequence<P...>) noexcept {
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
                (step<false, Columns>(sums + S * count, a + S * ACol, rows + S * Columns, all), ...);
                (load_row<Columns, false, Last>(rows + S * Columns, b + S * BRow, columns), ...);
                a += split * ACol;
                b += split * BRow;
            }
            (step<false, Columns>(sums + S * count, a + S * ACol, rows + S * Columns, all), ...);
            a += split * ACol;
        } else {
#pragma GCC unroll 1
            for (std::size_t k = 0; k < Whole / split; ++k) {
                (load_and_step<false, Rows, Columns, false, Last>(sums + S * count, a + S * ACol, b + S * BRow), ...);
                a += split * ACol;
                b += split * BRow;
            }
        }
        (load_and_step<false, Rows, Columns, false, Last>(sums + W * count, a + W * ACol, b + W * BRow), ...);
        (load_and_step<false, Rows, Columns, true, Last>(sums + (left + P) % split * count, a + (left + P) * ACol,
                                                         b + (left + P) * BRow),
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
                const std::size_t how_many = ((i & 1) != 0 ? r.long_pieces : r.pieces - r.long_pieces) *
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
template <std::size_t M, std::size_t N, std::size_t K, std::size_t Lanes, std::size_t ARow, std::size_t ACol,
          std::size_t BRow, std::size_t BReadable, class T, class To>
struct tiled {
    using kernel = tile_kernel<T, Lanes, ARow, ACol, BRow>;

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
    [[gnu::always_inline]] static void tile_at(const T* a, const T* b, To c) noexcept {
        constexpr std::size_t here = AtEnd ? last : Lanes;
        constexpr std::size_t partial = AtEnd ? partial_rows() : 0;
        constexpr std::size_t wanted = ceil_div(sums_in_flight, Rows * Columns);
        constexpr std::size_t room = (register_count - 1 - product_registers) / (Rows * Columns);
        constexpr std::size_t split = larger(1, smaller(smaller(wanted, room - 1), K / 2));
        kernel::template run<Rows, Columns, here, split, K - partial, partial>(a, b, c);
    }

    // A compiler that knows C to lie apart from B takes the loads of B out of the loop over the
    // tiles. Where B then has more vectors than there are registers it only moves them to the
    // stack, so such a tile stays a function.
    template <std::size_t Rows, std::size_t Columns, bool AtEnd>
    [[gnu::always_inline]] static void tile_in_loop(const T* a, const T* b, To c) noexcept {
        constexpr std::size_t registers = (K + Rows) * Columns + 1 + product_registers;
        if constexpr (row_cut.pieces > 1 && registers > register_count && K * Rows * Columns <= straight_line_steps) {
            tile_apart<Rows, Columns, AtEnd>(a, b, c);
        } else {
            tile_at<Rows, Columns, AtEnd>(a, b, c);
        }
    }

    template <std::size_t Rows, std::size_t Columns, bool AtEnd>
    [[gnu::noinline]] static void tile_apart(const T* a, const T* b, To c) noexcept {
        tile_at<Rows, Columns, AtEnd>(a, b, c);
    }

    template <std::size_t Columns, bool AtEnd>
    [[gnu::always_inline]] static void columns_at(const T* a, const T* b, To c) noexcept {
        if constexpr (row_cut.long_pieces != 0) {
#pragma GCC unroll 1
            for (std::size_t i = 0; i < row_cut.long_pieces; ++i) {
                tile_in_loop<row_cut.size + 1, Columns, AtEnd>(a, b, c);
                a += (row_cut.size + 1) * ARow;
                c = c.moved(row_cut.size + 1, 0);
            }
        }
#pragma GCC unroll 1
        for (std::size_t i = row_cut.long_pieces; i < row_cut.pieces; ++i) {
            tile_in_loop<row_cut.size, Columns, AtEnd>(a, b, c);
            a += row_cut.size * ARow;
            c = c.moved(row_cut.size, 0);
        }
    }

    [[gnu::always_inline]] static void run(const T* a, const T* b, To c) noexcept {
        if constexpr (column_cut.long_pieces != 0) {
            for (std::size_t j = 0; j < column_cut.long_pieces; ++j) {
                columns_at<column_cut.size + 1, false>(a, b, c);
                b += (column_cut.size + 1) * Lanes;
                c = c.moved(0, (column_cut.size + 1) * Lanes);
            }
        }
        // The last vector of a row is alone in being incomplete, and the last piece in holding it.
        constexpr std::size_t before = column_cut.pieces - 1 - column_cut.long_pieces;
        if constexpr (last == Lanes) {
            for (std::size_t j = 0; j < before + 1; ++j) {
                columns_at<column_cut.size, false>(a, b, c);
                b += column_cut.size * Lanes;
                c = c.moved(0, column_cut.size * Lanes);
            }
        } else {
            if constexpr (before != 0) {
                for (std::size_t j = 0; j < before; ++j) {
                    columns_at<column_cut.size, false>(a, b, c);
                    b += column_cut.size * Lanes;
                    c = c.moved(0, column_cut.size * Lanes);
                }
            }
            columns_at<column_cut.size, true>(a, b, c);
        }
    }
};

} // namespace tapeless::kernels::detail

#endif

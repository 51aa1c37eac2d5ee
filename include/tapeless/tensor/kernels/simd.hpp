// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#ifndef TAPELESS_TENSOR_KERNELS_SIMD_HPP
#define TAPELESS_TENSOR_KERNELS_SIMD_HPP

#include "../../value/simd.hpp"

/// What the fixed-size kernels do with vectors. A `vec<T, Lanes>` supports `+ - * /`, comparison and mixing with a scalar
/// `T`, which broadcasts.
namespace tapeless::kernels {

using simd::register_bytes;
using simd::register_count;

/// Registers that a product of two operands in registers needs besides its accumulator: without a
/// fused instruction the product has to live somewhere before it is added.
inline constexpr std::size_t product_registers = simd::has_fma ? 0 : 1;

/// The smallest vector that is worth having: every target has registers of at least this size.
inline constexpr std::size_t smallest_vector_bytes = 16;

/// True for the types that the vector kernels take; every other type is computed one by one.
template <class T>
inline constexpr bool has_lanes = std::is_same_v<T, float> || std::is_same_v<T, double>;

/// Elements of `T` in one register of the compile target.
template <class T>
inline constexpr std::size_t native_lanes = register_bytes / sizeof(T);

/// Lanes of the narrowest vector that holds `count` elements, or of the widest one if none does.
template <class T>
constexpr std::size_t lanes_for(std::size_t count) noexcept {
    std::size_t lanes = native_lanes<T>;
    while (lanes / 2 >= count && lanes / 2 * sizeof(T) >= smallest_vector_bytes) {
        lanes /= 2;
    }
    return lanes;
}

/// `Lanes` elements of `T` (`float` or `double`), `Lanes` a power of two.
template <class T, std::size_t Lanes>
using vec = typename simd::vector_of<T, Lanes>::number;

/// The vector that starts at `p`, which needs no more alignment than a `T`.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline vec<T, Lanes> load(const T* p) noexcept {
    return *reinterpret_cast<const typename simd::vector_of<T, Lanes>::in_array*>(p);
}

/// Writes all lanes of `v` to `p`, which needs no more alignment than a `T`.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline void store_to(T* p, const vec<T, Lanes>& v) noexcept {
    *reinterpret_cast<typename simd::vector_of<T, Lanes>::in_array*>(p) = v;
}

/// A vector with `value` in every lane.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline vec<T, Lanes> broadcast(T value) noexcept {
    return simd::broadcast<vec<T, Lanes>>(value);
}

namespace detail {

template <class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline vec<T, Lanes> join(const vec<T, Lanes / 2>& low, const vec<T, Lanes / 2>& high,
                                                 std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(low, high, I...);
}

template <class T, std::size_t Lanes, std::size_t First, std::size_t... I>
[[gnu::always_inline]] inline vec<T, Lanes / 2> half(const vec<T, Lanes>& v, std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(v, v, (First + I)...);
}

template <std::size_t Count, std::size_t Lanes, class T, std::size_t... I>
[[gnu::always_inline]] inline vec<T, Lanes> gather_first(const T* p, std::index_sequence<I...>) noexcept {
    return vec<T, Lanes>{(I < Count ? p[I < Count ? I : 0] : T{})...};
}

template <class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline void scatter_first(T* p, const vec<T, Lanes>& v, std::index_sequence<I...>) noexcept {
    ((p[I] = v[I]), ...);
}

} // namespace detail

namespace detail {

template <std::size_t First, std::size_t Count, class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline vec<T, Lanes> keep(const vec<T, Lanes>& v, std::index_sequence<I...>) noexcept {
    using mask_type = typename simd::vector_of<T, Lanes>::mask;
    constexpr mask_type mask = {(First <= I && I < First + Count ? -1 : 0)...};
    return reinterpret_cast<vec<T, Lanes>>(reinterpret_cast<mask_type>(v) & mask);
}

} // namespace detail

/// The vector that starts at `p`, with lanes First to First + Count kept and the others zero.
/// Reads all lanes; whatever the others hold, a NaN even, leaves no trace.
template <std::size_t First, std::size_t Count, std::size_t Lanes, class T>
[[gnu::always_inline]] inline vec<T, Lanes> load_keeping(const T* p) noexcept {
    static_assert(First + Count <= Lanes);
    return detail::keep<First, Count, T, Lanes>(load<Lanes>(p), std::make_index_sequence<Lanes>{});
}

/// The first `Count` lanes from `p`, zero in the others. Reads exactly `Count` elements.
///
/// Halves, so that ten of sixteen lanes are one load of eight and one of two: there is no store to
/// the stack whose reload would stall, and no instruction-set mask.
template <std::size_t Count, std::size_t Lanes, class T>
[[gnu::always_inline]] inline vec<T, Lanes> load_first(const T* p) noexcept {
    static_assert(0 < Count && Count <= Lanes);
    if constexpr (Count == Lanes) {
        return load<Lanes>(p);
    } else if constexpr (Lanes * sizeof(T) <= smallest_vector_bytes) {
        return detail::gather_first<Count, Lanes>(p, std::make_index_sequence<Lanes>{});
    } else if constexpr (Count <= Lanes / 2) {
        return detail::join<T, Lanes>(load_first<Count, Lanes / 2>(p), vec<T, Lanes / 2>{},
                                      std::make_index_sequence<Lanes>{});
    } else {
        return detail::join<T, Lanes>(load<Lanes / 2>(p), load_first<Count - Lanes / 2, Lanes / 2>(p + Lanes / 2),
                                      std::make_index_sequence<Lanes>{});
    }
}

/// Writes the first `Count` lanes of `v` to `p`, and nothing else.
template <std::size_t Count, std::size_t Lanes, class T>
[[gnu::always_inline]] inline void store_first(T* p, const vec<T, Lanes>& v) noexcept {
    static_assert(0 < Count && Count <= Lanes);
    if constexpr (Count == Lanes) {
        store_to<Lanes>(p, v);
    } else if constexpr (Lanes * sizeof(T) <= smallest_vector_bytes) {
        detail::scatter_first<T, Lanes>(p, v, std::make_index_sequence<Count>{});
    } else {
        constexpr std::size_t half = Lanes / 2;
        constexpr std::make_index_sequence<half> lanes{};
        if constexpr (Count <= half) {
            store_first<Count, half>(p, detail::half<T, Lanes, 0>(v, lanes));
        } else {
            store_to<half>(p, detail::half<T, Lanes, 0>(v, lanes));
            store_first<Count - half, half>(p + half, detail::half<T, Lanes, half>(v, lanes));
        }
    }
}

namespace detail {

// Two square blocks of `Step` lanes trade places, in every group of twice as many: the step from
// which a transpose is made, and half of the step from which a sum of many vectors is made.
template <std::size_t Step, class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline vec<T, Lanes> low_blocks(const vec<T, Lanes>& x, const vec<T, Lanes>& y,
                                                       std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(x, y, ((I & Step) == 0 ? I : Lanes + I - Step)...);
}

template <std::size_t Step, class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline vec<T, Lanes> high_blocks(const vec<T, Lanes>& x, const vec<T, Lanes>& y,
                                                        std::index_sequence<I...>) noexcept {
    return __builtin_shufflevector(x, y, ((I & Step) == 0 ? I + Step : Lanes + I)...);
}

template <std::size_t Step, class T, std::size_t Lanes>
[[gnu::always_inline]] inline void trade_blocks(vec<T, Lanes>& x, vec<T, Lanes>& y) noexcept {
    constexpr std::make_index_sequence<Lanes> lanes{};
    const vec<T, Lanes> low = low_blocks<Step, T, Lanes>(x, y, lanes);
    y = high_blocks<Step, T, Lanes>(x, y, lanes);
    x = low;
}

template <std::size_t Step, class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline void transpose_step(vec<T, Lanes> (&rows)[Lanes], std::index_sequence<I...>) noexcept {
    (trade_blocks<Step, T, Lanes>(rows[I / Step * 2 * Step + I % Step], rows[I / Step * 2 * Step + I % Step + Step]),
     ...);
}

template <std::size_t Step, class T, std::size_t Lanes>
[[gnu::always_inline]] inline void add_blocks(vec<T, Lanes>& x, const vec<T, Lanes>& y) noexcept {
    constexpr std::make_index_sequence<Lanes> lanes{};
    x = low_blocks<Step, T, Lanes>(x, y, lanes) + high_blocks<Step, T, Lanes>(x, y, lanes);
}

template <std::size_t Step, class T, std::size_t Lanes, std::size_t... I>
[[gnu::always_inline]] inline void sum_step(vec<T, Lanes> (&rows)[Lanes], std::index_sequence<I...>) noexcept {
    (add_blocks<Step, T, Lanes>(rows[I], rows[I + Step]), ...);
}

} // namespace detail

namespace detail {

/// The lanes joined by f: the first half and the second one, until one lane is left.
template <std::size_t Lanes, class T, class F>
[[gnu::always_inline]] inline T fold_lanes(const vec<T, Lanes>& v, F f) noexcept {
    constexpr std::size_t n = Lanes / 2;
    if constexpr (n == 1) {
        return f(v[0], v[1]);
    } else if constexpr (n * sizeof(T) < smallest_vector_bytes) {
        return f(f(v[0], v[2]), f(v[1], v[3]));
    } else {
        constexpr std::make_index_sequence<n> lanes{};
        return fold_lanes<n, T>(f(half<T, Lanes, 0>(v, lanes), half<T, Lanes, n>(v, lanes)), f);
    }
}

} // namespace detail

/// Transposes the square of `Lanes` vectors in place, in log2(Lanes) steps of Lanes shuffles.
template <class T, std::size_t Lanes, std::size_t Step = Lanes / 2>
[[gnu::always_inline]] inline void transpose(vec<T, Lanes> (&rows)[Lanes]) noexcept {
    detail::transpose_step<Step, T, Lanes>(rows, std::make_index_sequence<Lanes / 2>{});
    if constexpr (Step > 1) {
        transpose<T, Lanes, Step / 2>(rows);
    }
}

/// Leaves in `rows[0]` the sum of each of the `Lanes` vectors, in order; the others are clobbered.
/// Lanes - 1 additions in all, where summing one vector at a time would take log2(Lanes) for each.
template <class T, std::size_t Lanes, std::size_t Step = Lanes / 2>
[[gnu::always_inline]] inline void sum_each(vec<T, Lanes> (&rows)[Lanes]) noexcept {
    detail::sum_step<Step, T, Lanes>(rows, std::make_index_sequence<Step>{});
    if constexpr (Step > 1) {
        sum_each<T, Lanes, Step / 2>(rows);
    }
}

} // namespace tapeless::kernels

#endif

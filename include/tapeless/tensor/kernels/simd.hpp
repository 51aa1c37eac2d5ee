// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#ifndef TAPELESS_TENSOR_KERNELS_SIMD_HPP
#define TAPELESS_TENSOR_KERNELS_SIMD_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

/// Portable vectors for the fixed-size kernels, on the vector extension that GCC and Clang share.
///
/// A `vec<T, Lanes>` supports `+ - * /`, comparison and mixing with a scalar `T`, which broadcasts.
/// A fused multiply-add is written `a * b + c` in one expression: both compilers contract it by
/// default where the target has the instruction, and `-ffp-contract=off` is honoured.
///
/// Everything here is forced inline, so that no vector ever crosses a real call: the generated code
/// and the calling convention then do not depend on the instruction set that a caller was built for.
namespace tapeless::kernels {

/// Bytes in one vector register of the compile target.
#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

/// Vector registers that the compile target has.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t register_count = 32;
#else
inline constexpr std::size_t register_count = 16;
#endif

/// Registers that a product of two operands in registers needs besides its accumulator: without a
/// fused instruction the product has to live somewhere before it is added.
#if defined(__FMA__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA)
inline constexpr std::size_t product_registers = 0;
#else
inline constexpr std::size_t product_registers = 1;
#endif

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

namespace detail {

template <class T, std::size_t Lanes>
struct vector_of {
    static_assert(has_lanes<T>, "vectors exist for float and double only");
    static_assert((Lanes & (Lanes - 1)) == 0, "the number of lanes is a power of two");
    typedef T type __attribute__((vector_size(Lanes * sizeof(T))));
    // As many integers, of the size of a T, which are what bitwise operations and comparisons take.
    typedef std::conditional_t<sizeof(T) == 4, int, long long> bits __attribute__((vector_size(Lanes * sizeof(T))));
    // What lies in an array of T: no more aligned than a T, and allowed to alias one.
    typedef T in_array __attribute__((vector_size(Lanes * sizeof(T)), aligned(alignof(T)), may_alias));
};

} // namespace detail

/// `Lanes` elements of `T` (`float` or `double`), `Lanes` a power of two.
template <class T, std::size_t Lanes>
using vec = typename detail::vector_of<T, Lanes>::type;

/// The vector that starts at `p`, which needs no more alignment than a `T`.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline vec<T, Lanes> load(const T* p) noexcept {
    return *reinterpret_cast<const typename detail::vector_of<T, Lanes>::in_array*>(p);
}

/// Writes all lanes of `v` to `p`, which needs no more alignment than a `T`.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline void store_to(T* p, const vec<T, Lanes>& v) noexcept {
    *reinterpret_cast<typename detail::vector_of<T, Lanes>::in_array*>(p) = v;
}

/// A vector with `value` in every lane.
template <std::size_t Lanes, class T>
[[gnu::always_inline]] inline vec<T, Lanes> broadcast(T value) noexcept {
    return [value]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        return vec<T, Lanes>{(static_cast<void>(I), value)...};
    }
    (std::make_index_sequence<Lanes>{});
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
    using bits = typename vector_of<T, Lanes>::bits;
    constexpr bits mask = {(First <= I && I < First + Count ? -1 : 0)...};
    return reinterpret_cast<vec<T, Lanes>>(reinterpret_cast<bits>(v) & mask);
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

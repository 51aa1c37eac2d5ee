// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_SIMD_HPP
#define TAPELESS_VALUE_SIMD_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

/// Vectors of the compile target, on the extension that GCC and Clang share: what lanes and the kernels of tensors are
/// made of. A fused multiply-add is written `a * b + c` in one expression: both compilers contract it where the target
/// has the instruction, and `-ffp-contract=off` is honoured. All functions on vectors are forced inline, so that none
/// ever crosses a real call: the generated code and the calling convention then do not depend on the instruction set
/// that a caller was built for.
namespace tapeless::simd {

/// Bytes in one vector register of the compile target.
#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

/// Vector registers that it has.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t register_count = 32;
#else
inline constexpr std::size_t register_count = 16;
#endif

/// Whether it has fused multiply-add instructions.
#if defined(__FMA__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

/// Vectors of `Width` numbers of `T`, and of as many integers of that size: what comparisons give, and bit patterns.
template <class T, std::size_t Width>
struct vector_of {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>, "tapeless: vectors are of float or double");
    static_assert((Width & (Width - 1)) == 0, "tapeless: the number of elements of a vector is a power of two");
    using whole = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    using natural = std::make_unsigned_t<whole>;
    typedef T number __attribute__((vector_size(Width * sizeof(T))));
    typedef whole mask __attribute__((vector_size(Width * sizeof(T))));
    typedef natural bits __attribute__((vector_size(Width * sizeof(T))));
    // As it lies in an array: no more aligned than its element, and allowed to alias one.
    typedef T in_array __attribute__((vector_size(Width * sizeof(T)), aligned(alignof(T)), may_alias));
};

/// The vector with `value` in every element.
template <class Vector, class T>
[[gnu::always_inline]] constexpr Vector broadcast(T value) noexcept {
    return [value]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        return Vector{(static_cast<void>(I), value)...};
    }
    (std::make_index_sequence<sizeof(Vector) / sizeof(T)>{});
}

/// A pointer of which the compiler does not know what was stored there. Elements that it takes out of the register they were
/// stored from cost a permutation each; read back they cost nothing.
template <class T>
[[gnu::always_inline]] inline T* read_back(T* p) noexcept {
    asm("" : "+r"(p));
    return p;
}

/// A vector of which GCC does not know what it is. It makes one instruction of a minimum of unknown vectors, and a
/// comparison and a selection if one is constant; and an unknown product it joins with no sum.
template <class V>
[[gnu::always_inline]] inline V unknown(V x) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
    if constexpr (sizeof(V) >= 16) {
#if defined(__SSE2__)
        asm("" : "+v"(x));
#elif defined(__aarch64__)
        asm("" : "+w"(x));
#endif
    }
#endif
    return x;
}

} // namespace tapeless::simd

#endif

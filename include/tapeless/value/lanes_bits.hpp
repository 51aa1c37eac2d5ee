// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_BITS_HPP
#define TAPELESS_VALUE_LANES_BITS_HPP

#include "lanes.hpp"

#include <array>
#include <cmath>

namespace tapeless {

namespace simd {

/// The bit patterns of lanes.
template <class T, std::size_t N>
struct lanes_bits : registers<lanes_bits<T, N>, typename vector_of<T, width_for<T>(N)>::bits,
                              typename vector_of<T, 1>::natural, T, N> {
    using pattern = typename vector_of<T, 1>::natural;

    lanes_bits() = default;
    [[gnu::always_inline]] constexpr lanes_bits(pattern p) noexcept : lanes_bits(lanes_bits::all(p)) {}
    [[gnu::always_inline]] explicit lanes_bits(const lanes<T, N>& x) noexcept
        : lanes_bits(each<lanes_bits>(
              [](auto v) __attribute__((always_inline)) { return v; }, x)) {}

    [[gnu::always_inline]] lanes<T, N> number() const noexcept {
        return each<lanes<T, N>>(
            [](auto v) __attribute__((always_inline)) { return v; }, *this);
    }

    /// What stands above the mantissa, as a signed number.
    [[gnu::always_inline]] lanes<T, N> exponent() const noexcept requires(sizeof(T) == 4) {
        return each<lanes<T, N>>(
            [](auto x) __attribute__((always_inline)) {
                using number = typename vector_of<T, lanes_bits::width>::number;
                using whole = typename vector_of<T, lanes_bits::width>::mask;
                return __builtin_convertvector(reinterpret_cast<whole>(x) >> 23, number);
            },
            *this);
    }

    [[gnu::always_inline]] friend lanes_bits operator+(const lanes_bits& a, const lanes_bits& b) noexcept {
        return each<lanes_bits>(
            [](auto x, auto y) __attribute__((always_inline)) { return x + y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_bits operator-(const lanes_bits& a, const lanes_bits& b) noexcept {
        return each<lanes_bits>(
            [](auto x, auto y) __attribute__((always_inline)) { return x - y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_bits operator&(const lanes_bits& a, const lanes_bits& b) noexcept {
        return each<lanes_bits>(
            [](auto x, auto y) __attribute__((always_inline)) { return x & y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_bits operator|(const lanes_bits& a, const lanes_bits& b) noexcept {
        return each<lanes_bits>(
            [](auto x, auto y) __attribute__((always_inline)) { return x | y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_bits operator^(const lanes_bits& a, const lanes_bits& b) noexcept {
        return each<lanes_bits>(
            [](auto x, auto y) __attribute__((always_inline)) { return x ^ y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_mask<T, N> operator==(const lanes_bits& a, const lanes_bits& b) noexcept {
        return each<lanes_mask<T, N>>(
            [](auto x, auto y) __attribute__((always_inline)) { return x == y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_bits operator<<(const lanes_bits& a, int count) noexcept {
        return each<lanes_bits>(
            [count](auto x) __attribute__((always_inline)) { return x << count; }, a);
    }
    [[gnu::always_inline]] friend lanes_bits operator>>(const lanes_bits& a, int count) noexcept {
        return each<lanes_bits>(
            [count](auto x) __attribute__((always_inline)) { return x >> count; }, a);
    }
};

/// The layout of a number.
template <class T>
struct format {
    using pattern = typename vector_of<T, 1>::natural;
    static constexpr int mantissa_bits = std::numeric_limits<T>::digits - 1;
    static constexpr int bias = std::numeric_limits<T>::max_exponent - 1;
    static constexpr pattern sign = pattern{1} << (8 * sizeof(T) - 1);
    /// Numbers from here on are whole.
    static constexpr T whole = static_cast<T>(pattern{1} << mantissa_bits);
    static constexpr T infinity = std::numeric_limits<T>::infinity();
    static constexpr T nan = std::numeric_limits<T>::quiet_NaN();
};

/// a * b + c, with one rounding where the target has such an instruction, and else with two. As it is one expression of
/// the compiler's, both compilers contract it.
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> mul_add(const lanes<T, N>& a, const lanes<T, N>& b,
                                                  const lanes<T, N>& c) noexcept {
    return each<lanes<T, N>>(
        [](auto x, auto y, auto z) __attribute__((always_inline)) { return x * y + z; }, a, b, c);
}

/// c[First] + c[First + Step] x + c[First + 2 Step] x^2 + ...
template <const auto& C, std::size_t First, std::size_t Step, class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> horner(const lanes<T, N>& x) noexcept {
    constexpr std::size_t last = (C.size() - 1 - First) / Step;
    lanes<T, N> sum = C[First + last * Step];
    [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        ((sum = mul_add(sum, x, lanes<T, N>(C[First + (last - 1 - I) * Step]))), ...);
    }
    (std::make_index_sequence<last>{});
    return sum;
}

/// c[0] + c[1] x + c[2] x^2 + ..., in two chains of operations that do not wait for each other, or in four if it is
/// long.
template <const auto& C, class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> polynomial(const lanes<T, N>& x) noexcept {
    const lanes<T, N> square = x * x;
    if constexpr (C.size() < 12) {
        return mul_add(horner<C, 1, 2>(square), x, horner<C, 0, 2>(square));
    } else {
        const lanes<T, N> fourth = square * square;
        const lanes<T, N> low = mul_add(horner<C, 1, 4>(fourth), x, horner<C, 0, 4>(fourth));
        const lanes<T, N> high = mul_add(horner<C, 3, 4>(fourth), x, horner<C, 2, 4>(fourth));
        return mul_add(high, square, low);
    }
}

/// A function of numbers, lane by lane.
template <class F, class T, std::size_t N, class... Same>
[[gnu::always_inline]] inline lanes<T, N> lane_by_lane(F f, const lanes<T, N>& first, const Same&... others) noexcept {
    constexpr std::size_t operands = 1 + sizeof...(Same);
    T in[operands][N];
    std::size_t i = 0;
    first.store(in[i++]);
    (others.store(in[i++]), ...);
    for (std::size_t lane = 0; lane < N; ++lane) in[0][lane] = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return f(in[I][lane]...);
        }
    (std::make_index_sequence<operands>{});
    return lanes<T, N>::load(in[0]);
}

/// `f` of the elements of a register, as a register. Compilers make one instruction of it if there is one.
template <class F, class First, class... Same>
[[gnu::always_inline]] inline First element_by_element(F f, const First& first, const Same&... others) noexcept {
    return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
        const auto at = [&](auto i) __attribute__((always_inline)) { return f(first[i.value], others[i.value]...); };
        return First{at(std::integral_constant<std::size_t, I>{})...};
    }
    (std::make_index_sequence<sizeof(First) / sizeof(first[0])>{});
}

/// A logarithm of x, or of x and a number, whose limit at `zero` is minus infinity: y above it, and NaN below. (Conditions
/// that are combined, Clang takes for a question of classes of numbers, which costs many instructions.)
template <class T, std::size_t N>
[[gnu::always_inline]] inline lanes<T, N> log_anywhere(const lanes<T, N>& x, T zero, const lanes<T, N>& y) noexcept {
    using number = lanes<T, N>;
    const number above = where(x == format<T>::infinity, x, y);
    return where(x >= zero, where(x > zero, above, number(-format<T>::infinity)), number(format<T>::nan));
}

/// The square roots of one register in one instruction. A call of std::sqrt may set errno, so GCC never makes a vector
/// of several, nor does Clang before the version that has a function for it.
template <class T, class V>
[[gnu::always_inline]] inline V square_root(const V& x) noexcept {
#if __has_builtin(__builtin_elementwise_sqrt)
    return __builtin_elementwise_sqrt(x);
#else
#if defined(__SSE2__) || defined(__aarch64__)
    if constexpr (sizeof(V) >= 16) {
        V root;
        constexpr bool single = sizeof(T) == 4;
#if defined(__AVX__)
        if constexpr (single)
            asm("vsqrtps %1, %0" : "=v"(root) : "v"(x));
        else
            asm("vsqrtpd %1, %0" : "=v"(root) : "v"(x));
#elif defined(__SSE2__)
        if constexpr (single)
            asm("sqrtps %1, %0" : "=x"(root) : "x"(x));
        else
            asm("sqrtpd %1, %0" : "=x"(root) : "x"(x));
#else
        if constexpr (single)
            asm("fsqrt %0.4s, %1.4s" : "=w"(root) : "w"(x));
        else
            asm("fsqrt %0.2d, %1.2d" : "=w"(root) : "w"(x));
#endif
        return root;
    }
#endif
    return element_by_element(
        [](T v) __attribute__((always_inline)) { return std::sqrt(v); }, x);
#endif
}

} // namespace simd
} // namespace tapeless

#endif

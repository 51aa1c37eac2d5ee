// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_LANES_HPP
#define TAPELESS_VALUE_LANES_HPP

#include "simd.hpp"

#include <limits>
#include <type_traits>
#include <utility>

namespace tapeless {

namespace simd {

/// Numbers in one register, of `count` that are wanted.
template <class T>
constexpr std::size_t width_for(std::size_t count) noexcept {
    const std::size_t native = register_bytes / sizeof(T);
    return count < native ? count : native;
}

/// `f` of the parts of each operand, as the parts of an `R`.
template <class R, class F, class... V>
[[gnu::always_inline]] constexpr R each(F f, const V&... v) noexcept {
    if constexpr (R::parts == 1)
        return R::from(f(v.part[0]...));
    else
        return [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) {
            const auto at = [&](auto i) __attribute__((always_inline)) { return f(v.part[i]...); };
            return R::from(at(std::integral_constant<std::size_t, I>{})...);
        }
    (std::make_index_sequence<R::parts>{});
}

/// What numbers, masks and bit patterns have in common: `N` elements in as many registers as that takes. More than one
/// register is an array of them, never a wider vector: compilers split such an array best, and may pass it by value
/// whatever instruction set a caller was built for.
template <class Self, class Vector, class Element, class T, std::size_t N>
struct registers {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>, "tapeless: lanes are of float or double");
    static_assert(N >= 2 && (N & (N - 1)) == 0, "tapeless: the number of lanes is a power of two");
    static constexpr std::size_t width = width_for<T>(N);
    static constexpr std::size_t parts = N / width;
    Vector part[parts];

    template <class... Vectors>
    [[gnu::always_inline]] static constexpr Self from(const Vectors&... vectors) noexcept {
        Self result;
        std::size_t i = 0;
        ((result.part[i++] = reinterpret_cast<Vector>(vectors)), ...);
        return result;
    }
    [[gnu::always_inline]] static constexpr Self all(Element value) noexcept {
        Self result;
        for (Vector& p : result.part) p = broadcast<Vector>(value);
        return result;
    }
};

} // namespace simd

/// What comparing lanes gives: a truth per lane. Combined with `&&`, `||` (both sides are evaluated) and `!`; used by
/// `where`, `any` and `all`.
template <class T, std::size_t N>
struct lanes_mask : simd::registers<lanes_mask<T, N>, typename simd::vector_of<T, simd::width_for<T>(N)>::mask,
                                    typename simd::vector_of<T, 1>::whole, T, N> {
    lanes_mask() = default;
    [[gnu::always_inline]] constexpr lanes_mask(bool b) noexcept : lanes_mask(lanes_mask::all(b ? -1 : 0)) {}

    [[gnu::always_inline]] bool operator[](std::size_t lane) const noexcept {
        return this->part[lane / lanes_mask::width][lane % lanes_mask::width] != 0;
    }

    [[gnu::always_inline]] friend lanes_mask operator&&(const lanes_mask& a, const lanes_mask& b) noexcept {
        return simd::each<lanes_mask>(
            [](auto x, auto y) __attribute__((always_inline)) { return x & y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_mask operator||(const lanes_mask& a, const lanes_mask& b) noexcept {
        return simd::each<lanes_mask>(
            [](auto x, auto y) __attribute__((always_inline)) { return x | y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes_mask operator!(const lanes_mask& a) noexcept {
        return simd::each<lanes_mask>(
            [](auto x) __attribute__((always_inline)) { return ~x; }, a);
    }
    [[gnu::always_inline]] friend bool any(const lanes_mask& a) noexcept {
        bool result = false;
        for (std::size_t i = 0; i < N; ++i) result |= a[i];
        return result;
    }
    [[gnu::always_inline]] friend bool all(const lanes_mask& a) noexcept { return !any(!a); }
};

/// As many numbers as fill two registers of the compile target.
template <class T>
inline constexpr std::size_t default_lanes = 2 * simd::register_bytes / sizeof(T);

/// `N` numbers of `T` (`float` or `double`), `N` a power of two, computed with as one. Everything that is done to a
/// number is done to each lane: arithmetic, the functions of <cmath>, `where`. Comparisons give a mask. A plain number
/// counts as lanes that are all equal to it. Use `store`, or `x[lane]`, to look inside.
template <class T, std::size_t N = default_lanes<T>>
struct lanes : simd::registers<lanes<T, N>, typename simd::vector_of<T, simd::width_for<T>(N)>::number, T, T, N> {
    using value_type = T;
    using mask = lanes_mask<T, N>;
    static constexpr std::size_t size = N;

    lanes() = default;
    template <class Number>
        requires std::is_arithmetic_v<Number>
    [[gnu::always_inline]] constexpr lanes(Number number) noexcept : lanes(lanes::all(static_cast<T>(number))) {}

    /// The `N` numbers from `p` on, which needs no more alignment than a number.
    [[gnu::always_inline]] static lanes load(const T* p) noexcept {
        lanes result;
        for (std::size_t i = 0; i < lanes::parts; ++i)
            result.part[i] = *reinterpret_cast<const in_array*>(p + i * lanes::width);
        return result;
    }
    [[gnu::always_inline]] void store(T* p) const noexcept {
        for (std::size_t i = 0; i < lanes::parts; ++i)
            *reinterpret_cast<in_array*>(p + i * lanes::width) = this->part[i];
    }
    [[gnu::always_inline]] T operator[](std::size_t lane) const noexcept {
        return this->part[lane / lanes::width][lane % lanes::width];
    }

    [[gnu::always_inline]] friend lanes operator+(const lanes& a) noexcept { return a; }
    [[gnu::always_inline]] friend lanes operator-(const lanes& a) noexcept {
        return simd::each<lanes>(
            [](auto x) __attribute__((always_inline)) { return -x; }, a);
    }
    [[gnu::always_inline]] friend lanes operator+(const lanes& a, const lanes& b) noexcept {
        return simd::each<lanes>(
            [](auto x, auto y) __attribute__((always_inline)) { return x + y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes operator-(const lanes& a, const lanes& b) noexcept {
        return simd::each<lanes>(
            [](auto x, auto y) __attribute__((always_inline)) { return x - y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes operator*(const lanes& a, const lanes& b) noexcept {
        return simd::each<lanes>(
            [](auto x, auto y) __attribute__((always_inline)) { return x * y; }, a, b);
    }
    [[gnu::always_inline]] friend lanes operator/(const lanes& a, const lanes& b) noexcept {
        return simd::each<lanes>(
            [](auto x, auto y) __attribute__((always_inline)) { return x / y; }, a, b);
    }
    [[gnu::always_inline]] lanes& operator+=(const lanes& b) noexcept { return *this = *this + b; }
    [[gnu::always_inline]] lanes& operator-=(const lanes& b) noexcept { return *this = *this - b; }
    [[gnu::always_inline]] lanes& operator*=(const lanes& b) noexcept { return *this = *this * b; }
    [[gnu::always_inline]] lanes& operator/=(const lanes& b) noexcept { return *this = *this / b; }

    [[gnu::always_inline]] friend mask operator<(const lanes& a, const lanes& b) noexcept {
        return simd::each<mask>(
            [](auto x, auto y) __attribute__((always_inline)) { return x < y; }, a, b);
    }
    [[gnu::always_inline]] friend mask operator<=(const lanes& a, const lanes& b) noexcept {
        return simd::each<mask>(
            [](auto x, auto y) __attribute__((always_inline)) { return x <= y; }, a, b);
    }
    [[gnu::always_inline]] friend mask operator==(const lanes& a, const lanes& b) noexcept {
        return simd::each<mask>(
            [](auto x, auto y) __attribute__((always_inline)) { return x == y; }, a, b);
    }
    [[gnu::always_inline]] friend mask operator!=(const lanes& a, const lanes& b) noexcept {
        return simd::each<mask>(
            [](auto x, auto y) __attribute__((always_inline)) { return x != y; }, a, b);
    }
    [[gnu::always_inline]] friend mask operator>(const lanes& a, const lanes& b) noexcept { return b < a; }
    [[gnu::always_inline]] friend mask operator>=(const lanes& a, const lanes& b) noexcept { return b <= a; }

    /// In each lane `a` where the condition holds, else `b`.
    [[gnu::always_inline]] friend lanes where(const mask& condition, const lanes& a, const lanes& b) noexcept {
        const auto choose = [](auto c, auto x, auto y) __attribute__((always_inline)) { return c ? x : y; };
        return simd::each<lanes>(choose, condition, a, b);
    }
    /// The same for all lanes at once.
    [[gnu::always_inline]] friend lanes where(bool condition, const lanes& a, const lanes& b) noexcept {
        return condition ? a : b;
    }

private:
    using in_array = typename simd::vector_of<T, lanes::width>::in_array;
};

} // namespace tapeless

/// Lanes have the limits of their numbers.
template <class T, std::size_t N>
struct std::numeric_limits<tapeless::lanes<T, N>> : std::numeric_limits<T> {};

#endif

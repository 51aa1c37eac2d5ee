// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_DECIMAL_HPP
#define TAPELESS_META_DECIMAL_HPP

#include <cstdint>
#include <limits>
#include <type_traits>

namespace tapeless::meta {

/// Numbers that are made of other numbers: complex numbers, duals, lanes.
template <class T>
concept made_of_another = requires {
    T(typename T::value_type{});
    requires !std::is_same_v<T, typename T::value_type>;
};

/// An exact decimal number, `mantissa * 10^exponent`, in one canonical form: no trailing zero in the mantissa.
struct decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;

    constexpr bool operator==(const decimal&) const = default;
    constexpr decimal operator-() const noexcept { return {-mantissa, exponent}; }

    static constexpr decimal canonical(std::int64_t mantissa, int exponent = 0) noexcept {
        if (mantissa == 0) return {};
        for (; mantissa % 10 == 0; mantissa /= 10) ++exponent;
        return {mantissa, exponent};
    }

    /// The number that a double with few digits was written as.
    static constexpr decimal of(double number) noexcept {
        int exponent = 0;
        for (; number != static_cast<double>(static_cast<std::int64_t>(number)) && exponent > -18; --exponent)
            number *= 10;
        return canonical(static_cast<std::int64_t>(number), exponent);
    }

    /// The number in `T`. One rounding, hence correctly rounded, while the mantissa and the power of ten are exact
    /// in `T` (for double: 15 digits and exponents to 22). Beyond that double and float are rounded once more from
    /// long double.
    template <class T>
    constexpr T to() const noexcept {
        if constexpr (made_of_another<T>) {
            return T(to<typename T::value_type>());
        } else {
            if constexpr (std::numeric_limits<T>::is_specialized && std::numeric_limits<T>::digits < 64 &&
                          std::numeric_limits<T>::is_iec559) {
                if (mantissa > limit<T>() || mantissa < -limit<T>() || exponent > exact_power<T>() ||
                    exponent < -exact_power<T>())
                    return static_cast<T>(to<long double>());
            }
            T power = T(1);
            for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) power = power * T(10);
            const T m = static_cast<T>(mantissa);
            return exponent < 0 ? T(m / power) : T(m * power);
        }
    }

private:
    template <class T>
    static constexpr std::int64_t limit() noexcept {
        return std::int64_t{1} << std::numeric_limits<T>::digits;
    }
    /// The largest n for which 10^n = 2^n 5^n is exact in T.
    template <class T>
    static constexpr int exact_power() noexcept {
        int n = 0;
        for (std::int64_t five = 5; five < limit<T>(); five *= 5) ++n;
        return n;
    }
};

/// The characters of a numeric literal as a decimal. `valid` is false for what is no decimal number of at most 18
/// digits: hexadecimal, binary, or too long.
struct parsed_decimal {
    decimal value;
    bool valid;
};

constexpr parsed_decimal parse_decimal(const char* text, unsigned size) noexcept {
    std::int64_t mantissa = 0;
    int exponent = 0;
    unsigned i = 0;
    bool point = false, digits = false;
    if (size > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') return {{}, false}; // octal
    for (; i < size && text[i] != 'e' && text[i] != 'E'; ++i) {
        const char c = text[i];
        if (c == '\'') continue;
        if (c == '.') {
            point = true;
            continue;
        }
        if (c < '0' || c > '9' || mantissa > 99999999999999999) return {{}, false};
        mantissa = mantissa * 10 + (c - '0');
        exponent -= point;
        digits = true;
    }
    if (i < size) {
        int sign = 1, power = 0;
        ++i;
        if (i < size && (text[i] == '+' || text[i] == '-')) sign = text[i++] == '-' ? -1 : 1;
        for (; i < size; ++i) {
            if (text[i] < '0' || text[i] > '9' || power > 1000) return {{}, false};
            power = power * 10 + (text[i] - '0');
        }
        exponent += sign * power;
    }
    return {decimal::canonical(mantissa, exponent), digits};
}

} // namespace tapeless::meta

#endif

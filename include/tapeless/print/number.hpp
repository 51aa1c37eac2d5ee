// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_NUMBER_HPP
#define TAPELESS_PRINT_NUMBER_HPP

#include "../meta/decimal.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace tapeless::print {

/// A number as text: digits, or digits and a power of ten where zeros would be many.
struct number_text {
    std::string digits;
    int power = 0;
    bool scientific = false;
};

inline number_text split(const meta::decimal& d) {
    number_text n{std::to_string(d.mantissa), d.exponent, false};
    const bool negative = n.digits[0] == '-';
    if (negative) n.digits.erase(0, 1);
    const int size = static_cast<int>(n.digits.size());
    if (n.power > 0 && size + n.power <= 9) {
        n.digits.append(static_cast<std::size_t>(n.power), '0');
    } else if (n.power < 0 && size + n.power > -4) {
        if (size + n.power <= 0) n.digits.insert(0, static_cast<std::size_t>(1 - size - n.power), '0');
        n.digits.insert(n.digits.size() - static_cast<std::size_t>(-n.power), 1, '.');
    } else if (n.power != 0) {
        n.scientific = true;
        n.power += size - 1;
        if (size > 1) n.digits.insert(1, 1, '.');
    }
    if (negative) n.digits.insert(0, 1, '-');
    return n;
}

inline std::string to_text(const meta::decimal& d) {
    const number_text n = split(d);
    return n.scientific ? n.digits + 'e' + std::to_string(n.power) : n.digits;
}

/// The decimal number with the fewest digits that rounds to a finite double.
inline meta::decimal shortest(double x) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::scientific).ptr;
    std::int64_t mantissa = 0;
    int exponent = 0;
    bool behind_point = false;
    const char* at = *text == '-' ? text + 1 : text;
    for (; at != end && *at != 'e'; ++at) {
        if (*at == '.') {
            behind_point = true;
        } else {
            mantissa = 10 * mantissa + (*at - '0');
            exponent -= behind_point;
        }
    }
    int power = 0;
    const char* const first = at + (at[1] == '+' ? 2 : 1);
    std::from_chars(first, end, power);
    return meta::decimal::canonical(*text == '-' ? -mantissa : mantissa, exponent + power);
}

/// A double, so that it is read back as the same number.
inline std::string to_text(double x) {
    if (std::isnan(x)) return "nan";
    if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
    if (x == 0) return std::signbit(x) ? "-0" : "0";
    return to_text(shortest(x));
}

} // namespace tapeless::print

#endif

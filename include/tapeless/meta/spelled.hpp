// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_SPELLED_HPP
#define TAPELESS_META_SPELLED_HPP

#include "fixed_string.hpp"

namespace tapeless::meta {

namespace detail {

struct spelling {
    char* out;
    bool writes; // or counts alone
    std::size_t size = 0;

    constexpr void put(char c) noexcept {
        if (writes) out[size] = c;
        ++size;
    }
    constexpr void put(int n) noexcept {
        if (n < 0) put('-');
        const int magnitude = n < 0 ? -n : n;
        int power = 1;
        while (magnitude / power > 9) power *= 10;
        for (; power > 0; power /= 10) put(static_cast<char>('0' + magnitude / power % 10));
    }
};

template <fixed_string Pattern, int... Numbers>
constexpr std::size_t spell(char* out, bool writes) noexcept {
    constexpr int numbers[]{Numbers...};
    spelling s{out, writes};
    const int* next = numbers;
    for (std::size_t i = 0; i < Pattern.size(); ++i) {
        if (Pattern.text[i] == '#')
            s.put(*next++);
        else
            s.put(Pattern.text[i]);
    }
    s.put('\0');
    return s.size;
}

template <fixed_string Pattern, int... Numbers>
struct spelled {
    char text[spell<Pattern, Numbers...>(nullptr, false)]{};
    constexpr spelled() noexcept { spell<Pattern, Numbers...>(text, true); }
};
template <fixed_string Pattern, int... Numbers>
inline constexpr spelled<Pattern, Numbers...> spelled_once{};

} // namespace detail

/// A text with whole numbers in the places of `#`: `spelled<"pow<#>", 3>` is "pow<3>".
template <fixed_string Pattern, int... Numbers>
inline constexpr const char* spelled = detail::spelled_once<Pattern, Numbers...>.text;

} // namespace tapeless::meta

#endif

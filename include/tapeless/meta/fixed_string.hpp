// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_FIXED_STRING_HPP
#define TAPELESS_META_FIXED_STRING_HPP

#include <cstddef>
#include <utility>

namespace tapeless {

/// A string literal usable as a template argument: `var<"x">`.
template <std::size_t N>
struct fixed_string {
    char text[N]{};

    constexpr fixed_string(const char (&literal)[N]) noexcept {
        for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
    }
    static constexpr std::size_t size() noexcept { return N - 1; }
};

/// The same text as a pack of characters, which every compiler spells out in its messages.
template <char... Characters>
struct name {
    static constexpr char text[sizeof...(Characters) + 1]{Characters..., '\0'};
};

namespace detail {
template <fixed_string Text, class Indices = std::make_index_sequence<Text.size()>>
struct spell;
template <fixed_string Text, std::size_t... I>
struct spell<Text, std::index_sequence<I...>> {
    using type = name<Text.text[I]...>;
};
} // namespace detail

template <fixed_string Text>
using name_of = typename detail::spell<Text>::type;

} // namespace tapeless

#endif

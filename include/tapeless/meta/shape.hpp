// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_SHAPE_HPP
#define TAPELESS_META_SHAPE_HPP

#include "hash.hpp"

#include <cstddef>

namespace tapeless {

/// Extents as a type, the way messages and views name them: `shape<64, 784>`; a scalar is `shape<>`.
template <std::size_t... Extents>
struct shape {
    static constexpr std::size_t rank = sizeof...(Extents);
    static constexpr std::size_t size = (std::size_t{1} * ... * Extents);
};

namespace meta {

inline constexpr std::size_t max_rank = 4;

/// Extents as a value, the way the plan computes with them. Row-major, outermost first.
struct dimensions {
    std::size_t rank = 0;
    std::size_t extent[max_rank]{};

    constexpr std::size_t size() const noexcept {
        std::size_t n = 1;
        for (std::size_t i = 0; i < rank; ++i) n *= extent[i];
        return n;
    }
    constexpr bool operator==(const dimensions&) const = default;
};

template <std::size_t... Extents>
constexpr dimensions dimensions_of(shape<Extents...>) noexcept {
    static_assert(sizeof...(Extents) <= max_rank, "tapeless: a tensor has at most four extents");
    return {sizeof...(Extents), {Extents...}};
}

constexpr hash_t hash_dimensions(hash_t seed, const dimensions& d) noexcept {
    hash_t h = mix(seed, d.rank);
    for (std::size_t i = 0; i < d.rank; ++i) h = mix(h, d.extent[i]);
    return h;
}

} // namespace meta
} // namespace tapeless

#endif

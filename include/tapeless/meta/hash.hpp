// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_HASH_HPP
#define TAPELESS_META_HASH_HPP

#include <cstddef>
#include <cstdint>

namespace tapeless::meta {

using hash_t = std::uint64_t;

/// One round of a multiply-and-fold mixer: order sensitive, every input bit reaches every output bit.
constexpr hash_t mix(hash_t seed, hash_t value) noexcept {
    hash_t h = (seed * 0xBF58476D1CE4E5B9u ^ value) + 0x9E3779B97F4A7C15u;
    h = (h ^ (h >> 30)) * 0x94D049BB133111EBu;
    h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93u;
    return h ^ (h >> 29);
}

constexpr hash_t hash_text(const char* text, std::size_t size) noexcept {
    hash_t h = size;
    for (std::size_t i = 0; i < size; ++i) h = (h ^ static_cast<unsigned char>(text[i])) * 0x100000001B3u;
    return mix(h, size);
}

/// A hash of a type, from the compiler's own spelling of it: the same in every translation unit.
template <class T>
constexpr hash_t hash_type() noexcept {
    return hash_text(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}

} // namespace tapeless::meta

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ORDINARY_HPP
#define TAPELESS_OPS_ORDINARY_HPP

#include <concepts>
#include <limits>

namespace tapeless::ops {

/// Numbers that compare to a bool, so that the value of an operation may branch on them; SIMD lanes do not.
template <class T>
concept branching = requires(const T& x) {
    { x < x } -> std::same_as<bool>;
};

/// Whether a number is neither zero, subnormal, infinite nor NaN: whether it holds all the digits of what was computed.
template <branching T>
[[gnu::always_inline]] constexpr bool is_ordinary(const T& x) {
    using limits = std::numeric_limits<T>;
    if constexpr (limits::is_specialized) {
        const T size = x < T(0) ? T(-x) : x;
        return size >= limits::min() && size <= limits::max();
    } else {
        return false;
    }
}

} // namespace tapeless::ops

#endif

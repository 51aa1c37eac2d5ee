// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_SELECT_HPP
#define TAPELESS_META_SELECT_HPP

namespace tapeless {

/// `a` where the condition holds, else `b`. For numbers; expressions and SIMD lanes have functions of the same name, so
/// that one formula serves all.
template <class T>
[[gnu::always_inline]] constexpr T where(bool condition, const T& a, const T& b) {
    return condition ? a : b;
}

} // namespace tapeless

#endif

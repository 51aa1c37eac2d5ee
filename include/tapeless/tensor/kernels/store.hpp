// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_STORE_HPP
#define TAPELESS_TENSOR_KERNELS_STORE_HPP

namespace tapeless::kernels {

/// What happens to the elements that C holds before the call.
enum class store {
    assign, ///< C = product; what was there is never read
    add,    ///< C += product
};

namespace detail {

template <store How, class T>
[[gnu::always_inline]] constexpr void store_one(T& c, const T& value) {
    if constexpr (How == store::assign) {
        c = value;
    } else {
        c = c + value;
    }
}

} // namespace detail

} // namespace tapeless::kernels

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_SCALAR_STEP_HPP
#define TAPELESS_SWEEP_SCALAR_STEP_HPP

#include "frame.hpp"

namespace tapeless::sweep {

using plan::contribution;

/// Sets or adds to an adjoint.
template <contribution How, class T>
[[gnu::always_inline]] constexpr void contribute(T& adjoint, const T& amount) {
    if constexpr (How == contribution::assign)
        adjoint = amount;
    else
        adjoint = adjoint + amount;
}

template <class Op>
struct unary_forward {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t a, index_t, index_t) {
        v[out] = Op::value(v[a]);
        return 0;
    }
};
template <class Op>
struct binary_forward {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t a, index_t b, index_t) {
        v[out] = Op::value(v[a], v[b]);
        return 0;
    }
};
template <class Op>
struct ternary_forward {
    template <class T, class Frame>
    [[gnu::always_inline]] static constexpr int run(T* v, const Frame&, index_t out, index_t a, index_t b, index_t c) {
        v[out] = Op::value(v[a], v[b], v[c]);
        return 0;
    }
};

} // namespace tapeless::sweep

#endif

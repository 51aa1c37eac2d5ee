// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ACTIVATION_HPP
#define TAPELESS_OPS_ACTIVATION_HPP

#include "../expr/lift.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct sigmoid {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sigmoid";

    // exp(-x) overflows to infinity for x far below zero, and 1 / (1 + inf) is the right 0.
    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::exp;
        return T(1) / (T(1) + exp(-x));
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (result * (T(1) - result));
    }
};

struct relu {
    static constexpr bool elementwise = true;
    static constexpr auto name = "relu";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return x < T(0) ? T(0) : x;
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return x > T(0) ? adjoint : T(0);
    }
};

} // namespace ops

/// The logistic function 1 / (1 + exp(-x)), elementwise.
template <meta::hash_t A, std::size_t M>
constexpr auto sigmoid(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sigmoid>(x);
}

/// max(x, 0), elementwise. The derivative at 0 is 0; NaN stays NaN.
template <meta::hash_t A, std::size_t M>
constexpr auto relu(const expression<A, M>& x) noexcept {
    return expr::apply<ops::relu>(x);
}

} // namespace tapeless

#endif

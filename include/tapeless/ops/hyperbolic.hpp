// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_HYPERBOLIC_HPP
#define TAPELESS_OPS_HYPERBOLIC_HPP

#include "../expr/lift.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct tanh {
    static constexpr bool elementwise = true;
    static constexpr auto name = "tanh";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::tanh;
        return tanh(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (T(1) - result * result);
    }
};

} // namespace ops

/// The hyperbolic tangent, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr auto tanh(const expression<A, M>& x) noexcept {
    return expr::apply<ops::tanh>(x);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_STOP_GRADIENT_HPP
#define TAPELESS_OPS_STOP_GRADIENT_HPP

#include "../expr/lift.hpp"

namespace tapeless {

namespace ops {

struct stop_gradient {
    static constexpr bool elementwise = true;
    static constexpr auto name = "stop_gradient";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative is 0 everywhere";
    static constexpr int flops = 0;
    static constexpr int calls = 0;
    static constexpr std::uint64_t differentiable = 0;
    static constexpr auto cpp = "$1";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return x;
    }
};

} // namespace ops

/// The value of x as a constant, elementwise: no derivative passes through, and nothing is computed for one.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::stop_gradient, expression<A, M>> stop_gradient(const expression<A, M>& x) noexcept {
    return expr::apply<ops::stop_gradient>(x);
}

} // namespace tapeless

#endif

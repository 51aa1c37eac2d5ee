// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_EXTREMUM_HPP
#define TAPELESS_OPS_EXTREMUM_HPP

#include "../expr/lift.hpp"

namespace tapeless {

namespace ops {

struct max {
    static constexpr bool elementwise = true;
    static constexpr auto name = "max";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return x < y ? y : x;
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        if (x == y) return adjoint * T(0.5);
        return (x < y) == (I == 1) ? adjoint : T(0);
    }
};

} // namespace ops

/// The larger of two values, elementwise. Where they are equal each operand receives half of the adjoint.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto max(const A& a, const B& b) noexcept { return expr::apply<ops::max>(expr::lift(a), expr::lift(b)); }
template <class A, class B, class... C>
    requires(sizeof...(C) > 0 && expr::operands<A, B, C...>)
constexpr auto max(const A& a, const B& b, const C&... c) noexcept {
    return max(max(expr::lift(a), expr::lift(b)), expr::lift(c)...);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_FUSED_HPP
#define TAPELESS_OPS_FUSED_HPP

#include "../meta/math.hpp"
#include "arithmetic.hpp"

namespace tapeless {

namespace ops {

struct fma {
    static constexpr bool elementwise = true;
    static constexpr auto name = "fma";
    static constexpr auto domain = "all x, y, z";
    static constexpr auto note = "";
    static constexpr int flops = 2;
    static constexpr int calls = 0;
    static constexpr auto latex = R"($1 \cdot $2 + $3)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& z) {
        return math::fma(x, y, z);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y, const T&) {
        if constexpr (I == 0)
            return adjoint * y;
        else if constexpr (I == 1)
            return adjoint * x;
        else
            return adjoint;
    }
};

} // namespace ops

/// x * y + z with one rounding, elementwise. Fast where the target has such an instruction (-march=haswell, ARM);
/// elsewhere the C library computes it, slowly.
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto fma(const A& x, const B& y, const C& z) noexcept {
    return expr::apply<ops::fma>(expr::lift(x), expr::lift(y), expr::lift(z));
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_FOLD_HPP
#define TAPELESS_OPS_FOLD_HPP

#include "arithmetic.hpp"

namespace tapeless {

namespace ops {

/// Joins values pairwise, level by level, from left to right: `((a b) (c d)) e`. `Waiting` counts those at the front
/// that belong to the current level; the level above is made behind them.
template <std::size_t Waiting = 0, class Join, class A, class... B>
constexpr auto fold(const Join& join, const A& a, const B&... b) noexcept {
    if constexpr (sizeof...(B) == 0)
        return a;
    else if constexpr (Waiting == 0)
        return fold<1 + sizeof...(B)>(join, a, b...);
    else if constexpr (Waiting == 1)
        return fold<0>(join, b..., a);
    else
        return [&](const auto& second, const auto&... rest) {
            return fold<Waiting - 2>(join, rest..., join(a, second));
        }(b...);
}

} // namespace ops

/// The sum of scalars; a scalar is its own sum. Added as a balanced tree: independent additions overlap, and the
/// rounding error grows with the logarithm of their number, where in a chain it grows with the number.
template <meta::hash_t A, std::size_t M>
    requires(!expr::is_tensor(A))
constexpr auto sum(const expression<A, M>& a) noexcept { return a; }
template <class A, class B, class... C>
    requires expr::operands<A, B, C...>
constexpr auto sum(const A& a, const B& b, const C&... c) noexcept {
    return ops::fold([](const auto& x, const auto& y) { return x + y; }, expr::lift(a), expr::lift(b),
                     expr::lift(c)...);
}

/// The product of scalars; a scalar is its own product. Multiplied as a balanced tree, so that each derivative is a
/// product of other partial products: no more than three multiplications for each factor in all, and no division,
/// hence right where factors are zero.
template <meta::hash_t A, std::size_t M>
    requires(!expr::is_tensor(A))
constexpr auto product(const expression<A, M>& a) noexcept { return a; }
template <class A, class B, class... C>
    requires expr::operands<A, B, C...>
constexpr auto product(const A& a, const B& b, const C&... c) noexcept {
    return ops::fold([](const auto& x, const auto& y) { return x * y; }, expr::lift(a), expr::lift(b),
                     expr::lift(c)...);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_HVP_HPP
#define TAPELESS_DIFF_HVP_HPP

#include "direction.hpp"

namespace tapeless {

/// A value, the gradient, and the second derivatives times a direction.
template <class T, class Gradient>
struct value_gradient_and_product {
    T value;
    Gradient grad;
    Gradient hvp;
};

namespace diff {

struct hvp_transform : along_tangents<hvp_transform> {
    static constexpr bool of_one = true;

    template <class Argnums, class F, class... Values, class... Moves>
    static constexpr auto of_expressions(const F& f, const std::tuple<Values...>& point,
                                         const std::tuple<Moves...>& moves) {
        return std::apply(
            [&](const Values&... values) {
                const auto slope = [&](const auto&... x) {
                    const auto gradient = gradient_as_tuple<Argnums>(f, x...);
                    return inner_product(
                        gradient, moves,
                        std::make_index_sequence<structure<std::decay_t<decltype(gradient)>>::leaves>{});
                };
                const auto gradient = gradient_as_written<Argnums>(f, values...);
                const auto product = gradient_as_written<Argnums>(slope, values...);
                return std::make_tuple(f(values...), gradient, product);
            },
            point);
    }

    template <class T, class Tree, class Arrangement, class Tangents, class Point, class Constants, class Move>
    [[gnu::always_inline]] static constexpr auto run(const Point& in, const Constants& constants, const Move& move) {
        using root = typename expressions_of<Tree>::ids;
        using symbols = typename Arrangement::symbols;
        constexpr std::size_t n = symbols::count;
        const auto result = compute<T, plan::hessian_product<root, symbols, Tangents>, 1 + 2 * n>(
            point_and_tangents<T, Point, Move, symbols, Tangents>{in, move}, constants);
        const T* const gradient = result.at + 1;
        return value_gradient_and_product<T, decltype(Arrangement::arrange(gradient))>{
            result.at[0], Arrangement::arrange(gradient), Arrangement::arrange(gradient + n)};
    }
};

} // namespace diff

/// The second derivatives times a direction, by forward mode over reverse mode: `hvp(f)(x, y)(dx, dy)` returns `{value,
/// grad, hvp}`, the last two structured like the arguments. The cost is a small multiple of the gradient's, whatever
/// the number of arguments, which with tapeless.hpp may be tensors. (Of arguments that are expressions, a std::tuple of
/// the three.)
template <std::size_t... Argnums, class F>
    requires(!diff::expression_tree<F>)
constexpr auto hvp(F f) { return diff::directed_function<diff::hvp_transform, F, Argnums...>{f}; }

/// The same of an expression of symbols: `hvp(e)(x = 1.0, y = 2.0)(x = 0.5).hvp[y]`.
template <meta::hash_t Id, std::size_t Constants>
constexpr auto hvp(const expression<Id, Constants>& e) {
    return diff::direct_expressions<diff::hvp_transform, 0>(e);
}
template <meta::hash_t Id, std::size_t Constants, meta::hash_t Wrt>
constexpr auto hvp(const expression<Id, Constants>& e, selection<Wrt>) {
    return diff::direct_expressions<diff::hvp_transform, Wrt>(e);
}

} // namespace tapeless

#endif

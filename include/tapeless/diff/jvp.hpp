// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_JVP_HPP
#define TAPELESS_DIFF_JVP_HPP

#include "direction.hpp"

namespace tapeless {

/// What a function returns at a point, and how fast that changes in a direction.
template <class Value, class Tangent>
struct value_and_tangent {
    Value value;
    Tangent tangent;
};

namespace diff {

/// The tangent of a function of tensors where its arguments are expressions; in tensor_derivative.hpp.
template <class Tree, class Argnums>
struct tangent_of_tensors;

struct jvp_transform : along_tangents<jvp_transform> {
    template <class Argnums, class F, class... Values, class... Moves>
    static constexpr auto of_expressions(const F& f, const std::tuple<Values...>& point,
                                         const std::tuple<Moves...>& moves) {
        return std::apply(
            [&](const Values&... values) {
                using tree = std::decay_t<decltype(f(values...))>;
                if constexpr (tensors_in<typename expressions_of<std::tuple<Values...>>::ids,
                                         typename expressions_of<tree>::ids>) {
                    const auto tangent = tangent_of_tensors<tree, Argnums>::of(f, moves, values...);
                    return value_and_tangent<tree, std::decay_t<decltype(tangent)>>{f(values...), tangent};
                } else {
                    return along<tree, Argnums>(f, moves, std::make_index_sequence<structure<tree>::leaves>{},
                                                values...);
                }
            },
            point);
    }

    template <class T, class Tree, class Arrangement, class Tangents, class Point, class Constants, class Move>
    [[gnu::always_inline]] static constexpr auto run(const Point& in, const Constants& constants, const Move& move) {
        using symbols = typename Arrangement::symbols;
        using roots = typename expressions_of<Tree>::ids;
        using request = plan::pushforward<roots, symbols, Tangents>;
        const auto result = compute<T, request, 2 * roots::count>(
            point_and_tangents<T, Point, Move, symbols, Tangents>{in, move}, constants);
        const T* const first = result.at;
        return value_and_tangent<decltype(make_tree<Tree>(first)), decltype(make_tree<Tree>(first))>{
            make_tree<Tree>(first), make_tree<Tree>(first + roots::count)};
    }

private:
    /// The gradient of each output times the direction.
    template <class Tree, class Argnums, class F, class... Moves, std::size_t... R, class... Values>
    static constexpr auto along(const F& f, const std::tuple<Moves...>& moves, std::index_sequence<R...>,
                                const Values&... values) {
        const auto tangent = [&]<std::size_t Output>(std::integral_constant<std::size_t, Output>) {
            const auto output = [&f](const auto&... x) { return leaf_among<Output>(f(x...)); };
            const auto gradient = gradient_as_tuple<Argnums>(output, values...);
            return inner_product(gradient, moves,
                                 std::make_index_sequence<structure<std::decay_t<decltype(gradient)>>::leaves>{});
        };
        if constexpr (is_leaf<Tree>)
            return value_and_tangent<decltype(expr::lift(f(values...))),
                                     decltype(tangent(std::integral_constant<std::size_t, 0>{}))>{
                expr::lift(f(values...)), tangent(std::integral_constant<std::size_t, 0>{})};
        else
            return value_and_tangent<Tree,
                                     decltype(std::make_tuple(tangent(std::integral_constant<std::size_t, R>{})...))>{
                f(values...), std::make_tuple(tangent(std::integral_constant<std::size_t, R>{})...)};
    }
};

} // namespace diff

/// The product of the Jacobian with a direction, in forward mode: `jvp(f)(x, y)(dx, dy)` returns `{value, tangent}`,
/// both structured like what `f` returns. The cost is that of the function and of one derivative of each of its
/// operations. With tapeless.hpp arguments and results may be tensors; tangents have their shapes.
template <std::size_t... Argnums, class F>
    requires(!diff::expression_tree<F>)
constexpr auto jvp(F f) { return diff::directed_function<diff::jvp_transform, F, Argnums...>{f}; }

/// The same of expressions of symbols: `jvp(e)(x = 1.0, y = 2.0)(x = 0.5)`. A symbol without a tangent does not move,
/// and costs nothing.
template <diff::expression_tree E>
constexpr auto jvp(const E& e) {
    return diff::direct_expressions<diff::jvp_transform, 0>(e);
}

} // namespace tapeless

#endif

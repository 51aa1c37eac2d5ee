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

struct hvp_transform {
    static constexpr bool of_one = true;
    static constexpr bool moves_symbols = true;
    template <class Tree, class Layout, class... Moves>
    static constexpr bool accepts() noexcept {
        return require_tangents<Layout, Moves...>();
    }

    template <class Tree, class Layout, class Inputs, class Constants, class... Moves>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants,
                                                    const Moves&... moves) {
        using T = value_type<typename Layout::value_type, typename value_type_of_trees<Moves...>::type>;
        using tangents = typename tangents_of<typename Layout::chosen>::type;
        const argument_tangents<T, Layout, Moves...> move{{moves...}};
        return run<T, Tree, by_arguments<Layout>, tangents>(in, constants, move);
    }

    template <class T, class Tree, class Symbols, class Inputs, class Constants, hash_t... Ids, class... Values>
    [[gnu::always_inline]] static constexpr auto at_symbols(const Inputs& in, const Constants& constants,
                                                            const binding<Ids, Values>&... moves) {
        using tangents = typename tangents_of<Symbols, plan::ids<Ids...>>::type;
        static_assert((true && ... && (plan::position<Ids>(Symbols{}) < Symbols::count)),
                      "tapeless: a direction names a symbol by which these expressions are not differentiated");
        return run<T, Tree, by_symbols<Symbols>, tangents>(in, constants, inputs<T, binding<Ids, Values>...>{moves...});
    }

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

private:
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

/// The second derivatives times a direction, by forward mode over reverse mode: `hvp(f)(x, y)(dx, dy)` returns
/// `{value, grad, hvp}`, the last two structured like the arguments. The cost is a small multiple of the gradient's,
/// whatever the number of arguments. (Of arguments that are expressions, a std::tuple of the three.)
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

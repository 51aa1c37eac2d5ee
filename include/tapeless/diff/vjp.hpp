// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_VJP_HPP
#define TAPELESS_DIFF_VJP_HPP

#include "direction.hpp"

namespace tapeless {

namespace diff {

struct vjp_transform {
    static constexpr bool takes_tensors = true;
    template <class Tree, class Layout, class... Moves>
    static constexpr bool accepts() noexcept {
        return require_cotangent<Tree, Moves...>();
    }

    template <class Tree, class Layout, class Inputs, class Constants, class Weights>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants,
                                                    const Weights& weights) {
        using T = value_type<typename Layout::value_type, typename value_type_of_trees<Weights>::type>;
        return run<T, Tree, by_arguments<Layout>>(in, constants, weights);
    }

    template <class T, class Tree, class Symbols, class Inputs, class Constants, class... Weights>
    [[gnu::always_inline]] static constexpr auto at_symbols(const Inputs& in, const Constants& constants,
                                                            const Weights&... weights) {
        if constexpr (require_cotangent<Tree, Weights...>())
            return run<T, Tree, by_symbols<Symbols>>(in, constants, weights...);
        else
            return refused{};
    }

    template <class Argnums, class F, class... Values, class Weights>
    static constexpr auto of_expressions(const F& f, const std::tuple<Values...>& point,
                                         const std::tuple<Weights>& weights) {
        return std::apply(
            [&](const Values&... values) {
                const auto weighted = [&](const auto&... x) {
                    const auto tree = f(x...);
                    return inner_product(tree, std::get<0>(weights),
                                         std::make_index_sequence<structure<std::decay_t<decltype(tree)>>::leaves>{});
                };
                const auto gradient = gradient_as_written<Argnums>(weighted, values...);
                return value_and_gradient{f(values...), gradient};
            },
            point);
    }

    template <class Tree, class... Weights>
    static constexpr bool require_cotangent() noexcept {
        constexpr bool fits =
            sizeof...(Weights) == 1 && (true && ... && (structure<Weights>::leaves == structure<Tree>::leaves));
        static_assert(fits, "tapeless: a cotangent is one value of the structure of what the function returns");
        return fits;
    }

private:
    template <class T, class Tree, class Arrangement, class Point, class Constants, class Weights>
    [[gnu::always_inline]] static constexpr auto run(const Point& in, const Constants& constants,
                                                     const Weights& weights) {
        using roots = typename expressions_of<Tree>::ids;
        using symbols = typename Arrangement::symbols;
        using cotangent_ids = typename cotangents<std::make_index_sequence<roots::count>>::type;
        const auto result = compute<T, plan::pullback<roots, symbols, cotangent_ids>, roots::count + symbols::count>(
            point_and_cotangents<T, Point, Weights, cotangent_ids>{in, weights}, constants);
        const T* const first = result.at;
        const auto value = make_tree<Tree>(first);
        const auto gradient = Arrangement::arrange(first + roots::count);
        return value_and_gradient<std::decay_t<decltype(value)>, std::decay_t<decltype(gradient)>>{value, gradient};
    }
};

} // namespace diff

/// The product of a cotangent with the Jacobian, in reverse mode: `vjp(f)(x, y)(w)` returns `{value, grad}`; `w` is
/// structured like what `f` returns, the gradient of the sum of the outputs times their `w` like the arguments. With
/// tapeless.hpp both may be tensors.
template <std::size_t... Argnums, class F>
    requires(!diff::expression_tree<F>)
constexpr auto vjp(F f) { return diff::directed_function<diff::vjp_transform, F, Argnums...>{f}; }

/// The same of expressions of symbols: `vjp(std::tuple(a, b))(x = 1.0, y = 2.0)(std::tuple(0.5, 1.0)).grad[x]`.
template <diff::expression_tree E>
constexpr auto vjp(const E& e) {
    return diff::direct_expressions<diff::vjp_transform, 0>(e);
}
template <diff::expression_tree E, meta::hash_t Wrt>
constexpr auto vjp(const E& e, selection<Wrt>) {
    return diff::direct_expressions<diff::vjp_transform, Wrt>(e);
}

} // namespace tapeless

#endif

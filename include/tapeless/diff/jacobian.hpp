// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_JACOBIAN_HPP
#define TAPELESS_DIFF_JACOBIAN_HPP

#include "transform.hpp"

namespace tapeless {

namespace diff {

struct jacobian_transform {
    static constexpr bool takes_tensors = true;
    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        using request = plan::jacobian<typename expressions_of<Tree>::ids, typename Arrangement::symbols>;
        const auto result = compute<T, request, request::rows*(1 + request::columns)>(in, constants);
        return arrange<Tree, Arrangement, request>(result.at + request::rows,
                                                   std::make_index_sequence<request::rows>{});
    }

    template <std::size_t... Argnums, class F, class... Values>
    static constexpr auto of_expressions(const F& f, const Values&... values) {
        using tree = std::decay_t<decltype(f(values...))>;
        return rows_of<tree, Argnums...>(f, std::make_index_sequence<structure<tree>::leaves>{}, values...);
    }

private:
    template <class Tree, class Arrangement, class Request, class T, std::size_t... R>
    [[gnu::always_inline]] static constexpr auto arrange(const T* entries, std::index_sequence<R...>) {
        using row = decltype(Arrangement::arrange(entries));
        const row all[]{Arrangement::arrange(entries + R * Request::columns)...};
        return make_tree<Tree>(all);
    }
    template <class Tree, std::size_t... Argnums, class F, std::size_t... R, class... Values>
    static constexpr auto rows_of(const F& f, std::index_sequence<R...>, const Values&... values) {
        const auto gradient_of_output = [&]<std::size_t Output>(std::integral_constant<std::size_t, Output>) {
            const auto output = [&f](const auto&... x) { return leaf_among<Output>(f(x...)); };
            return symbolic_gradient<decltype(output), Argnums...>{output}(values...);
        };
        if constexpr (is_leaf<Tree>)
            return gradient_of_output(std::integral_constant<std::size_t, 0>{});
        else
            return std::make_tuple(gradient_of_output(std::integral_constant<std::size_t, R>{})...);
    }
};

} // namespace diff

/// The derivatives of every output by every argument: `jacobian(f)(x, y)`, where `f` returns one expression, a
/// std::tuple of expressions, or `tapeless::array(a, b, ...)`. The result has the structure of what `f` returns, with
/// the gradient of each output in its place. Forward or reverse mode is chosen by counting, while compiling, which has
/// less to do; structural zeros cost nothing. Argument numbers choose as in `grad`. With tapeless.hpp arguments and
/// results may be tensors: the derivative of extents M... by N... has the extents M..., N..., at most four.
template <std::size_t... Argnums, class F>
    requires(!diff::expression_tree<F>)
constexpr auto jacobian(F f) { return diff::function_transform<diff::jacobian_transform, F, Argnums...>{f}; }

/// The same of expressions of symbols: `jacobian(std::tuple(e1, e2))(x = 1.0, y = 2.0)`; each output's gradient is
/// found by symbols.
template <diff::expression_tree E>
constexpr auto jacobian(const E& e) {
    return diff::transform_expressions<diff::jacobian_transform, 0>(e);
}
template <diff::expression_tree E, meta::hash_t Wrt>
constexpr auto jacobian(const E& e, selection<Wrt>) {
    return diff::transform_expressions<diff::jacobian_transform, Wrt>(e);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_HESSIAN_HPP
#define TAPELESS_DIFF_HESSIAN_HPP

#include "jacobian.hpp"

namespace tapeless {

namespace diff {

struct hessian_transform {
    static constexpr bool takes_tensors = true;
    static constexpr bool of_one = true;
    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        using request = plan::hessian<typename expressions_of<Tree>::ids, typename Arrangement::symbols>;
        constexpr std::size_t n = request::size;
        const auto result = compute<T, request, 1 + n + n*(n + 1) / 2>(in, constants);
        return arrange<Arrangement>(result.at + 1 + n, std::make_index_sequence<n>{});
    }

    template <std::size_t... Argnums, class F, class... Values>
    static constexpr auto of_expressions(const F& f, const Values&... values) {
        const auto gradient = [&f](const auto&... x) { return symbolic_gradient<F, Argnums...>{f}(x...); };
        return jacobian_transform::of_expressions<Argnums...>(gradient, values...);
    }

private:
    /// One row of a symmetric matrix of which the lower triangle is there.
    template <class T>
    struct symmetric_row {
        const T* triangle;
        std::size_t row;
        [[gnu::always_inline]] constexpr const T& operator[](std::size_t column) const noexcept {
            const std::size_t i = row < column ? column : row, j = row < column ? row : column;
            return triangle[i * (i + 1) / 2 + j];
        }
    };

    template <class Arrangement, class T, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto arrange(const T* triangle, std::index_sequence<I...>) {
        using row = decltype(Arrangement::arrange(symmetric_row<T>{triangle, 0}));
        const row all[]{Arrangement::arrange(symmetric_row<T>{triangle, I})...};
        return Arrangement::arrange(all);
    }
};

} // namespace diff

/// The second derivatives of a scalar function: `hessian(f)(x, y)`. The result has the structure of the arguments, with
/// a row, of that same structure, in the place of each leaf; of one number it is a number. Made by forward mode over
/// the gradient, which is made by reverse mode; each of the symmetric pairs is computed once, structural zeros cost
/// nothing. With tapeless.hpp arguments may be tensors: a row of one with the extents N... adds these in front.
template <std::size_t... Argnums, class F>
    requires(!diff::expression_tree<F>)
constexpr auto hessian(F f) { return diff::function_transform<diff::hessian_transform, F, Argnums...>{f}; }

/// The same of an expression of symbols: `hessian(e)(x = 1.0, y = 2.0)[x][y]`.
template <meta::hash_t Id, std::size_t Constants>
constexpr auto hessian(const expression<Id, Constants>& e) {
    return diff::transform_expressions<diff::hessian_transform, 0>(e);
}
template <meta::hash_t Id, std::size_t Constants, meta::hash_t Wrt>
constexpr auto hessian(const expression<Id, Constants>& e, selection<Wrt>) {
    return diff::transform_expressions<diff::hessian_transform, Wrt>(e);
}

} // namespace tapeless

#endif

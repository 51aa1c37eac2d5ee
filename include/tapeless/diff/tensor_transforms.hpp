// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_TENSOR_TRANSFORMS_HPP
#define TAPELESS_DIFF_TENSOR_TRANSFORMS_HPP

#include "hessian.hpp"
#include "hvp.hpp"
#include "jacobian.hpp"
#include "jvp.hpp"
#include "tensor_point.hpp"
#include "vjp.hpp"

#include <tuple>
#include <utility>

/// The transforms where arguments or results are tensors. They run the sweeps of sweep/run.hpp: reverse mode as it is,
/// forward mode on dual numbers, and forward over reverse as the backward sweep on dual numbers.
namespace tapeless::diff {

/// Directions that are found at once: as many tangents as a dual number carries.
template <std::size_t Directions>
inline constexpr std::size_t at_once = Directions < 8 ? (Directions == 0 ? 1 : Directions) : 8;

template <class Owner, class Shape>
inline constexpr bool shape_of_a_direction_fits = false;

/// Refuses a tangent or a cotangent of another shape.
template <hash_t Id, class V>
constexpr bool require_direction() noexcept {
    using wanted = expr::shape_of<Id>;
    using given = typename value_traits<V>::shape_type;
    if constexpr (!std::is_same_v<wanted, given>)
        static_assert(shape_of_a_direction_fits<wanted, given>,
                      "tapeless: a tangent or a cotangent has another shape than what it belongs to (both are named "
                      "here)");
    return std::is_same_v<wanted, given>;
}
template <hash_t... Ids, class... V>
constexpr bool require_directions(plan::ids<Ids...>, list<V...>) noexcept {
    return (true && ... && require_direction<Ids, V>());
}

template <class A, class B>
struct both_shapes;
template <std::size_t... A, std::size_t... B>
struct both_shapes<shape<A...>, shape<B...>> {
    static constexpr bool fit = sizeof...(A) + sizeof...(B) <= meta::max_rank;
    using type = shape<A..., B...>;
};
template <class Outer, class Inner>
inline constexpr bool extents_fit = false;

/// Refuses derivatives with more extents than tensors have.
template <hash_t Of, hash_t By>
constexpr bool require_extents() noexcept {
    constexpr bool fit = both_shapes<expr::shape_of<Of>, expr::shape_of<By>>::fit;
    if constexpr (!fit)
        static_assert(extents_fit<expr::shape_of<Of>, expr::shape_of<By>>,
                      "tapeless: the derivative of one tensor by another has the extents of both, and a tensor has at "
                      "most four: take jvp, vjp or hvp, or fewer extents (both shapes are named here)");
    return fit;
}
template <hash_t... Of, hash_t... By>
constexpr bool require_extents(plan::ids<Of...>, plan::ids<By...> by) noexcept {
    const auto row = []<hash_t Id, hash_t... Columns>(plan::ids<Id>, plan::ids<Columns...>) {
        return (true && ... && require_extents<Id, Columns>());
    };
    return (true && ... && row(plan::ids<Of>{}, by));
}

/// Refuses expressions of symbols that are no arguments.
template <class Layout, hash_t... Roots>
constexpr bool check_symbols_of(by_arguments<Layout>, plan::ids<Roots...>) noexcept {
    return (true && ... && Layout::check_symbols(typename symbols_in<Roots>::type{}));
}
template <class Symbols, class Roots>
constexpr bool check_symbols_of(by_symbols<Symbols>, Roots) noexcept {
    return true;
}

/// Derivatives of one shape each, arranged the way the arguments or the symbols are.
template <class Layout, class Derivatives>
[[gnu::always_inline]] constexpr auto arranged(by_arguments<Layout>, const Derivatives& found) {
    return Layout::make(gradient_source<Layout, Derivatives>{found});
}
template <class Symbols, class Derivatives>
[[gnu::always_inline]] constexpr const auto& arranged(by_symbols<Symbols>, const Derivatives& found) {
    return found;
}

/// Leaves of a tree out of a tuple.
template <class Leaves>
struct tuple_source {
    static constexpr bool symbolic = false;
    const Leaves& leaves;

    template <std::size_t K>
    [[gnu::always_inline]] constexpr const auto& leaf() const noexcept {
        return std::get<K>(leaves);
    }
};
template <class Tree, class... Leaves>
[[gnu::always_inline]] constexpr auto tree_of(const std::tuple<Leaves...>& leaves) {
    return structure<Tree>::template make<0>(tuple_source<std::tuple<Leaves...>>{leaves});
}

/// The derivatives of some expressions by some symbols as one matrix of numbers: `Of` tells the rows, `By` the columns.
template <class T, class Of, class By>
struct matrix_of_derivatives {
    static constexpr std::size_t height = numbers<Of>::count, width = numbers<By>::count;
    T entry[height * width + 1];

    /// Those of one expression by one symbol.
    template <hash_t Root, hash_t Symbol, std::size_t First>
    constexpr auto block() const {
        using shape = typename both_shapes<expr::shape_of<Root>, expr::shape_of<Symbol>>::type;
        constexpr std::size_t inner = numbers_of<Symbol>, column = numbers<By>::template first<Symbol>;
        if constexpr (shape::rank == 0) {
            return entry[First * width + column];
        } else {
            typename cell_type<T, shape>::type all;
            for (std::size_t r = 0; r < numbers_of<Root>; ++r)
                for (std::size_t c = 0; c < inner; ++c) all[r * inner + c] = entry[(First + r) * width + column + c];
            return all;
        }
    }
    /// Those of one expression, which begin in row `First`, by all symbols.
    template <hash_t Root, std::size_t First, class Arrangement, hash_t... Symbols>
    constexpr auto row(Arrangement arrangement, plan::ids<Symbols...>) const {
        const rows<list<decltype(block<Root, Symbols, First>())...>, Symbols...> blocks{
            {block<Root, Symbols, First>()}...};
        return arranged(arrangement, blocks);
    }
};

/// Copies the numbers of a gradient into a row.
template <class Gradient, class Out, class Part, hash_t... Ids>
[[gnu::always_inline]] constexpr void flatten(const Gradient& gradient, plan::ids<Ids...>, Out* out, Part part) {
    const auto copy = [&](const auto& of) {
        for (std::size_t i = 0; i < numbers_in(of); ++i) *out++ = part(number_at(of, i));
    };
    (copy(value_in<Ids>(gradient)), ...);
}

template <>
struct of_tensors<jacobian_transform> {
    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        using roots = typename expressions_of<Tree>::ids;
        using symbols = typename Arrangement::symbols;
        if constexpr (require_extents(roots{}, symbols{}) && check_symbols_of(Arrangement{}, roots{})) {
            matrix_of_derivatives<T, roots, symbols> matrix;
            if constexpr (forward<roots, symbols>)
                columns(in, constants, matrix, roots{}, symbols{});
            else
                rows(in, constants, matrix, roots{}, symbols{});
            return arrange<Tree, Arrangement>(matrix, roots{}, std::make_index_sequence<roots::count>{});
        } else {
            return refused{};
        }
    }

    /// A sweep on dual numbers makes some columns, a backward sweep one row, without another forward sweep. A column
    /// costs as much as about eight rows (measured on tanh(W x), 64 by 4 to 64 by 16).
    template <class Roots, class Symbols>
    static constexpr bool forward = 8 * numbers<Symbols>::count <= numbers<Roots>::count;

private:
    template <class T, class Roots, class Symbols, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr void columns(const Inputs& in, const Constants& constants,
                                                         matrix_of_derivatives<T, Roots, Symbols>& matrix, Roots,
                                                         Symbols symbols) {
        constexpr std::size_t n = numbers<Symbols>::count, width = at_once<n>;
        using number = dual<T, width>;
        moving_point<number, Inputs, typename symbols_in<joined<Roots>::roots>::type> point{in};
        for (std::size_t c = 0; c < n; c += width) {
            const std::size_t used = n - c < width ? n - c : width;
            for (std::size_t j = 0; j < used; ++j) point.set(symbols, c + j, j, T(1));
            evaluate_all<number>(Roots{}, point, constants.value, [&](const auto&... results) {
                T* out = matrix.entry + c;
                const auto deliver = [&](const auto& result) {
                    for (std::size_t i = 0; i < numbers_in(result); ++i, out += n)
                        for (std::size_t j = 0; j < used; ++j) out[j] = tangent(number_at(result, i), j);
                };
                (deliver(results), ...);
            });
            for (std::size_t j = 0; j < used; ++j) point.set(symbols, c + j, j, T(0));
        }
    }
    template <class X>
    static constexpr auto tangent(const X& x, std::size_t j) {
        if constexpr (duals::depth<X> != 0)
            return x.tangent[j];
        else
            return X(0);
    }

    template <class T, class Roots, class Symbols, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr void rows(const Inputs& in, const Constants& constants,
                                                      matrix_of_derivatives<T, Roots, Symbols>& matrix, Roots,
                                                      Symbols symbols) {
        T cotangent[numbers<Roots>::count]{};
        gradient_of<T, Symbols> row{};
        sweep::differentiate_operands<true, T, joined<Roots>::paired, selection_of<Symbols>>(
            cotangent_point<T, Inputs, Roots>{in, cotangent}, constants.value, row,
            [&](const auto& sweep_back, const auto&...) {
                for (std::size_t r = 0; r < matrix.height; ++r) {
                    cotangent[r] = T(1);
                    sweep_back();
                    flatten(row, symbols, matrix.entry + r * matrix.width, [](const T& x) { return x; });
                    cotangent[r] = T(0);
                }
            });
    }

    template <class Tree, class Arrangement, class Matrix, hash_t... Roots, std::size_t... K>
    [[gnu::always_inline]] static constexpr auto arrange(const Matrix& matrix, plan::ids<Roots...> roots,
                                                         std::index_sequence<K...>) {
        return tree_of<Tree>(std::make_tuple(matrix.template row<Roots, numbers<decltype(roots)>::before(K)>(
            Arrangement{}, typename Arrangement::symbols{})...));
    }
};

template <>
struct of_tensors<hessian_transform> {
    template <class T, class Tree, class Arrangement, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants) {
        using roots = typename expressions_of<Tree>::ids;
        using symbols = typename Arrangement::symbols;
        if constexpr (require_extents(symbols{}, symbols{}) && check_symbols_of(Arrangement{}, roots{})) {
            matrix_of_derivatives<T, symbols, symbols> matrix;
            fill<roots::id[0]>(in, constants, matrix, symbols{});
            return arrange<Arrangement>(matrix, symbols{});
        } else {
            return refused{};
        }
    }

private:
    template <hash_t Root, class T, class Symbols, class Inputs, class Constants>
    [[gnu::always_inline]] static constexpr void fill(const Inputs& in, const Constants& constants,
                                                      matrix_of_derivatives<T, Symbols, Symbols>& matrix,
                                                      Symbols symbols) {
        constexpr std::size_t n = numbers<Symbols>::count, width = at_once<n>;
        using number = dual<T, width>;
        moving_point<number, Inputs, typename symbols_in<Root>::type> point{in};
        gradient_of<number, Symbols> gradient;
        for (std::size_t r = 0; r < n; r += width) {
            const std::size_t used = n - r < width ? n - r : width;
            for (std::size_t j = 0; j < used; ++j) point.set(symbols, r + j, j, T(1));
            differentiate<number, selection_of<Symbols>>(expression_with<Root>(constants.value), point, gradient);
            for (std::size_t j = 0; j < used; ++j) {
                flatten(gradient, symbols, matrix.entry + (r + j) * n, [j](const number& x) { return x.tangent[j]; });
                point.set(symbols, r + j, j, T(0));
            }
        }
        // Both of a symmetric pair were found, in sweeps that may round differently.
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t c = 0; c < r; ++c) matrix.entry[c * n + r] = matrix.entry[r * n + c];
    }

    template <class Arrangement, class Matrix, hash_t... Ids>
    [[gnu::always_inline]] static constexpr auto arrange(const Matrix& matrix, plan::ids<Ids...> symbols) {
        const auto row = [&]<hash_t Id>(plan::ids<Id>) {
            return matrix.template row<Id, numbers<decltype(symbols)>::template first<Id>>(Arrangement{}, symbols);
        };
        const rows<list<decltype(row(plan::ids<Ids>{}))...>, Ids...> all{{row(plan::ids<Ids>{})}...};
        return arranged_copy(Arrangement{}, all);
    }
    template <class Arrangement, class Rows>
    [[gnu::always_inline]] static constexpr auto arranged_copy(Arrangement arrangement, const Rows& all) {
        return arranged(arrangement, all);
    }
};

/// Leaf K of some trees, counted through, where `Trees` say how they are trees.
template <std::size_t K, class First, class... Rest, class FirstValue, class... Values>
[[gnu::always_inline]] constexpr decltype(auto) leaf_as(list<First, Rest...>, const FirstValue& first,
                                                        const Values&... rest) noexcept {
    if constexpr (K < structure<First>::leaves)
        return structure<First>::template leaf<K>(first);
    else
        return leaf_as<K - structure<First>::leaves>(list<Rest...>{}, rest...);
}

/// What transforms along tangents have in common where there are tensors: how tangents are given. The rest is
/// `Transform::run<T, Tree, Arrangement>(point, constants, move)`, where `move(moving_point)` sets the tangents.
template <class Transform>
struct along_tensors {
    template <class Tree, class Layout, class... Moves>
    static constexpr bool accepts() noexcept {
        if constexpr (require_tangents<Layout, as_used_in<Tree, Moves>...>())
            return require_directions(
                typename Layout::chosen{},
                typename join_lists<typename structure<as_used_in<Tree, Moves>>::types...>::type{});
        else
            return false;
    }

    template <class Tree, class Layout, class Inputs, class Constants, class... Moves>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants,
                                                    const Moves&... moves) {
        const auto move = [&]<hash_t... Ids, std::size_t... K>(auto& point, plan::ids<Ids...>,
                                                               std::index_sequence<K...>) {
            (point.template move<Ids>(leaf_as<K>(list<as_used_in<Tree, Moves>...>{}, moves...)), ...);
        };
        using symbols = typename Layout::chosen;
        return checked<typename Layout::value_type, Tree, by_arguments<Layout>>(
            in, constants, [&](auto& point) { move(point, symbols{}, std::make_index_sequence<symbols::count>{}); });
    }

    template <class T, class Tree, class Symbols, class Inputs, class Constants, hash_t... Ids, class... Values>
    [[gnu::always_inline]] static constexpr auto at_symbols(const Inputs& in, const Constants& constants,
                                                            const binding<Ids, Values>&... moves) {
        constexpr bool known = (true && ... && (plan::position<Ids>(Symbols{}) < Symbols::count));
        static_assert(known, "tapeless: a direction names a symbol by which these expressions are not differentiated");
        if constexpr (known && require_directions(plan::ids<Ids...>{}, list<std::remove_cvref_t<Values>...>{}))
            return checked<T, Tree, by_symbols<Symbols>>(
                in, constants, [&](auto& point) { (point.template move<Ids>(moves.value), ...); });
        else
            return refused{};
    }

private:
    template <class T, class Tree, class Arrangement, class Inputs, class Constants, class Move>
    [[gnu::always_inline]] static constexpr auto checked(const Inputs& in, const Constants& constants,
                                                         const Move& move) {
        if constexpr (check_symbols_of(Arrangement{}, typename expressions_of<Tree>::ids{}))
            return of_tensors<Transform>::template run<T, Tree, Arrangement>(in, constants, move);
        else
            return refused{};
    }
};

template <>
struct of_tensors<jvp_transform> : along_tensors<jvp_transform> {
    template <class T, class Tree, class Arrangement, class Inputs, class Constants, class Move>
    [[gnu::always_inline]] static constexpr auto run(const Inputs& in, const Constants& constants, const Move& move) {
        using roots = typename expressions_of<Tree>::ids;
        moving_point<dual<T>, Inputs, typename symbols_in<joined<roots>::roots>::type> point{in};
        move(point);
        return evaluate_all<dual<T>>(roots{}, point, constants.value, [](const auto&... results) {
            const auto values = tree_of<Tree>(std::make_tuple(part_of<T>(results, value_part)...));
            const auto tangents = tree_of<Tree>(std::make_tuple(part_of<T>(results, tangent_part)...));
            return value_and_tangent<std::decay_t<decltype(values)>, std::decay_t<decltype(tangents)>>{values,
                                                                                                       tangents};
        });
    }
};

template <>
struct of_tensors<hvp_transform> : along_tensors<hvp_transform> {
    template <class T, class Tree, class Arrangement, class Inputs, class Constants, class Move>
    [[gnu::always_inline]] static constexpr auto run(const Inputs& in, const Constants& constants, const Move& move) {
        constexpr hash_t root = expressions_of<Tree>::ids::id[0];
        using symbols = typename Arrangement::symbols;
        moving_point<dual<T>, Inputs, typename symbols_in<root>::type> point{in};
        move(point);
        gradient_of<dual<T>, symbols> both;
        const T value =
            differentiate<dual<T>, selection_of<symbols>>(expression_with<root>(constants.value), point, both).value;
        const auto gradient = arranged(Arrangement{}, parts<T>(both, symbols{}, value_part));
        const auto product = arranged(Arrangement{}, parts<T>(both, symbols{}, tangent_part));
        return value_gradient_and_product<T, std::decay_t<decltype(gradient)>>{value, gradient, product};
    }

private:
    template <class T, class Both, class Part, hash_t... Ids>
    [[gnu::always_inline]] static constexpr auto parts(const Both& both, plan::ids<Ids...>, Part part) {
        return gradient<T, Ids...>{{part_of<T>(value_in<Ids>(both), part)}...};
    }
};

template <>
struct of_tensors<vjp_transform> {
    template <class Tree, class Layout, class... Weights>
    static constexpr bool accepts() noexcept {
        if constexpr (vjp_transform::require_cotangent<Tree, Weights...>())
            return require_directions(typename expressions_of<Tree>::ids{},
                                      typename join_lists<typename structure<Weights>::types...>::type{});
        else
            return false;
    }

    template <class Tree, class Layout, class Inputs, class Constants, class Weights>
    [[gnu::always_inline]] static constexpr auto at(const Inputs& in, const Constants& constants,
                                                    const Weights& weights) {
        return run<typename Layout::value_type, Tree, by_arguments<Layout>>(in, constants, weights);
    }
    template <class T, class Tree, class Symbols, class Inputs, class Constants, class... Weights>
    [[gnu::always_inline]] static constexpr auto at_symbols(const Inputs& in, const Constants& constants,
                                                            const Weights&... weights) {
        if constexpr (accepts<Tree, Symbols, Weights...>())
            return run<T, Tree, by_symbols<Symbols>>(in, constants, weights...);
        else
            return refused{};
    }

private:
    template <class T, class Tree, class Arrangement, class Inputs, class Constants, class Weights>
    [[gnu::always_inline]] static constexpr auto run(const Inputs& in, const Constants& constants,
                                                     const Weights& weights) {
        using roots = typename expressions_of<Tree>::ids;
        using symbols = typename Arrangement::symbols;
        if constexpr (check_symbols_of(Arrangement{}, roots{})) {
            T cotangent[numbers<roots>::count];
            flatten_leaves(weights, cotangent, std::make_index_sequence<roots::count>{});
            gradient_of<T, symbols> found{};
            return sweep::differentiate_operands<false, T, joined<roots>::paired, selection_of<symbols>>(
                cotangent_point<T, Inputs, roots>{in, cotangent}, constants.value, found,
                [&](const auto& sweep_back, const auto&... all) {
                    const auto value = values_of<T, Tree>(std::make_index_sequence<roots::count>{}, all...);
                    sweep_back();
                    const auto gradient = arranged(Arrangement{}, found);
                    return value_and_gradient<std::decay_t<decltype(value)>, std::decay_t<decltype(gradient)>>{
                        value, gradient};
                });
        } else {
            return refused{};
        }
    }
    template <class Weights, class T, std::size_t... K>
    [[gnu::always_inline]] static constexpr void flatten_leaves(const Weights& weights, T* out,
                                                                std::index_sequence<K...>) {
        const auto copy = [&](const auto& leaf) {
            using traits = value_traits<std::remove_cvref_t<decltype(leaf)>>;
            if constexpr (traits::scalar)
                *out++ = static_cast<T>(leaf);
            else
                for (std::size_t i = 0; i < traits::size; ++i) *out++ = static_cast<T>(traits::elements(leaf)[i]);
        };
        (copy(structure<Weights>::template leaf<K>(weights)), ...);
    }
    /// The operands of a pairing are the results, then their cotangents.
    template <class T, class Tree, std::size_t... K, class... Operands>
    [[gnu::always_inline]] static constexpr auto values_of(std::index_sequence<K...>, const Operands&... operands) {
        const std::tuple<const Operands&...> all{operands...};
        const auto itself = [](const auto& x) { return static_cast<T>(x); };
        return tree_of<Tree>(std::make_tuple(part_of<T>(std::get<K>(all), itself)...));
    }
};

} // namespace tapeless::diff

#endif

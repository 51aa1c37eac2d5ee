// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_DIRECTION_HPP
#define TAPELESS_DIFF_DIRECTION_HPP

#include "transform.hpp"

namespace tapeless::diff {

/// The node of the tangent of a symbol, or (of no symbol) of the cotangent of output `Number`.
template <hash_t Of, std::size_t Number = 0>
struct direction_leaf {
    static constexpr expr::role what = expr::role::data;
    static constexpr meta::dimensions extents{};
    static constexpr hash_t tag = meta::mix(meta::mix(Of, 0xD1ECu), Number);
};
template <hash_t Of, std::size_t Number = 0>
inline constexpr hash_t direction_id = expr::intern_leaf<direction_leaf<Of, Number>>;

/// The ids of the tangents of symbols; 0, a structural zero, for those that are not `Given`.
template <class Symbols, class Given = Symbols>
struct tangents_of;
template <hash_t... Ids, class Given>
struct tangents_of<plan::ids<Ids...>, Given> {
    template <hash_t Id>
    static constexpr hash_t tangent = [] {
        if constexpr (plan::position<Id>(Given{}) < Given::count)
            return direction_id<Id>;
        else
            return hash_t{0};
    }();
    using type = plan::ids<tangent<Ids>...>;
};

/// The ids of the cotangents of outputs.
template <class Indices>
struct cotangents;
template <std::size_t... K>
struct cotangents<std::index_sequence<K...>> {
    using type = plan::ids<direction_id<0, K>...>;
};

/// The values at a point, and the tangents there: tangent k is that of symbol k.
template <class T, class Point, class Move, class Symbols, class Tangents>
struct point_and_tangents {
    const Point& point;
    const Move& move;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T scalar() const {
        constexpr std::size_t k = plan::position<Id>(Tangents{});
        if constexpr (k < Tangents::count)
            return move.template scalar<Symbols::id[k]>();
        else
            return point.template scalar<Id>();
    }
};
/// The values at a point, and a tree of cotangents there.
template <class T, class Point, class Tree, class Cotangents>
struct point_and_cotangents {
    const Point& point;
    const Tree& weights;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T scalar() const {
        constexpr std::size_t k = plan::position<Id>(Cotangents{});
        if constexpr (k < Cotangents::count)
            return static_cast<T>(structure<Tree>::template leaf<k>(weights));
        else
            return point.template scalar<Id>();
    }
};

// A transform along a direction is called twice: `jvp(f)(x, y)(dx, dy)`, at a point and then along a direction.

/// A function at a point.
template <class Transform, class F, class Argnums, class... Values>
struct function_at_point {
    F function;
    std::tuple<Values...> point;

    template <class... Moves>
    [[gnu::always_inline]] constexpr auto operator()(const Moves&... moves) const {
        return std::apply([&](const Values&... values) { return along(values..., moves...); }, point);
    }

private:
    template <class... Moves>
    [[gnu::always_inline]] constexpr auto along(const Values&... values, const Moves&... moves) const {
        if constexpr ((is_symbolic<Values> || ...) || (is_symbolic<Moves> || ...)) {
            return Transform::template of_expressions<Argnums>(function, point, std::tuple<Moves...>{moves...});
        } else {
            using tree = traced_result<F, Argnums, Values...>;
            using layout = argument_layout<Argnums, as_used_in<tree, Values>...>;
            using work = implementation_of<Transform, typename expressions_of<tree>::ids, typename layout::chosen>;
            if constexpr (require_roots<Transform, tree>() && layout::template check<typename layout::value_type>() &&
                          work::template accepts<tree, layout, Moves...>())
                return work::template at<tree, layout>(
                    typename layout::template inputs<typename layout::value_type>(values...),
                    expressions_of<tree>::constants_in(trace<F, Argnums, Values...>(function)), moves...);
            else
                return refused{};
        }
    }
};

template <std::size_t... Extents, class T>
constexpr tensor_view<T, Extents...> view_of(shape<Extents...>, T* elements) noexcept {
    return {elements};
}
/// A value as a tuple can hold it: C arrays are looked at, anything else is copied.
template <class V>
[[gnu::always_inline]] constexpr auto holdable(const V& value) {
    if constexpr (std::is_array_v<V>)
        return view_of(typename value_traits<V>::shape_type{}, value_traits<V>::elements(value));
    else
        return value;
}

template <class Transform, class F, std::size_t... Argnums>
struct directed_function {
    F function;

    template <class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const Values&... values) const {
        if constexpr (check_arguments<Values...>(std::index_sequence<Argnums...>{}))
            return function_at_point<Transform, F, std::index_sequence<Argnums...>, decltype(holdable(values))...>{
                function, {holdable(values)...}};
        else
            return refused{};
    }
};

template <class V>
inline constexpr bool is_binding = false;
template <hash_t Id, class Value>
inline constexpr bool is_binding<binding<Id, Value>> = true;

/// Expressions of symbols at a point.
template <class Transform, class Tree, hash_t Wrt, class... Bindings>
struct expressions_at_point {
    Tree tree;
    std::tuple<Bindings...> point;

    using roots = typename expressions_of<Tree>::ids;
    using symbols = typename symbols_to_use<roots, Wrt>::type;
    using T = evaluation_type<Bindings...>;

    template <class... Moves>
    [[gnu::always_inline]] constexpr auto operator()(const Moves&... moves) const {
        if constexpr (!check_moves<Moves...>())
            return refused{};
        else
            return along(moves...);
    }

private:
    template <class... Moves>
    static constexpr bool check_moves() noexcept {
        if constexpr (requires { requires Transform::moves_symbols; }) {
            constexpr bool bindings = (true && ... && is_binding<Moves>);
            static_assert(bindings, "tapeless: a direction of symbols is given like their values: symbol = tangent");
            if constexpr (bindings) {
                constexpr bool distinct = detail::list_of<Moves::id...>().first_repeated() == sizeof...(Moves);
                static_assert(distinct,
                              "tapeless: a symbol is bound twice in one call: remove one of the two bindings");
                return distinct;
            }
            return bindings;
        } else {
            return true;
        }
    }
    template <class... Moves>
    [[gnu::always_inline]] constexpr auto along(const Moves&... moves) const {
        return std::apply(
            [&](const Bindings&... bindings) {
                return implementation_of<Transform, roots, symbols>::template at_symbols<T, Tree, symbols>(
                    inputs<T, Bindings...>{bindings...}, expressions_of<Tree>::constants_in(tree), moves...);
            },
            point);
    }
};

template <class Transform, class Tree, hash_t Wrt>
struct directed_expressions {
    Tree tree;

    template <hash_t... Ids, class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const binding<Ids, Values>&... bindings) const {
        using here = symbol_transform<Transform, Tree, Wrt>;
        using T = evaluation_type<binding<Ids, Values>...>;
        if constexpr (here::template check_roots<T, binding<Ids, Values>...>(typename here::roots{}))
            return expressions_at_point<Transform, Tree, Wrt, binding<Ids, Values>...>{tree, {bindings...}};
        else
            return refused{};
    }
};

template <class Transform, hash_t Wrt, class Tree>
constexpr auto direct_expressions(const Tree& tree) {
    if constexpr (require_roots<Transform, Tree>() && require_chosen<typename expressions_of<Tree>::ids, Wrt>())
        return directed_expressions<Transform, Tree, Wrt>{tree};
    else
        return refused{};
}

/// Refuses tangents that do not fit the arguments one by one.
template <class Layout, class... Moves>
constexpr bool require_tangents() noexcept {
    constexpr bool as_many = sizeof...(Moves) == Layout::numbers::size();
    static_assert(as_many, "tapeless: a direction has one tangent for each argument that is differentiated");
    if constexpr (as_many) {
        constexpr bool same = Layout::template same_leaves<Moves...>(typename Layout::numbers{});
        static_assert(same, "tapeless: a tangent has another structure than the argument it belongs to");
        return same;
    } else {
        return false;
    }
}

/// Tangents of the arguments that are differentiated, found by the ids of the arguments' leaves.
template <class T, class Layout, class... Moves>
struct argument_tangents {
    std::tuple<const Moves&...> moves;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T scalar() const {
        constexpr std::size_t k = plan::position<Id>(typename Layout::chosen{});
        return std::apply([](const Moves&... m) { return static_cast<T>(leaf_among<k>(m...)); }, moves);
    }
};

/// The type of the numbers in some trees.
template <class... Trees>
struct value_type_of_trees {
    using type = typename value_type_of<typename join_lists<typename structure<Trees>::types...>::type>::type;
};

/// What transforms along tangents have in common: how tangents are given. The rest is
/// `Transform::run<T, Tree, Arrangement, Tangents>(point, constants, move)`.
template <class Transform>
struct along_tangents {
    static constexpr bool takes_tensors = true;
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
        return Transform::template run<T, Tree, by_arguments<Layout>, tangents>(in, constants, move);
    }

    template <class T, class Tree, class Symbols, class Inputs, class Constants, hash_t... Ids, class... Values>
    [[gnu::always_inline]] static constexpr auto at_symbols(const Inputs& in, const Constants& constants,
                                                            const binding<Ids, Values>&... moves) {
        using tangents = typename tangents_of<Symbols, plan::ids<Ids...>>::type;
        static_assert((true && ... && (plan::position<Ids>(Symbols{}) < Symbols::count)),
                      "tapeless: a direction names a symbol by which these expressions are not differentiated");
        return Transform::template run<T, Tree, by_symbols<Symbols>, tangents>(
            in, constants, inputs<T, binding<Ids, Values>...>{moves...});
    }
};

// Where arguments are expressions.

template <std::size_t... Argnums, class F, class... Values>
constexpr auto symbolic_gradient_of(std::index_sequence<Argnums...>, const F& f, const Values&... values) {
    return symbolic_gradient<F, Argnums...>{f}(values...);
}
/// The gradient as `grad` returns it: of one argument bare.
template <class Argnums, class F, class... Values>
constexpr auto gradient_as_written(const F& f, const Values&... values) {
    return symbolic_gradient_of(Argnums{}, f, values...);
}
template <class Argnums, class F, class... Values>
constexpr auto gradient_as_tuple(const F& f, const Values&... values) {
    if constexpr (chosen_numbers<Argnums, sizeof...(Values)>::type::size() == 1)
        return std::make_tuple(symbolic_gradient_of(Argnums{}, f, values...));
    else
        return symbolic_gradient_of(Argnums{}, f, values...);
}
/// The inner product of two lists of expressions that may be tensors; in tensor_derivative.hpp.
template <class As, class Bs>
struct tensor_product;

/// The sum of the products of two trees' leaves.
template <class A, class B, std::size_t... K>
constexpr auto inner_product(const A& a, const B& b, std::index_sequence<K...>) {
    using as = typename expressions_of<A>::ids;
    using bs = typename expressions_of<B>::ids;
    if constexpr ((false || ... || expr::is_tensor(as::id[K] | bs::id[K])))
        return tensor_product<as, bs>::of(expr::lift(structure<A>::template leaf<K>(a))...,
                                          expr::lift(structure<B>::template leaf<K>(b))...);
    else
        return (... + (expr::lift(structure<A>::template leaf<K>(a)) * expr::lift(structure<B>::template leaf<K>(b))));
}

} // namespace tapeless::diff

#endif

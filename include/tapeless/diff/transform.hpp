// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_TRANSFORM_HPP
#define TAPELESS_DIFF_TRANSFORM_HPP

#include "function.hpp"

namespace tapeless::diff {

// What transforms of functions and of expressions of symbols share. A transform is asked for some outputs of
// straight-line code and arranges them the way the arguments, or the symbols, are arranged.

template <class Tree>
inline constexpr bool is_of_scalars = false;

/// The expressions of a tree: one expression, or what a function returned.
template <class Tree, class Leaves = typename structure<Tree>::types>
struct expressions_of;
template <class Tree, class... E>
struct expressions_of<Tree, list<E...>> {
    static constexpr std::size_t count = sizeof...(E);
    using ids = plan::ids<expr::id_of<decltype(expr::lift(std::declval<const E&>()))>...>;
    static constexpr bool scalars =
        !(false || ... || expr::record_of<expr::id_of<decltype(expr::lift(std::declval<const E&>()))>>.tensors);

    /// Their runtime constants, one expression after the other.
    struct constants {
        static constexpr std::size_t size =
            (std::size_t{0} + ... +
             expr::record_of<expr::id_of<decltype(expr::lift(std::declval<const E&>()))>>.constants);
        double value[size + 1];
    };
    [[gnu::always_inline]] static constexpr constants constants_in(const Tree& tree) {
        return collect(tree, std::make_index_sequence<count>{});
    }

private:
    template <std::size_t... K>
    [[gnu::always_inline]] static constexpr constants collect([[maybe_unused]] const Tree& tree,
                                                              std::index_sequence<K...>) {
        constants all{};
        [[maybe_unused]] double* out = all.value;
        if constexpr (constants::size != 0)
            (expr::detail::append(out, expr::lift(structure<Tree>::template leaf<K>(tree))), ...);
        return all;
    }
};

/// Refuses tensors.
template <class Tree>
constexpr bool require_scalars() noexcept {
    constexpr bool scalars = expressions_of<Tree>::scalars;
    static_assert(scalars,
                  "tapeless: this transform takes expressions of scalars; of tensors there are grad, value_and_grad, "
                  "jvp, vjp, jacobian, hessian and hvp");
    return scalars;
}

/// Refuses several expressions where one is meant.
template <class Tree>
constexpr bool require_one() noexcept {
    constexpr bool one = expressions_of<Tree>::count == 1;
    static_assert(one, "tapeless: this transform takes one expression; of several there is jacobian");
    return one;
}
template <class Transform, class Tree>
constexpr bool require_roots() noexcept {
    constexpr bool takes_tensors = requires { requires Transform::takes_tensors; };
    if constexpr (!takes_tensors) {
        if constexpr (!require_scalars<Tree>()) return false;
    }
    if constexpr (!requires { requires Transform::of_one; })
        return true;
    else if constexpr (require_one<Tree>())
        return require_scalar<expressions_of<Tree>::ids::id[0]>();
    else
        return false;
}

/// What does a transform's work where there are tensors; in tensor_transforms.hpp.
template <class Transform>
struct of_tensors;
template <class Transform, bool Tensors>
struct implementation {
    using type = Transform;
};
template <class Transform>
struct implementation<Transform, true> {
    using type = of_tensors<Transform>;
};
template <class Roots, class Symbols>
inline constexpr bool tensors_in = false;
template <hash_t... Roots, hash_t... Symbols>
inline constexpr bool
    tensors_in<plan::ids<Roots...>, plan::ids<Symbols...>> = (false || ... || expr::record_of<Roots>.tensors) ||
                                                             (false || ... || expr::is_tensor(Symbols));
/// A transform of some expressions by some symbols.
template <class Transform, class Roots, class Symbols>
using implementation_of = typename implementation<Transform, tensors_in<Roots, Symbols>>::type;

/// The outputs of straight-line code in their order.
template <class T, std::size_t N>
struct outputs {
    T at[N];

    template <plan::index_t I>
    [[gnu::always_inline]] constexpr void deliver(const T& value) {
        at[I] = value;
    }
};

/// Runs the code of a request.
template <class T, class Request, std::size_t N, class Inputs, class Constants>
[[gnu::always_inline]] constexpr outputs<T, N> compute(const Inputs& inputs, const Constants& constants) {
    outputs<T, N> result;
    sweep::run<T, Request>(inputs, constants.value, result);
    return result;
}

/// Leaves of a tree out of a row of numbers (or of anything else), in their order.
template <class Row>
struct tree_source {
    static constexpr bool symbolic = false;
    const Row& row;

    template <std::size_t K>
    [[gnu::always_inline]] constexpr decltype(auto) leaf() const noexcept {
        return row[K];
    }
};
/// A tree of the form of another, of the elements of a row.
template <class Tree, class Row>
[[gnu::always_inline]] constexpr auto make_tree(const Row& row) {
    return structure<Tree>::template make<0>(tree_source<Row>{row});
}

/// Derivatives by symbols out of a row.
template <class Row, hash_t... Ids>
[[gnu::always_inline]] constexpr auto gradient_out_of(const Row& row, plan::ids<Ids...> symbols) {
    using T = std::decay_t<decltype(row[0])>;
    return gradient<T, Ids...>{{row[plan::position<Ids>(symbols)]}...};
}

/// A row for each of some symbols, found by the symbol.
template <class Rows, hash_t... Ids>
struct rows;
template <class... Row, hash_t... Ids>
struct rows<list<Row...>, Ids...> : slot<Ids, Row>... {
    template <hash_t Id>
    [[gnu::always_inline]] constexpr const auto& operator[](const expression<Id, 0>&) const noexcept {
        constexpr bool has = (false || ... || (Id == Ids));
        static_assert(has,
                      "tapeless: there are no derivatives by that symbol: it is not in the expression, is data, or was "
                      "left out of wrt");
        if constexpr (has)
            return value_in<Id>(*this);
        else
            return nothing<refused_value>;
    }
};
template <hash_t, class Row>
using row_of = Row;

/// How derivatives by the arguments of a function are arranged: like the arguments.
template <class Layout>
struct by_arguments {
    using symbols = typename Layout::chosen;

    template <class Row>
    [[gnu::always_inline]] static constexpr auto arrange(const Row& row) {
        return Layout::make(row_source<Layout, Row>{row});
    }
};

/// How derivatives by symbols are arranged: each is found by its symbol.
template <class Ids>
struct by_symbols {
    using symbols = Ids;

    template <class Row>
    [[gnu::always_inline]] static constexpr auto arrange(const Row& row) {
        using element = std::decay_t<decltype(row[0])>;
        return arrange_as(row, Ids{}, std::is_class_v<element>);
    }

private:
    template <class Row, hash_t... I>
    [[gnu::always_inline]] static constexpr auto arrange_as(const Row& row, plan::ids<I...> ids, bool) {
        return rows<list<row_of<I, std::decay_t<decltype(row[0])>>...>, I...>{{row[plan::position<I>(ids)]}...};
    }
};

/// The symbols that expressions are differentiated by: those of a selection, or all variables in them.
template <class Roots, hash_t Wrt>
struct symbols_to_use;
template <hash_t... Roots>
struct symbols_to_use<plan::ids<Roots...>, 0> {
    static constexpr auto all = [] {
        plan::id_list<(std::size_t{0} + ... + plan::size_of<Roots>.nodes)> found;
        const auto add = [&](const auto& schedule) {
            for (const expr::record* r : schedule.node)
                if (plan::is_variable(*r) && !found.contains(r->id)) found.push(r->id);
        };
        (add(plan::schedule_of<Roots>), ...);
        return found;
    }();
    template <std::size_t... I>
    static plan::ids<all.id[I]...> list_of(std::index_sequence<I...>);
    using type = decltype(list_of(std::make_index_sequence<all.count>{}));
};
template <hash_t First, hash_t... Roots, hash_t Wrt>
    requires(Wrt != 0)
struct symbols_to_use<plan::ids<First, Roots...>, Wrt> {
    using type = requested<First, Wrt>;
};

/// A transform of expressions of symbols: `Transform::at<T, Tree, Arrangement>(inputs, constants)`, given the
/// bindings.
template <class Transform, class Tree, hash_t Wrt>
struct symbol_transform {
    Tree tree;

    using roots = typename expressions_of<Tree>::ids;
    using symbols = typename symbols_to_use<roots, Wrt>::type;

    template <hash_t... Ids, class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const binding<Ids, Values>&... bindings) const {
        using T = evaluation_type<binding<Ids, Values>...>;
        if constexpr (check_roots<T, binding<Ids, Values>...>(roots{}))
            return implementation_of<Transform, roots, symbols>::template at<T, Tree, by_symbols<symbols>>(
                inputs<T, binding<Ids, Values>...>{bindings...}, expressions_of<Tree>::constants_in(tree));
        else
            return refused{};
    }

    template <class T, class... Bindings, hash_t... Roots>
    static constexpr bool check_roots(plan::ids<Roots...>) noexcept {
        return (true && ... && check_bindings<T, Roots, Bindings...>());
    }
};

/// An argument as a tree of expressions uses it: where there are tensors, an array is one.
template <class Tree, class V>
using as_used_in = typename used<!expressions_of<Tree>::scalars, V>::type;

/// A transform of a function, given its arguments.
template <class Transform, class F, std::size_t... Argnums>
struct function_transform {
    F function;

    template <class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const Values&... values) const {
        using argnums = std::index_sequence<Argnums...>;
        if constexpr (!check_arguments<Values...>(argnums{})) {
            return refused{};
        } else if constexpr ((is_symbolic<Values> || ...)) {
            return Transform::template of_expressions<Argnums...>(function, values...);
        } else {
            using tree = traced_result<F, argnums, Values...>;
            using layout = argument_layout<argnums, as_used_in<tree, Values>...>;
            using T = typename layout::value_type;
            if constexpr (require_roots<Transform, tree>() && layout::template check<T>())
                return implementation_of<Transform, typename expressions_of<tree>::ids, typename layout::chosen>::
                    template at<T, tree, by_arguments<layout>>(
                        typename layout::template inputs<T>(values...),
                        expressions_of<tree>::constants_in(trace<F, argnums, Values...>(function)));
            else
                return refused{};
        }
    }
};

template <class Transform, hash_t Wrt, class Tree>
constexpr auto transform_expressions(const Tree& tree) {
    if constexpr (require_roots<Transform, Tree>() && require_chosen<typename expressions_of<Tree>::ids, Wrt>())
        return symbol_transform<Transform, Tree, Wrt>{tree};
    else
        return refused{};
}

/// An expression, or a tree of expressions.
template <class E>
concept expression_tree = is_symbolic<E>;

} // namespace tapeless::diff

#endif

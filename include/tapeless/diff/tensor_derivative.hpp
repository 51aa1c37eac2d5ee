// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_TENSOR_DERIVATIVE_HPP
#define TAPELESS_DIFF_TENSOR_DERIVATIVE_HPP

#include "jvp.hpp"
#include "tensor_point.hpp"

#include <tuple>
#include <utility>

/// Derivatives of tensors as expressions: an operation that runs the sweeps over the expression it is the derivative
/// of. Its own derivatives are sweeps on dual numbers, so it may be differentiated as often as anything else.
namespace tapeless::diff {

/// A symbol that a function of tensors is traced with where its arguments are expressions. `Level` is higher than that
/// of any such function within, as with `let`.
template <unsigned Level, std::size_t Number, class Shape>
struct inner_leaf {
    static constexpr expr::role what = expr::role::variable;
    static constexpr meta::dimensions extents = meta::dimensions_of(Shape{});
    static constexpr hash_t tag = meta::hash_dimensions(meta::mix(meta::mix(0x1E4F, Level), Number), extents);
    static constexpr void refine(expr::record& r) noexcept { r.height = Level + 1; }
};
template <unsigned Level, std::size_t Number, hash_t Like>
inline constexpr hash_t inner_id = expr::intern_leaf<inner_leaf<Level, Number, expr::shape_of<Like>>>;

/// The type of the numbers that operands are made of. Whole numbers are data beside them.
template <class... X>
struct number_type_of {
    using type = void;
};
template <class X, class... Rest>
struct number_type_of<X, Rest...> {
    using own = std::remove_cvref_t<decltype(number_at(std::declval<const X&>(), 0))>;
    using type =
        typename std::conditional_t<std::is_integral_v<own>, number_type_of<Rest...>, std::type_identity<own>>::type;
};

template <class T>
constexpr double to_double(const T& x) {
    if constexpr (duals::depth<T> != 0)
        return to_double(x.value);
    else
        return static_cast<double>(x);
}

/// The operands of such an operation as a point: first the values of `Symbols`, then `Others` operands, then the
/// runtime constants of the expression.
template <class Symbols, std::size_t Others, class... X>
struct operand_point {
    std::tuple<const X&...> operands;

    using T = typename number_type_of<X...>::type;
    static constexpr std::size_t first_constant = Symbols::count + Others, constants = sizeof...(X) - first_constant;

    template <hash_t Id>
    static constexpr std::size_t place = plan::position<Id>(Symbols{});

    template <hash_t Id>
    [[gnu::always_inline]] constexpr const T& scalar() const noexcept {
        return std::get<place<Id>>(operands);
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr const auto* elements() const noexcept {
        return std::get<place<Id>>(operands).data();
    }

    struct constant_values {
        double value[constants + 1];
    };
    constexpr constant_values constants_in() const { return collect(std::make_index_sequence<constants>{}); }

private:
    template <std::size_t... K>
    constexpr constant_values collect(std::index_sequence<K...>) const {
        return {{to_double(std::get<first_constant + K>(operands))..., 0}};
    }
};

/// Writes numbers where an operation delivers: to a tensor, or to a scalar that is returned.
template <kernels::store How, class To, class From, class Part>
constexpr void store_part(To to, const From& from, Part part) {
    for (std::size_t i = 0; i < To::size(); ++i) kernels::detail::store_one<How>(to[i], part(number_at(from, i)));
}

/// The derivatives by one symbol of an expression, given values of `Symbols`.
template <class T, hash_t Root, hash_t By, class Point, class Constants>
constexpr auto derivative_at(const Point& point, const Constants& constants) {
    gradient<T, By> found;
    differentiate<T, selection_of<plan::ids<By>>>(expression_with<Root>(constants.value), point, found);
    return found;
}

/// The derivative of a scalar expression by the symbol `By`.
template <hash_t Root, hash_t By, class Symbols>
struct tensor_partial {
    static constexpr auto name = "grad";
    static constexpr void refine(expr::record& r) noexcept { r.height = expr::record_of<Root>.height; }
    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return expr::record_of<By>.extents; }

    template <class Out, class... X>
        requires(expr::is_tensor(By))
    static constexpr void value(Out out, const X&... x) {
        store_part<kernels::store::assign>(out, at(x...), [](const auto& number) { return number; });
    }
    template <class... X>
        requires(!expr::is_tensor(By))
    static constexpr auto value(const X&... x) { return at(x...); }

    template <std::size_t I, kernels::store How, class To, class G, class Y, class... X>
    static constexpr void pullback(To to, const G& adjoint, const Y&, const X&... x) {
        store_part<How>(to, along<I>(adjoint, x...), tangent_part);
    }
    template <std::size_t I, class G, class Y, class... X>
    static constexpr auto pullback(const G& adjoint, const Y&, const X&... x) {
        return tangent_part(along<I>(adjoint, x...));
    }

private:
    template <class... X>
    static constexpr auto at(const X&... x) {
        using point = operand_point<Symbols, 0, X...>;
        const point here{{x...}};
        return value_in<By>(derivative_at<typename point::T, Root, By>(here, here.constants_in()));
    }
    /// The derivative by operand I where the point moves along the adjoint: the second derivatives are symmetric.
    template <std::size_t I, class G, class... X>
    static constexpr auto along(const G& adjoint, const X&... x) {
        constexpr hash_t symbol = Symbols::id[I];
        using point = operand_point<Symbols, 0, X...>;
        using number = dual<typename point::T>;
        const point here{{x...}};
        moving_point<number, point, typename symbols_in<Root>::type> moved{here};
        moved.template move<By>(adjoint);
        return value_in<symbol>(derivative_at<number, Root, symbol>(moved, here.constants_in()));
    }
};

/// How an expression changes where symbols move: operands are the values of `Symbols`, then the tangents of `Moved`.
template <hash_t Root, class Symbols, class Moved>
struct tensor_tangent {
    static constexpr auto name = "jvp";
    static constexpr void refine(expr::record& r) noexcept { r.height = expr::record_of<Root>.height; }
    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return expr::record_of<Root>.extents; }

    template <class Out, class... X>
        requires(expr::is_tensor(Root))
    static constexpr void value(Out out, const X&... x) {
        store_part<kernels::store::assign>(out, evaluate_along(x...), tangent_part);
    }
    template <class... X>
        requires(!expr::is_tensor(Root))
    static constexpr auto value(const X&... x) { return tangent_part(evaluate_along(x...)); }

    template <std::size_t I, kernels::store How, class To, class G, class Y, class... X>
    static constexpr void pullback(To to, const G& adjoint, const Y&, const X&... x) {
        store_part<How>(to, weighted<I>(adjoint, x...), part<I>);
    }
    template <std::size_t I, class G, class Y, class... X>
    static constexpr auto pullback(const G& adjoint, const Y&, const X&... x) {
        return part<I>(weighted<I>(adjoint, x...));
    }

private:
    template <class... X>
    using point_of = operand_point<Symbols, Moved::count, X...>;

    /// By the point, what moves counts; by the tangents, what does not.
    template <std::size_t I>
    static constexpr auto part = [](const auto& number) {
        if constexpr (I < Symbols::count)
            return tangent_part(number);
        else
            return value_part(number);
    };

    template <class Point, class... X>
    static constexpr void move(Point& point, const X&... x) {
        const std::tuple<const X&...> all{x...};
        [&]<hash_t... Ids, std::size_t... K>(plan::ids<Ids...>, std::index_sequence<K...>) {
            (point.template move<Ids>(std::get<Symbols::count + K>(all)), ...);
        }
        (Moved{}, std::make_index_sequence<Moved::count>{});
    }
    template <class... X>
    static constexpr auto evaluate_along(const X&... x) {
        using point = point_of<X...>;
        using number = dual<typename point::T>;
        const point here{{x...}};
        moving_point<number, point, typename symbols_in<Root>::type> moved{here};
        move(moved, x...);
        return evaluate<number>(expression_with<Root>(here.constants_in().value), moved);
    }
    /// The derivative, by the symbol that operand I belongs to, of the expression times the adjoint.
    template <std::size_t I, class G, class... X>
    static constexpr auto weighted(const G& adjoint, const X&... x) {
        constexpr hash_t symbol =
            I < Symbols::count ? Symbols::id[I] : Moved::id[I < Symbols::count ? 0 : I - Symbols::count];
        constexpr hash_t paired = joined<plan::ids<Root>>::paired;
        using point = point_of<X...>;
        using T = typename point::T;
        using cotangents = cotangent_point<T, point, plan::ids<Root>>;
        const point here{{x...}};
        const cotangents given{here, &number_at(adjoint, 0)};
        moving_point<dual<T>, cotangents, typename symbols_in<paired>::type> moved{given};
        move(moved, x...);
        return value_in<symbol>(derivative_at<dual<T>, paired, symbol>(moved, here.constants_in()));
    }
};

/// Such an operation on an expression: operands are handles for its symbols, others, and the constants in it.
template <class Op, class... Handles, hash_t Id, std::size_t Constants>
constexpr auto apply_with_constants([[maybe_unused]] const expression<Id, Constants>& e, const Handles&... operands) {
    constexpr bool closed = expr::record_of<Id>.free == 0;
    static_assert(closed,
                  "tapeless: the derivative of tensors is taken inside of a let, of what depends on the let's symbol: "
                  "take the derivative outside of it, or pass the value as an argument");
    if constexpr (!closed)
        return expr::literal<meta::decimal{}>{}; // so that nothing follows that sentence
    else if constexpr (Constants == 0)
        return expr::apply<Op>(operands...);
    else
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
            return expr::apply<Op>(operands..., expr::lift(e.constants[K])...);
        }
    (std::make_index_sequence<Constants>{});
}

/// The symbols of an expression, after some that may or may not be in it.
template <hash_t Root, class Bound>
struct symbols_after;
template <hash_t Root, hash_t... Bound>
struct symbols_after<Root, plan::ids<Bound...>> {
    static constexpr auto all = [] {
        plan::id_list<sizeof...(Bound) + plan::size_of<Root>.nodes> found;
        (found.push(Bound), ...);
        for (std::size_t i = 0; i < plan::symbols_of<Root>.count; ++i)
            if (!found.contains(plan::symbols_of<Root>.id[i])) found.push(plan::symbols_of<Root>.id[i]);
        return found;
    }();
    template <std::size_t... I>
    static plan::ids<all.id[I]...> list_of(std::index_sequence<I...>);
    template <std::size_t... I>
    static plan::ids<all.id[sizeof...(Bound) + I]...> others_of(std::index_sequence<I...>);
    using type = decltype(list_of(std::make_index_sequence<all.count>{}));
    using others = decltype(others_of(std::make_index_sequence<all.count - sizeof...(Bound)>{}));
};

/// A function of tensors where its arguments are expressions.
template <class Function, class... Handles>
struct function_of_tensors {
    using indices = std::index_sequence_for<Handles...>;

    template <unsigned Level, std::size_t... I>
    static constexpr auto trace(const Function& f, std::index_sequence<I...>) {
        return f(expression<inner_id<Level, I, expr::id_of<Handles>>, 0>{}...);
    }
    using trial = decltype(trace<0>(std::declval<const Function&>(), indices{}));
    template <hash_t... Ids>
    static constexpr unsigned height(plan::ids<Ids...>) noexcept {
        unsigned highest = 0;
        for (const unsigned h : {expr::record_of<Ids>.height...}) highest = h > highest ? h : highest;
        return highest;
    }
    static constexpr unsigned level = height(typename expressions_of<trial>::ids{});

    template <std::size_t... I>
    static plan::ids<inner_id<level, I, expr::id_of<Handles>>...> bound_ids(std::index_sequence<I...>);
    using bound = decltype(bound_ids(indices{}));

    /// The derivatives of a scalar function by its arguments: a tuple.
    static constexpr auto gradient(const Function& f, const Handles&... point) {
        return partials(expr::lift(trace<level>(f, indices{})), bound{}, point...);
    }
    /// How each leaf of a tree moves: a tuple.
    template <class Numbers, class... Tangents>
    static constexpr auto tangents(const Function& f, const std::tuple<Handles...>& point, Numbers numbers,
                                   const Tangents&... moves) {
        const auto tree = trace<level>(f, indices{});
        using type = std::decay_t<decltype(tree)>;
        return [&]<std::size_t... K>(std::index_sequence<K...>) {
            return std::make_tuple(
                tangent(expr::lift(structure<type>::template leaf<K>(tree)), point, numbers, moves...)...);
        }
        (std::make_index_sequence<structure<type>::leaves>{});
    }

private:
    template <hash_t Root, std::size_t Constants, hash_t... Bound>
    static constexpr auto partials(const expression<Root, Constants>& body, plan::ids<Bound...> symbols,
                                   const Handles&... point) {
        if constexpr (require_scalar<Root>()) {
            using all = symbols_after<Root, decltype(symbols)>;
            return [&]<hash_t... Others>(plan::ids<Others...>) {
                return std::make_tuple(apply_with_constants<tensor_partial<Root, Bound, typename all::type>>(
                    body, point..., expression<Others, 0>{}...)...);
            }
            (typename all::others{});
        } else {
            return std::make_tuple(point...);
        }
    }
    template <hash_t Root, std::size_t Constants, std::size_t... I, class... Tangents>
    static constexpr auto tangent(const expression<Root, Constants>& body, const std::tuple<Handles...>& point,
                                  std::index_sequence<I...>, const Tangents&... moves) {
        using all = symbols_after<Root, bound>;
        return [&]<hash_t... Others, std::size_t... P>(plan::ids<Others...>, std::index_sequence<P...>) {
            using op = tensor_tangent<Root, typename all::type, plan::ids<bound::id[I]...>>;
            return apply_with_constants<op>(body, std::get<P>(point)..., expression<Others, 0>{}..., moves...);
        }
        (typename all::others{}, indices{});
    }
};

/// The derivatives of an expression by its symbols, as expressions of them.
template <hash_t Root>
struct derivative_of_tensors {
    template <hash_t By, std::size_t Constants>
    static constexpr auto by(const expression<Root, Constants>& e) noexcept {
        return [&]<hash_t... Ids>(plan::ids<Ids...>) {
            return apply_with_constants<tensor_partial<Root, By, plan::ids<Ids...>>>(e, expression<Ids, 0>{}...);
        }
        (typename symbols_in<Root>::type{});
    }
};

template <class ShapeA, class ShapeB>
inline constexpr bool shapes_of_a_product_fit = std::is_same_v<ShapeA, ShapeB>;

template <hash_t... As, hash_t... Bs>
struct tensor_product<plan::ids<As...>, plan::ids<Bs...>> {
    template <class... Operands>
    static constexpr auto of(const Operands&... operands) {
        constexpr bool fit = (true && ... && std::is_same_v<expr::shape_of<As>, expr::shape_of<Bs>>);
        static_assert((true && ... && shapes_of_a_product_fit<expr::shape_of<As>, expr::shape_of<Bs>>),
                      "tapeless: a tangent or a cotangent has another shape than what it belongs to");
        if constexpr (fit)
            return expr::apply<pairing<sizeof...(As)>>(operands...);
        else
            return expr::literal<meta::decimal{}>{};
    }
};

template <class Tree, std::size_t... Argnums>
struct tangent_of_tensors<Tree, std::index_sequence<Argnums...>> {
    template <class F, class... Moves, class... Values>
    static constexpr auto of(const F& f, const std::tuple<Moves...>& moves, const Values&... values) {
        return [&]<std::size_t... K, std::size_t... M>(std::index_sequence<K...>, std::index_sequence<M...>) {
            const function_of_leaves<F, Values...> flat{f};
            const std::tuple point{expr::lift(leaf_among<K>(values...))...};
            using function = function_of_tensors<std::decay_t<decltype(flat)>,
                                                 std::decay_t<decltype(expr::lift(leaf_among<K>(values...)))>...>;
            using numbers = typename chosen_numbers<std::index_sequence<Argnums...>, sizeof...(Values)>::type;
            const auto all =
                function::tangents(flat, point, moved<Values...>(numbers{}),
                                   expr::lift(structure<std::tuple<Moves...>>::template leaf<M>(moves))...);
            if constexpr (is_leaf<Tree>)
                return std::get<0>(all);
            else
                return all;
        }
        (std::make_index_sequence<leaves_before<Values...>.at[sizeof...(Values)]>{},
         std::make_index_sequence<structure<std::tuple<Moves...>>::leaves>{});
    }

private:
    /// The numbers of the leaves of some arguments.
    template <class... Values, std::size_t... I>
    static constexpr auto moved(std::index_sequence<I...>) {
        constexpr auto& before = leaves_before<Values...>;
        constexpr std::size_t count = (std::size_t{0} + ... + (before.at[I + 1] - before.at[I]));
        constexpr auto numbers = [] {
            std::array<std::size_t, count> all{};
            std::size_t k = 0;
            for (const std::size_t i : {I...})
                for (std::size_t leaf = before.at[i]; leaf < before.at[i + 1]; ++leaf) all[k++] = leaf;
            return all;
        }();
        return [&]<std::size_t... K>(std::index_sequence<K...>) { return std::index_sequence<numbers[K]...>{}; }
        (std::make_index_sequence<count>{});
    }
};

} // namespace tapeless::diff

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_FUNCTION_HPP
#define TAPELESS_DIFF_FUNCTION_HPP

#include "../expr/lift.hpp"
#include "grad.hpp"

#include <tuple>

namespace tapeless {

namespace diff {

/// The node of a function's argument. Arguments that are differentiated are variables, the others data.
template <expr::role Role, std::size_t Index, class Shape>
struct argument_leaf {
    static constexpr expr::role what = Role;
    static constexpr meta::dimensions extents = meta::dimensions_of(Shape{});
    static constexpr hash_t tag =
        meta::hash_dimensions(meta::mix(meta::mix(static_cast<hash_t>(Role), ~hash_t{0}), Index), extents);
};

template <std::size_t... Argnums>
constexpr bool is_chosen(std::size_t index) noexcept {
    return sizeof...(Argnums) == 0 || (false || ... || (index == Argnums));
}

template <std::size_t I, class Value, std::size_t... Argnums>
using argument =
    symbol<expr::intern_leaf<argument_leaf<is_chosen<Argnums...>(I) ? expr::role::variable : expr::role::data, I,
                                           typename value_traits<Value>::shape_type>>>;

/// Receives the derivatives by the arguments that are asked for, in their order.
template <class T, hash_t... Ids>
struct argument_gradient : slot<Ids, cell<T, Ids>>... {
    template <hash_t Id>
    [[gnu::always_inline]] constexpr T& scalar() noexcept {
        return value_in<Id>(*this);
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr T* elements() noexcept {
        return value_in<Id>(*this).data();
    }
    /// One derivative bare, several as a tuple.
    [[gnu::always_inline]] constexpr auto result() const {
        if constexpr (sizeof...(Ids) == 1)
            return (value_in<Ids>(*this), ...);
        else
            return std::tuple<cell<T, Ids>...>{value_in<Ids>(*this)...};
    }
};

/// What `value_and_grad` and `grad` of a function return.
template <class F, bool WithValue, std::size_t... Argnums>
struct function_differentiator {
    F function;

    template <class... Values>
    [[gnu::always_inline]] constexpr auto operator()(const Values&... values) const {
        constexpr bool in_range = (true && ... && (Argnums < sizeof...(Values)));
        static_assert(sizeof...(Values) > 0, "tapeless: a function is differentiated at its arguments: pass them");
        static_assert(in_range, "tapeless: an argument number given to grad or value_and_grad is out of range");
        constexpr bool distinct = detail::list_of<Argnums...>().first_repeated() == sizeof...(Argnums);
        static_assert(distinct, "tapeless: an argument number is given to grad or value_and_grad twice");
        if constexpr (in_range && distinct && sizeof...(Values) > 0)
            return at(std::make_index_sequence<sizeof...(Values)>{},
                      std::conditional_t<sizeof...(Argnums) == 0, std::make_index_sequence<sizeof...(Values)>,
                                         std::index_sequence<Argnums...>>{},
                      values...);
        else
            return refused{};
    }

private:
    template <std::size_t... I, std::size_t... Chosen, class... Values>
    [[gnu::always_inline]] constexpr auto at(std::index_sequence<I...>, std::index_sequence<Chosen...>,
                                             const Values&... values) const {
        using T = value_type<Values...>;
        constexpr hash_t ids[]{expr::id_of<argument<I, Values, Argnums...>>...};
        using traced = decltype(expr::lift(function(argument<I, Values, Argnums...>{}...)));
        constexpr hash_t root = expr::id_of<traced>;
        if constexpr (require_scalar<root>() &&
                      (true && ... && require_value<T, expr::id_of<argument<I, Values, Argnums...>>, Values>())) {
            constexpr hash_t wrt = expr::intern_elementwise<selection_node, ids[Chosen]...>;
            using in = inputs<T, binding<expr::id_of<argument<I, Values, Argnums...>>, const Values&>...>;
            argument_gradient<T, ids[Chosen]...> adjoints;
            const T value =
                differentiate<T, wrt>(trace<traced, argument<I, Values, Argnums...>...>(), in{{values}...}, adjoints);
            if constexpr (WithValue)
                return value_and_gradient<T, decltype(adjoints.result())>{value, adjoints.result()};
            else
                return adjoints.result();
        } else {
            return refused{};
        }
    }

    /// The function's expression. Without runtime constants the type says it all, and the function is never run.
    template <class Traced, class... Arguments>
    [[gnu::always_inline]] constexpr Traced trace() const {
        if constexpr (std::is_empty_v<Traced>)
            return {};
        else
            return expr::lift(function(Arguments{}...));
    }
};

} // namespace diff

/// Value and derivatives of a function written for any number type: `value_and_grad(f)(1.0, 2.0)` returns
/// `{value, d}`, where `d` is a std::tuple with one derivative per argument, or the bare derivative if there is one.
/// `value_and_grad<0, 2>(f)` differentiates by these arguments alone; nothing is computed toward the others. The function
/// is traced by its types: what it does besides returning an expression may not happen.
template <std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto value_and_grad(F f) { return diff::function_differentiator<F, true, Argnums...>{f}; }

/// The derivatives without the value.
template <std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto grad(F f) { return diff::function_differentiator<F, false, Argnums...>{f}; }

} // namespace tapeless

#endif

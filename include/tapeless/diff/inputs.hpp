// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_INPUTS_HPP
#define TAPELESS_DIFF_INPUTS_HPP

#include "../expr/symbol.hpp"
#include "../plan/symbols.hpp"
#include "value_type.hpp"

#include <utility>

namespace tapeless::diff {

using expr::hash_t;

/// The bound values of one evaluation, found by the id of their symbol.
template <class T, class... Bindings>
struct inputs : Bindings... {
    template <hash_t Id>
    [[gnu::always_inline]] constexpr T scalar() const {
        return static_cast<T>(find<Id>(*this).value);
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto elements() const noexcept {
        const auto& bound = find<Id>(*this).value;
        return value_traits<std::remove_cvref_t<decltype(bound)>>::elements(bound);
    }

private:
    template <hash_t Id, class Value>
    [[gnu::always_inline]] static constexpr const binding<Id, Value>& find(const binding<Id, Value>& b) noexcept {
        return b;
    }
};

/// A symbol for messages: its name and its shape.
template <class Name, class Shape>
struct symbol_named {};

template <hash_t Id, class Leaf = typename expr::node_of<Id>::op>
struct described {
    using type = Leaf;
};
template <hash_t Id, expr::role Role, fixed_string Name, std::size_t... Extents>
struct described<Id, expr::symbol_leaf<Role, Name, Extents...>> {
    using type = symbol_named<name_of<Name>, shape<Extents...>>;
};

template <class Symbol>
inline constexpr bool is_bound = false;
template <class Symbol>
inline constexpr bool is_bound_once = false;
template <class Symbol, class ValueShape>
inline constexpr bool shape_fits = false;
template <class Symbol, class Element, class Expected>
inline constexpr bool element_type_fits = false;

/// Refuses a symbol that no binding names.
template <hash_t Id, bool Bound>
constexpr bool require_bound() noexcept {
    if constexpr (!Bound)
        static_assert(is_bound<typename described<Id>::type>,
                      "tapeless: a symbol of this expression has no value: add `symbol = value` to the call");
    return Bound;
}

/// Refuses a value that cannot stand for its symbol.
template <class T, hash_t Id, class V>
constexpr bool require_value() noexcept {
    using traits = value_traits<V>;
    using described = typename described<Id>::type;
    using wanted = expr::shape_of<Id>;
    constexpr bool fits =
        traits::scalar ? wanted::rank == 0
                       : wanted::rank != 0 && traits::size == wanted::size &&
                             (traits::shape_type::rank <= 1 || std::is_same_v<typename traits::shape_type, wanted>);
    constexpr bool readable = require_readable<V>();
    if constexpr (readable && !fits)
        static_assert(shape_fits<described, typename traits::shape_type>,
                      "tapeless: a value has another shape than the symbol it is bound to (both are named here)");
    constexpr bool same = traits::scalar || std::is_integral_v<typename traits::element_type> ||
                          std::is_same_v<typename traits::element_type, T>;
    if constexpr (readable && fits && !same)
        static_assert(element_type_fits<described, typename traits::element_type, T>,
                      "tapeless: tensors of different element types are bound in one call: make them all the same");
    return readable && fits && same;
}

namespace detail {

template <hash_t... Ids>
constexpr plan::id_list<sizeof...(Ids)> list_of() noexcept {
    return {{Ids..., 0}, sizeof...(Ids)};
}

template <hash_t Root, class Given, std::size_t... I>
constexpr bool all_bound(std::index_sequence<I...>) noexcept {
    return (true && ... &&
            require_bound<plan::symbols_of<Root>.id[I], Given::list.contains(plan::symbols_of<Root>.id[I])>());
}

template <hash_t... Ids>
struct given {
    static constexpr auto list = list_of<Ids...>();
};

} // namespace detail

/// Checks the bindings of a call against the expression; each failure is a sentence that names the symbol.
template <class T, hash_t Root, class... Bindings>
constexpr bool check_bindings() noexcept {
    using given = detail::given<Bindings::id...>;
    constexpr std::size_t repeated = given::list.first_repeated();
    if constexpr (repeated != sizeof...(Bindings)) {
        static_assert(is_bound_once<typename described<given::list.id[repeated]>::type>,
                      "tapeless: a symbol is bound twice in one call: remove one of the two bindings");
        return false;
    } else {
        return detail::all_bound<Root, given>(std::make_index_sequence<plan::symbols_of<Root>.count>{}) &&
               (true && ... && require_value<T, Bindings::id, std::remove_cvref_t<decltype(Bindings::value)>>());
    }
}

} // namespace tapeless::diff

#endif

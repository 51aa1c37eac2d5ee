// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_SYMBOL_HPP
#define TAPELESS_EXPR_SYMBOL_HPP

#include "../meta/fixed_string.hpp"
#include "expression.hpp"

#include <type_traits>

namespace tapeless {

namespace expr {

/// The node of a symbol. Its id depends on its name, its extents and whether it may be differentiated.
template <role Role, fixed_string Name, std::size_t... Extents>
struct symbol_leaf {
    static constexpr role what = Role;
    static constexpr auto label = Name;
    static constexpr meta::dimensions extents = meta::dimensions_of(shape<Extents...>{});
    static constexpr hash_t tag =
        meta::hash_dimensions(meta::mix(static_cast<hash_t>(Role), meta::hash_text(Name.text, Name.size())), extents);
};

} // namespace expr

/// A value given to a symbol: what `x = 3.0` makes. Scalars are held by value, anything else by reference for the
/// duration of the call it is passed to.
template <meta::hash_t Id, class Value>
struct binding {
    static constexpr meta::hash_t id = Id;
    Value value;
};

/// The handle of a named leaf; assigning to it makes a binding.
template <meta::hash_t Id>
struct symbol : expression<Id, 0> {
    template <class Value>
    constexpr auto operator=(Value&& value) const noexcept {
        using plain = std::remove_cvref_t<Value>;
        static_assert(!expr::is_handle<plain>, "tapeless: a symbol is bound to a value, not to another expression");
        if constexpr (expr::is_handle<plain>)
            return binding<Id, double>{}; // so that nothing follows that sentence
        else if constexpr (std::is_arithmetic_v<plain> || !std::is_lvalue_reference_v<Value>)
            return binding<Id, plain>{static_cast<Value&&>(value)};
        else
            return binding<Id, const plain&>{value};
    }
};

namespace expr {
template <hash_t Id>
inline constexpr bool is_handle<symbol<Id>> = true;
template <hash_t Id>
inline constexpr hash_t id_of<symbol<Id>> = Id;
} // namespace expr

/// A symbol that may be differentiated: `var<"x">` is a scalar, `var<"W", 64, 784>` has these extents, row-major.
template <fixed_string Name, std::size_t... Extents>
inline constexpr symbol<expr::intern_leaf<expr::symbol_leaf<expr::role::variable, Name, Extents...>>> var{};

/// A symbol that is never differentiated: nothing is computed toward it.
template <fixed_string Name, std::size_t... Extents>
inline constexpr symbol<expr::intern_leaf<expr::symbol_leaf<expr::role::data, Name, Extents...>>> data{};

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_WRT_HPP
#define TAPELESS_DIFF_WRT_HPP

#include "../expr/symbol.hpp"
#include "inputs.hpp"

namespace tapeless {

namespace diff {

/// The node of a selection of symbols.
struct selection_node {
    static constexpr bool elementwise = true;
    static constexpr std::uint64_t differentiable = 0;
};

template <class Symbol>
inline constexpr bool may_be_differentiated = false;

template <hash_t Id>
constexpr bool require_variable() noexcept {
    constexpr bool variable = expr::record_of<Id>.what == expr::role::variable;
    if constexpr (!variable)
        static_assert(may_be_differentiated<typename described<Id>::type>,
                      "tapeless: wrt takes symbols made with var; data is never differentiated");
    return variable;
}

} // namespace diff

/// A choice of symbols to differentiate by.
template <meta::hash_t Selection>
struct selection {};

/// The symbols to differentiate by: `grad(e, wrt(W, b))`. Nothing is computed toward any other.
template <meta::hash_t... Ids>
constexpr auto wrt(const symbol<Ids>&...) noexcept {
    static_assert(sizeof...(Ids) > 0, "tapeless: wrt needs at least one symbol");
    constexpr bool distinct = diff::detail::list_of<Ids...>().first_repeated() == sizeof...(Ids);
    static_assert(distinct, "tapeless: wrt names a symbol twice: remove one of the two");
    if constexpr (sizeof...(Ids) > 0 && distinct && (true && ... && diff::require_variable<Ids>()))
        return selection<expr::intern_elementwise<diff::selection_node, Ids...>>{};
    else
        return selection<0>{};
}

} // namespace tapeless

#endif

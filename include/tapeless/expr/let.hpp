// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_LET_HPP
#define TAPELESS_EXPR_LET_HPP

#include "lift.hpp"

namespace tapeless {

namespace expr {

/// The node of the symbol that a `let` introduces.
template <unsigned Height, class Shape>
struct bound_leaf {
    static constexpr role what = role::bound;
    static constexpr meta::dimensions extents = meta::dimensions_of(Shape{});
    static constexpr hash_t tag = meta::hash_dimensions(meta::mix(static_cast<hash_t>(role::bound), Height), extents);
    static constexpr void refine(record& r) noexcept { r.free = std::uint64_t{1} << Height; }
};

struct let_node {
    static constexpr role what = role::let;
};

template <unsigned Height, class Shape>
using bound = expression<intern_leaf<bound_leaf<Height, Shape>>, 0>;

} // namespace expr

/// `fn(e)` with `e` evaluated once, however often `fn` uses its argument.
///
/// An expression without runtime constants is shared by itself, so this is `fn(e)`. With runtime constants, `fn` is
/// given a symbol that stands for the value of `e`. Nested lets have distinct symbols: a let's symbol is numbered one
/// higher than any let in its body, which is found by tracing the body once with a placeholder.
template <meta::hash_t Id, std::size_t Constants, class Function>
constexpr auto let(const expression<Id, Constants>& e, Function&& fn) {
    if constexpr (Constants == 0) {
        return expr::lift(fn(e));
    } else {
        using shape = expr::shape_of<Id>;
        using trial = decltype(expr::lift(fn(expr::bound<0, shape>{})));
        constexpr unsigned height = expr::record_of<expr::id_of<trial>>.height;
        static_assert(height < 64, "tapeless: lets are nested more than 64 deep");
        return expr::apply<expr::let_node>(e, expr::lift(fn(expr::bound<height, shape>{})));
    }
}

} // namespace tapeless

#endif

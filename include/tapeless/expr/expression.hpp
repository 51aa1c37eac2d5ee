// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_EXPRESSION_HPP
#define TAPELESS_EXPR_EXPRESSION_HPP

#include "node.hpp"
#include "traced.hpp"

#include <cstddef>
#include <utility>

namespace tapeless {

/// How many runtime constants one expression may carry. A subexpression that holds runtime constants is evaluated
/// at each use, so repeated sharing would grow without bound: past this number the operator refuses to compile.
inline constexpr std::size_t max_runtime_constants = 64;

/// A handle: an id that stands for an expression, and the values of the runtime constants in it, in the order in
/// which its leaves are read from left to right. It holds no pointer and no reference, and no other state.
template <meta::hash_t Id, std::size_t Constants>
struct expression {
    double constants[Constants];

    template <class Index>
    constexpr auto operator[](const Index& index) const noexcept {
        return element(*this, index);
    }
};

template <meta::hash_t Id>
struct expression<Id, 0> {
    /// An element of a tensor, `a[1_c]`; see ops/slice.hpp.
    template <class Index>
    constexpr auto operator[](const Index& index) const noexcept {
        return element(*this, index);
    }
};

namespace expr {

template <class T>
inline constexpr bool is_handle = false;
template <hash_t Id, std::size_t Constants>
inline constexpr bool is_handle<expression<Id, Constants>> = true;

template <class Handle>
inline constexpr hash_t id_of = 0;
template <hash_t Id, std::size_t Constants>
inline constexpr hash_t id_of<expression<Id, Constants>> = Id;

namespace detail {
template <hash_t Id, class Axes>
struct shape_type;
template <hash_t Id, std::size_t... Axis>
struct shape_type<Id, std::index_sequence<Axis...>> {
    using type = shape<record_of<Id>.extents.extent[Axis]...>;
};

template <std::size_t Constants>
constexpr void append(double*& out, const double* constants) noexcept {
    for (std::size_t i = 0; i < Constants; ++i) *out++ = constants[i];
}
template <hash_t Id, std::size_t Constants>
constexpr void append(double*& out, const expression<Id, Constants>& e) noexcept {
    if constexpr (Constants > 0) append<Constants>(out, e.constants);
}
} // namespace detail

/// The extents of an expression as a type.
template <hash_t Id>
using shape_of = typename detail::shape_type<Id, std::make_index_sequence<record_of<Id>.extents.rank>>::type;

/// The handle of a node, and in it the runtime constants of its operands, one after the other.
template <hash_t Id, hash_t... Ids, std::size_t... Constants>
constexpr auto join(const expression<Ids, Constants>&... operands) noexcept {
    constexpr std::size_t total = (std::size_t{0} + ... + Constants);
    static_assert(total <= max_runtime_constants,
                  "tapeless: too many runtime constants in one expression (more than 64): name each value with "
                  "data<\"k\"> or pass it as a function argument outside wrt, write literals as 0.5_c, or share "
                  "the expression that holds them with let(e, fn)");
    if constexpr (total == 0) {
        return expression<Id, 0>{};
    } else {
        expression<Id, total> result{};
        double* out = result.constants;
        (detail::append(out, operands), ...);
        return result;
    }
}

/// Whether shapes combine elementwise: equal, or the smaller is the end of the larger.
template <class... Shapes>
inline constexpr bool broadcastable = false;
template <std::size_t... A>
inline constexpr bool broadcastable<shape<A...>> = true;
template <std::size_t... A, std::size_t... B>
inline constexpr bool broadcastable<shape<A...>, shape<B...>> = [] {
    constexpr std::size_t a[]{1, A...}, b[]{1, B...};
    for (std::size_t i = 0; i < sizeof...(A) && i < sizeof...(B); ++i)
        if (a[sizeof...(A) - i] != b[sizeof...(B) - i]) return false;
    return true;
}();
template <class A, class B, class C, class... Rest>
inline constexpr bool broadcastable<A, B, C, Rest...> = (broadcastable<A, B> && broadcastable<A, C, Rest...> &&
                                                         broadcastable<B, C, Rest...>);

/// Whether operands are scalars without runtime constants; their ids are given joined by `|`. Such applications make up
/// nearly all of a large expression, so operators make their handle without a further call: `plain<Op, A, B>{}`.
constexpr bool is_plain(hash_t ids, std::size_t constants) noexcept { return constants == 0 && !is_tensor(ids); }

template <class Op, hash_t... Ids>
using plain = expression<intern_elementwise<Op, Ids...>, 0>;

/// The expression `Op(operands...)`.
template <class Op, hash_t... Ids, std::size_t... Constants>
    requires(true && ... && (Constants != traced_constants))
constexpr auto apply(const expression<Ids, Constants>&... operands) noexcept {
    if constexpr (!traits<Op>::prototype.elementwise) {
        return join<intern_ruled<Op, Ids...>>(operands...);
    } else if constexpr (is_plain((Ids | ...), (Constants + ...))) {
        return plain<Op, Ids...>{};
    } else {
        if constexpr (((Ids & tensor_bit) | ...) != 0)
            static_assert(broadcastable<shape_of<Ids>...>,
                          "tapeless: shape mismatch: the operands of an elementwise operation have equal shapes, or "
                          "the smaller shape is the end of the larger");
        return join<intern_elementwise<Op, Ids...>>(operands...);
    }
}
template <class Op, class... Rest>
constexpr traced apply(const traced& first, const Rest&... rest) {
    return trace<Op>(first, rest...);
}

template <class Op, class First, class... Rest>
struct application {
    using type = decltype(apply<Op>(std::declval<const First&>(), std::declval<const Rest&>()...));
};
// The usual case, at less cost.
template <class Op, hash_t A, std::size_t M>
    requires(M == 0 && !is_tensor(A) && traits<Op>::prototype.elementwise)
struct application<Op, expression<A, M>> {
    using type = plain<Op, A>;
};
template <class Op, class... Rest>
struct application<Op, traced, Rest...> {
    using type = traced;
};

/// What `apply<Op>` of such handles is. Functions of expressions spell it out: the rules of operations use each other in
/// circles, in which no function may wait for its return type to be deduced.
template <class Op, class... Handles>
using applied = typename application<Op, Handles...>::type;

/// `Op` of numbers or of expressions: how the derivative rule of one operation uses another.
template <class Op, class T, class... Rest>
[[gnu::always_inline]] constexpr T call(const T& x, const Rest&... rest) {
    if constexpr (is_handle<T>)
        return apply<Op>(x, rest...);
    else
        return Op::value(x, rest...);
}

/// A number that an operation without operands stands for, such as pi, in the precision of `T`.
template <class Op, class T>
[[gnu::always_inline]] constexpr T constant() {
    if constexpr (is_handle<T>)
        return T::template constant<Op>();
    else
        return Op::template value<T>();
}

} // namespace expr
} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_NODE_HPP
#define TAPELESS_EXPR_NODE_HPP

#include "intern.hpp"
#include "record.hpp"
#include "traced.hpp"

namespace tapeless::expr {

template <hash_t Id>
inline constexpr const record& record_of = node_of<Id>::entry;

/// How the extents of a node follow from its operands.
using extents_rule = meta::dimensions (*)(const record* const* operands, unsigned arity);

namespace detail {

/// The rule of elementwise operations: the extents of the operand of highest rank, with whose last extents the others
/// agree (checked where the operator is called).
constexpr meta::dimensions broadcast(const record* const* operands, unsigned arity) noexcept {
    meta::dimensions widest;
    for (unsigned i = 0; i < arity; ++i)
        if (operands[i]->extents.rank > widest.rank) widest = operands[i]->extents;
    return widest;
}
constexpr meta::dimensions last_operand(const record* const* operands, unsigned arity) noexcept {
    return operands[arity - 1]->extents;
}

template <class Op>
constexpr extents_rule rule_of() noexcept {
    if constexpr (requires(meta::dimensions d) { Op::result(d); })
        return [](const record* const* o, unsigned) { return Op::result(o[0]->extents); };
    else if constexpr (requires(meta::dimensions d) { Op::result(d, d); })
        return [](const record* const* o, unsigned) { return Op::result(o[0]->extents, o[1]->extents); };
    else if constexpr (requires { Op::elementwise; })
        return broadcast;
    else
        return last_operand;
}

} // namespace detail

/// What an operation declares, gathered once per operation rather than once per node.
template <class Op>
struct traits {
    static constexpr hash_t tag = [] {
        if constexpr (requires { Op::tag; })
            return Op::tag;
        else
            return meta::hash_type<Op>();
    }();
    static constexpr record prototype = [] {
        record r{};
        if constexpr (requires { Op::what; }) r.what = Op::what;
        if constexpr (requires { Op::extents; }) r.extents = Op::extents;
        if constexpr (requires { Op::elementwise; }) r.elementwise = Op::elementwise;
        if constexpr (requires { Op::differentiable; }) r.differentiable = Op::differentiable;
        if constexpr (requires { Op::streams; }) r.streams = Op::streams;
        if constexpr (requires { Op::sums; }) r.sums = Op::sums;
        if constexpr (requires { Op::selects; }) r.structured = Op::selects;
        if constexpr (requires { Op::refine(r); }) Op::refine(r);
        return r;
    }();
    static constexpr extents_rule rule = detail::rule_of<Op>();
};

/// The description of an operation that may be a step of straight-line code on scalars.
template <class Op, unsigned Arity>
inline constexpr const operation* described = []() -> const operation* {
    if constexpr (traits<Op>::prototype.elementwise && Arity <= 3)
        return &operation_entry<Op, Arity>::description;
    else
        return nullptr;
}();

/// What the nodes of an operation on some operands have in common.
template <class Op, unsigned Arity>
struct prototype {
    static constexpr record entry = [] {
        record r = traits<Op>::prototype;
        r.op = described<Op, Arity>;
        return r;
    }();
};

namespace detail {

constexpr hash_t combine(hash_t h) noexcept { return h; }
constexpr hash_t combine(hash_t h, hash_t a) noexcept { return meta::mix(h, a); }
constexpr hash_t combine(hash_t h, hash_t a, hash_t b) noexcept { return meta::mix(meta::mix(h, a), b); }
template <class... H>
constexpr hash_t combine(hash_t h, hash_t a, hash_t b, H... rest) noexcept {
    return combine(combine(h, a, b), rest...);
}

constexpr hash_t elementwise_id(hash_t tag, hash_t a) noexcept { return make_id(meta::mix(tag, a), is_tensor(a)); }
constexpr hash_t elementwise_id(hash_t tag, hash_t a, hash_t b) noexcept {
    return make_id(meta::mix(meta::mix(tag, a), b), is_tensor(a | b));
}
template <class... H>
constexpr hash_t elementwise_id(hash_t tag, hash_t a, hash_t b, hash_t c, H... rest) noexcept {
    return make_id(combine(tag, a, b, c, rest...), is_tensor(((a | b | c) | ... | rest)));
}

constexpr record make_record(record r, extents_rule rule, hash_t id, const record* const* operands,
                             unsigned arity) noexcept {
    r.id = id;
    r.operands.many = operands;
    r.arity = arity;
    for (unsigned i = 0; i < arity; ++i) {
        const record& operand = *operands[i];
        r.constants += operand.constants;
        r.free |= operand.free;
        r.tensors |= operand.tensors;
        r.structured |= operand.structured;
        if (operand.height > r.height) r.height = operand.height;
    }
    r.structured = r.structured || r.what == role::gradient || r.what == role::partials;
    if (r.what == role::let || r.what == role::gradient) {
        // Bound symbols are numbered from the height of the body on: one more than any binder inside.
        const record& body = *operands[arity - 1];
        const unsigned binders = arity - 1;
        r.free = body.free & ~(((std::uint64_t{1} << binders) - 1) << body.height);
        for (unsigned i = 0; i < binders; ++i) r.free |= operands[i]->free;
        if (r.height < body.height + binders) r.height = body.height + binders;
    }
    if (is_tensor(id)) {
        r.extents = rule(operands, arity);
        r.tensors = true;
    }
    return r;
}

constexpr record make_leaf(record r, hash_t id) noexcept {
    r.id = id;
    r.tensors = r.extents.rank != 0;
    return r;
}

} // namespace detail

/// A node: an operation and the ids of its operands. Instantiating it is what records the id's definition.
template <class Op, hash_t Id, hash_t... Operands>
struct node : table_entry<Id, node<Op, Id, Operands...>> {
    using op = Op;
    static constexpr const record* operands[]{&node_of<Operands>::entry...};
    static constexpr record entry = detail::make_record(prototype<Op, sizeof...(Operands)>::entry, traits<Op>::rule, Id,
                                                        operands, sizeof...(Operands));
};
template <class Op, hash_t Id>
struct node<Op, Id> : table_entry<Id, node<Op, Id>> {
    using op = Op;
    static constexpr record entry = detail::make_leaf(traits<Op>::prototype, Id);
};

/// The id of a leaf, recorded on first use.
template <class Leaf>
inline constexpr hash_t intern_leaf =
    node<Leaf, make_id(traits<Leaf>::tag, Leaf::extents.rank != 0, Leaf::what == role::literal)>::entry.id;

/// The id of an elementwise operation applied to operands, recorded on first use. A scalar unless an operand is a
/// tensor. Complexity: constant in the operands' size.
template <class Op, hash_t... Operands>
inline constexpr hash_t intern_elementwise =
    small_node<Op, detail::elementwise_id(traits<Op>::tag, Operands...), Operands...>::entry.id;
template <class Op, hash_t A, hash_t B, hash_t C, hash_t... Rest>
inline constexpr hash_t intern_elementwise<Op, A, B, C, Rest...> =
    node<Op, detail::elementwise_id(traits<Op>::tag, A, B, C, Rest...), A, B, C, Rest...>::entry.id;

namespace detail {
template <class Op, hash_t... Operands>
constexpr hash_t ruled_id() noexcept {
    const record* operands[]{&node_of<Operands>::entry...};
    return make_id(combine(traits<Op>::tag, Operands...), traits<Op>::rule(operands, sizeof...(Operands)).rank != 0);
}
} // namespace detail

/// The id of an operation whose extents follow a rule of its own.
template <class Op, hash_t... Operands>
inline constexpr hash_t intern_ruled = node<Op, detail::ruled_id<Op, Operands...>(), Operands...>::entry.id;

} // namespace tapeless::expr

#endif

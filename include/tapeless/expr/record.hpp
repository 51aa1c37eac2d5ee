// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_RECORD_HPP
#define TAPELESS_EXPR_RECORD_HPP

#include "../meta/decimal.hpp"
#include "../meta/hash.hpp"
#include "../meta/shape.hpp"

#include <cstdint>

namespace tapeless::expr {

using meta::hash_t;

/// The number of a node or a step among others.
using index_t = unsigned;
inline constexpr index_t nowhere = ~index_t{0};

/// What the engine has to know about a node besides its operands. Everything else is the operation's business.
enum class role : unsigned char {
    operation, ///< computed from its operands
    variable,  ///< a symbol that may be differentiated
    data,      ///< a symbol that never is
    literal,   ///< a number that is part of the type
    constant,  ///< a number carried by the handle
    bound,     ///< the symbol that a `let` introduces
    let,       ///< the last operand evaluated with a bound symbol standing for the first
    gradient,  ///< the derivatives of the last operand by bound symbols that stand for the others
    partials,  ///< the derivatives of the last operand by the others, which are symbols
    component  ///< one derivative of such a gradient
};

// An id tells two things without a look-up, so that operators on scalars stay cheap to compile. Its top bit is
// always set: no id is zero, and all ids print with the same number of digits.
inline constexpr hash_t tensor_bit = 1;
inline constexpr hash_t literal_bit = 2;

constexpr hash_t make_id(hash_t hash, bool tensor, bool literal = false) noexcept {
    return (hash & ~hash_t{3}) | (hash_t{1} << 63) | (tensor ? tensor_bit : 0) | (literal ? literal_bit : 0);
}
constexpr bool is_tensor(hash_t id) noexcept { return (id & tensor_bit) != 0; }
constexpr bool is_literal(hash_t id) noexcept { return (id & literal_bit) != 0; }

struct operation;
struct record;

/// The operands of a node: one or two in place, or in an array.
struct operand_list {
    const record* few[2]{};
    const record* const* many = nullptr;

    constexpr const record* operator[](unsigned i) const noexcept { return many == nullptr ? few[i] : many[i]; }
};

/// A node as a value: what the passes of the plan walk over. Records point at their operands' records.
struct record {
    hash_t id = 0;
    role what = role::operation;
    meta::dimensions extents{};
    bool streams = false;     ///< puts what it computes into any destination
    bool sums = false;        ///< the sum of all elements of its operand
    bool elementwise = false; ///< a function of scalars, applied to each element when an operand is a tensor
    unsigned arity = 0;
    unsigned constants = 0;                           ///< runtime constants in the whole subexpression
    unsigned height = 0;                              ///< one more than the height of the highest binder inside
    std::uint64_t free = 0;                           ///< bit h: a bound symbol of height h occurs free
    std::uint64_t differentiable = ~std::uint64_t{0}; ///< bit i: operand i has a derivative
    operand_list operands{};
    const operation* op = nullptr; ///< of an elementwise operation of at most three operands
    meta::decimal number{};        ///< of a literal
    unsigned index = 0;            ///< which derivative a component is
    bool tensors = false;          ///< whether a tensor occurs in it
    bool structured = false;       ///< whether a selection or a derivative occurs in it

    constexpr record() = default;
    /// An elementwise operation on one or two operands, given what it has in common with others.
    constexpr record(const record& same, hash_t own_id, const record& a)
        : id(own_id), what(same.what), extents(a.extents), elementwise(same.elementwise), arity(1),
          constants(a.constants), height(a.height), free(a.free), differentiable(same.differentiable), operands{{&a}},
          op(same.op), tensors(a.tensors), structured(same.structured || a.structured) {}
    constexpr record(const record& same, hash_t own_id, const record& a, const record& b)
        : id(own_id), what(same.what), extents(a.extents.rank < b.extents.rank ? b.extents : a.extents),
          elementwise(same.elementwise), arity(2), constants(a.constants + b.constants),
          height(a.height < b.height ? b.height : a.height), free(a.free | b.free),
          differentiable(same.differentiable), operands{{&a, &b}}, op(same.op), tensors(a.tensors || b.tensors),
          structured(same.structured || a.structured || b.structured) {}
};

} // namespace tapeless::expr

#endif

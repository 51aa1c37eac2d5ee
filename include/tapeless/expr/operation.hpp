// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_OPERATION_HPP
#define TAPELESS_EXPR_OPERATION_HPP

#include "../meta/hash.hpp"

#include <cstddef>
#include <cstdint>

namespace tapeless {

template <meta::hash_t Id, std::size_t Constants>
struct expression;

namespace expr {

using meta::hash_t;

inline constexpr std::size_t traced_constants = ~std::size_t{0};

/// An expression whose structure is a value instead of a type; see traced.hpp.
using traced = expression<0, traced_constants>;

/// What an operation is to passes that rearrange sums and products.
enum class arithmetic : unsigned char { none, sum, difference, opposite, product, square };

/// What an operation on scalars is to the passes of the plan, which know no operation by its type.
struct operation {
    hash_t tag = 0; ///< under which the operation's type is found again
    const char* name = "";
    std::uint64_t differentiable = 0; ///< bit i: operand i has a derivative
    expr::arithmetic arithmetic = arithmetic::none;
    bool commutative = false;
    bool selects = false;       ///< operand 1 where operand 0 is not zero, else operand 2
    bool branches = false;      ///< and evaluates only the one that it takes
    int flops = 0;              ///< additions, multiplications, divisions, comparisons and square roots of the value
    int calls = 0;              ///< calls of functions such as exp
    int precedence = 0;         ///< how tightly `text` and `latex` bind, as in C++; 0 where that does not matter
    const char* text = nullptr; ///< how it is written, with $1, $2, $3 for the operands; else as a call of its name
    const char* latex = nullptr;
    const char* cpp = nullptr;
    const char* cpp_support = nullptr;

    /// An operation of the same operands that costs little more when both are computed at once (`Op::both`).
    const operation* partner = nullptr;
    bool has_partner = false;
    /// A simpler way to the same number, or nothing.
    traced (*simplify)(const traced* operands) = nullptr;
    bool simplifies = false;
    /// One step for this one and those that made its operands, or nothing. `only[i]` says that operand i is used by
    /// operations alone that may take it in like this.
    traced (*contract)(const traced* operands, const bool* only) = nullptr;
    bool contracts = false;
    /// A simpler way to the product of its result with a number, or nothing.
    traced (*times)(const traced& result, const traced& factor) = nullptr;
    bool has_times = false;
    /// The contribution of an adjoint to operand `i`; with a tangent in the adjoint's place, that of operand `i`'s
    /// tangent to the result's.
    traced (*pullback)(unsigned i, const traced& adjoint, const traced& result, const traced* operands) = nullptr;
};

} // namespace expr
} // namespace tapeless

#endif

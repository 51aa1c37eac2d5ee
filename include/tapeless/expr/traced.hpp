// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_TRACED_HPP
#define TAPELESS_EXPR_TRACED_HPP

#include "intern.hpp"
#include "listing.hpp"

namespace tapeless {

namespace expr {
template <class Op, unsigned Arity>
struct operation_entry;
} // namespace expr

/// The number type with which the engine runs derivative rules while compiling: a rule that computes with it writes
/// down what it computes. So one rule serves values, second derivatives, printing and every pass of the plan.
///
/// A number that a rule writes, as in `T(2)`, belongs to no listing until it meets a value that does.
template <>
struct expression<0, expr::traced_constants> {
    expr::listing* in = nullptr;
    expr::index_t at = expr::nowhere;             ///< in a listing
    const expr::operation* constant_of = nullptr; ///< else: the number that this operation stands for, if there is one,
    bool is_constant = false;
    double number = 0; ///< or this number or quotient
    double divisor = 1;

    constexpr expression() = default;
    constexpr expression(expr::listing& listing, expr::index_t index) noexcept : in(&listing), at(index) {}
    constexpr explicit expression(double n) noexcept : at(0), number(n) {}

    /// The number that an operation without operands stands for.
    template <class Op>
    static constexpr expression constant() noexcept {
        expression e(0.0);
        e.constant_of = &expr::operation_entry<Op, 0>::description;
        e.is_constant = true;
        return e;
    }

    constexpr bool exists() const noexcept { return at != expr::nowhere; }
    constexpr const expr::instruction& made() const noexcept { return (*in)[at]; }
    constexpr expression operand(unsigned i) const noexcept { return {*in, made().operand[i]}; }
    constexpr bool is(std::int64_t n) const noexcept { return made().is_literal(n); }
    /// Whether this is the result of an operation.
    template <class Op, unsigned Arity>
    constexpr bool is_made_by() const noexcept {
        return made().is_operation() && made().op->tag == expr::operation_entry<Op, Arity>::description.tag;
    }
    constexpr bool same_as(const expression& other) const noexcept { return at == other.at; }

    constexpr expr::index_t placed_in(expr::listing& listing) const {
        if (in != nullptr) return at;
        if (!is_constant && divisor == 1) return listing.add_literal(meta::decimal::of(number));
        expr::instruction step;
        step.op = constant_of;
        if (divisor != 1) {
            step.arity = 2;
            step.operand[0] = listing.add_literal(meta::decimal::of(number));
            step.operand[1] = listing.add_literal(meta::decimal::of(divisor));
        }
        return listing.add(step);
    }

    /// Whether this is a number that a rule writes, before it meets a value.
    constexpr bool is_loose() const noexcept { return in == nullptr && !is_constant; }
    /// The exact quotient of two such numbers, to be computed by this operation.
    static constexpr expression quotient(double dividend, double by, const expr::operation& divide) noexcept {
        expression e(dividend);
        if (by != 1) {
            e.divisor = by;
            e.constant_of = &divide;
        }
        return e;
    }
};

namespace expr {

template <class Op, class... X>
constexpr traced trace(const X&... x);

/// The partial derivative of an operation that is `opaque`: whose rule cannot be traced, because it branches on values or
/// calls what is no operation. It is computed by the rule itself, of the result and the operands (of three operands alone,
/// since steps have no more), and has no derivative of its own.
template <class Op, unsigned I, bool WithResult>
struct partial_of {
    static constexpr auto name = "partial";

    template <class T, class... X>
    [[gnu::always_inline]] static constexpr T value(const T& first, const X&... rest) {
        if constexpr (WithResult)
            return Op::template pullback<I>(T(1), first, rest...);
        else
            return Op::template pullback<I>(T(1), Op::value(first, rest...), first, rest...);
    }
    template <std::size_t, class... X>
    static traced pullback(const traced&, const traced&, const X&...) { // not constexpr: refused while compiling
        return {};
    }
};

namespace detail {

template <class Op>
constexpr std::uint64_t differentiable_operands() noexcept {
    if constexpr (requires { Op::differentiable; })
        return Op::differentiable;
    else
        return ~std::uint64_t{0};
}

template <class Op>
concept opaque = requires {
    requires Op::opaque;
};

/// Called while compiling, and no constant expression: an operation without a rule can be evaluated, not differentiated.
template <class Op>
traced operation_without_pullback() {
    return {};
}

template <class Op, unsigned I, class... X>
constexpr traced pull(const traced& adjoint, const traced& result, const X&... x) {
    if constexpr ((differentiable_operands<Op>() >> I & 1) == 0)
        return {};
    else if constexpr (opaque<Op> && sizeof...(X) < 3)
        return adjoint * trace<partial_of<Op, I, true>>(result, x...);
    else if constexpr (opaque<Op>)
        return adjoint * trace<partial_of<Op, I, false>>(x...);
    else if constexpr (requires { Op::template pullback<I>(adjoint, result, x...); })
        return Op::template pullback<I>(adjoint, result, x...);
    else
        return operation_without_pullback<Op>();
}
template <class Op, unsigned Arity>
constexpr traced pullback(unsigned i, const traced& adjoint, const traced& result, const traced* x) {
    if constexpr (Arity == 1)
        return pull<Op, 0>(adjoint, result, x[0]);
    else if constexpr (Arity == 2)
        return i == 0 ? pull<Op, 0>(adjoint, result, x[0], x[1]) : pull<Op, 1>(adjoint, result, x[0], x[1]);
    else
        return i == 0   ? pull<Op, 0>(adjoint, result, x[0], x[1], x[2])
               : i == 1 ? pull<Op, 1>(adjoint, result, x[0], x[1], x[2])
                        : pull<Op, 2>(adjoint, result, x[0], x[1], x[2]);
}

/// How an operation is written.
template <class Op>
constexpr operation describe_notation() noexcept {
    operation d;
    if constexpr (requires { Op::name; }) d.name = Op::name;
    if constexpr (requires { Op::precedence; }) d.precedence = Op::precedence;
    if constexpr (requires { Op::text; }) d.text = Op::text;
    if constexpr (requires { Op::latex; }) d.latex = Op::latex;
    if constexpr (requires { Op::cpp; }) d.cpp = Op::cpp;
    if constexpr (requires { Op::cpp_support; }) d.cpp_support = Op::cpp_support;
    return d;
}

template <class Op, unsigned Arity>
constexpr operation describe() noexcept {
    operation d = describe_notation<Op>();
    d.tag = meta::mix(meta::hash_type<Op>(), Arity) | 1;
    d.differentiable = Arity == 0 ? 0 : differentiable_operands<Op>();
    if constexpr (requires { Op::arithmetic; }) d.arithmetic = Op::arithmetic;
    if constexpr (requires { Op::commutative; }) d.commutative = Op::commutative;
    if constexpr (requires { Op::selects; }) d.selects = Op::selects;
    if constexpr (requires { Op::branches; }) d.branches = Op::branches;
    if constexpr (requires { Op::flops; }) d.flops = Op::flops;
    if constexpr (requires { Op::calls; }) d.calls = Op::calls;
    if constexpr (requires { typename Op::partner; }) {
        d.partner = &operation_entry<typename Op::partner, Arity>::description;
        d.has_partner = true;
    }
    if constexpr (requires(const traced* x) { Op::simplify(x); }) {
        d.simplify = Op::simplify;
        d.simplifies = true;
    }
    if constexpr (requires(const traced* x, const bool* only) { Op::contract(x, only); }) {
        d.contract = Op::contract;
        d.contracts = true;
    }
    if constexpr (requires(const traced& x) { Op::times(x, x); }) {
        d.times = Op::times;
        d.has_times = true;
    }
    if constexpr (Arity != 0 && differentiable_operands<Op>() != 0) d.pullback = pullback<Op, Arity>;
    return d;
}

} // namespace detail

/// An operation's entry in the intern table, so that its type is found again from its description's tag.
template <class Op, unsigned Arity>
struct operation_entry : table_entry<meta::mix(meta::hash_type<Op>(), Arity) | 1, operation_entry<Op, Arity>> {
    using op = Op;
    static constexpr unsigned arity = Arity;
    static constexpr operation description = detail::describe<Op, Arity>();
};

/// Writes down an operation on values of a listing.
constexpr traced trace(listing& in, const operation& op, unsigned arity, const traced* operands) {
    if (op.simplifies) {
        const traced simpler = op.simplify(operands);
        if (simpler.exists()) return {in, simpler.placed_in(in)};
    }
    instruction step;
    step.op = &op;
    step.arity = static_cast<unsigned char>(arity);
    for (unsigned i = 0; i < arity; ++i) step.operand[i] = operands[i].at;
    if (op.commutative && step.operand[0] > step.operand[1]) {
        step.operand[0] = operands[1].at;
        step.operand[1] = operands[0].at;
    }
    return {in, in.add(step)};
}

/// Writes down `Op(x...)`, of which at least one belongs to a listing.
template <class Op, class... X>
constexpr traced trace(const X&... x) {
    listing* in = nullptr;
    ((in = x.in != nullptr ? x.in : in), ...);
    const traced operands[]{(x.in != nullptr ? x : traced{*in, x.placed_in(*in)})...};
    return trace(*in, operation_entry<Op, sizeof...(X)>::description, sizeof...(X), operands);
}

} // namespace expr
} // namespace tapeless

#endif

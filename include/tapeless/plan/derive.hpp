// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_DERIVE_HPP
#define TAPELESS_PLAN_DERIVE_HPP

#include "guard.hpp"

namespace tapeless::plan {

using expr::traced;

constexpr bool is_alias(const instruction& step) noexcept { return step.what == expr::role::bound; }

/// Derivatives written down as further instructions of a listing. The derivative of an instruction is what the rule of
/// its operation computes, so derivatives are instructions like any other: they are shared, and differentiated again.
///
/// Templates, because sums are formed with an operator that the engine does not name.
template <class Traced>
class derivation {
public:
    /// Of the instructions in `code` so far.
    constexpr explicit derivation(listing& code) : code_(code), size_(code.size()), within_(code.deriving) {
        code_.deriving = true;
    }
    derivation(const derivation&) = delete;
    derivation& operator=(const derivation&) = delete;
    constexpr ~derivation() { code_.deriving = within_; }

    /// Reverse mode: the derivatives of the sum of `seeds[r]` times `roots[r]` by each of `wanted`. With `by_partials`
    /// an adjoint is multiplied by the operation's partial derivative, which several sweeps share.
    constexpr void pull_back(const index_t* roots, const index_t* seeds, index_t count, const index_list& wanted,
                             index_list& result, bool by_partials = false) {
        const bool* const active = depends_on(wanted);
        const guards guard(code_, size_, roots, count, [](const expr::operation& op) { return op.selects; });
        index_t* const adjoint = filled();
        index_t* const matters = filled();
        for (index_t r = 0; r < count; ++r)
            if (roots[r] != nowhere && seeds[r] != nowhere) accumulate(adjoint[roots[r]], seeds[r]);
        for (index_t k = size_; k-- > 0;) {
            if (code_.selection < size_ && guard.is_used(k)) pass_on(guard, k, matters);
            if (adjoint[k] == nowhere || !active[k]) continue;
            const instruction step = code_[k];
            for (unsigned i = 0; i < step.arity; ++i) {
                const index_t to = step.operand[i];
                if (!active[to] || !has_derivative(step, i)) continue;
                index_t amount = nowhere;
                index_t from = guard.of(k);
                if (step.is_selection()) {
                    from = guard.find(step.operand[0], i, from);
                    amount = adjoint[k];
                } else {
                    amount = product(k, i, adjoint[k], by_partials);
                    if (amount != nowhere && !guard.is_direct(k)) amount = where_matters(matters[k], amount);
                }
                if (amount == nowhere) continue;
                accumulate(adjoint[to], leave(guard, amount, from, guard.of(to)));
            }
        }
        for (index_t w = 0; w < wanted.size(); ++w) {
            const index_t symbol = wanted[w];
            const bool reached = symbol < size_ && adjoint[symbol] != nowhere;
            result.push(reached ? leave(guard, adjoint[symbol], guard.of(symbol), 0) : nowhere);
        }
        delete[] matters;
        delete[] adjoint;
        delete[] active;
    }

    /// Forward mode: the derivatives of `roots` in the direction in which the instructions `wanted` move by `tangents`.
    constexpr void push_forward(const index_list& roots, const index_list& wanted, const index_list& tangents,
                                index_list& result, bool by_partials = false) {
        const bool* const active = depends_on(wanted);
        const bool* const needed = used_by(roots);
        index_t* const tangent = filled();
        for (index_t w = 0; w < wanted.size(); ++w)
            if (wanted[w] < size_) tangent[wanted[w]] = tangents[w];
        for (index_t k = 0; k < size_; ++k) {
            if (!active[k] || !needed[k] || tangent[k] != nowhere) continue;
            const instruction step = code_[k];
            if (step.is_selection()) {
                tangent[k] = select(step, tangent[step.operand[1]], tangent[step.operand[2]]);
            } else {
                for (unsigned i = 0; i < step.arity; ++i)
                    if (tangent[step.operand[i]] != nowhere && has_derivative(step, i))
                        accumulate(tangent[k], product(k, i, tangent[step.operand[i]], by_partials));
            }
        }
        for (index_t r = 0; r < roots.size(); ++r) result.push(roots[r] < size_ ? tangent[roots[r]] : nowhere);
        delete[] tangent;
        delete[] needed;
        delete[] active;
    }

    /// Which instructions depend on any of `wanted`. The caller deletes the array.
    constexpr const bool* depends_on(const index_list& wanted) const {
        bool* const active = new bool[size_ + 1]{};
        for (index_t w = 0; w < wanted.size(); ++w)
            if (wanted[w] < size_) active[wanted[w]] = true;
        for (index_t k = 0; k < size_; ++k) {
            const instruction& step = code_[k];
            for (unsigned i = 0; i < step.arity; ++i)
                if (active[step.operand[i]] && has_derivative(step, i)) active[k] = true;
        }
        return active;
    }
    /// Which instructions any of `roots` depends on. The caller deletes the array.
    constexpr const bool* used_by(const index_list& roots) const {
        bool* const needed = new bool[size_ + 1]{};
        for (index_t r = 0; r < roots.size(); ++r)
            if (roots[r] < size_) needed[roots[r]] = true;
        for (index_t k = size_; k-- > 0;)
            for (unsigned i = 0; needed[k] && i < code_[k].arity; ++i) needed[code_[k].operand[i]] = true;
        return needed;
    }

    /// How many instructions are looked at.
    constexpr index_t size() const noexcept { return size_; }

    constexpr index_t literal(double n) { return code_.add_literal(meta::decimal::of(n)); }

    /// The partial derivative of instruction k by its operand i.
    constexpr index_t partial(index_t k, unsigned i) { return rule(k, i, literal(1)); }

    constexpr void accumulate(index_t& sum, index_t amount) {
        if (amount == nowhere || code_[amount].is_literal(0)) return;
        sum = sum == nowhere ? amount : (at(sum) + at(amount)).at;
    }
    constexpr index_t multiply(index_t a, index_t b) { return (at(a) * at(b)).at; }
    constexpr Traced at(index_t k) { return {code_, k}; }

    static constexpr bool has_derivative(const instruction& step, unsigned i) noexcept {
        return is_alias(step) || (step.op->differentiable >> i & 1) != 0;
    }

private:
    constexpr index_t* filled() const {
        index_t* const list = new index_t[size_ + 1];
        for (index_t k = 0; k <= size_; ++k) list[k] = nowhere;
        return list;
    }

    constexpr index_t rule(index_t k, unsigned i, index_t factor) {
        const instruction step = code_[k];
        if (is_alias(step)) return factor;
        traced operands[3];
        for (unsigned j = 0; j < step.arity; ++j) operands[j] = {code_, step.operand[j]};
        const traced amount = step.op->pullback(i, {code_, factor}, {code_, k}, operands);
        if (!amount.exists()) return nowhere;
        const index_t placed = amount.placed_in(code_);
        return code_[placed].is_literal(0) ? nowhere : placed;
    }
    constexpr index_t product(index_t k, unsigned i, index_t factor, bool by_partials) {
        if (!by_partials) return rule(k, i, factor);
        const index_t p = partial(k, i);
        return p == nowhere ? nowhere : multiply(p, factor);
    }

    /// The selection `step` of other values.
    constexpr index_t select(const instruction& step, index_t a, index_t b) {
        if (a == nowhere && b == nowhere) return nowhere;
        instruction chosen = step;
        chosen.operand[1] = a == nowhere ? literal(0) : a;
        chosen.operand[2] = b == nowhere ? literal(0) : b;
        return code_.add(chosen);
    }

    /// Tells the operands of instruction k, whose adjoint is known, under which condition they matter to it. Only those that
    /// do not matter wherever their guard holds need to know.
    constexpr void pass_on(const guards& guard, index_t k, index_t* matters) {
        const instruction step = code_[k];
        for (unsigned i = 0; i < step.arity; ++i) {
            const index_t to = step.operand[i];
            if (guard.is_direct(to)) continue;
            index_t from = guard.of(k);
            if (step.is_selection() && i > 0) from = guard.find(step.operand[0], i, from);
            index_t holds = guard.is_direct(k) ? nowhere : matters[k];
            if (from != guard.of(to)) {
                const auto& own = guard[from];
                const bool simple = holds == nowhere && own.side == 1 && own.parent == guard.of(to);
                holds =
                    simple ? own.condition : leave(guard, holds == nowhere ? literal(1) : holds, from, guard.of(to));
            }
            if (matters[to] == nowhere)
                matters[to] = holds;
            else if (matters[to] != holds)
                matters[to] = choose(matters[to], literal(1), holds);
        }
    }
    /// A contribution that is zero where the value that makes it does not matter: its adjoint is zero there, and the
    /// product of that with an infinite derivative must not count.
    constexpr index_t where_matters(index_t condition, index_t amount) { return choose(condition, amount, nowhere); }
    constexpr index_t choose(index_t condition, index_t a, index_t b) {
        instruction chosen = code_[code_.selection];
        chosen.operand[0] = condition;
        return select(chosen, a, b);
    }

    /// A contribution that is made under one guard, as seen outside it: zero where the guard does not hold, whatever
    /// was computed there.
    constexpr index_t leave(const guards& guard, index_t amount, index_t from, index_t to) {
        for (; from != to; from = guard[from].parent) {
            const instruction step = code_[guard[from].selection];
            amount = guard[from].side == 1 ? select(step, amount, nowhere) : select(step, nowhere, amount);
        }
        return amount;
    }

    listing& code_;
    index_t size_;
    bool within_; // another derivation
};

} // namespace tapeless::plan

#endif

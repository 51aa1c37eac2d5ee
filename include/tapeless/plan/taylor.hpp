// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_TAYLOR_HPP
#define TAPELESS_PLAN_TAYLOR_HPP

#include "request.hpp"

namespace tapeless::plan {

/// Taylor coefficients of instructions along one symbol, written down when they are asked for.
///
/// Of y = f(x_1, ...) with partial derivatives p_i, the chain rule y' = sum p_i x_i' gives
///     k y_k = sum over i, and over j = 1 ... k, of j x_ij p_i(k-j)
/// so coefficient k of y needs coefficients up to k - 1 of the partial derivatives, which are instructions like any other.
/// (Griewank and Walther, Evaluating Derivatives, section 13.2.) The work grows with the square of the order.
template <class Traced>
class taylor_series {
public:
    constexpr taylor_series(listing& code, index_t symbol, unsigned orders)
        : code_(code), symbol_(symbol), orders_(orders), known_(64) {}

    /// Coefficient k of an instruction; `nowhere` is zero.
    constexpr index_t coefficient(index_t instruction_index, unsigned k) {
        if (k == 0) return instruction_index;
        const instruction step = code_[instruction_index];
        if (instruction_index == symbol_) return k == 1 ? derive().literal(1) : nowhere;
        if (step.arity == 0) return nowhere;
        if (is_alias(step)) return coefficient(step.operand[0], k);
        const std::size_t place = std::size_t{instruction_index} * orders_ + k - 1;
        while (known_.size() <= place) known_.push(unknown);
        if (known_[place] == unknown) {
            const index_t value = step.op->selects ? select(step, k) : convolve(instruction_index, step, k);
            known_[place] = value;
        }
        return known_[place];
    }

private:
    static constexpr index_t unknown = nowhere - 1;

    constexpr derivation<Traced> derive() { return derivation<Traced>(code_); }

    constexpr index_t convolve(index_t y, const instruction& step, unsigned k) {
        index_t sum = nowhere;
        for (unsigned i = 0; i < step.arity; ++i) {
            if (!derivation<Traced>::has_derivative(step, i)) continue;
            index_t partial = nowhere; // derived when the operand is found to move
            for (unsigned j = 1; j <= k; ++j) {
                index_t x = coefficient(step.operand[i], j);
                if (x == nowhere) continue;
                if (partial == nowhere) partial = derive().partial(y, i);
                if (partial == nowhere) break;
                const index_t p = coefficient(partial, k - j);
                if (p == nowhere) continue;
                if (j != 1) x = derive().multiply(derive().literal(j), x);
                derive().accumulate(sum, derive().multiply(p, x));
            }
        }
        if (sum == nowhere || k == 1) return sum;
        return (Traced{code_, sum} / Traced(static_cast<double>(k))).at;
    }
    constexpr index_t select(instruction step, unsigned k) {
        const index_t a = coefficient(step.operand[1], k), b = coefficient(step.operand[2], k);
        if (a == nowhere && b == nowhere) return nowhere;
        step.operand[1] = a == nowhere ? derive().literal(0) : a;
        step.operand[2] = b == nowhere ? derive().literal(0) : b;
        return code_.add(step);
    }

    listing& code_;
    index_t symbol_;
    unsigned orders_;
    index_list known_; // for every instruction, its coefficients of orders 1 to orders_
};

/// The Taylor coefficients of orders 0 to N of an expression along one symbol.
template <class Root, class Symbol, unsigned N>
struct taylor {
    static constexpr std::size_t nodes = Root::nodes * (N + 1);

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Root> given(code);
        taylor_series<typename Root::traced> series(code, given.symbols(Symbol{})[0], N == 0 ? 1 : N);
        for (unsigned k = 0; k <= N; ++k) outputs.push(series.coefficient(given.roots[0], k));
    }
};

} // namespace tapeless::plan

#endif

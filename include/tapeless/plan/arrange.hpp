// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_ARRANGE_HPP
#define TAPELESS_PLAN_ARRANGE_HPP

#include "derive.hpp"

namespace tapeless::plan {

enum class code_kind : unsigned char {
    symbol,
    constant,
    literal,
    nullary,
    unary,
    binary,
    ternary,
    branch,
    pair,
    output
};

/// A step of straight-line code: `slot[out] = ...`.
struct code_step {
    code_kind kind = code_kind::symbol;
    hash_t id = 0;                            ///< symbol: its id; operation: its tag; literal: its mantissa
    index_t out = 0, a = 0, b = 0, c = 0;     ///< pair: c is the slot of the partner's result
    int exponent = 0;                         ///< literal
    index_t then_region = 0, else_region = 0; ///< branch: where the two sides are computed
};

struct region {
    index_t first = 0, count = 0;
};

/// Listings that are longer are neither condensed nor put into a better order: compilers limit how much they evaluate, and
/// what is gained is little where values no longer fit into registers.
inline constexpr index_t longest_polished = 400;

/// Puts the instructions that some outputs need into an order in which they are run.
///
/// What calls functions comes first, so that few values are alive during a call, which preserves no register; the rest
/// follows output by output, each delivered as soon as it is known. Symbols are read again after a call rather than kept.
class arrangement {
public:
    meta::buffer<code_step> steps{64};
    meta::buffer<region> regions{4};
    index_t slots = 0;

    constexpr void arrange(const listing& code, const index_list& outputs) {
        index_list roots(outputs.size() + 1);
        listing clean;
        rewrite(code, outputs, clean, roots);
        arrange_clean(clean, roots);
    }

private:
    constexpr void arrange_clean(const listing& clean, const index_list& roots) {
        const guards guard(clean, clean.size(), roots.begin(), static_cast<index_t>(roots.size()),
                           [](const expr::operation& op) { return op.branches; });
        writer write(clean, guard);
        index_list top(64);
        write.emit_calls(top);
        write.emit_rest(roots, top);
        slots = clean.size();
        collect(write, top);
    }

    /// Copies what the outputs need, with every alias replaced by what it stands for and with products taken into sums.
    static constexpr void rewrite(const listing& code, const index_list& outputs, listing& clean, index_list& roots) {
        bool* const needed = new bool[code.size() + 1]{};
        bool* const kept = new bool[code.size() + 1]{}; // some use wants this result as it is
        for (index_t r = 0; r < outputs.size(); ++r)
            if (outputs[r] != nowhere) needed[outputs[r]] = kept[outputs[r]] = true;
        for (index_t k = code.size(); k-- > 0;) {
            if (!needed[k]) continue;
            const instruction& step = code[k];
            for (unsigned i = 0; i < step.arity; ++i) {
                needed[step.operand[i]] = true;
                if (!step.is_operation() || !step.op->contracts) kept[step.operand[i]] = true;
            }
        }
        index_t* const place = new index_t[code.size() + 1]{};
        for (index_t k = 0; k < code.size(); ++k) {
            if (!needed[k]) continue;
            const instruction& step = code[k];
            clean.deriving = step.derived;
            if (is_alias(step)) {
                place[k] = place[step.operand[0]];
            } else if (!step.is_operation()) {
                place[k] = clean.add(step);
            } else {
                traced x[3];
                bool only[3]{};
                for (unsigned i = 0; i < step.arity; ++i) {
                    x[i] = {clean, place[step.operand[i]]};
                    only[i] = !kept[step.operand[i]];
                }
                traced result;
                if (step.op->contracts) result = step.op->contract(x, only);
                if (!result.exists()) result = expr::trace(clean, *step.op, step.arity, x);
                place[k] = result.at;
            }
        }
        for (index_t r = 0; r < outputs.size(); ++r)
            roots.push(outputs[r] == nowhere ? clean.add_literal({}) : place[outputs[r]]);
        delete[] place;
        delete[] kept;
        delete[] needed;
    }

    /// The lists of steps, one for each region, that are being written.
    class writer {
    public:
        meta::buffer<code_step> written;

        constexpr writer(const listing& code, const guards& guard)
            : written(2 * code.size() + 16), code_(code), guard_(guard), done_(new bool[code.size() + 1]{}),
              read_(new index_t[code.size() + 1]{}), seen_(new index_t[code.size() + 1]{}) {}
        writer(const writer&) = delete;
        writer& operator=(const writer&) = delete;
        constexpr ~writer() {
            delete[] done_;
            delete[] read_;
            delete[] seen_;
        }

        /// Appends instruction `root`, after all that it needs and that is not there yet.
        constexpr void emit(index_t root, index_list& list) {
            meta::buffer<position> stack(32);
            stack.push({root, 0});
            while (stack.size() != 0) {
                const index_t k = stack.back().k;
                const instruction& step = code_[k];
                if (done_[k] || !step.is_operation()) {
                    stack.pop();
                } else if (step.op->branches && stack.back().next == 0) {
                    stack.back().next = 1;
                    stack.push({step.operand[0], 0});
                    outside(k, 1, stack);
                    outside(k, 2, stack);
                } else if (!step.op->branches && stack.back().next < step.arity) {
                    const index_t operand = step.operand[stack.back().next++];
                    if (!done_[operand]) stack.push({operand, 0});
                } else {
                    stack.pop();
                    append(k, list);
                }
            }
        }

        /// Calls, those that wait for no other call first; among these, those with two results last, since results are
        /// alive during the calls that follow.
        constexpr void emit_calls(index_list& top) {
            index_t* const level = new index_t[code_.size() + 1]{};
            index_list calls(16);
            index_t highest = 0;
            for (index_t k = 0; k < code_.size(); ++k) {
                for (unsigned i = 0; i < code_[k].arity; ++i)
                    if (const index_t below = level[code_[k].operand[i]]; below > level[k]) level[k] = below;
                if (!is_call(k)) continue;
                if (++level[k] > highest) highest = level[k];
                calls.push(k);
            }
            for (index_t l = 1; l <= highest; ++l)
                for (unsigned paired = 0; paired < 2; ++paired)
                    for (index_t c = 0; c < calls.size(); ++c)
                        if (level[calls[c]] == l && (partner(calls[c]) != nowhere) == (paired == 1))
                            emit(calls[c], top);
            delete[] level;
        }

        /// The rest, in the order in which it was written down: a backward sweep uses first what was computed last. Every
        /// output is delivered as soon as it is known.
        constexpr void emit_rest(const index_list& roots, index_list& top) {
            index_t* const output =
                new index_t[code_.size() + 1]{}; // one more than the first output that an instruction is
            index_list next(roots.size() + 1);   // and than the next one
            for (index_t r = 0; r < roots.size(); ++r) next.push(0);
            for (index_t r = static_cast<index_t>(roots.size()); r-- > 0;) {
                next[r] = output[roots[r]];
                output[roots[r]] = r + 1;
            }
            const index_t size = code_.size();
            index_t* const pulled = new index_t[size + 1]{}; // one more than the first instruction that follows at once
            index_t* const also = new index_t[size + 1]{};   // and than the next one
            if (size <= longest_polished) pull_forward(pulled, also);
            const auto finish = [&](index_t k) {
                emit(k, top);
                for (index_t r = output[k]; r != 0; r = next[r - 1]) deliver(k, r - 1, top);
                output[k] = 0;
            };
            for (index_t k = 0; k < size; ++k) {
                if (!guard_.is_used(k) || guard_.of(k) != 0) continue;
                finish(k);
                for (index_t n = pulled[k]; n != 0; n = also[n - 1]) finish(n - 1);
            }
            delete[] also;
            delete[] pulled;
            delete[] output;
        }

        /// Instructions that can be run earlier than they stand, just after all other uses of an operand: then its register is
        /// free.
        constexpr void pull_forward(index_t* pulled, index_t* also) {
            index_t* const last = new index_t[code_.size() + 1]{};   // one more than the last use
            index_t* const before = new index_t[code_.size() + 1]{}; // and than the one before
            for (index_t k = 0; k < code_.size(); ++k) {
                if (!guard_.is_used(k)) continue;
                for (unsigned i = 0; i < code_[k].arity; ++i) {
                    const index_t o = code_[k].operand[i];
                    if (last[o] == k + 1) continue;
                    before[o] = last[o];
                    last[o] = k + 1;
                }
            }
            for (index_t k = code_.size(); k-- > 0;) {
                if (!guard_.is_used(k) || guard_.of(k) != 0 || !code_[k].is_operation()) continue;
                index_t ready = 0;
                for (unsigned i = 0; i < code_[k].arity; ++i)
                    if (code_[k].operand[i] > ready) ready = code_[k].operand[i];
                index_t best = k;
                for (unsigned i = 0; i < code_[k].arity; ++i) {
                    const index_t o = code_[k].operand[i];
                    if (last[o] != k + 1 || !code_[o].is_operation() || before[o] == 0) continue;
                    const index_t at = before[o] - 1 > ready ? before[o] - 1 : ready;
                    if (at < best) best = at;
                }
                if (best == k) continue;
                also[k] = pulled[best];
                pulled[best] = k + 1;
            }
            delete[] before;
            delete[] last;
        }

        constexpr void deliver(index_t k, index_t output, index_list& list) {
            read(k, list);
            code_step step;
            step.kind = code_kind::output;
            step.out = output;
            step.a = k;
            put(step, list);
        }

        /// Moves a finished list behind the finished ones.
        constexpr index_t close(const index_list& list) {
            inner_regions.push({static_cast<index_t>(inner_steps.size()), static_cast<index_t>(list.size())});
            for (index_t i = 0; i < list.size(); ++i) inner_steps.push(written[list[i]]);
            return static_cast<index_t>(inner_regions.size() - 1);
        }

        /// The instruction that is computed together with this one.
        constexpr index_t partner(index_t k) const noexcept {
            instruction other = code_[k];
            if (!other.is_operation() || !other.op->has_partner) return nowhere;
            other.op = other.op->partner;
            const index_t found = code_.find(other);
            return found != nowhere && guard_.is_used(found) && guard_.of(found) == guard_.of(k) ? found : nowhere;
        }

        meta::buffer<region> inner_regions{4};
        meta::buffer<code_step> inner_steps{16};

    private:
        struct position {
            index_t k;
            unsigned next;
        };

        constexpr void put(const code_step& step, index_list& list) {
            list.push(static_cast<index_t>(written.size()));
            written.push(step);
        }

        /// A call that is made whatever the branches.
        constexpr bool is_call(index_t k) const noexcept {
            return guard_.is_used(k) && guard_.of(k) == 0 && code_[k].is_operation() && code_[k].op->calls != 0;
        }

        /// What one side of a branch needs from outside: it is computed before.
        constexpr void outside(index_t branch, unsigned side, meta::buffer<position>& needed) {
            index_list inside(8);
            ++visit_;
            inside.push(code_[branch].operand[side]);
            while (inside.size() != 0) {
                const index_t k = inside.back();
                inside.pop();
                if (seen_[k] == visit_) continue;
                seen_[k] = visit_;
                if (!is_within(guard_.of(k), branch, side))
                    needed.push({k, 0});
                else
                    for (unsigned i = 0; i < code_[k].arity; ++i) inside.push(code_[k].operand[i]);
            }
        }
        constexpr bool is_within(index_t g, index_t branch, unsigned side) const noexcept {
            for (; g != 0; g = guard_[g].parent)
                if (guard_[g].condition == code_[branch].operand[0] && guard_[g].side == side) return true;
            return false;
        }

        /// Leaves are read before their first use, and again after a call.
        constexpr void read(index_t k, index_list& list) {
            const instruction& leaf = code_[k];
            if (leaf.is_operation() || read_[k] == epoch_) return;
            read_[k] = epoch_;
            code_step step;
            step.out = k;
            step.id = leaf.payload;
            step.exponent = static_cast<int>(leaf.operand[0]);
            step.a = leaf.operand[0];
            step.kind = leaf.what == expr::role::literal    ? code_kind::literal
                        : leaf.what == expr::role::constant ? code_kind::constant
                                                            : code_kind::symbol;
            put(step, list);
        }

        constexpr void append(index_t k, index_list& list) {
            const instruction& made = code_[k];
            code_step step;
            step.id = made.op->tag;
            step.out = k;
            step.a = made.operand[0];
            step.b = made.operand[1];
            step.c = made.operand[2];
            done_[k] = true;
            if (made.op->branches) {
                read(made.operand[0], list);
                step.kind = code_kind::branch;
                step.then_region = side(made.operand[1]);
                step.else_region = side(made.operand[2]);
                ++epoch_;
            } else {
                for (unsigned i = 0; i < made.arity; ++i) read(made.operand[i], list);
                step.kind = static_cast<code_kind>(static_cast<unsigned>(code_kind::nullary) + made.arity);
                if (const index_t other = partner(k); other != nowhere && !done_[other]) {
                    step.kind = code_kind::pair;
                    step.c = other;
                    done_[other] = true;
                }
                if (made.op->calls != 0) ++epoch_;
            }
            put(step, list);
        }
        constexpr index_t side(index_t k) {
            index_list list(8);
            ++epoch_;
            emit(k, list);
            read(k, list);
            return close(list);
        }

        const listing& code_;
        const guards& guard_;
        bool* done_;
        index_t* read_; // the epoch in which a leaf was read last
        index_t* seen_; // the visit that saw an instruction last
        index_t epoch_ = 1;
        index_t visit_ = 0;
    };

    /// Region 0 is the code itself; those of branches follow.
    constexpr void collect(const writer& write, const index_list& top) {
        regions.push({0, static_cast<index_t>(top.size())});
        for (index_t i = 0; i < top.size(); ++i) steps.push(shifted(write.written[top[i]]));
        const auto behind = static_cast<index_t>(steps.size());
        for (index_t r = 0; r < write.inner_regions.size(); ++r)
            regions.push({write.inner_regions[r].first + behind, write.inner_regions[r].count});
        for (index_t i = 0; i < write.inner_steps.size(); ++i) steps.push(shifted(write.inner_steps[i]));
    }
    static constexpr code_step shifted(code_step step) noexcept {
        ++step.then_region;
        ++step.else_region;
        return step;
    }
};

} // namespace tapeless::plan

#endif

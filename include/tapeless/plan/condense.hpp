// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_CONDENSE_HPP
#define TAPELESS_PLAN_CONDENSE_HPP

#include "derive.hpp"

namespace tapeless::plan {

/// The product of a literal and instructions.
struct monomial {
    static constexpr unsigned most = 4;

    meta::decimal coefficient{1, 0};
    unsigned size = 0;
    index_t factor[most]{};

    constexpr bool has(index_t f) const noexcept {
        for (unsigned i = 0; i < size; ++i)
            if (factor[i] == f) return true;
        return false;
    }
    constexpr void remove(index_t f) noexcept {
        unsigned i = 0;
        while (factor[i] != f) ++i;
        for (--size; i < size; ++i) factor[i] = factor[i + 1];
    }
    /// Whether they differ in the literal alone.
    constexpr bool is_like(monomial other) const noexcept {
        if (size != other.size) return false;
        for (unsigned i = 0; i < size; ++i) {
            if (!other.has(factor[i])) return false;
            other.remove(factor[i]);
        }
        return true;
    }
    constexpr bool is_scaled() const noexcept {
        return coefficient.exponent != 0 || (coefficient.mantissa != 1 && coefficient.mantissa != -1);
    }
    /// How many multiplications it takes.
    constexpr unsigned products() const noexcept { return size == 0 ? 0 : size - 1 + is_scaled(); }
};

/// Writes a listing down again, with the arithmetic of derivatives as one does it on paper: like terms are added up, literals
/// multiplied, products that are there already used again, common factors taken out. A rule sees one operation and
/// cannot do that.
///
/// Only what derivatives alone need and what is used once is taken apart: the value is computed as it was written, and
/// nothing is computed twice. Where nothing is gained, the order in which the rules wrote it stays.
template <class Traced>
class condensation {
public:
    constexpr condensation(const listing& from, listing& to)
        : from_(from), to_(to), uses_(new index_t[from.size() + 1]{}), place_(new index_t[from.size() + 1]{}),
          waiting_(new sum[from.size() + 1]{}), terms_(64) {}
    condensation(const condensation&) = delete;
    condensation& operator=(const condensation&) = delete;
    constexpr ~condensation() {
        delete[] uses_;
        delete[] place_;
        delete[] waiting_;
    }

    /// Returns whether a second run may gain more.
    constexpr bool run(const index_list& outputs, index_list& placed) {
        bool* const waits = new bool[from_.size() + 1]{};
        count_uses(outputs, waits);
        for (index_t k = 0; k < from_.size(); ++k) {
            if (uses_[k] == 0) continue;
            const instruction& step = from_[k];
            place_[k] = nowhere;
            if (is_alias(step))
                place_[k] = place(step.operand[0]);
            else if (!is_arithmetic(step))
                copy(k);
            else
                waiting_[k] = read(k);
            if (!waits[k]) place(k);
        }
        for (index_t r = 0; r < outputs.size(); ++r) placed.push(outputs[r] == nowhere ? nowhere : place_[outputs[r]]);
        delete[] waits;
        return changed_;
    }

private:
    static constexpr unsigned most_terms = 6;

    /// Terms that stand one after the other.
    struct sum {
        index_t first = 0, count = 0;
        bool changed = false; ///< it takes fewer steps than what it was read from
    };

    static constexpr bool is_arithmetic(const instruction& step) noexcept {
        return step.derived && step.is_operation() && step.op->arithmetic != expr::arithmetic::none;
    }

    /// `waits[k]`: the only use of instruction k is in arithmetic that it can be taken into.
    constexpr void count_uses(const index_list& outputs, bool* waits) {
        for (index_t r = 0; r < outputs.size(); ++r)
            if (outputs[r] != nowhere) uses_[outputs[r]] += 2;
        for (index_t k = from_.size(); k-- > 0;) {
            if (uses_[k] == 0) continue;
            const instruction& step = from_[k];
            const bool twice = step.arity == 2 && step.operand[0] == step.operand[1];
            for (unsigned i = 0; i < (twice ? 1U : step.arity); ++i) {
                const index_t to = step.operand[i];
                waits[to] = ++uses_[to] == 1 && is_arithmetic(step) && is_arithmetic(from_[to]);
            }
        }
    }

    constexpr Traced at(index_t k) const noexcept { return {to_, k}; }

    /// Writes down instruction k of the old listing, if it was not yet.
    constexpr index_t place(index_t k) {
        if (place_[k] != nowhere) return place_[k];
        const sum s = waiting_[k];
        if (s.count < 2 && !s.changed) return copy(k);
        monomial term[most_terms];
        for (index_t i = 0; i < s.count; ++i) {
            term[i] = terms_[s.first + i];
            reuse_multiple(term[i]);
        }
        if (!s.changed && best_factor(term, s.count) == nowhere) return copy(k);
        changed_ = to_.deriving = true;
        return place_[k] = write(term, s.count).at;
    }
    constexpr index_t copy(index_t k) {
        instruction step = from_[k];
        for (unsigned i = 0; i < step.arity; ++i) step.operand[i] = place(step.operand[i]);
        to_.deriving = step.derived;
        if (!step.is_operation()) return place_[k] = to_.add(step);
        if (step.op->arithmetic == expr::arithmetic::product) product_ = step.op;
        if (step.op->arithmetic == expr::arithmetic::square) square_ = step.op;
        if (changed_ && step.derived) { // operands may have become simpler
            const traced x[]{at(step.operand[0]), at(step.operand[1]), at(step.operand[2])};
            return place_[k] = expr::trace(to_, *step.op, step.arity, x).at;
        }
        if (step.op->commutative && step.operand[0] > step.operand[1]) {
            const index_t first = step.operand[0];
            step.operand[0] = step.operand[1];
            step.operand[1] = first;
        }
        return place_[k] = to_.add(step);
    }

    constexpr sum read(index_t k) {
        const index_t a = from_[k].operand[0], b = from_[k].operand[1];
        switch (from_[k].op->arithmetic) {
        case expr::arithmetic::opposite:
            return joined({}, terms_of(a), true);
        case expr::arithmetic::sum:
        case expr::arithmetic::difference: {
            const bool minus = from_[k].op->arithmetic == expr::arithmetic::difference;
            const bool few = terms_of(a).count + terms_of(b).count <= most_terms;
            return few ? joined(terms_of(a), terms_of(b), minus) : joined(itself(a), itself(b), minus);
        }
        case expr::arithmetic::square:
            return multiplied(a, a);
        default:
            return from_[b].derived ? multiplied(b, a) : multiplied(a, b); // the adjoint comes first
        }
    }
    /// What an operand is: its terms if it waits, else itself.
    constexpr sum terms_of(index_t k) { return place_[k] == nowhere ? waiting_[k] : itself(k); }
    constexpr sum itself(index_t k) {
        monomial m;
        index_t at = place(k);
        if (to_[at].is_operation() && to_[at].op->arithmetic == expr::arithmetic::product) { // of a literal, maybe
            const index_t first = to_[at].operand[0], second = to_[at].operand[1];
            if (take(m, first))
                at = second;
            else if (take(m, second))
                at = first;
        }
        if (!take(m, at)) m.factor[m.size++] = at;
        return add(m, false);
    }
    constexpr bool take(monomial& m, index_t literal) const {
        const instruction& made = to_[literal];
        if (made.what != expr::role::literal || !is_short(made.number(), m.coefficient)) return false;
        m.coefficient = product(m.coefficient, made.number());
        return true;
    }
    constexpr sum add(const monomial& m, bool changed) {
        terms_.push(m);
        return {static_cast<index_t>(terms_.size() - 1), 1, changed};
    }

    constexpr sum joined(const sum& a, const sum& b, bool minus) {
        sum s{static_cast<index_t>(terms_.size()), 0, a.changed || b.changed};
        for (index_t i = 0; i < a.count + b.count; ++i) {
            monomial m = terms_[i < a.count ? a.first + i : b.first + (i - a.count)];
            if (minus && i >= a.count) m.coefficient = -m.coefficient;
            bool merged = false;
            for (index_t j = 0; j < s.count && !merged; ++j) {
                monomial& other = terms_[s.first + j];
                merged = other.is_like(m) && add(other.coefficient, m.coefficient);
            }
            if (merged) {
                s.changed = true;
            } else {
                terms_.push(m);
                ++s.count;
            }
        }
        return s;
    }

    constexpr sum multiplied(index_t x, index_t y) {
        sum a = terms_of(x), b = terms_of(y);
        if (a.count != 1 && is_literal(b) && scale(a, terms_[b.first].coefficient)) return a;
        if (b.count != 1 && is_literal(a) && scale(b, terms_[a.first].coefficient)) return b;
        if (a.count != 1) a = itself(x);
        if (b.count != 1) b = itself(y);
        if (terms_[a.first].size + terms_[b.first].size > monomial::most ||
            !is_short(terms_[a.first].coefficient, terms_[b.first].coefficient)) {
            a = itself(x);
            b = itself(y);
        }
        monomial m = terms_[a.first];
        const monomial other = terms_[b.first];
        const bool changed = a.changed || b.changed || (m.is_scaled() && other.is_scaled());
        m.coefficient = product(m.coefficient, other.coefficient);
        for (unsigned i = 0; i < other.size; ++i) m.factor[m.size++] = other.factor[i];
        return add(m, reuse(m) || changed);
    }
    constexpr bool is_literal(const sum& s) const noexcept { return s.count == 1 && terms_[s.first].size == 0; }

    /// Multiplies all terms by a literal, if each takes it into its own. The literal is copied: it may be among the terms, whose
    /// list grows.
    constexpr bool scale(sum& s, meta::decimal by) {
        for (index_t i = 0; i < s.count; ++i) {
            const monomial& m = terms_[s.first + i];
            if ((m.size != 0 && !m.is_scaled()) || !is_short(m.coefficient, by)) return false;
        }
        const auto first = static_cast<index_t>(terms_.size());
        for (index_t i = 0; i < s.count; ++i) {
            monomial m = terms_[s.first + i];
            m.coefficient = product(m.coefficient, by);
            terms_.push(m);
        }
        s = {first, s.count, true};
        return true;
    }

    /// Puts a product of two factors that is there already in their place.
    constexpr bool reuse(monomial& m) const {
        bool found_any = false;
        for (unsigned i = 1; i < m.size; ++i) {
            for (unsigned j = 0; j < i; ++j) {
                const index_t f = m.factor[i], g = m.factor[j], found = find_product(f, g);
                if (found == nowhere) continue;
                m.remove(f);
                m.remove(g);
                m.factor[m.size++] = found;
                found_any = true;
                i = j = 0;
            }
        }
        return found_any;
    }
    /// The same for the literal, or half of it, and one factor: the sum of a number and itself needs no literal.
    constexpr void reuse_multiple(monomial& m) const {
        const meta::decimal half = product(m.coefficient, {5, -1});
        if (m.is_scaled() && !reuse_multiple(m, m.coefficient, {1, 0}) && !(half == meta::decimal{1, 0}))
            reuse_multiple(m, half, {2, 0});
    }
    constexpr bool reuse_multiple(monomial& m, const meta::decimal& by, const meta::decimal& rest) const {
        const index_t literal = to_.find_literal(by);
        for (unsigned i = 0; i < m.size && literal != nowhere; ++i) {
            const index_t found = find_product(literal, m.factor[i]);
            if (found == nowhere) continue;
            m.coefficient = rest;
            m.factor[i] = m.factor[0];
            m.factor[0] = found; // to which the rest belongs
            return true;
        }
        return false;
    }
    constexpr index_t find_product(index_t f, index_t g) const {
        instruction made;
        made.op = f == g ? square_ : product_;
        if (made.op == nullptr) return nowhere;
        made.arity = f == g ? 1 : 2;
        made.operand[0] = f < g ? f : g;
        if (f != g) made.operand[1] = f < g ? g : f;
        return to_.find(made);
    }

    /// Splits terms into those without a factor, which stay in front, and those with it, from which it is removed.
    static constexpr unsigned split(monomial* term, unsigned count, index_t factor) noexcept {
        monomial with[most_terms];
        unsigned without = 0, taken = 0;
        for (unsigned i = 0; i < count; ++i) {
            if (term[i].has(factor)) {
                with[taken] = term[i];
                with[taken++].remove(factor);
            } else {
                term[without++] = term[i];
            }
        }
        for (unsigned i = 0; i < taken; ++i) term[without + i] = with[i];
        return without;
    }
    /// The common factor that saves most, or `nowhere`.
    static constexpr index_t best_factor(const monomial* term, unsigned count) noexcept {
        index_t best = nowhere;
        unsigned least = 0;
        for (unsigned i = 0; i + 1 < count; ++i) {
            for (unsigned f = 0; f < term[i].size; ++f) {
                const index_t factor = term[i].factor[f];
                bool common = false;
                for (unsigned j = i + 1; j < count && !common; ++j) common = term[j].has(factor);
                if (!common) continue;
                if (least == 0) least = steps(term, count, nowhere, false);
                const unsigned needed = steps(term, count, factor, true) + steps(term, count, factor, false);
                if (needed >= least) continue;
                least = needed;
                best = factor;
            }
        }
        return best;
    }
    /// How many steps a sum of products takes where a product and a sum are one step: of the terms with a factor, without
    /// it; or of those without it, and one product that stands for the others.
    static constexpr unsigned steps(const monomial* term, unsigned count, index_t factor, bool with) noexcept {
        const bool rest = factor != nowhere && !with;
        unsigned summands = rest, products = rest, contracted = rest;
        for (unsigned i = 0; i < count; ++i) {
            const bool has = factor != nowhere && term[i].has(factor);
            if (has != with) continue;
            const unsigned n = term[i].products() - (has && term[i].products() != 0);
            ++summands;
            products += n;
            contracted += n != 0;
        }
        const unsigned sums = summands - 1;
        return products + sums - (contracted < sums ? contracted : sums);
    }

    constexpr Traced write(monomial* term, unsigned count) {
        if (count == 0) return Traced(0.0);
        const index_t factor = best_factor(term, count);
        if (factor != nowhere) {
            const unsigned without = split(term, count, factor);
            const Traced common = write(term + without, count - without) * at(factor);
            return without == 0 ? common : write(term, without) + common;
        }
        unsigned first = 0;
        while (first < count && term[first].coefficient.mantissa < 0) ++first;
        if (first == count) first = 0;
        Traced total = write(term[first]);
        for (unsigned i = 0; i < count; ++i) {
            if (i == first) continue;
            monomial m = term[i];
            const bool minus = m.coefficient.mantissa < 0;
            if (minus) m.coefficient = -m.coefficient;
            total = minus ? total - write(m) : total + write(m);
        }
        return total;
    }
    constexpr Traced write(const monomial& m) {
        const Traced literal{to_, to_.add_literal(m.coefficient)};
        if (m.size == 0) return literal;
        Traced total = m.is_scaled() ? literal * at(m.factor[0]) : at(m.factor[0]);
        for (unsigned i = 1; i < m.size; ++i) total = total * at(m.factor[i]);
        return m.is_scaled() || m.coefficient.mantissa > 0 ? total : -total;
    }

    static constexpr bool is_short(const meta::decimal& d) noexcept {
        return d.mantissa < (1 << 24) && d.mantissa > -(1 << 24) && d.exponent < 9 && d.exponent > -9;
    }
    static constexpr meta::decimal product(const meta::decimal& a, const meta::decimal& b) noexcept {
        return meta::decimal::canonical(a.mantissa * b.mantissa, a.exponent + b.exponent);
    }
    static constexpr bool is_short(const meta::decimal& a, const meta::decimal& b) noexcept {
        return is_short(a) && is_short(b) && is_short(product(a, b));
    }
    static constexpr bool add(meta::decimal& to, meta::decimal d) noexcept {
        meta::decimal a = to;
        for (; a.exponent > d.exponent; --a.exponent) a.mantissa *= 10;
        for (; d.exponent > a.exponent; --d.exponent) d.mantissa *= 10;
        const meta::decimal total = meta::decimal::canonical(a.mantissa + d.mantissa, a.exponent);
        if (!is_short(total)) return false;
        to = total;
        return true;
    }

    const listing& from_;
    listing& to_;
    index_t* uses_;
    index_t* place_;
    sum* waiting_;
    meta::buffer<monomial> terms_;
    const expr::operation* product_ = nullptr;
    const expr::operation* square_ = nullptr;
    bool changed_ = false;
};

} // namespace tapeless::plan

#endif

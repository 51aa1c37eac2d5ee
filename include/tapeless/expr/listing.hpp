// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_LISTING_HPP
#define TAPELESS_EXPR_LISTING_HPP

#include "../meta/buffer.hpp"
#include "../meta/decimal.hpp"
#include "operation.hpp"
#include "record.hpp"

namespace tapeless::expr {

/// One step of straight-line code on scalars: an operation and the earlier steps whose results it takes, or a leaf.
struct instruction {
    const operation* op = nullptr; ///< of an operation
    hash_t payload = 0;            ///< symbol: its id; literal: its mantissa; alias: what makes it unique
    index_t operand[3]{};          ///< runtime constant: its position; literal: its exponent; alias: its value
    unsigned char arity = 0;
    role what = role::operation;
    bool derived = false; ///< a derivative alone needs it: nobody wrote how it is rounded

    constexpr bool operator==(const instruction& o) const noexcept {
        return what == o.what && payload == o.payload && operand[0] == o.operand[0] && operand[1] == o.operand[1] &&
               operand[2] == o.operand[2] && (!is_operation() || op->tag == o.op->tag);
    }
    // Not told by the pointer: with sanitizers on, GCC does not know while compiling that an object has an address.
    constexpr bool is_operation() const noexcept { return what == role::operation; }
    constexpr bool is_selection() const noexcept { return is_operation() && op->selects; }
    constexpr meta::decimal number() const noexcept {
        return {static_cast<std::int64_t>(payload), static_cast<int>(operand[0])};
    }
    constexpr bool is_literal(std::int64_t n) const noexcept {
        return what == role::literal && payload == static_cast<hash_t>(n) && operand[0] == 0;
    }
};

/// A growing list of instructions in which equal ones are one: what a derivative is written into while it is derived.
/// For constant evaluation alone. Complexity of `add`: constant.
class listing {
public:
    constexpr listing() : code_(64), slots_(new index_t[256]{}), mask_(255) {}
    listing(const listing&) = delete;
    listing& operator=(const listing&) = delete;
    constexpr ~listing() { delete[] slots_; }

    /// The index of an instruction that is there, or `nowhere`.
    constexpr index_t find(const instruction& i) const noexcept {
        for (std::size_t at = hash(i); slots_[at] != 0; at = (at + 1) & mask_)
            if (code_[slots_[at] - 1] == i) return slots_[at] - 1;
        return nowhere;
    }

    constexpr index_t add_literal(const meta::decimal& d) { return add(literal(d)); }
    constexpr index_t find_literal(const meta::decimal& d) const noexcept { return find(literal(d)); }

    constexpr index_t size() const noexcept { return static_cast<index_t>(code_.size()); }
    constexpr const instruction& operator[](index_t i) const noexcept { return code_[i]; }

    /// The index of an instruction, which is appended if there is none like it.
    constexpr index_t add(const instruction& i) {
        if (2 * code_.size() > mask_) grow();
        std::size_t at = hash(i);
        for (; slots_[at] != 0; at = (at + 1) & mask_)
            if (code_[slots_[at] - 1] == i) return found(slots_[at] - 1);
        code_.push(i);
        code_.back().derived = deriving;
        if (deriving) derivatives = true;
        if (selection == nowhere && i.is_selection()) selection = size() - 1;
        slots_[at] = size();
        return size() - 1;
    }

    /// Puts another instruction in the place of one, for all that uses it. Nothing is to be added afterwards.
    constexpr void replace(index_t at, const instruction& by) noexcept { code_[at] = by; }

    index_t selection = nowhere; ///< the first instruction that selects
    bool deriving = false;       ///< whether what is added now is a derivative
    bool derivatives = false;    ///< whether something was

private:
    static constexpr instruction literal(const meta::decimal& d) noexcept {
        instruction i;
        i.what = role::literal;
        i.payload = static_cast<hash_t>(d.mantissa);
        i.operand[0] = static_cast<index_t>(d.exponent);
        return i;
    }
    constexpr index_t found(index_t at) noexcept {
        if (!deriving) code_[at].derived = false;
        return at;
    }
    constexpr std::size_t hash(const instruction& i) const noexcept {
        const hash_t h =
            (i.is_operation() ? i.op->tag : i.payload) ^
            (i.operand[0] + (hash_t{i.operand[1]} << 21) + (hash_t{i.operand[2]} << 42)) * 0x9E3779B97F4A7C15u;
        return static_cast<std::size_t>(h ^ h >> 31) & mask_;
    }

    constexpr void grow() {
        delete[] slots_;
        mask_ = 4 * (mask_ + 1) - 1;
        slots_ = new index_t[mask_ + 1]{};
        for (index_t i = 0; i < size(); ++i) {
            std::size_t at = hash(code_[i]);
            while (slots_[at] != 0) at = (at + 1) & mask_;
            slots_[at] = i + 1;
        }
    }

    meta::buffer<instruction> code_;
    index_t* slots_; // one more than an index; 0 is free
    std::size_t mask_;
};

} // namespace tapeless::expr

#endif

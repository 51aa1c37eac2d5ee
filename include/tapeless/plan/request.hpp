// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_REQUEST_HPP
#define TAPELESS_PLAN_REQUEST_HPP

#include "program.hpp"
#include "schedule.hpp"

namespace tapeless::plan {

/// Whether the gradient of an expression is made as straight-line code. Tensors never are, selections and derivatives
/// always; other scalars are up to a size at which values no longer fit into registers whatever their order, and at which
/// two sweeps, which are planned without writing derivatives down, compile in half the time.
template <hash_t Root>
inline constexpr bool is_straight =
    !expr::record_of<Root>.tensors && (expr::record_of<Root>.structured || size_of<Root>.nodes <= 256);

/// Expressions, and the symbols that they are differentiated by.
template <hash_t... Ids>
struct ids {
    using traced = expr::traced; // dependent: operators on it are found where requests are used
    static constexpr index_t count = sizeof...(Ids);
    static constexpr std::size_t nodes = (std::size_t{0} + ... + size_of<Ids>.nodes);
    static constexpr hash_t id[sizeof...(Ids) + 1]{Ids..., 0};
};

/// Where an id stands in a list; behind its end if it does not.
template <hash_t Id, hash_t... Ids>
constexpr std::size_t position(ids<Ids...>) noexcept {
    std::size_t at = 0;
    static_cast<void>((false || ... || (Id == Ids || (++at, false))));
    return at;
}

/// What every request begins with: its roots, written into a listing.
template <class Roots>
class traced_roots;
template <hash_t... Roots>
class traced_roots<ids<Roots...>> {
public:
    using derivation = plan::derivation<typename ids<Roots...>::traced>;

    listing& code;
    index_list roots{sizeof...(Roots) + 1};

    constexpr explicit traced_roots(listing& into) : code(into) {
        using writer = tracer<typename ids<Roots...>::traced>;
        writer trace(code);
        traversal<writer> walk(trace);
        const record* const records[]{&expr::record_of<Roots>...};
        index_t offset = 0;
        for (const record* root : records) {
            roots.push(walk.run(*root, offset));
            offset += root->constants;
        }
    }

    /// The instructions of symbols; of one that does not occur, a new one. The id 0 stands for no symbol.
    template <hash_t... Symbols>
    constexpr index_list symbols(ids<Symbols...>) const {
        index_list found(sizeof...(Symbols) + 1);
        (found.push(symbol<Symbols>()), ...);
        return found;
    }
    template <hash_t Symbol>
    constexpr index_t symbol() const {
        if constexpr (Symbol == 0) {
            return nowhere;
        } else {
            instruction leaf;
            leaf.what = expr::record_of<Symbol>.what;
            leaf.payload = Symbol;
            return code.add(leaf);
        }
    }

    /// The derivatives of root 0 by symbols, in reverse mode.
    constexpr void gradient(const index_list& wanted, index_list& result) const {
        derivation derive(code);
        const index_t one = derive.literal(1);
        derive.pull_back(roots.begin(), &one, 1, wanted, result);
    }
};

/// The values of some expressions.
template <class Roots>
struct values {
    static constexpr std::size_t nodes = Roots::nodes;

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Roots> given(code);
        for (index_t r = 0; r < Roots::count; ++r) outputs.push(given.roots[r]);
    }
};

/// The value of an expression (output 0) and its derivatives by symbols.
template <class Root, class Symbols>
struct value_and_gradient {
    static constexpr std::size_t nodes = Root::nodes;

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Root> given(code);
        outputs.push(given.roots[0]);
        given.gradient(given.symbols(Symbols{}), outputs);
    }
};

/// The values of some expressions, and their derivatives in the direction in which symbols move by `Tangents`.
template <class Roots, class Symbols, class Tangents>
struct pushforward {
    static constexpr std::size_t nodes = 2 * Roots::nodes;

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Roots> given(code);
        for (index_t r = 0; r < Roots::count; ++r) outputs.push(given.roots[r]);
        const index_list wanted = given.symbols(Symbols{}), tangents = given.symbols(Tangents{});
        typename traced_roots<Roots>::derivation(code).push_forward(given.roots, wanted, tangents, outputs);
    }
};

/// The values of some expressions, and the derivatives by symbols of their sum weighted by `Cotangents`.
template <class Roots, class Symbols, class Cotangents>
struct pullback {
    static constexpr std::size_t nodes = 2 * Roots::nodes;

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Roots> given(code);
        for (index_t r = 0; r < Roots::count; ++r) outputs.push(given.roots[r]);
        const index_list wanted = given.symbols(Symbols{}), weights = given.symbols(Cotangents{});
        typename traced_roots<Roots>::derivation(code).pull_back(given.roots.begin(), weights.begin(), Roots::count,
                                                                 wanted, outputs);
    }
};

/// The derivatives of each of some expressions (rows) by each symbol (columns). `nowhere` is a structural zero.
///
/// In forward mode one sweep makes a column, in reverse mode a row. Both multiply along the same edges, so the mode that
/// meets fewer is the cheaper one; ties go to forward mode, which keeps fewer values alive.
template <class Roots, class Symbols>
struct jacobian {
    static constexpr std::size_t nodes =
        Roots::nodes * (1 + (Roots::count < Symbols::count ? Roots::count : Symbols::count));
    static constexpr index_t rows = Roots::count, columns = Symbols::count;
    /// The output that is the entry at a row and a column.
    static constexpr std::size_t output(std::size_t row, std::size_t column) noexcept {
        return rows + row * columns + column;
    }

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Roots> given(code);
        for (index_t r = 0; r < rows; ++r) outputs.push(given.roots[r]);
        const index_list wanted = given.symbols(Symbols{});
        typename traced_roots<Roots>::derivation derive(code);
        const bool forward =
            edges(derive, code, given.roots, wanted, true) <= edges(derive, code, given.roots, wanted, false);
        const index_t one = derive.literal(1);
        index_list entries(rows * columns + 1);
        if (forward) {
            for (index_t c = 0; c < columns; ++c) {
                index_list symbol(2), tangent(2);
                symbol.push(wanted[c]);
                tangent.push(one);
                derive.push_forward(given.roots, symbol, tangent, entries, columns > 1);
            }
        } else {
            for (index_t r = 0; r < rows; ++r) derive.pull_back(&given.roots[r], &one, 1, wanted, entries, rows > 1);
        }
        for (index_t r = 0; r < rows; ++r)
            for (index_t c = 0; c < columns; ++c) outputs.push(entries[forward ? c * rows + r : r * columns + c]);
    }

private:
    /// How many edges the sweeps of one mode meet: those between what a symbol reaches and what a root needs.
    template <class Derivation>
    static constexpr std::size_t edges(const Derivation& derive, const listing& code, const index_list& roots,
                                       const index_list& wanted, bool forward) {
        std::size_t count = 0;
        const index_list& outer = forward ? wanted : roots;
        const bool* const fixed = forward ? derive.used_by(roots) : derive.depends_on(wanted);
        for (index_t i = 0; i < outer.size(); ++i) {
            index_list one(2);
            one.push(outer[i]);
            const bool* const moving = forward ? derive.depends_on(one) : derive.used_by(one);
            for (index_t k = 0; k < code.size() && k < derive.size(); ++k)
                for (unsigned e = 0; moving[k] && fixed[k] && e < code[k].arity; ++e)
                    count += (forward ? moving : fixed)[code[k].operand[e]];
            delete[] moving;
        }
        delete[] fixed;
        return count;
    }
};

/// The value of an expression, its gradient, and the lower triangle of its second derivatives row by row: the
/// gradient's derivatives in forward mode, each of the symmetric pairs once.
template <class Root, class Symbols>
struct hessian {
    static constexpr std::size_t nodes = Root::nodes * (2 + Symbols::count);
    static constexpr index_t size = Symbols::count;
    /// The output that is the entry at a row and a column.
    static constexpr std::size_t output(std::size_t row, std::size_t column) noexcept {
        const std::size_t i = row < column ? column : row, j = row < column ? row : column;
        return 1 + size + i * (i + 1) / 2 + j;
    }

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Root> given(code);
        outputs.push(given.roots[0]);
        const index_list wanted = given.symbols(Symbols{});
        index_list gradient(size + 1);
        given.gradient(wanted, gradient);
        for (index_t i = 0; i < size; ++i) outputs.push(gradient[i]);
        typename traced_roots<Root>::derivation derive(code);
        const index_t one = derive.literal(1);
        index_list columns(size * (size + 1) / 2 + 1);
        for (index_t j = 0; j < size; ++j) {
            index_list symbol(2), tangent(2), below(size + 1);
            symbol.push(wanted[j]);
            tangent.push(one);
            for (index_t i = j; i < size; ++i) below.push(gradient[i]);
            derive.push_forward(below, symbol, tangent, columns, size > 1);
        }
        for (index_t i = 0; i < size; ++i)
            for (index_t j = 0; j <= i; ++j) outputs.push(columns[j * (2 * size - j + 1) / 2 + (i - j)]);
    }
};

/// The value of an expression, its gradient, and its second derivatives times a direction.
template <class Root, class Symbols, class Tangents>
struct hessian_product {
    static constexpr std::size_t nodes = 3 * Root::nodes;

    static constexpr void derive(listing& code, index_list& outputs) {
        const traced_roots<Root> given(code);
        outputs.push(given.roots[0]);
        const index_list wanted = given.symbols(Symbols{}), tangents = given.symbols(Tangents{});
        index_list gradient(Symbols::count + 1);
        given.gradient(wanted, gradient);
        for (index_t i = 0; i < Symbols::count; ++i) outputs.push(gradient[i]);
        typename traced_roots<Root>::derivation(code).push_forward(gradient, wanted, tangents, outputs);
    }
};

} // namespace tapeless::plan

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_GRAPH_HPP
#define TAPELESS_PRINT_GRAPH_HPP

#include "names.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tapeless::print {

using expr::nowhere;
using expr::record;

/// An expression as a value of run time: each distinct subexpression once, operands before their users, the root last.
struct graph {
    struct node {
        expr::role what = expr::role::operation;
        const expr::operation* op = nullptr;
        std::string name;       ///< of a symbol
        meta::decimal number{}; ///< of a literal
        double constant = 0;
        index_t instruction = nowhere; ///< in the listing that the graph was made of
        std::vector<index_t> operands{};
    };
    std::vector<node> nodes;
};

/// How operations on tensors, which have no description, are written.
template <hash_t Id>
inline constexpr expr::operation notation = expr::detail::describe_notation<typename expr::node_of<Id>::op>();

struct notation_entry {
    hash_t id;
    const expr::operation* op;
};
template <hash_t Root>
inline constexpr auto undescribed = plan::select(plan::schedule_of<Root>, [](const record& r) {
    return r.what == expr::role::operation && !(r.elementwise && r.arity <= 3);
});
template <hash_t Root>
inline constexpr bool holds_derivatives =
    plan::select(plan::schedule_of<Root>, [](const record& r) { return r.what == expr::role::component; }).count != 0;

/// Writes an expression into a graph as it stands.
class recorder {
public:
    recorder(graph& g, const names& n, const double* constants, std::vector<notation_entry> notations)
        : graph_(g), names_(n), constants_(constants), notations_(std::move(notations)) {}

    index_t visit(const record& r, index_t offset, const index_t* operands) {
        graph::node node;
        node.what = r.what;
        if (r.what == expr::role::literal) node.number = r.number;
        if (r.what == expr::role::constant) node.constant = constants_[offset];
        if (r.what == expr::role::variable || r.what == expr::role::data) node.name = names_[r.id];
        if (r.what == expr::role::operation) {
            node.op = r.op;
            for (const notation_entry& n : notations_)
                if (n.id == r.id) node.op = n.op;
            node.operands.assign(operands, operands + r.arity);
        }
        graph_.nodes.push_back(std::move(node));
        return static_cast<index_t>(graph_.nodes.size() - 1);
    }

private:
    graph& graph_;
    const names& names_;
    const double* constants_;
    std::vector<notation_entry> notations_;
};

/// Writes an expression of scalars into a listing as it stands, and its derivatives as the engine derives them.
template <class Traced>
class verbatim {
public:
    constexpr explicit verbatim(expr::listing& code) : code_(code), derive_(code) {}

    constexpr index_t visit(const record& node, index_t offset, const index_t* operands) {
        if (node.what != expr::role::operation) return derive_.visit(node, offset, operands);
        expr::instruction step;
        step.op = node.op;
        step.arity = static_cast<unsigned char>(node.arity);
        for (unsigned i = 0; i < node.arity; ++i) step.operand[i] = operands[i];
        return code_.add(step);
    }
    constexpr index_t bind(index_t value) { return derive_.bind(value); }
    constexpr index_t gradient(index_t count, const index_t* symbols, index_t body) {
        return derive_.gradient(count, symbols, body);
    }

private:
    expr::listing& code_;
    plan::tracer<Traced> derive_;
};

/// The number of the instruction that is an expression's value. `Symbols` is a list of ids, through which the operators
/// that derivatives are written with are found.
template <hash_t Root, class Symbols>
constexpr index_t write_verbatim(expr::listing& code) {
    using writer = verbatim<typename Symbols::traced>;
    writer write(code);
    return plan::traversal<writer>(write).run(expr::record_of<Root>);
}

/// A listing's instructions that `root` depends on, as a graph.
inline graph graph_of(const expr::listing& code, index_t root, const names& n, const double* constants) {
    std::vector<bool> needed(code.size());
    needed[root] = true;
    for (index_t k = root + 1; k-- > 0;)
        for (unsigned i = 0; needed[k] && i < code[k].arity; ++i) needed[code[k].operand[i]] = true;
    graph g;
    std::vector<index_t> place(code.size());
    for (index_t k = 0; k <= root; ++k) {
        const expr::instruction& step = code[k];
        if (!needed[k]) continue;
        if (plan::is_alias(step)) {
            place[k] = place[step.operand[0]];
            continue;
        }
        graph::node node;
        node.what = step.what;
        node.op = step.op;
        node.instruction = k;
        if (step.what == expr::role::literal) node.number = step.number();
        if (step.what == expr::role::constant) node.constant = constants[step.operand[0]];
        if (step.what == expr::role::variable || step.what == expr::role::data) node.name = n[step.payload];
        for (unsigned i = 0; i < step.arity; ++i) node.operands.push_back(place[step.operand[i]]);
        g.nodes.push_back(std::move(node));
        place[k] = static_cast<index_t>(g.nodes.size() - 1);
    }
    return g;
}

/// The graph of an expression.
template <hash_t Root>
graph graph_of(const double* constants) {
    const names n(symbols_in<Root>{});
    if constexpr (holds_derivatives<Root>) {
        expr::listing code;
        const index_t root = write_verbatim<Root, symbols_in<Root>>(code);
        return graph_of(code, root, n, constants);
    } else {
        graph g;
        recorder write(
            g, n, constants, [&]<std::size_t... I>(std::index_sequence<I...>) {
                return std::vector<notation_entry>{{undescribed<Root>.id[I], &notation<undescribed<Root>.id[I]>}...};
            }(std::make_index_sequence<undescribed<Root>.count>{}));
        plan::traversal<recorder>(write).run(expr::record_of<Root>);
        return g;
    }
}

} // namespace tapeless::print

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_DOT_HPP
#define TAPELESS_PRINT_DOT_HPP

#include "../diff/grad.hpp"
#include "graph.hpp"
#include "number.hpp"
#include "pattern.hpp"

#include <cstdio>

namespace tapeless {

namespace print {

template <hash_t Root>
constexpr index_t count_instructions() {
    expr::listing code;
    write_verbatim<Root, symbols_in<Root>>(code);
    return code.size();
}

/// The value of every instruction that an expression is, and the derivative of its result by each.
template <hash_t Root>
struct every_value {
    static constexpr index_t count = count_instructions<Root>();
    static constexpr std::size_t nodes = 2 * count;
    using symbols = symbols_in<Root>;

    static constexpr void derive(expr::listing& code, plan::index_list& outputs) {
        const index_t root = write_verbatim<Root, symbols>(code);
        plan::index_list wanted(count + 1), found(count + 1);
        for (index_t k = 0; k < count; ++k) wanted.push(k);
        plan::derivation<typename symbols::traced> derive(code);
        const index_t one = derive.literal(1);
        derive.pull_back(&root, &one, 1, wanted, found);
        for (index_t k = 0; k < count; ++k) outputs.push(k);
        for (index_t k = 0; k < count; ++k) outputs.push(found[k]);
    }
};

template <class T, std::size_t Size>
struct every_output {
    std::vector<double> at = std::vector<double>(Size);

    template <index_t N>
    constexpr void deliver(const T& v) {
        at[N] = static_cast<double>(v);
    }
};

/// A text between quotes, in a field of a box if there are `fields`.
inline std::string escape(const std::string& text, bool fields) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\' || (fields && std::string_view("{}|<>").find(c) != std::string_view::npos))
            out += '\\';
        out += c;
    }
    return out;
}
inline std::string rounded(double x) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", x);
    return text;
}

/// How a leaf is labelled; operations have their name.
inline std::string label(const graph::node& node) {
    if (node.op != nullptr) return node.op->name;
    if (node.what == expr::role::literal) return to_text(node.number);
    return node.what == expr::role::constant ? to_text(node.constant) : node.name;
}

inline std::string draw(const graph& g, const std::vector<double>* values) {
    std::string out = "digraph {\n    rankdir = LR;\n";
    const auto line = [&](const std::string& text) { out += "    " + text + ";\n"; };
    for (std::size_t k = 0; k < g.nodes.size(); ++k) {
        const graph::node& node = g.nodes[k];
        const bool leaf = node.op == nullptr;
        const std::string id = 'n' + std::to_string(k), name = escape(label(node), leaf && values != nullptr);
        std::string to = id;
        if (values != nullptr) {
            const std::string data = rounded((*values)[node.instruction]);
            const std::string grad = rounded((*values)[values->size() / 2 + node.instruction]);
            line(id + " [shape = record, label = \"{ " + (leaf ? name + " | " : "") + "data " + data + " | grad " +
                 grad + " }\"]");
            if (!leaf) {
                to = id + "_op";
                line(to + " [label = \"" + name + "\"]");
                line(to + " -> " + id);
            }
        } else {
            line(id + " [" + (leaf ? "shape = box, " : "") + "label = \"" + name + "\"]");
        }
        for (const index_t operand : node.operands) line('n' + std::to_string(operand) + " -> " + to);
    }
    return out + "}\n";
}

/// The graph of an expression in Graphviz's language; called with bindings, the same with values.
template <hash_t Root, std::size_t Constants>
struct drawing : std::string {
    expression<Root, Constants> e;

    explicit drawing(const expression<Root, Constants>& of)
        : std::string(draw(graph_of<Root>(diff::constants_of(of)), nullptr)), e(of) {}

    template <hash_t... Ids, class... Values>
    std::string operator()(const binding<Ids, Values>&... bindings) const {
        using T = diff::evaluation_type<binding<Ids, Values>...>;
        constexpr bool scalars = !expr::record_of<Root>.tensors;
        static_assert(scalars, "tapeless: values are drawn of expressions of scalars; this one holds tensors");
        if constexpr (!scalars) {
            return {};
        } else if constexpr (diff::check_bindings<T, Root, binding<Ids, Values>...>()) {
            using request = every_value<Root>;
            every_output<T, 2 * request::count> outputs;
            sweep::run<T, request>(diff::inputs<T, binding<Ids, Values>...>{bindings...}, diff::constants_of(e),
                                   outputs);
            expr::listing code;
            const index_t root = write_verbatim<Root, symbols_in<Root>>(code);
            return draw(graph_of(code, root, names(symbols_in<Root>{}), diff::constants_of(e)), &outputs.at);
        } else {
            return {};
        }
    }
};

} // namespace print

/// The graph of an expression in the language of Graphviz (`dot -Tsvg`): a node for each distinct subexpression.
/// `to_dot(e)` is a std::string with the structure; `to_dot(e)(x = 2.0, y = 3.0)` is one with `data`, the value, and
/// `grad`, the derivative of the result by it, in every node. Both sides of `if_else` are evaluated here; what the
/// untaken side alone uses has the derivative 0.
template <meta::hash_t Root, std::size_t Constants>
print::drawing<Root, Constants> to_dot(const expression<Root, Constants>& e) {
    return print::drawing<Root, Constants>(e);
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_FORMULA_HPP
#define TAPELESS_PRINT_FORMULA_HPP

#include "../diff/eval.hpp"
#include "graph.hpp"
#include "number.hpp"
#include "pattern.hpp"

namespace tapeless {

namespace print {

/// A formula longer than this names what it uses more than once.
inline constexpr std::size_t long_formula = 300;

/// Formulas as text.
struct plain_style {
    static pattern write(const expr::operation& op, std::size_t operands) { return text_of(op, operands); }
    static std::string symbol(const std::string& name) { return name; }
    static std::string number(const number_text& n) {
        return n.scientific ? n.digits + 'e' + std::to_string(n.power) : n.digits;
    }
    static int precedence(const number_text& n) { return n.digits[0] == '-' ? sign : atomic; }
    static std::string temporary(std::size_t n) { return 't' + std::to_string(n); }
    static constexpr const char *open = "(", *close = ")", *not_finite[]{"nan", "inf", "-inf"};
    static constexpr const char *begin = "", *define = " = ", *next = ";\n", *end = "";
    static constexpr const char *let = "let ", *result = "";
    static constexpr bool enclose_signs = false;
};

/// Formulas in LaTeX.
struct latex_style {
    static pattern write(const expr::operation& op, std::size_t operands) { return latex_of(op, operands); }
    static std::string symbol(const std::string& name) { return latex_name(name); }
    static std::string number(const number_text& n) {
        return n.scientific ? n.digits + " \\cdot 10^{" + std::to_string(n.power) + '}' : n.digits;
    }
    static int precedence(const number_text& n) { return n.scientific ? product : n.digits[0] == '-' ? sign : atomic; }
    static std::string temporary(std::size_t n) { return "t_{" + std::to_string(n) + '}'; }
    static constexpr const char *open = "\\left(", *close = "\\right)";
    static constexpr const char* not_finite[]{"\\mathrm{nan}", "\\infty", "-\\infty"};
    static constexpr const char *begin = "\\begin{aligned}\n", *define = " &= ", *next = " \\\\\n",
                                *end = "\n\\end{aligned}";
    static constexpr const char *let = "", *result = "&\\phantom{{}={}} ";
    static constexpr bool enclose_signs = true; // x (-2), which is x * -2 elsewhere
};

/// Writes the graph of an expression as a formula. What is used more than once is written out where it is used, unless
/// that made the formula long.
template <class Style>
class formula {
public:
    explicit formula(const graph& g) : graph_(g), named_(g.nodes.size()) {
        for (std::size_t k = 0; k < g.nodes.size(); ++k) {
            std::vector<pattern>& form = forms_.emplace_back();
            if (g.nodes[k].op != nullptr) form.push_back(Style::write(*g.nodes[k].op, g.nodes[k].operands.size()));
        }
    }

    std::string text() {
        std::string out;
        const std::size_t root = graph_.nodes.size() - 1;
        const std::vector<std::size_t> uses = count_uses();
        std::size_t defined = 0;
        if (written_out() > long_formula) {
            for (std::size_t k = 0; k < root; ++k) {
                if (graph_.nodes[k].op == nullptr || graph_.nodes[k].operands.empty() || uses[k] < 2) continue;
                const std::string name = Style::temporary(++defined);
                out += (Style::let + name) + Style::define;
                write(out, k, 0);
                out += Style::next;
                named_[k] = name;
            }
        }
        if (defined != 0) out = Style::begin + out + Style::result;
        write(out, root, 0);
        if (defined != 0) out += Style::end;
        return out;
    }

private:
    std::vector<std::size_t> count_uses() const {
        std::vector<std::size_t> uses(graph_.nodes.size());
        for (const graph::node& node : graph_.nodes)
            for (const index_t operand : node.operands) ++uses[operand];
        return uses;
    }

    /// About how long the formula were without names.
    std::size_t written_out() const {
        std::vector<std::size_t> length(graph_.nodes.size());
        for (std::size_t k = 0; k < length.size(); ++k) {
            std::string own;
            if (graph_.nodes[k].op == nullptr)
                own = leaf(graph_.nodes[k]);
            else
                forms_[k][0].expand(own, [](std::size_t, int) {});
            length[k] = own.size();
            for (const index_t operand : graph_.nodes[k].operands) length[k] += length[operand];
            if (length[k] > long_formula) length[k] = long_formula + 1;
        }
        return length.back();
    }

    std::string leaf(const graph::node& node) const {
        switch (node.what) {
        case expr::role::literal:
            return Style::number(split(node.number));
        case expr::role::constant:
            if (node.constant != node.constant) return Style::not_finite[0];
            if (std::isinf(node.constant)) return Style::not_finite[node.constant < 0 ? 2 : 1];
            if (node.constant == 0) return std::signbit(node.constant) ? "-0" : "0";
            return Style::number(split(shortest(node.constant)));
        default:
            return Style::symbol(node.name);
        }
    }

    int precedence(std::size_t k) const {
        const graph::node& node = graph_.nodes[k];
        if (!named_[k].empty()) return atomic;
        if (node.op != nullptr) return forms_[k][0].precedence();
        if (node.what == expr::role::literal) return Style::precedence(split(node.number));
        if (node.what != expr::role::constant) return atomic;
        if (std::isfinite(node.constant) && node.constant != 0)
            return Style::precedence(split(shortest(node.constant)));
        return std::signbit(node.constant) ? sign : atomic;
    }

    void write(std::string& out, std::size_t k, int demanded) const {
        const bool parentheses = precedence(k) < demanded;
        if (parentheses) out += Style::open;
        write(out, k);
        if (parentheses) out += Style::close;
    }
    void write(std::string& out, std::size_t k) const {
        const graph::node& node = graph_.nodes[k];
        const std::size_t begin = out.size();
        if (!named_[k].empty()) {
            out += named_[k];
        } else if (node.op == nullptr) {
            out += leaf(node);
        } else {
            forms_[k][0].expand(out, [&](std::size_t operand, int p) {
                const std::size_t at = out.size();
                write(out, node.operands[operand], p);
                if (!Style::enclose_signs || p == 0 || at == begin || out[at] != '-') return;
                out.insert(at, Style::open);
                out += Style::close;
            });
        }
    }

    const graph& graph_;
    std::vector<std::string> named_;
    std::vector<std::vector<pattern>> forms_; // none of a leaf, one of an operation
};

template <class Style, hash_t Root, std::size_t Constants>
std::string write_formula(const expression<Root, Constants>& e) {
    const graph g = graph_of<Root>(diff::constants_of(e));
    return formula<Style>(g).text();
}

} // namespace print

/// An expression of symbols as a formula, `sin(x * y) + x / y`: with the parentheses that its order of evaluation
/// needs, decimals as they were written and runtime constants by their values. A derivative, `grad(e)[x]`, is written
/// as the expression that it is. What occurs more than once is written out where it occurs, unless the formula grew
/// long: then it is defined first, one a line, as in `let t1 = x * y;`.
template <meta::hash_t Root, std::size_t Constants>
std::string to_string(const expression<Root, Constants>& e) {
    return print::write_formula<print::plain_style>(e);
}

/// The same in LaTeX's mathematical mode. Names of one letter are set in italics, longer ones upright; what follows an
/// underscore is an index. A name that begins as LaTeX does, such as var<"\\theta">, is left as it is.
template <meta::hash_t Root, std::size_t Constants>
std::string to_latex(const expression<Root, Constants>& e) {
    return print::write_formula<print::latex_style>(e);
}

} // namespace tapeless

#endif

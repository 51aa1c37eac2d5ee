// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_PATTERN_HPP
#define TAPELESS_PRINT_PATTERN_HPP

#include "../expr/operation.hpp"

#include <string>
#include <string_view>

namespace tapeless::print {

// How tightly a text binds. Operations declare such numbers as `precedence`: 10 for ||, 20 for &&, 30 for == and !=, 40
// for < and <=, 50 for + and -, 60 for * and /, 70 for signs, 80 for powers.
inline constexpr int loosest = 1, product = 60, sign = 70, power = 80, atomic = 100;

/// A text with places for operands, `$1`, `$2` and so on: what it demands of operands, so that none needs parentheses
/// without having them, follows from what stands beside its place.
class pattern {
public:
    /// `precedence` as an operation declares it; 0 if it does not.
    pattern(std::string text, int precedence) : text_(std::move(text)), declared_(precedence) {}

    /// How tightly the whole text binds.
    int precedence() const {
        if (!text_.empty() && (text_.front() == '-' || starts_with_operand() || ends_with_operand()))
            return declared_ == 0 ? loosest : declared_;
        if (!text_.empty() && text_.front() == '[') return atomic;
        if (declared_ != 0) return declared_ + between; // like \frac: its operands are enclosed
        return outermost();
    }

    /// Writes the text to `out`; `write(operand, precedence)` writes an operand, which binds at least so tightly or
    /// gets parentheses.
    template <class Write>
    void expand(std::string& out, const Write& write) const {
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t end = place(at);
            if (end == at) {
                out += text_[at++];
            } else {
                std::size_t operand = 0;
                for (std::size_t d = at + 1; d < end; ++d) operand = 10 * operand + digit(d);
                write(operand - 1, demanded(at, end));
                at = end;
            }
        }
    }

private:
    static constexpr int between = 15;

    std::size_t digit(std::size_t at) const { return static_cast<std::size_t>(text_[at] - '0'); }
    bool is_digit(std::size_t at) const { return at < text_.size() && text_[at] >= '0' && text_[at] <= '9'; }

    /// The end of the place that begins here; if none does, `at`.
    std::size_t place(std::size_t at) const {
        if (text_[at] != '$' || !is_digit(at + 1)) return at;
        for (++at; is_digit(at);) ++at;
        return at;
    }

    bool starts_with_operand() const {
        if (place(0) != 0) return true;
        return text_[0] == '{' && text_.size() > 1 && place(1) != 1 && !is_enclosed_after(place(1));
    }
    bool ends_with_operand() const {
        const std::size_t at = text_.rfind('$');
        return at != std::string::npos && place(at) == text_.size();
    }

    int demanded(std::size_t at, std::size_t end) const {
        if (is_enclosed_before(at) && is_enclosed_after(end)) return 0;
        if (declared_ == 0) return power;
        return at == 0 && ends_with_operand() ? declared_ : declared_ + 1; // a - b - c is (a - b) - c
    }

    bool is_enclosed_before(std::size_t at) const {
        std::string_view before(text_.data(), at);
        while (before.ends_with(' ')) before.remove_suffix(1);
        if (before.empty()) return false;
        if (std::string_view("([{,&|\\").find(before.back()) != std::string_view::npos) return true;
        if (const auto begin = before.rfind("\\begin{"); begin != std::string_view::npos)
            if (before.find('}', begin) == before.size() - 1) return true;
        // \left\lfloor
        const std::size_t command = before.rfind('\\');
        return command != std::string_view::npos && before.substr(0, command).ends_with("\\left") &&
               before.find_first_of(" {}()$", command) == std::string_view::npos;
    }
    bool is_enclosed_after(std::size_t end) const {
        std::string_view after(text_.data() + end, text_.size() - end);
        while (after.starts_with(' ')) after.remove_prefix(1);
        if (after.empty()) return false;
        if (after.front() == '}') return !after.starts_with("}^") && !after.starts_with("}_");
        if (std::string_view(")],&|").find(after.front()) != std::string_view::npos) return true;
        return after.starts_with("\\right") || after.starts_with("\\\\") || after.starts_with("\\end");
    }

    /// How tightly a text without operands at its ends binds, by the operators that no brackets enclose.
    int outermost() const {
        int depth = 0, found = atomic;
        const std::string_view text = text_;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const char c = text[at];
            const std::string_view rest = text.substr(at);
            if (c == '(' || c == '{' || c == '[' || rest.starts_with("\\left") || rest.starts_with("\\begin")) ++depth;
            if (c == ')' || c == '}' || c == ']' || rest.starts_with("\\right") || rest.starts_with("\\end")) --depth;
            if (depth != 0) continue;
            if (c == '+' || c == '-') found = loosest;
            if (c == ' ' && found > product) found = product - 1; // log x
            if (c == '^' && found > power) found = power;
        }
        return found;
    }

    std::string text_;
    int declared_;
};

inline bool is_identifier_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Operands as a call has them: `before`$1, $2`after`.
inline pattern call_pattern(std::string before, std::size_t operands, std::string_view after) {
    for (std::size_t i = 1; i <= operands; ++i) {
        if (i != 1) before += ", ";
        before += '$';
        before += std::to_string(i);
    }
    return {before.append(after), atomic};
}

/// How an operation is written as text.
inline pattern text_of(const expr::operation& op, std::size_t operands) {
    if (op.text != nullptr) return {op.text, op.precedence};
    const std::string name = op.name;
    const bool symbolic = name.empty() || !is_identifier_character(name[0]);
    if (symbolic && operands == 2) return {"$1 " + name + " $2", op.precedence};
    if (operands == 0) return {name, atomic};
    return call_pattern(name + '(', operands, ")");
}

/// A name as LaTeX sets it: one letter in italics, longer ones upright, what follows an underscore as an index; names
/// that are LaTeX already, or no ASCII, as they are.
inline std::string latex_name(std::string_view name) {
    for (const char c : name)
        if (c == '\\' || c == '{' || static_cast<unsigned char>(c) >= 0x80) return std::string(name);
    const std::size_t underscore = name.find('_');
    const std::string_view stem = name.substr(0, underscore);
    std::string out = stem.size() == 1 ? std::string(stem) : "\\mathrm{" + std::string(stem) + '}';
    if (underscore != std::string_view::npos) {
        out += "_{";
        for (const char c : name.substr(underscore + 1)) {
            if (c == '_') out += '\\';
            out += c;
        }
        out += '}';
    }
    return out;
}

/// How an operation is written in LaTeX.
inline pattern latex_of(const expr::operation& op, std::size_t operands) {
    if (op.latex != nullptr) return {op.latex, op.precedence};
    std::string name = "\\operatorname{";
    for (const char* c = op.name; *c != 0; ++c) {
        if (*c == '_') name += '\\';
        name += *c;
    }
    if (operands == 0) return {name + '}', atomic};
    return call_pattern(name + "}\\left(", operands, "\\right)");
}

} // namespace tapeless::print

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_CPP_HPP
#define TAPELESS_PRINT_CPP_HPP

#include "code.hpp"
#include "pattern.hpp"

#include <algorithm>

namespace tapeless {

namespace print {

constexpr bool equal(const char* a, const char* b) noexcept {
    while (*a != 0 && *a == *b) ++a, ++b;
    return *a == *b;
}

/// Whether <cmath> has had a function of that name and of so many numbers since C++11.
constexpr bool is_in_cmath(const char* name, unsigned operands) noexcept {
    constexpr const char* one[]{"abs",  "acos",  "acosh",  "asin", "asinh", "atan",   "atanh", "cbrt",
                                "ceil", "cos",   "cosh",   "erf",  "erfc",  "exp",    "exp2",  "expm1",
                                "fabs", "floor", "lgamma", "log",  "log10", "log1p",  "log2",  "round",
                                "sin",  "sinh",  "sqrt",   "tan",  "tanh",  "tgamma", "trunc"};
    constexpr const char* two[]{"atan2", "copysign", "fdim", "fmax", "fmin", "fmod", "hypot", "pow", "remainder"};
    if (operands == 1)
        for (const char* known : one)
            if (equal(name, known)) return true;
    if (operands == 2)
        for (const char* known : two)
            if (equal(name, known)) return true;
    return operands == 3 && equal(name, "fma");
}

template <class Operation>
inline constexpr bool can_be_written_in_cpp = false;

/// Refuses an operation that does not say how it is written.
template <class Entry>
constexpr bool require_cpp_of() noexcept {
    constexpr const expr::operation& op = Entry::description;
    constexpr bool known = requires { Entry::op::cpp; }
    || op.branches || is_in_cmath(op.name, Entry::arity);
    if constexpr (!known)
        static_assert(can_be_written_in_cpp<typename Entry::op>,
                      "tapeless: to_cpp does not know how to write an operation (it is named here): give it the member "
                      "`cpp`, a C++ expression with $1, $2, $3 for its operands, and `cpp_support` if that needs "
                      "functions of its own");
    return known;
}
template <class Request, std::size_t... I>
constexpr bool require_cpp(std::index_sequence<I...>) noexcept {
    return (true && ... && require_cpp_of<expr::node_of<operations_of<Request>.id[I]>>());
}
template <class Request>
constexpr bool require_cpp() noexcept {
    return require_cpp<Request>(std::make_index_sequence<operations_of<Request>.count>{});
}

/// Names of a C++ function: valid, and no two alike.
class identifiers {
public:
    explicit identifiers(const std::string& function) { taken_.push_back(function); }

    std::string unique(const std::string& wanted) {
        std::string name;
        for (const char c : wanted)
            if (is_identifier_character(c) && c != '_')
                name += c;
            else if (!name.empty() && name.back() != '_')
                name += '_'; // names with two in a row, or at the front, may be reserved
        while (!name.empty() && name.back() == '_') name.pop_back();
        if (name.empty() || (name[0] >= '0' && name[0] <= '9')) name.insert(0, "x");
        if (name.starts_with("FP_") || name.starts_with("M_") || name.starts_with("tapeless_")) name.insert(0, "x_");
        std::string free = name;
        for (int n = 2; is_reserved(free) || is_taken(free); ++n) free = name + '_' + std::to_string(n);
        taken_.push_back(free);
        return free;
    }
    /// What names may be made of by appending a number.
    std::string prefix(std::string wanted) const {
        const auto clashes = [&](const std::string& name) {
            return name.size() > wanted.size() && name.starts_with(wanted) &&
                   name.find_first_not_of("0123456789", wanted.size()) == std::string::npos;
        };
        while (std::any_of(taken_.begin(), taken_.end(), clashes)) wanted += wanted.back();
        return wanted;
    }

private:
    bool is_taken(const std::string& name) const {
        return std::find(taken_.begin(), taken_.end(), name) != taken_.end();
    }
    /// Keywords of C++ and C, and macros that <cmath> defines.
    static bool is_reserved(const std::string& name) {
        constexpr std::string_view list =
            " alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t "
            "class "
            "compl concept const consteval constexpr constinit const_cast continue co_await co_return co_yield "
            "decltype "
            "default delete do double dynamic_cast else enum explicit export extern false float for friend goto if "
            "inline "
            "int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public "
            "register reinterpret_cast requires restrict return short signed sizeof static static_assert static_cast "
            "struct switch template this thread_local throw true try typedef typeid typename union unsigned using "
            "virtual "
            "void volatile wchar_t while xor xor_eq std grad linux unix NAN INFINITY HUGE_VAL HUGE_VALF HUGE_VALL "
            "MATH_ERRNO MATH_ERREXCEPT math_errhandling OVERFLOW UNDERFLOW DOMAIN SING PLOSS TLOSS ";
        return list.find(' ' + name + ' ') != std::string_view::npos;
    }

    std::vector<std::string> taken_;
};

/// A double as a literal of C++ that is read back as the same number.
inline std::string cpp_number(double x) {
    if (std::isnan(x)) return "NAN";
    if (std::isinf(x)) return x < 0 ? "(-INFINITY)" : "INFINITY";
    std::string text = to_text(x);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text[0] == '-' ? '(' + text + ')' : text;
}

class cpp_language : public language {
public:
    cpp_language(const names& n, std::string temporaries) : names_(n), prefix_(std::move(temporaries)) {}

    std::string number(const meta::decimal& d) const override { return cpp_number(d.to<double>()); }
    std::string number(double d) const override { return cpp_number(d); }
    std::string symbol(hash_t id) override {
        read_.push_back(id);
        return names_[id];
    }
    std::string temporary(std::size_t n) const override { return prefix_ + std::to_string(n); }
    std::string operation(const expr::operation& op, const std::vector<std::string>& operands) const override {
        const pattern form = op.cpp != nullptr
                                 ? pattern(op.cpp, 0)
                                 : call_pattern(std::string("std::") + op.name + '(', operands.size(), ")");
        std::string out;
        form.expand(out, [&](std::size_t i, int) { out += operands[i]; });
        return out;
    }
    std::string declare(const std::string& name, bool far) const override {
        return "double " + name + (far ? " = 0.0;" : ";");
    }
    std::string define(const std::string& name, const std::string& value) const override {
        return "const double " + name + " = " + value + ';';
    }
    std::string assign(const std::string& name, const std::string& value) const override {
        return name + " = " + value + ';';
    }
    std::string test(const std::string& condition) const override { return "if (" + condition + " != 0.0)"; }
    std::string deliver(index_t output, const std::string& value) override {
        if (output != 0) return assign("grad[" + std::to_string(output - 1) + ']', value);
        value_ = value;
        return {};
    }
    const std::string& value() const { return value_; }
    bool reads(hash_t id) const { return std::find(read_.begin(), read_.end(), id) != read_.end(); }

private:
    const names& names_;
    std::string prefix_;
    std::string value_;
    std::vector<hash_t> read_;
};

/// The functions that a program's operations call, each in a guard of its own, so that several files make one.
inline std::string support(const code& c) {
    std::vector<std::string_view> written;
    std::string out;
    for (const operation_use& use : c.operations) {
        if (use.op->cpp_support == nullptr) continue;
        const std::string_view text = use.op->cpp_support;
        if (std::find(written.begin(), written.end(), text) != written.end()) continue;
        written.push_back(text);
        const std::string guard = "TAPELESS_SUPPORT_" + std::to_string(meta::hash_text(text.data(), text.size()));
        out += "#ifndef " + guard + "\n#define " + guard;
        out += text;
        out += "#endif\n\n";
    }
    return out;
}

template <class Routine, class Thing>
std::string write_cpp(const Thing& thing, const std::string& name) {
    if constexpr (!Routine::scalars) {
        return {};
    } else if constexpr (!require_cpp<typename Routine::request>()) {
        return {};
    } else {
        const code c = code_of<typename Routine::request>();
        const std::vector<double> constants = Routine::constants(Routine::of(thing));
        names parameters(typename Routine::parameters{});
        const names original = parameters;
        identifiers valid(name);
        for (names::named& n : parameters.all()) n.name = valid.unique(n.name);
        cpp_language in(parameters, valid.prefix("t"));
        const std::string body = code_writer(c, constants, in).write(Routine::value, 4);

        std::string comment, signature = (Routine::value ? "double " : "void ") + name + '(';
        for (std::size_t i = 0; i < parameters.all().size(); ++i) {
            const names::named& n = parameters.all()[i];
            if (i != 0) signature += ", ";
            signature += in.reads(n.id) ? "double " + n.name : "double /*" + n.name + "*/";
            if (n.name != original.all()[i].name) comment += "// " + n.name + " is " + original.all()[i].name + '\n';
        }
        if constexpr (Routine::gradient) {
            if (!parameters.all().empty()) signature += ", ";
            signature += "double* grad";
            std::size_t k = 0;
            for (const hash_t id : list_of(typename Routine::by{}))
                comment += "// grad[" + std::to_string(k++) + "] is the derivative by " + parameters[id] + '\n';
        }
        std::string out = "#include <cmath>\n\n" + support(c) + comment + signature + ") {\n" + body;
        if (Routine::value) out += "    return " + in.value() + ";\n";
        return out + "}\n";
    }
}

} // namespace print

/// A C++ function of doubles that computes what the library computes for `e`: an expression of symbols, or `grad(e)` or
/// `value_and_grad(e)` of one. It includes nothing but <cmath> and is C++11.
///
///     double NAME(double x, double y);                  of an expression
///     double NAME(double x, double y, double* grad);    of value_and_grad(e)
///     void NAME(double x, double y, double* grad);      of grad(e)
///
/// The parameters are the symbols of the expression in order of first use, by their names as far as C++ allows; grad[k]
/// is the derivative by the k-th symbol of wrt(...), or by the k-th parameter made with var. Comments in front of the
/// function name them. Runtime constants are written as numbers. `if_else` becomes a branch.
///
/// There is one statement for each step that the library runs, in the same order. So the results are the same bit for
/// bit, if the compiler keeps to the order of evaluation in both (no -ffast-math) and rounds every operation. GCC and
/// Clang may contract a * b + c to one instruction that rounds once, where the target has it, unless told
/// -ffp-contract=off; GCC 12 does so even then where it turns statements into vectors, unless told
/// -fno-tree-slp-vectorize. Only a gradient that the library computes by two sweeps (of more than 256 distinct
/// subexpressions) may add its terms in another order.
template <class... Values, class E>
std::string to_cpp(const E& e, const std::string& name) {
    return print::write_cpp<print::routine<E, Values...>>(e, name);
}

/// The same of a function of so many numbers, or of its `grad` or `value_and_grad`: `to_cpp<2>(value_and_grad(f),
/// "f")`. Its parameters are x0, x1 and so on. Arguments of other types are named instead, `to_cpp<double,
/// std::array<double, 2>>(grad(f), "f")`; one that is an array or another structure becomes a parameter for each of its
/// numbers, x1_0 and x1_1.
template <std::size_t Arguments, class F>
std::string to_cpp(const F& function, const std::string& name) {
    return print::write_cpp<print::routine_of_numbers<F, Arguments>>(function, name);
}

} // namespace tapeless

#endif

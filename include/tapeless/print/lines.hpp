// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_LINES_HPP
#define TAPELESS_PRINT_LINES_HPP

#include "code.hpp"
#include "pattern.hpp"

namespace tapeless {

namespace print {

/// Straight-line code to be read.
class plain_language : public language {
public:
    plain_language(const names& n, std::vector<hash_t> by) : names_(n), by_(std::move(by)) {}

    std::string number(const meta::decimal& d) const override { return to_text(d); }
    std::string number(double d) const override { return to_text(d); }
    std::string symbol(hash_t id) override { return names_[id]; }
    std::string temporary(std::size_t n) const override { return 't' + std::to_string(n); }
    std::string operation(const expr::operation& op, const std::vector<std::string>& operands) const override {
        std::string out;
        text_of(op, operands.size()).expand(out, [&](std::size_t i, int demanded) {
            const bool parentheses = demanded > sign && operands[i][0] == '-';
            out += parentheses ? '(' + operands[i] + ')' : operands[i];
        });
        return out;
    }
    std::string declare(const std::string&, bool) const override { return {}; }
    std::string define(const std::string& name, const std::string& value) const override {
        return name + " = " + value;
    }
    std::string assign(const std::string& name, const std::string& value) const override { return define(name, value); }
    std::string test(const std::string& condition) const override { return "if " + condition; }
    std::string deliver(index_t output, const std::string& value) override {
        return define(output == 0 ? "value" : "grad[" + names_[by_[output - 1]] + ']', value);
    }

private:
    const names& names_;
    std::vector<hash_t> by_;
};

template <class Routine, class Thing>
std::string lines(const Thing& thing) {
    if constexpr (!Routine::scalars) {
        return {};
    } else {
        const names n(typename Routine::parameters{});
        const std::vector<double> constants = Routine::constants(Routine::of(thing));
        plain_language in(n, list_of(typename Routine::by{}));
        const code c = code_of<typename Routine::request>();
        return code_writer(c, constants, in).write(Routine::value, 0);
    }
}

} // namespace print

/// What `grad(e)` and `value_and_grad(e)` compute, one step a line and in the order in which the steps are run:
///
///     t1 = x * x
///     value = t1
///     t2 = x + x
///     grad[x] = t2
template <meta::hash_t Root, std::size_t Constants, meta::hash_t Wrt, bool WithValue>
std::string to_string(const diff::differentiator<Root, Constants, Wrt, WithValue>& d) {
    return print::lines<print::routine<diff::differentiator<Root, Constants, Wrt, WithValue>>>(d);
}

/// The same of a function of so many numbers, or of its `grad` or `value_and_grad`: `to_string<2>(grad(f))`. Its
/// arguments are x0, x1 and so on.
template <std::size_t Arguments, class F>
std::string to_string(const F& function) {
    return print::lines<print::routine_of_numbers<F, Arguments>>(function);
}

} // namespace tapeless

#endif

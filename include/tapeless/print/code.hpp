// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_CODE_HPP
#define TAPELESS_PRINT_CODE_HPP

#include "number.hpp"
#include "routine.hpp"

#include <algorithm>

namespace tapeless::print {

using plan::code_kind;
using plan::code_step;

constexpr bool is_operation(code_kind k) noexcept { return k >= code_kind::nullary && k != code_kind::output; }

template <class Request>
constexpr auto select_operations() {
    constexpr auto& program = plan::program_of<Request>;
    constexpr std::size_t size = sizeof(program.step) / sizeof(code_step) - 1;
    plan::id_list<size> list;
    for (std::size_t i = 0; i < size; ++i)
        if (is_operation(program.step[i].kind) && !list.contains(program.step[i].id)) list.push(program.step[i].id);
    return list;
}
/// The operations of a program, by their tags.
template <class Request>
inline constexpr auto operations_of = select_operations<Request>();

struct operation_use {
    hash_t tag = 0;
    const expr::operation* op = nullptr;
    unsigned arity = 0;
};

/// The program of a request as a value.
struct code {
    const code_step* step;
    const plan::region* regions;
    index_t slots;
    std::vector<operation_use> operations;

    const operation_use& operation(const code_step& s) const {
        std::size_t at = 0;
        while (operations[at].tag != s.id) ++at;
        return operations[at];
    }
};

namespace detail {
template <class Request, std::size_t... I>
code code_of(std::index_sequence<I...>) {
    constexpr auto& program = plan::program_of<Request>;
    constexpr auto& list = operations_of<Request>;
    return {program.step, program.regions, program.slots,
            std::vector<operation_use>{
                {list.id[I], &expr::node_of<list.id[I]>::description, expr::node_of<list.id[I]>::arity}...}};
}
} // namespace detail
template <class Request>
code code_of() {
    return detail::code_of<Request>(std::make_index_sequence<operations_of<Request>.count>{});
}

/// A language in which straight-line code is written.
class language {
public:
    virtual ~language() = default;
    virtual std::string number(const meta::decimal& d) const = 0;
    virtual std::string number(double d) const = 0;
    virtual std::string symbol(hash_t id) = 0;
    virtual std::string temporary(std::size_t n) const = 0;
    virtual std::string operation(const expr::operation& op, const std::vector<std::string>& operands) const = 0;
    /// A variable to assign to later; `far` from here, where not every way may lead to it.
    virtual std::string declare(const std::string& name, bool far) const = 0;
    virtual std::string define(const std::string& name, const std::string& value) const = 0;
    virtual std::string assign(const std::string& name, const std::string& value) const = 0;
    virtual std::string test(const std::string& condition) const = 0;
    /// Output 0 is the value, the others are derivatives.
    virtual std::string deliver(index_t output, const std::string& value) = 0;
};

/// Writes the steps of a program, one a line.
class code_writer {
public:
    code_writer(const code& c, const std::vector<double>& constants, language& in)
        : code_(c), constants_(constants), in_(in), needed_(c.slots + 1), text_(c.slots + 1),
          home_(c.slots + 1, expr::nowhere), far_(c.slots + 1) {}

    /// With `value` left out, what only the value needs is left out too.
    std::string write(bool value, std::size_t indentation) {
        value_ = value;
        mark(0);
        find_far(0);
        std::string out, far;
        write(0, indentation, out);
        for (const std::string& name : far_names_) put(in_.declare(name, true), indentation, far);
        return far + out;
    }

private:
    unsigned arity(const code_step& s) const {
        if (s.kind == code_kind::branch) return 3;
        if (s.kind == code_kind::pair) return code_.operation(s).arity;
        return static_cast<unsigned>(s.kind) - static_cast<unsigned>(code_kind::nullary);
    }
    bool is_needed(const code_step& s) const { return needed_[s.out] || (s.kind == code_kind::pair && needed_[s.c]); }
    static index_t operand(const code_step& s, unsigned i) { return i == 0 ? s.a : i == 1 ? s.b : s.c; }

    void mark(index_t region) {
        const plan::region& r = code_.regions[region];
        for (index_t i = r.first + r.count; i-- > r.first;) {
            const code_step& s = code_.step[i];
            if (s.kind == code_kind::output) {
                if (value_ || s.out != 0) needed_[s.a] = true;
            } else if (is_operation(s.kind) && is_needed(s)) {
                for (unsigned k = 0; k < arity(s); ++k) needed_[operand(s, k)] = true;
                if (s.kind != code_kind::branch) continue;
                mark(s.then_region);
                mark(s.else_region);
            }
        }
    }

    /// Finds results that are used outside the region that computes them: there, the same condition holds again.
    void find_far(index_t region) {
        open_.push_back(region);
        const plan::region& r = code_.regions[region];
        for (index_t i = r.first; i < r.first + r.count; ++i) {
            const code_step& s = code_.step[i];
            if (s.kind == code_kind::output) use(s.a);
            if (!is_operation(s.kind) || !is_needed(s)) continue;
            if (s.kind == code_kind::branch) {
                use(s.a);
                find_far(s.then_region, s.b);
                find_far(s.else_region, s.c);
            } else {
                for (unsigned k = 0; k < arity(s); ++k) use(operand(s, k));
            }
            home_[s.out] = region;
            if (s.kind == code_kind::pair) home_[s.c] = region;
        }
        open_.pop_back();
    }
    void find_far(index_t region, index_t result) {
        find_far(region);
        open_.push_back(region);
        use(result);
        open_.pop_back();
    }
    void use(index_t slot) {
        if (home_[slot] != expr::nowhere && std::find(open_.begin(), open_.end(), home_[slot]) == open_.end())
            far_[slot] = true;
    }

    void write(index_t region, std::size_t indentation, std::string& out) {
        const plan::region& r = code_.regions[region];
        for (index_t i = r.first; i < r.first + r.count; ++i) write(code_.step[i], indentation, out);
    }
    void write(const code_step& s, std::size_t indentation, std::string& out) {
        if (s.kind == code_kind::output) {
            if (value_ || s.out != 0) put(in_.deliver(s.out, text_[s.a]), indentation, out);
            return;
        }
        if (!is_needed(s)) return;
        std::string& text = text_[s.out];
        switch (s.kind) {
        case code_kind::symbol:
            text = in_.symbol(s.id);
            break;
        case code_kind::constant:
            text = in_.number(constants_[s.a]);
            break;
        case code_kind::literal:
            text = in_.number(meta::decimal{static_cast<std::int64_t>(s.id), s.exponent});
            break;
        case code_kind::branch:
            branch(s, indentation, out);
            break;
        default: {
            const expr::operation& op = *code_.operation(s).op;
            std::vector<std::string> operands;
            for (unsigned k = 0; k < arity(s); ++k) operands.push_back(text_[operand(s, k)]);
            if (needed_[s.out]) define(s.out, in_.operation(op, operands), indentation, out);
            if (s.kind == code_kind::pair && needed_[s.c])
                define(s.c, in_.operation(*op.partner, operands), indentation, out);
        }
        }
    }
    void define(index_t slot, const std::string& value, std::size_t indentation, std::string& out) {
        text_[slot] = in_.temporary(++temporaries_);
        if (far_[slot]) far_names_.push_back(text_[slot]);
        put(far_[slot] ? in_.assign(text_[slot], value) : in_.define(text_[slot], value), indentation, out);
    }
    void branch(const code_step& s, std::size_t indentation, std::string& out) {
        const std::string name = in_.temporary(++temporaries_);
        if (far_[s.out])
            far_names_.push_back(name);
        else
            put(in_.declare(name, false), indentation, out);
        put(in_.test(text_[s.a]) + " {", indentation, out);
        write(s.then_region, indentation + 4, out);
        put(in_.assign(name, text_[s.b]), indentation + 4, out);
        put("} else {", indentation, out);
        write(s.else_region, indentation + 4, out);
        put(in_.assign(name, text_[s.c]), indentation + 4, out);
        put("}", indentation, out);
        text_[s.out] = name;
    }
    static void put(const std::string& line, std::size_t indentation, std::string& out) {
        if (!line.empty()) out.append(indentation, ' ').append(line) += '\n';
    }

    const code& code_;
    const std::vector<double>& constants_;
    language& in_;
    std::vector<bool> needed_;
    std::vector<std::string> text_; // of each slot: a name, or a number
    std::vector<index_t> home_;     // the region that computes it
    std::vector<bool> far_;         // whether it is used elsewhere
    std::vector<index_t> open_;     // regions
    std::vector<std::string> far_names_;
    std::size_t temporaries_ = 0;
    bool value_ = true;
};

} // namespace tapeless::print

#endif

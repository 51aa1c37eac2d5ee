// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_FREEZE_HPP
#define TAPELESS_INTEROP_FREEZE_HPP

/// A trained network as a C++17 header of its own, which needs nothing but <cmath>, <array> and <cstddef>. It is written
/// from the plan of the network's expression: what the plan computes, node by node, in plain loops.

#include "../nn/gradient.hpp"
#include "../ops/gather.hpp"
#include "../ops/power.hpp"
#include "../ops/reduction.hpp"
#include "../ops/reshape.hpp"
#include "../ops/softmax.hpp"
#include "freeze_text.hpp"
#include "tensor_file.hpp"

#include <algorithm>
#include <vector>

namespace tapeless::interop {

namespace detail {

/// How an elementwise operation is written in a frozen header, with $1 and $2 for operands: on lanes, and on single numbers,
/// where the library calls the C library.
struct frozen_operation {
    expr::arithmetic kind = expr::arithmetic::none; ///< sums and products are written by who knows what is fused
    const char* lanes = nullptr;
    const char* single = nullptr;
    bool multiplies_first = false, sum_of_third_first = false; ///< a product and a sum in one
};
template <class Op>
inline constexpr frozen_operation frozen{};
template <class Op>
    requires requires { Op::arithmetic; }
inline constexpr frozen_operation frozen<Op>{Op::arithmetic, "-$1", "-$1"};
template <>
inline constexpr frozen_operation frozen<ops::divide>{{}, "$1 / $2", "$1 / $2"};
template <>
inline constexpr frozen_operation frozen<ops::relu>{{}, "$1 < 0 ? 0 : $1", "$1 < 0 ? 0 : $1"};
template <>
inline constexpr frozen_operation frozen<ops::leaky_relu>{
    {}, "0 < $1 ? $1 : product($2, $1)", "0 < $1 ? $1 : product($2, $1)"};
template <>
inline constexpr frozen_operation frozen<ops::elu>{
    {}, "0 < $1 ? $1 : product($2, exponential_minus_one($1))", "0 < $1 ? $1 : product($2, std::expm1($1))"};
template <>
inline constexpr frozen_operation frozen<ops::selu>{
    {},
    "0 < $1 ? product(selu_scale, $1) : product(selu_slope, exponential_minus_one($1))",
    "0 < $1 ? product(selu_scale, $1) : product(selu_slope, std::expm1($1))"};
template <>
inline constexpr frozen_operation frozen<ops::sigmoid>{{}, "1 / (1 + exponential(-$1))", "1 / (1 + std::exp(-$1))"};
template <>
inline constexpr frozen_operation frozen<ops::tanh>{{}, "hyperbolic_tangent($1)", "std::tanh($1)"};
template <>
inline constexpr frozen_operation frozen<ops::exp_minus_abs>{
    {}, "exponential($1 < 0 ? $1 : -$1)", "std::exp(-std::fabs($1))"};
template <>
inline constexpr frozen_operation frozen<ops::softplus>{
    {}, "($1 < 0 ? 0 : $1) + logarithm_of_one_plus($2)", "($1 < 0 ? 0 : $1) + std::log1p($2)"};
template <>
inline constexpr frozen_operation frozen<ops::normal_cdf>{
    {}, "normal_distribution($1)", "product(real(0.5), std::erfc(product($1, -sqrt_half)))"};
template <>
inline constexpr frozen_operation frozen<ops::sqrt>{{}, "std::sqrt($1)", "std::sqrt($1)"};
template <>
inline constexpr frozen_operation frozen<ops::abs>{{}, "std::fabs($1)", "std::fabs($1)"};

template <>
inline constexpr frozen_operation frozen<ops::multiply_add>{expr::arithmetic::sum, "", "", true};
template <>
inline constexpr frozen_operation frozen<ops::multiply_subtract>{expr::arithmetic::difference, "", "", true};
template <>
inline constexpr frozen_operation frozen<ops::subtract_product>{expr::arithmetic::difference, "", "", true, true};

template <class Op>
inline constexpr bool can_be_frozen = frozen<Op>.lanes != nullptr;

template <class Op>
constexpr const frozen_operation* require_frozen() noexcept {
    static_assert(can_be_frozen<Op>,
                  "tapeless: freeze does not know how to write an operation of this network (it is named here): use "
                  "other layers or activations, or write its outputs with to_cpp");
    return &frozen<Op>;
}

/// A step of a group's code, as a value.
struct frozen_step {
    plan::code_kind kind;
    plan::index_t out, a, b, c;
    const frozen_operation* how;
    std::string number; ///< of a literal or a constant operation
    std::size_t input;  ///< of a symbol
};

template <class Request, class T, std::size_t I>
frozen_step make_frozen_step() {
    constexpr plan::code_step s = plan::program_of<Request>.step[I];
    using plan::code_kind;
    frozen_step step{s.kind, s.out, s.a, s.b, s.c, nullptr, {}, 0};
    if constexpr (s.kind == code_kind::symbol)
        step.input = expr::node_of<s.id>::op::position;
    else if constexpr (s.kind == code_kind::literal)
        step.number = hexadecimal(meta::decimal{static_cast<std::int64_t>(s.id), s.exponent}.to<T>());
    else if constexpr (s.kind == code_kind::nullary)
        step.number = hexadecimal(expr::node_of<s.id>::op::template value<T>());
    else if constexpr (s.kind != code_kind::output)
        step.how = require_frozen<typename expr::node_of<s.id>::op>();
    return step;
}
template <class Request, class T>
std::vector<frozen_step> frozen_steps() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return std::vector<frozen_step>{make_frozen_step<Request, T, I>()...};
    }
    (std::make_index_sequence<std::size(plan::program_of<Request>.step) - 1>{});
}

/// Writes what is done to one element of a group, a line for each step. Products of which GCC makes one instruction with
/// the sums that use them are written as `joined`: those that only sums use, unless a sum has taken its other operand.
class group_writer {
public:
    /// An input: a text, or, of a product that is formed here, its two factors.
    struct operand {
        std::string text, factor;
    };

    template <class Input>
    group_writer(const std::vector<frozen_step>& steps, bool lanes, Input input) {
        using plan::code_kind;
        std::vector<std::size_t> in_slot;
        for (const frozen_step& s : steps) {
            if (s.kind == code_kind::output) {
                root_ = in_slot[s.a];
                continue;
            }
            value v;
            if (s.kind == code_kind::symbol) {
                const operand o = input(s.input);
                v.text = o.text;
                v.factor = o.factor;
                if (!o.factor.empty()) v.kind = kind::product;
            } else if (s.how == nullptr) {
                v.text = s.number;
            } else {
                v.kind = s.how->kind;
                v.how = lanes ? s.how->lanes : s.how->single;
                if (s.how->multiplies_first) {
                    value first;
                    first.kind = kind::product;
                    first.operand.push_back(in_slot[s.a]);
                    first.operand.push_back(in_slot[s.b]);
                    v.operand.push_back(values_.size());
                    v.operand.push_back(in_slot[s.c]);
                    if (s.how->sum_of_third_first) std::swap(v.operand[0], v.operand[1]);
                    v.is_expression = !lanes; // of numbers, not of lanes: one that Clang joins too
                    values_.push_back(first);
                } else {
                    v.operand.push_back(in_slot[s.a]);
                    if (s.kind == code_kind::binary) v.operand.push_back(in_slot[s.b]);
                    if (v.kind == kind::square) v.operand.push_back(in_slot[s.a]);
                }
            }
            if (in_slot.size() <= s.out) in_slot.resize(s.out + 1);
            in_slot[s.out] = values_.size();
            values_.push_back(v);
        }
        join();
    }

    std::string write(const std::string& to, const std::string& indentation) {
        std::string out;
        for (std::size_t i = 0; i < values_.size(); ++i) {
            value& v = values_[i];
            if (v.is_joined || i == root_ || is_leaf(v)) continue;
            out += indentation + "const real t" + std::to_string(i) + " = " + expression(v) + ";\n";
            v.text = "t" + std::to_string(i);
        }
        const value& root = values_[root_];
        return out + indentation + to + " = " + (is_leaf(root) ? root.text : expression(root)) + ";\n";
    }

private:
    using kind = expr::arithmetic;
    static constexpr std::size_t none = ~std::size_t{0};
    struct value {
        expr::arithmetic kind = expr::arithmetic::none;
        std::string text, factor;
        const char* how = nullptr;
        std::vector<std::size_t> operand;
        bool is_joined = false, is_expression = false;
        std::size_t joins = none; ///< the operand of a sum that is joined with it

        bool is_product() const { return kind == kind::product || kind == kind::square; }
        bool is_sum() const { return kind == kind::sum || kind == kind::difference; }
    };

    static bool is_leaf(const value& v) { return v.operand.empty() && v.factor.empty(); }

    void join() {
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (!values_[i].is_product() || i == root_) continue;
            bool all = true;
            std::vector<value*> users;
            for (value& v : values_) {
                const auto uses = std::count(v.operand.begin(), v.operand.end(), i);
                if (uses == 0) continue;
                all &= uses == 1 && v.is_sum() && v.joins == none;
                users.push_back(&v);
            }
            values_[i].is_joined = all;
            for (value* v : users)
                if (all) v->joins = i;
        }
    }
    std::pair<std::string, std::string> factors(const value& v) const {
        if (!v.factor.empty()) return {v.text, v.factor};
        return {values_[v.operand[0]].text, values_[v.operand[1]].text};
    }
    std::string expression(const value& v) const {
        if (v.is_product()) {
            const auto [a, b] = factors(v);
            return "product(" + a + ", " + b + ")";
        }
        if (v.joins != none) {
            const auto [a, b] = factors(values_[v.joins]);
            const bool first = v.operand[0] == v.joins, minus = v.kind == kind::difference;
            const std::string& other = values_[v.operand[first ? 1 : 0]].text;
            return std::string(v.is_expression ? "mul_add(" : "joined(") + (minus && !first ? "-" : "") + a + ", " + b +
                   ", " + (minus && first ? "-" : "") + other + ")";
        }
        if (v.is_sum())
            return values_[v.operand[0]].text + (v.kind == kind::sum ? " + " : " - ") + values_[v.operand[1]].text;
        std::string out;
        for (const char* c = v.how; *c != 0; ++c)
            if (*c == '$')
                out += values_[v.operand[static_cast<std::size_t>(*++c - '1')]].text;
            else
                out += *c;
        return out;
    }

    std::vector<value> values_;
    std::size_t root_ = 0;
};

template <class T, class Elements>
std::string array_text(const std::string& name, const Elements* from, std::size_t count) {
    std::string text = "inline constexpr real " + name + "[] = {";
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 8 == 0) text += "\n    ";
        text += hexadecimal(from[i]) + (i + 1 == count ? "" : i % 8 == 7 ? "," : ", ");
    }
    return text + "};\n";
}

/// The function of a frozen header that does what an operation does to one sample, a line of elements or a copy.
template <class Op>
inline constexpr const char* frozen_function = nullptr;
template <std::size_t Axis>
inline constexpr const char* frozen_function<ops::softmax<Axis>> = "softmax";
template <std::size_t Axis>
inline constexpr const char* frozen_function<ops::sum_along<Axis>> = "sum_of";
template <std::size_t Axis>
inline constexpr const char* frozen_function<ops::variance_along<Axis, 0>> = "variance_of";
template <class Shape>
inline constexpr const char* frozen_function<ops::reshape<Shape>> = "copied";
template <class Shape>
inline constexpr const char* frozen_function<ops::broadcast<Shape>> = "repeated";
template <>
inline constexpr const char* frozen_function<ops::matmul> = "row_times_matrix";
template <>
inline constexpr const char* frozen_function<ops::gather> = "rows_of";

/// Whether what an operation does to this operand is what the function does: there is one line of elements, and what is
/// repeated is repeated as a whole.
template <class Op, class A>
inline constexpr bool is_frozen_as_is = frozen_function<Op> != nullptr;
template <template <std::size_t> class Op, std::size_t Axis, class A>
inline constexpr bool is_frozen_as_is<Op<Axis>, A> =
    frozen_function<Op<Axis>> != nullptr&& ops::along<A, Axis>::lines == 1;
template <std::size_t Axis, class A>
inline constexpr bool is_frozen_as_is<ops::variance_along<Axis, 0>, A> = ops::along<A, Axis>::lines == 1;
template <class Shape, class A>
inline constexpr bool
    is_frozen_as_is<ops::broadcast<Shape>, A> = A::size() == 1 || A::size() == sweep::detail::last_extent<Shape>;

/// Writes the plan of a network's outputs for one sample, node by node.
template <class Network, class T>
class network_writer {
public:
    using inputs = nn::detail::inference_inputs<Network, nn::softmax_cross_entropy, 1, T>;
    static constexpr meta::hash_t root = expr::id_of<std::remove_const_t<decltype(Network::forward(inputs::x))>>;
    static constexpr meta::hash_t input_id = expr::id_of<std::remove_const_t<decltype(inputs::x)>>;
    using plan_type = plan::forward_plan<root>;

    std::string weights, body;

    explicit network_writer(const inputs& in) {
        [&]<std::size_t... I>(std::index_sequence<I...>) { (node<I>(in), ...); }
        (std::make_index_sequence<plan_type::nodes>{});
        body += "    for (std::size_t i = 0; i < " + std::to_string(Network::outputs) +
                "; ++i) output[i] = " + name<plan_type::nodes - 1>() + "[i];\n";
    }

private:
    template <std::size_t I>
    using access = sweep::access<plan_type, I>;
    template <std::size_t I>
    static constexpr std::size_t size = access<I>::shape_type::size;

    /// A node's array; of a scalar, its number.
    template <std::size_t I>
    static std::string name() {
        if constexpr (access<I>::entry.what == expr::role::literal)
            return hexadecimal(plan_type::template op<I>::template number_as<T>());
        else if constexpr (access<I>::id == input_id)
            return "input";
        else
            return (access<I>::leaf ? "w" : "v") + std::to_string(I);
    }
    template <std::size_t I>
    void declare() {
        body += "    real " + name<I>() + "[" + std::to_string(size<I>) + "];\n";
    }

    template <std::size_t I>
    void node(const inputs& in) {
        constexpr const auto& entry = access<I>::entry;
        if constexpr (entry.what == expr::role::literal) {
            return; // a part of who uses it
        } else if constexpr (access<I>::leaf) {
            if constexpr (access<I>::id != input_id)
                weights += array_text<T>(name<I>(), in.template elements<access<I>::id>(), size<I>);
        } else if constexpr (plan_type::fusion.group[I] == I) {
            declare<I>();
            group<I>(std::make_index_sequence<plan_type::fusion.inputs[I]>{});
        } else if constexpr (access<I>::scalar && access<I>::entry.elementwise) {
            scalar<I>(std::make_index_sequence<access<I>::entry.arity>{});
        } else if constexpr (!plan_type::fusion.inside[I]) {
            using op = typename plan_type::template op<I>;
            using first = decltype(access<plan_type::template operand<I, 0>>::view(static_cast<const T*>(nullptr)));
            static_assert(is_frozen_as_is<op, first>,
                          "tapeless: freeze does not know how to write an operation on tensors of this network (it is "
                          "named here): use other layers");
            if constexpr (is_frozen_as_is<op, first>) {
                declare<I>();
                tensor_operation<I, op>();
            }
        }
    }

    template <std::size_t I, std::size_t... J>
    void scalar(std::index_sequence<J...>) {
        using plan::code_kind;
        constexpr auto kind = sizeof...(J) == 1 ? code_kind::unary : code_kind::binary;
        static_assert(sizeof...(J) <= 2);
        constexpr plan::index_t last = sizeof...(J), second = last - 1;
        const frozen_step steps[]{
            {code_kind::symbol, J, 0, 0, 0, nullptr, {}, J}...,
            {kind, last, 0, second, 0, require_frozen<typename plan_type::template op<I>>(), {}, 0},
            {code_kind::output, 0, last, 0, 0, nullptr, {}, 0}};
        const std::string names[]{name<plan_type::template operand<I, J>>()...};
        group_writer writer({std::begin(steps), std::end(steps)}, false, [&](std::size_t i) {
            return group_writer::operand{names[i], {}};
        });
        body += writer.write("    const real " + name<I>(), "    ");
    }

    /// A product of two numbers is one multiplication, which GCC joins with what it is added to.
    template <std::size_t I>
    static constexpr bool is_single_term() {
        if constexpr (access<I>::leaf || plan_type::fusion.group[I] != plan::nowhere)
            return false;
        else if constexpr (std::is_same_v<typename plan_type::template op<I>, ops::matmul>)
            return size<plan_type::template operand<I, 0>> == 1 && size<I> == 1;
        else
            return false;
    }

    template <std::size_t I, class Op>
    void tensor_operation() {
        constexpr std::size_t a = plan_type::template operand<I, 0>;
        const auto count = [](std::size_t n) { return std::to_string(n); };
        std::string sizes = count(size<a>), operands = name<a>();
        if constexpr (std::is_same_v<Op, ops::matmul> || std::is_same_v<Op, ops::gather>) {
            constexpr std::size_t b = plan_type::template operand<I, 1>;
            sizes = std::is_same_v<Op, ops::matmul> ? sizes + ", " + count(size<I>)
                                                    : count(size<b>) + ", " + count(size<I> / size<b>) + ", " + sizes;
            operands += ", " + name<b>();
        } else {
            sizes += ", " + count(size<I>);
        }
        body += std::string("    ") + frozen_function<Op> + "<" + sizes + ">(" + operands + ", " + name<I>() + ");\n";
    }

    template <std::size_t I, std::size_t... J>
    void group(std::index_sequence<J...>) {
        using group = typename plan_type::template group<I>;
        using request = plan::values<plan::ids<group::body>>;
        const group_writer::operand operands[]{input<I, J>()..., {}};
        group_writer writer(frozen_steps<request, T>(), group::size > 1, [&](std::size_t i) { return operands[i]; });
        body += "    for (std::size_t i = 0; i < " + std::to_string(size<I>) + "; ++i) {\n" +
                writer.write(name<I>() + "[i]", "        ") + "    }\n";
    }
    template <std::size_t I, std::size_t J>
    static group_writer::operand input() {
        constexpr std::size_t from = plan_type::template input<I, J>;
        constexpr std::size_t period = plan_type::template group<I>::period[J];
        if constexpr (access<from>::scalar) return {name<from>(), {}};
        const std::string at = period == 1 ? "[0]" : period == size<I> ? "[i]" : "[i % " + std::to_string(period) + "]";
        if constexpr (is_single_term<from>() && plan_type::memory.product[I] == J)
            return {name<plan_type::template operand<from, 0>>() + "[0]",
                    name<plan_type::template operand<from, 1>>() + at};
        return {name<from>() + at, {}};
    }
};

inline bool is_identifier(std::string_view name) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    return !name.empty() && letters.find(name[0]) != letters.npos && name[0] != '_' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == name.npos &&
           name.find("__") == name.npos;
}

} // namespace detail

/// Writes a network as a C++17 header: `inline void name(const T* input, T* output)`, the same for std::array, and the
/// parameters as constants, in a namespace `name_frozen`. The header needs <cmath>, <array> and <cstddef>, and allocates
/// nothing. Its outputs are those of `nn::predict<1>`, bit for bit, when both are compiled by the same compiler with the same
/// options: GCC from -O2 on or Clang, and contraction of a * b + c as it is by default. On a target without fused instructions
/// nothing is contracted, whatever the options. The name must be an identifier; parameters that are not finite are refused.
/// Written as files of tensors are: an error or a crash leaves the old one.
template <class Network, class T>
result freeze(const std::string& path, const nn::parameters<Network, T>& p, const std::string& name) {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>,
                  "tapeless: freeze writes networks of float or double");
    if (!detail::is_identifier(name))
        return detail::failure(path, detail::quoted(name) + " is no name of a C++ function");
    for (const tensor_source& t : places_of<const unsigned char>(p))
        if (!detail::all_finite<T>(t.data, t.bytes))
            return detail::failure(path, "tensor " + detail::quoted(t.name) +
                                             " holds NaN or infinity, which cannot be constants");
    using writer = detail::network_writer<Network, T>;
    const writer network(typename writer::inputs{p, nullptr, nullptr});

    const std::string type = sizeof(T) == 4 ? "float" : "double", input = Network::takes_labels ? "int" : type;
    const std::string in = std::to_string(Network::inputs), out = std::to_string(Network::outputs);
    std::string guard = "FROZEN_" + name + "_HPP";
    std::transform(guard.begin(), guard.end(), guard.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    std::string text = "// A network of " + in + " inputs and " + out + " outputs, written by tapeless.\n#ifndef " +
                       guard + "\n#define " + guard +
                       "\n\n#include <array>\n#include <cmath>\n#include <cstddef>\n\nnamespace " + name +
                       "_frozen {\n\nusing real = " + type + ";\n";
    text += detail::arithmetic_text;
    text += detail::product_text;
    text += detail::functions_text<T>();
    text += detail::lines_text;
    text += "\n" + network.weights + "\ninline void run(const " + input + "* input, real* output) {\n" + network.body +
            "}\n\n} // namespace " + name + "_frozen\n\n/// " + in + " inputs, " + out + " outputs.\ninline void " +
            name + "(const " + input + "* input, " + type + "* output) { " + name + "_frozen::run(input, output); }\n";
    text += "inline std::array<" + type + ", " + out + "> " + name + "(const std::array<" + input + ", " + in +
            ">& input) {\n    std::array<" + type + ", " + out + "> output{};\n    " + name +
            "(input.data(), output.data());\n    return output;\n}\n\n#endif\n";
    return detail::write_file(path, {text.begin(), text.end()});
}

} // namespace tapeless::interop

#endif

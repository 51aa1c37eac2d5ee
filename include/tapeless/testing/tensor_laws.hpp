// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTING_TENSOR_LAWS_HPP
#define TAPELESS_TESTING_TENSOR_LAWS_HPP

/// Laws that every operation on tensors keeps, for our own operations and for yours:
///
///     constexpr tapeless::tensor<long double, 2, 3> a{1, 2, 3, 0.5, -1, 4};
///     auto report = tapeless::testing::tensor_operation_laws<my_operation>(a);
///     assert(report.hold());

#include "../ops/axis.hpp"
#include "../tensor/tensor.hpp"
#include "../value/dual.hpp"
#include "laws.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tapeless::testing {

/// How far an operation on tensors may be off, relative to the largest number in a result.
struct tensor_law_tolerances {
    long double derivative = 1e-12L; ///< of pullback in long double against differences of value
    long double epsilons = 64;       ///< of float and double against long double, and of the other laws
};

namespace detail {

// Operands and results: tensors, or scalars as if they had one element.

template <class X>
inline constexpr bool is_number = true;
template <class T, std::size_t... E>
inline constexpr bool is_number<tensor<T, E...>> = false;

template <class T>
struct in_numbers {
    static constexpr T of(real x) { return static_cast<T>(x); }
    template <std::size_t... E>
    static constexpr auto of(const tensor<real, E...>& x) {
        tensor<T, E...> result{};
        for (std::size_t i = 0; i < x.size(); ++i) result[i] = static_cast<T>(x[i]);
        return result;
    }
    template <class Label, std::size_t... E>
    static constexpr const tensor<Label, E...>& of(const tensor<Label, E...>& x) {
        return x;
    }
};

template <class T>
constexpr const T& as_operand(const T& x) {
    return x;
}
template <class T, std::size_t... E>
constexpr tensor_view<const T, E...> as_operand(const tensor<T, E...>& x) {
    return x.view();
}
template <class T>
constexpr std::size_t count_of(const T&) {
    return 1;
}
template <class T, std::size_t... E>
constexpr std::size_t count_of(const tensor<T, E...>&) {
    return shape<E...>::size;
}
template <class T>
constexpr auto& nth(T& x, std::size_t i) {
    if constexpr (is_number<std::remove_const_t<T>>)
        return x;
    else
        return x[i];
}

template <class X>
struct shape_of_operand {
    using type = shape<>;
};
template <class T, std::size_t... E>
struct shape_of_operand<tensor<T, E...>> {
    using type = shape<E...>;
};

template <class Op>
constexpr meta::dimensions extents_of_result(const meta::dimensions* operands) {
    if constexpr (requires { Op::result(operands[0]); })
        return Op::result(operands[0]);
    else
        return Op::result(operands[0], operands[1]);
}
template <class Op, class... X>
inline constexpr meta::dimensions result_extents = [] {
    const meta::dimensions operands[]{meta::dimensions_of(typename shape_of_operand<X>::type{})...};
    return extents_of_result<Op>(operands);
}();
template <class T, class Op, class Axes, class... X>
struct result_of;
template <class T, class Op, std::size_t... Axis, class... X>
struct result_of<T, Op, std::index_sequence<Axis...>, X...> {
    using type = tensor<T, result_extents<Op, X...>.extent[Axis]...>;
};
template <class T, class Op, class... X>
struct result_of<T, Op, std::index_sequence<>, X...> {
    using type = T;
};

/// Numbers in [-1, 1) that every type holds exactly, none of them small.
constexpr real weight(std::size_t i, unsigned seed) {
    std::uint32_t bits = (static_cast<std::uint32_t>(i) + 1) * 2654435761u + seed * 40503u;
    bits = (bits ^ (bits >> 15)) * 2246822519u;
    const real size = static_cast<real>(64 + bits % 192) / 256;
    return bits >> 31 != 0 ? -size : size;
}

template <class Op, class... X>
struct tensor_law_checker {
    tensor_law_tolerances tolerance;
    law_report report{};

    template <class T>
    using result = typename result_of<T, Op, std::make_index_sequence<result_extents<Op, X...>.rank>, X...>::type;
    static constexpr std::size_t results = result_extents<Op, X...>.size();

    constexpr void refute(const char* law, std::size_t operand, std::size_t element, real expected, real computed) {
        if (report.broken != nullptr) return;
        report = {law, element, operand, expected, computed};
    }
    /// Compares two results, relative to the largest number in what is expected.
    template <class Computed, class Expected>
    constexpr void compare(const char* law, std::size_t operand, const Computed& computed, const Expected& expected,
                           real epsilon) {
        const std::size_t count = count_of(expected);
        real largest = 0;
        for (std::size_t i = 0; i < count; ++i) largest = larger(largest, absolute(nth(expected, i)));
        for (std::size_t i = 0; i < count; ++i) {
            const real got = static_cast<real>(nth(computed, i));
            if (!(absolute(got - nth(expected, i)) <= tolerance.epsilons * epsilon * larger(largest, 1)))
                refute(law, operand, i, nth(expected, i), got);
        }
    }

    template <class Out, class... Operands>
    static constexpr void evaluate(Out& out, const Operands&... x) {
        if constexpr (is_number<Out>)
            out = Op::value(as_operand(x)...);
        else
            Op::value(out.view(), as_operand(x)...);
    }
    template <class T>
    static constexpr result<T> adjoint() {
        result<T> g{};
        for (std::size_t i = 0; i < results; ++i) nth(g, i) = static_cast<T>(weight(i, 7));
        return g;
    }
    /// What `pullback` makes of that adjoint, assigned where nothing can be read before, or added.
    template <std::size_t J, kernels::store How, class To, class T, class... Operands>
    static constexpr void pull(To& to, const result<T>& y, const Operands&... x) {
        const result<T> g = adjoint<T>();
        if constexpr (!is_number<To>)
            Op::template pullback<J, How>(to.view(), as_operand(g), as_operand(y), as_operand(x)...);
        else if constexpr (How == kernels::store::assign)
            to = Op::template pullback<J>(as_operand(g), as_operand(y), as_operand(x)...);
        else
            to = to + Op::template pullback<J>(as_operand(g), as_operand(y), as_operand(x)...);
    }
    template <std::size_t J, class T, class To, class... Operands>
    static constexpr void assign(To& to, const Operands&... x) {
        result<T> y{};
        evaluate(y, x...);
        for (std::size_t i = 0; i < count_of(to); ++i) nth(to, i) = std::numeric_limits<T>::quiet_NaN();
        pull<J, kernels::store::assign, To, T>(to, y, x...);
    }

    template <std::size_t J, class... Operands>
    constexpr void operand(const Operands&... x) {
        if constexpr (is_differentiable<Op>(J)) {
            const auto& mine = std::get<J>(std::tie(x...));
            std::remove_cvref_t<decltype(mine)> to{}, sum{}, expected{};
            assign<J, real>(to, x...);
            derivative<J>(to, x...);

            result<real> y{};
            evaluate(y, x...);
            for (std::size_t i = 0; i < count_of(to); ++i) {
                nth(sum, i) = weight(i, 3);
                nth(expected, i) = nth(to, i) + weight(i, 3);
            }
            pull<J, kernels::store::add, std::remove_cvref_t<decltype(mine)>, real>(sum, y, x...);
            compare("store", J, sum, expected, std::numeric_limits<real>::epsilon());
            if constexpr (requires { Op::pullback_reads(J); })
                reads<J>(std::index_sequence_for<Operands...>{}, to, x...);
        }
    }
    /// What `pullback_reads` leaves out may hold anything by then; so may the result.
    template <std::size_t J, std::size_t... K, class To, class... Operands>
    constexpr void reads(std::index_sequence<K...>, const To& expected, const Operands&... x) {
        To to{};
        pull<J, kernels::store::assign, To, real>(to, lost(result<real>{}), as_read<J, K>(x)...);
        compare("reads", J, to, expected, 0);
    }
    template <class Value>
    static constexpr Value lost(Value x) {
        for (std::size_t i = 0; i < count_of(x); ++i) nth(x, i) = std::numeric_limits<real>::quiet_NaN();
        return x;
    }
    template <std::size_t J, std::size_t K, class Operand>
    static constexpr Operand as_read(const Operand& x) {
        if constexpr ((Op::pullback_reads(J) >> K & 1) != 0)
            return x;
        else
            return lost(x);
    }
    template <std::size_t J, class To, class... Operands>
    constexpr void derivative(const To& computed, const Operands&... x) {
        std::tuple<Operands...> at{x...};
        auto& mine = std::get<J>(at);
        const auto weighted = [&] {
            result<real> y{};
            std::apply([&](const auto&... operands) { evaluate(y, operands...); }, at);
            real sum = 0;
            for (std::size_t i = 0; i < results; ++i) sum += weight(i, 7) * nth(y, i);
            return sum;
        };
        const real value = weighted();
        real largest = 0;
        for (std::size_t i = 0; i < count_of(computed); ++i) largest = larger(largest, absolute(nth(computed, i)));
        for (std::size_t i = 0; i < count_of(computed); ++i) {
            const real here = nth(mine, i);
            const difference_estimate estimate = central_difference(
                [&](real moved) {
                    nth(mine, i) = moved;
                    const real there = weighted();
                    nth(mine, i) = here;
                    return there;
                },
                here);
            const real distance = absolute(nth(computed, i) - estimate.derivative);
            const real scale = larger(largest, absolute(value));
            if (!(distance <= tolerance.derivative * scale + 2 * estimate.uncertainty) ||
                !(estimate.uncertainty <= scale / 1000000))
                refute("derivative", J, i, estimate.derivative, nth(computed, i));
        }
    }

    /// The adjoint of the tangents is the tangent of the adjoints: sums over results and over operands are equal.
    template <std::size_t J, class... Operands>
    constexpr real product_with_direction(const Operands&... x) {
        real sum = 0;
        if constexpr (is_differentiable<Op>(J)) {
            std::remove_cvref_t<decltype(std::get<J>(std::tie(x...)))> to{};
            assign<J, real>(to, x...);
            for (std::size_t i = 0; i < count_of(to); ++i) sum += nth(to, i) * weight(i, 11 + static_cast<unsigned>(J));
        }
        return sum;
    }
    template <std::size_t J, class Operand>
    static constexpr auto moving(const Operand& x) {
        auto d = in_numbers<dual<real>>::of(x);
        if constexpr (is_differentiable<Op>(J))
            for (std::size_t i = 0; i < count_of(d); ++i)
                nth(d, i).tangent[0] = weight(i, 11 + static_cast<unsigned>(J));
        return d;
    }
    template <std::size_t... J, class... Operands>
    constexpr void duality(std::index_sequence<J...>, const Operands&... x) {
        result<dual<real>> y{};
        evaluate(y, moving<J>(x)...);
        real expected = 0, computed = 0, size = 1;
        for (std::size_t i = 0; i < results; ++i) {
            computed += weight(i, 7) * nth(y, i).tangent[0];
            size = larger(size, absolute(nth(y, i).tangent[0]));
        }
        expected = (product_with_direction<J>(x...) + ...);
        if (!(absolute(computed - expected) <=
              tolerance.epsilons * 16 * std::numeric_limits<real>::epsilon() * size * static_cast<real>(results)))
            refute("duality", 0, 0, expected, computed);
    }

    template <class T, std::size_t... J, class... Operands>
    constexpr void agreement(std::index_sequence<J...>, const Operands&... x) {
        result<T> narrow{};
        result<real> wide{};
        evaluate(narrow, in_numbers<T>::of(x)...);
        evaluate(wide, x...);
        compare("value agreement", 0, narrow, wide, static_cast<real>(std::numeric_limits<T>::epsilon()));
        (agreement_of_pullback<T, J>(x...), ...);
    }
    template <class T, std::size_t J, class... Operands>
    constexpr void agreement_of_pullback(const Operands&... x) {
        if constexpr (is_differentiable<Op>(J)) {
            std::remove_cvref_t<decltype(std::get<J>(std::tie(x...)))> wide{};
            auto narrow = in_numbers<T>::of(wide);
            assign<J, real>(wide, x...);
            assign<J, T>(narrow, in_numbers<T>::of(x)...);
            compare("pullback agreement", J, narrow, wide, static_cast<real>(std::numeric_limits<T>::epsilon()));
        }
    }

    template <std::size_t... J>
    constexpr law_report run(std::index_sequence<J...> all, const X&... x) {
        (operand<J>(x...), ...);
        duality(all, x...);
        agreement<float>(all, x...);
        agreement<double>(all, x...);
        return report;
    }
};

} // namespace detail

/// Checks the laws of an operation on tensors at one point: operands are tensors and numbers of long double, and tensors of
/// whole numbers, such as labels, that have no derivative.
///
/// - derivative: `pullback<I, assign>` in long double agrees with central differences of `value`, and reads nothing of what it
///   assigns to;
/// - store: `pullback<I, add>` adds the same;
/// - reads: `pullback<I>` reads no operand that `pullback_reads(I)`, where there is one, leaves out, nor the result;
/// - duality: the tangents that `value` makes of dual numbers and the adjoints that `pullback` makes agree;
/// - agreement: `value` and `pullback` in float and in double agree with long double.
///
/// Numbers should be held exactly by float, and be away from kinks, ties and infinite derivatives. In the report `point` is the
/// number of the element. Throws nothing, allocates nothing. Complexity: about 100 calls of `value` for each number.
template <class Op, class... Operands>
constexpr law_report tensor_operation_laws(const tensor_law_tolerances& tolerance, const Operands&... operands) {
    detail::tensor_law_checker<Op, Operands...> checker{tolerance};
    return checker.run(std::index_sequence_for<Operands...>{}, operands...);
}
template <class Op, class... Operands>
constexpr law_report tensor_operation_laws(const Operands&... operands) {
    return tensor_operation_laws<Op>(tensor_law_tolerances{}, operands...);
}

} // namespace tapeless::testing

#endif

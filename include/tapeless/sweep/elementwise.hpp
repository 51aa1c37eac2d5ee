// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_SWEEP_ELEMENTWISE_HPP
#define TAPELESS_SWEEP_ELEMENTWISE_HPP

#include "../plan/tensor_plan.hpp"
#include "../tensor/kernels/elements.hpp"
#include "straight.hpp"

#include <array>
#include <tuple>

/// Loops over the elements of a group (see plan::fusion). What is done to an element is straight-line code on scalars;
/// it is run on as many elements at once as the compile target has lanes.
namespace tapeless::sweep {

/// The inputs of a group: tensors by their first element, scalars and tensors of one element by value.
template <class T, class Group>
struct group_inputs {
    const T* tensor[Group::inputs + 1]{};
    T single[Group::inputs + 1]{};
};

/// The elements of a group's inputs at one place: what straight-line code reads its symbols from.
template <class T, class Group, std::size_t Row, std::size_t Count, std::size_t Width>
struct elements_at {
    using number = typename kernels::element_lanes<T, Width>::type;
    const group_inputs<T, Group>& inputs;
    std::size_t flat, column;
    number adjoint{}, result{}; // in a backward step

    template <hash_t Id>
    [[gnu::always_inline]] constexpr number scalar() const {
        constexpr index_t p = expr::node_of<Id>::op::position;
        if constexpr (p == plan::adjoint_position)
            return adjoint;
        else if constexpr (p == plan::result_position)
            return result;
        else if constexpr (Group::period[p] == 1)
            return number(inputs.single[p]);
        else if constexpr (Group::period[p] == Group::size)
            return kernels::load_elements<Count, Width>(inputs.tensor[p] + flat);
        else if constexpr (Group::period[p] == Row)
            return kernels::load_elements<Count, Width>(inputs.tensor[p] + column);
        else
            return kernels::load_elements<Count, Width>(inputs.tensor[p] + flat % Group::period[p]);
    }
};

template <class Number, std::size_t N>
struct element_outputs {
    Number value[N];
    template <index_t I>
    [[gnu::always_inline]] constexpr void deliver(const Number& v) {
        value[I] = v;
    }
};

namespace detail {

/// The longest run of elements in which no input repeats.
template <class Group>
constexpr std::size_t row_of() noexcept {
    std::size_t row = Group::size;
    for (std::size_t p : Group::period)
        if (p > 1 && p < row) row = p;
    return row;
}

/// Whether a property holds of any operation of a request.
template <class Request, class Property>
constexpr bool any_operation(Property property) noexcept {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto holds = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
            constexpr const auto& s = plan::program_of<Request>.step[K];
            if constexpr (s.kind == code_kind::unary || s.kind == code_kind::binary || s.kind == code_kind::ternary ||
                          s.kind == code_kind::pair)
                return property.template operator()<typename expr::node_of<s.id>::op>();
            else
                return false;
        };
        return (false || ... || holds(std::integral_constant<std::size_t, I>{}));
    }
    (std::make_index_sequence<std::size(plan::program_of<Request>.step) - 1>{});
}
/// Whether a request can be run on lanes.
template <class Request>
inline constexpr bool takes_lanes = !any_operation<Request>([]<class Op>() {
    if constexpr (requires { Op::opaque; })
        return Op::opaque;
    else
        return false;
});
/// Whether a request computes functions that take many instructions.
template <class Request>
inline constexpr bool calls = any_operation<Request>([]<class Op>() {
    if constexpr (requires { Op::calls; })
        return Op::calls != 0;
    else
        return false;
});

/// Runs a request on the elements at one place.
template <class Request, std::size_t N, std::size_t Width, class T, class Elements>
[[gnu::always_inline]] constexpr auto run_elements(const Elements& in) {
    using number = typename kernels::element_lanes<T, Width>::type;
    element_outputs<number, N> out;
    sweep::run<number, Request>(in, nullptr, out);
    return out;
}

template <class Group, std::size_t Width, class T>
constexpr void group_values(const group_inputs<T, Group>& in, T* out) {
    constexpr std::size_t row = row_of<Group>();
    using to = kernels::in_memory<kernels::store::assign, Group::size, T>;
    for (std::size_t r = 0; r < Group::size; r += row)
        kernels::in_pieces<row, Width>([&](std::size_t c, auto count) __attribute__((always_inline)) {
            const elements_at<T, Group, row, count, Width> at{in, r + c, c};
            const auto result = run_elements<plan::values<plan::ids<Group::body>>, 1, Width, T>(at);
            kernels::put_elements<count, Width, T>(to{out + r + c}, result.value[0]);
        });
}

template <class Group, std::size_t Width, class T>
constexpr T group_sum(const group_inputs<T, Group>& in) {
    constexpr std::size_t row = row_of<Group>();
    using number = typename kernels::element_lanes<T, Width>::type;
    // Independent sums: the additions overlap, and the rounding error grows more slowly than in one chain.
    constexpr std::size_t sums = 4;
    const auto piece = [&](std::size_t r, std::size_t c, auto count) __attribute__((always_inline)) {
        const elements_at<T, Group, row, count, Width> at{in, r + c, c};
        return kernels::only<count, Width, T>(
            run_elements<plan::values<plan::ids<Group::body>>, 1, Width, T>(at).value[0]);
    };
    number sum[sums] = {number(T(0)), number(T(0)), number(T(0)), number(T(0))};
    for (std::size_t r = 0; r < Group::size; r += row) {
        constexpr std::size_t together = row / (sums * Width) * (sums * Width);
        for (std::size_t c = 0; c < together; c += sums * Width)
            for (std::size_t i = 0; i < sums; ++i)
                sum[i] = sum[i] + piece(r, c + i * Width, std::integral_constant<std::size_t, Width>{});
        kernels::in_pieces<row - together, Width>([&](std::size_t c, auto count) __attribute__((always_inline)) {
            sum[0] = sum[0] + piece(r, together + c, count);
        });
    }
    return kernels::sum_of_lanes<Width, T>((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

/// Width of the lanes for a group, unless it is run on single elements.
template <class T, class Group>
inline constexpr std::size_t group_width = kernels::lanes_for<T>(row_of<Group>());

} // namespace detail

/// The values of a group into memory, which may be that of an input which is as large.
template <class Group, class T>
constexpr void compute_group(const group_inputs<T, Group>& in, T* out) {
    if constexpr (kernels::has_lanes<T>)
        if constexpr (Group::size > 1 && detail::takes_lanes<plan::values<plan::ids<Group::body>>>)
            if (!std::is_constant_evaluated())
                return detail::group_values<Group, detail::group_width<T, Group>>(in, out);
    detail::group_values<Group, 1>(in, out);
}

/// The sum of the values of a group.
template <class Group, class T>
constexpr T sum_group(const group_inputs<T, Group>& in) {
    if constexpr (kernels::has_lanes<T>)
        if constexpr (Group::size > 1 && detail::takes_lanes<plan::values<plan::ids<Group::body>>>)
            if (!std::is_constant_evaluated()) return detail::group_sum<Group, detail::group_width<T, Group>>(in);
    return detail::group_sum<Group, 1>(in);
}

/// A place for one derivative of a group: what becomes of it, and by which input it is.
template <index_t Position, contribution How, class To>
struct derivative_place {
    static constexpr index_t position = Position;
    static constexpr contribution how = How;
    To to; ///< a destination, for inputs of more than one element
};

/// The adjoint of a group: of each element, or one for all.
template <class T>
struct group_adjoint {
    const T* elements;
    T all;
    const T* result; ///< the values of the group, where they are kept
};

namespace detail {

template <class Group, class Request, std::size_t Width, class T, class... Places>
constexpr std::array<T, sizeof...(Places)> group_pullback(const group_inputs<T, Group>& in,
                                                          const group_adjoint<T>& adjoint, const Places&... places) {
    constexpr std::size_t row = row_of<Group>(), n = sizeof...(Places);
    using number = typename kernels::element_lanes<T, Width>::type;
    number total[n];
    for (number& t : total) t = number(T(0));
    kernels::in_pieces<row, Width>([&](std::size_t c, auto count) __attribute__((always_inline)) {
        number column[n];
        for (number& t : column) t = number(T(0));
        for (std::size_t r = 0; r < Group::size; r += row) {
            elements_at<T, Group, row, count, Width> at{in, r + c, c};
            at.adjoint = adjoint.elements != nullptr ? kernels::load_elements<count, Width>(adjoint.elements + r + c)
                                                     : number(adjoint.all);
            if constexpr (plan::reads<Request>(plan::element<plan::result_position>))
                at.result = kernels::load_elements<count, Width>(adjoint.result + r + c);
            const auto d = run_elements<Request, n, Width, T>(at);
            const auto deliver = [&]<class Place>(const Place& place, const number& v, number& all, number& rows)
                __attribute__((always_inline)) {
                constexpr std::size_t period = Group::period[Place::position];
                if constexpr (period == 1)
                    all = all + kernels::only<count, Width, T>(v);
                else if constexpr (period == Group::size)
                    kernels::put_elements<count, Width, T>(place.to.along(r + c), v);
                else if constexpr (period == row)
                    rows = rows + v;
                else if (Place::how == contribution::assign && r < period)
                    kernels::put_elements<count, Width, T>(place.to.along(r + c), v);
                else
                    kernels::put_elements<count, Width, T>(place.to.added().along((r + c) % period), v);
            };
            std::size_t i = 0;
            ((deliver(places, d.value[i], total[i], column[i]), ++i), ...);
        }
        const auto finish = [&]<class Place>(const Place& place, const number& rows) __attribute__((always_inline)) {
            if constexpr (Group::period[Place::position] == row && row != Group::size)
                kernels::put_elements<count, Width, T>(place.to.along(c), rows);
        };
        std::size_t i = 0;
        (finish(places, column[i++]), ...);
    });
    std::array<T, n> sums{};
    for (std::size_t i = 0; i < n; ++i) sums[i] = kernels::sum_of_lanes<Width, T>(total[i]);
    return sums;
}

} // namespace detail

/// Derivatives of a group into their places. Returns the sums over all elements, which are the derivatives by inputs of
/// one element.
template <class Group, class Request, class T, class... Places>
constexpr auto pull_group(const group_inputs<T, Group>& in, const group_adjoint<T>& adjoint, const Places&... places) {
    if constexpr (kernels::has_lanes<T>)
        if constexpr (Group::size > 1 && detail::takes_lanes<Request>)
            if (!std::is_constant_evaluated())
                return detail::group_pullback<Group, Request, detail::group_width<T, Group>>(in, adjoint, places...);
    return detail::group_pullback<Group, Request, 1>(in, adjoint, places...);
}

/// What follows a product, done to its elements while they are in registers: a destination of the product that puts
/// the values of a group into memory.
template <class T, class Group, index_t Product, std::size_t Columns>
struct epilogue {
    static constexpr bool stream = true;
    static constexpr bool crosses_rows = detail::row_of<Group>() == Group::size;
    const group_inputs<T, Group>* inputs;
    T* out;
    std::size_t flat = 0, column = 0;

    [[gnu::always_inline]] constexpr epilogue moved(std::size_t rows, std::size_t columns) const noexcept {
        return {inputs, out, flat + rows * Columns + columns, column + columns};
    }
    [[gnu::always_inline]] constexpr epilogue along(std::size_t n) const noexcept {
        return {inputs, out, flat + n, column + n};
    }
    template <std::size_t Count, std::size_t Lanes>
    [[gnu::always_inline]] void put(const kernels::vec<T, Lanes>& v) const {
        lanes<T, Lanes> product;
        product.part[0] = v;
        put_product<Count, Lanes>(product);
    }
    [[gnu::always_inline]] constexpr void put_one(const T& x) const { put_product<1, 1>(x); }

private:
    template <std::size_t Count, std::size_t Width>
    [[gnu::always_inline]] constexpr void
    put_product(const typename kernels::element_lanes<T, Width>::type& product) const {
        const elements_with_product<Count, Width> at{{*inputs, flat, column}, product};
        const auto result = detail::run_elements<plan::values<plan::ids<Group::body>>, 1, Width, T>(at);
        kernels::put_elements<Count, Width, T>(kernels::in_memory<kernels::store::assign, Columns, T>{out + flat},
                                               result.value[0]);
    }

    template <std::size_t Count, std::size_t Width>
    struct elements_with_product {
        elements_at<T, Group, (Group::size > Columns ? Columns : Group::size), Count, Width> others;
        typename kernels::element_lanes<T, Width>::type product;

        template <hash_t Id>
        [[gnu::always_inline]] constexpr auto scalar() const {
            if constexpr (expr::node_of<Id>::op::position == Product)
                return product;
            else
                return others.template scalar<Id>();
        }
    };
};

} // namespace tapeless::sweep

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_BATCH_HPP
#define TAPELESS_DIFF_BATCH_HPP

#include "../value/lanes_math.hpp"
#include "function.hpp"

#include <array>
#include <span>

namespace tapeless {

namespace diff {

/// Arrays of numbers: vectors, spans, C arrays.
template <class A>
concept number_array = requires(const A& a) {
    std::span<const std::remove_cvref_t<decltype(*std::data(a))>>(a);
};

/// The values of one argument at the points from one on.
template <class T>
struct array_column {
    const T* numbers;

    [[gnu::always_inline]] lanes<T> at(std::size_t i) const noexcept { return lanes<T>::load(numbers + i); }
    /// The `count` points after `first`, followed by the last one as often as fills the lanes.
    array_column tail(std::size_t first, std::size_t count, T* filled) const noexcept {
        for (std::size_t i = 0; i < lanes<T>::size; ++i) filled[i] = numbers[first + (i < count ? i : count - 1)];
        return {filled};
    }
};
/// A number that serves all points.
template <class T>
struct number_column {
    T number;

    [[gnu::always_inline]] lanes<T> at(std::size_t) const noexcept { return number; }
    number_column tail(std::size_t, std::size_t, T*) const noexcept { return *this; }
};

/// The type of the elements of the first array among the arguments.
template <class... A>
struct batch_element {
    using type = void;
};
template <class A, class... Rest>
struct batch_element<A, Rest...> : batch_element<Rest...> {};
template <number_array A, class... Rest>
struct batch_element<A, Rest...> {
    using type = std::remove_cvref_t<decltype(*std::data(std::declval<const A&>()))>;
};

template <class T, class A>
constexpr auto column_of(const A& argument) noexcept {
    if constexpr (number_array<A>) {
        static_assert(std::is_same_v<typename batch_element<A>::type, T>,
                      "tapeless: the arrays of a batch hold numbers of different types: make them all float or double");
        return array_column<T>{std::data(argument)};
    } else {
        static_assert(std::is_arithmetic_v<A>, "tapeless: an argument of a batch is an array of numbers or a number");
        return number_column<T>{static_cast<T>(argument)};
    }
}

/// The arguments of a batch: their columns, how many points there are, and whether all arrays hold as many.
template <class... Columns>
struct batch_columns {
    std::tuple<Columns...> columns;
    std::size_t points;
    bool equal;
};
template <class T, class... A>
constexpr auto columns_of(const A&... arguments) noexcept {
    std::size_t points = 0;
    bool equal = true, first = true;
    const auto count = [&](const auto& argument) {
        if constexpr (number_array<std::remove_cvref_t<decltype(argument)>>) {
            equal = equal && (first || std::size(argument) == points);
            points = std::size(argument);
            first = false;
        }
    };
    (count(arguments), ...);
    return batch_columns<decltype(column_of<T>(arguments))...>{{column_of<T>(arguments)...}, points, equal};
}

/// As many points as fill lanes several times over. Everything is a copy, of which the compiler knows that the results
/// do not overwrite it.
template <std::size_t Derivatives, class T, class Point, class... Columns>
[[gnu::noinline]] void run_blocks(const Point point, std::size_t points, T* values,
                                  const std::array<T*, Derivatives> derivatives, const Columns... columns) noexcept {
    for (std::size_t i = 0; i < points; i += lanes<T>::size) {
        const auto result = point(columns.at(i)...);
        result.value.store(values + i);
        for (std::size_t d = 0; d < Derivatives; ++d) result.grad[d].store(derivatives[d] + i);
    }
}

/// Value and derivatives of `Point` at all points of the columns. `Point` takes lanes, and returns lanes: the value and
/// an array of derivatives.
template <class T, class Point, class... Columns, class... Spans>
bool run_batch(const Point& point, const batch_columns<Columns...>& arguments, std::span<T> values,
               Spans... derivatives) noexcept {
    constexpr std::size_t n = lanes<T>::size;
    const std::size_t points = arguments.points, rest = points % n, whole = points - rest;
    if (!arguments.equal || values.size() != points || ((derivatives.size() != points) || ...)) return false;
    [&]<std::size_t... I, std::size_t... D>(std::index_sequence<I...>, std::index_sequence<D...>) {
        constexpr std::size_t count = sizeof...(D);
        const auto& columns = arguments.columns;
        run_blocks<count>(point, whole, values.data(), {derivatives.data()...}, std::get<I>(columns)...);
        if (rest != 0) {
            T in[sizeof...(I)][n], out[count + 1][n];
            run_blocks<count>(point, n, out[count], {out[D]...}, std::get<I>(columns).tail(whole, rest, in[I])...);
            for (std::size_t i = 0; i < rest; ++i) {
                values[whole + i] = out[count][i];
                ((derivatives[whole + i] = out[D][i]), ...);
            }
        }
    }
    (std::index_sequence_for<Columns...>{}, std::index_sequence_for<Spans...>{});
    return true;
}

/// Value and derivatives of a function at one block of points, in lanes.
template <class F, std::size_t... Argnums>
struct function_point {
    F function;

    template <class... Numbers>
    [[gnu::always_inline]] auto operator()(const Numbers&... x) const noexcept {
        using number = std::common_type_t<Numbers...>;
        constexpr std::size_t count = sizeof...(Argnums) == 0 ? sizeof...(Numbers) : sizeof...(Argnums);
        using derivatives = std::array<number, count>;
        const auto result = value_and_grad<Argnums...>(function)(x...);
        if constexpr (count == 1)
            return value_and_gradient<number, derivatives>{result.value, {result.grad}};
        else
            return std::apply(
                [&](const auto&... d) __attribute__((always_inline)) {
                    return value_and_gradient<number, derivatives>{result.value, {d...}};
                },
                result.grad);
    }
};

/// A function and its arguments at many points.
template <class T, class F, class Columns, std::size_t... Argnums>
struct function_batch {
    F function;
    Columns columns;

    /// Writes the value at each point, and the derivatives, one array for each. Returns whether all arrays are equally
    /// long; if not, nothing is written. An array may be both read and written.
    template <class Values, class... Arrays>
    [[nodiscard]] bool into(Values&& values, Arrays&&... by_argument) const noexcept {
        constexpr std::size_t arguments = std::tuple_size_v<decltype(Columns::columns)>;
        constexpr bool one_each = sizeof...(Arrays) == (sizeof...(Argnums) == 0 ? arguments : sizeof...(Argnums));
        static_assert(one_each, "tapeless: a batch is written into one array for the values and one per derivative");
        if constexpr (one_each)
            return run_batch(function_point<F, Argnums...>{function}, columns, std::span<T>(values),
                             std::span<T>(by_argument)...);
        else
            return false;
    }
};

template <class F, std::size_t... Argnums>
struct batch_of_function {
    F function;

    template <class... A>
    constexpr auto operator()(const A&... arguments) const {
        using T = typename batch_element<A...>::type;
        static_assert(!std::is_void_v<T>, "tapeless: at least one argument of a batch is an array");
        if constexpr (!std::is_void_v<T>) {
            const auto columns = columns_of<T>(arguments...);
            return function_batch<T, F, std::remove_const_t<decltype(columns)>, Argnums...>{function, columns};
        }
    }
};

/// Value and derivatives of an expression at one block of points, in lanes.
template <class Expression, class Ids, class Wrt>
struct expression_point;
template <class Expression, hash_t... Ids, hash_t... Wrt>
struct expression_point<Expression, std::integer_sequence<hash_t, Ids...>, std::integer_sequence<hash_t, Wrt...>> {
    Expression e;

    template <class... Numbers>
    [[gnu::always_inline]] auto operator()(const Numbers&... x) const noexcept {
        using number = std::common_type_t<Numbers...>;
        const auto result = value_and_grad(e, wrt(symbol<Wrt>{}...))(binding<Ids, Numbers>{x}...);
        using derivatives = std::array<number, sizeof...(Wrt)>;
        return value_and_gradient<number, derivatives>{result.value, {result.grad[symbol<Wrt>{}]...}};
    }
};

/// An expression and the values of its symbols at many points.
template <class T, class Expression, class Columns, hash_t... Ids>
struct expression_batch {
    Expression e;
    Columns columns;

    /// Writes the value at each point, and the derivatives by the symbols that are given arrays:
    /// `into(values, x = by_x)`, where `by_x` is a std::span. Nothing is computed toward the others. Returns whether
    /// all arrays are equally long; if not, nothing is written. An array may be both read and written.
    template <class Values, hash_t... Wrt, class... Spans>
    [[nodiscard]] bool into(Values&& values, const binding<Wrt, Spans>&... by_symbol) const noexcept {
        static_assert(sizeof...(Wrt) > 0, "tapeless: name a symbol to differentiate by: into(values, x = span)");
        using point =
            expression_point<Expression, std::integer_sequence<hash_t, Ids...>, std::integer_sequence<hash_t, Wrt...>>;
        if constexpr (sizeof...(Wrt) > 0)
            return run_batch(point{e}, columns, std::span<T>(values), std::span<T>(by_symbol.value)...);
        else
            return false;
    }
};

template <class Expression>
struct batch_of_expression {
    Expression e;

    template <hash_t... Ids, class... A>
    constexpr auto operator()(const binding<Ids, A>&... arguments) const {
        using T = typename batch_element<std::remove_cvref_t<A>...>::type;
        static_assert(!std::is_void_v<T>, "tapeless: at least one argument of a batch is an array");
        if constexpr (!std::is_void_v<T>) {
            const auto columns = columns_of<T>(arguments.value...);
            return expression_batch<T, Expression, std::remove_const_t<decltype(columns)>, Ids...>{e, columns};
        }
    }
};

} // namespace diff

/// Value and derivatives of a function of numbers at many points, which lie in arrays (structure of arrays):
///
///     tapeless::batch_value_and_grad(f)(spot, strike, 0.03).into(price, by_spot, by_strike, by_rate)
///
/// Each argument is an array (anything that a std::span takes) or a number that serves all points, whose derivative is
/// written point by point as well. All arrays hold floats, or all hold doubles. `batch_value_and_grad<0, 1>(f)`
/// differentiates by these arguments alone. Several points are computed at once, in `lanes`, whatever the number of
/// points; nothing is allocated. `into` returns false, and writes nothing, unless all arrays are equally long.
template <std::size_t... Argnums, class F>
    requires(!expr::is_handle<F>)
constexpr auto batch_value_and_grad(F f) { return diff::batch_of_function<F, Argnums...>{f}; }

/// The same for an expression of scalar symbols: `batch_value_and_grad(e)(x = xs, y = 2.0).into(values, x = by_x)`.
template <meta::hash_t Root, std::size_t Constants>
constexpr auto batch_value_and_grad(const expression<Root, Constants>& e) noexcept {
    return diff::batch_of_expression<expression<Root, Constants>>{e};
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_STRUCTURE_HPP
#define TAPELESS_DIFF_STRUCTURE_HPP

#include "../expr/literal.hpp"
#include "../expr/symbol.hpp"
#include "value_type.hpp"

#include <tuple>
#include <utility>

namespace tapeless {

namespace diff {

using expr::hash_t;

template <class... T>
struct list {};

/// How a value is a tree of leaves, numbers and tensors, and how the same tree is made of other leaves: of symbols to
/// trace a function with, of derivatives to return. Opened for what has several leaves; anything else is one leaf.
///
///     leaves                          how many
///     types                           their types, as a list
///     make<First>(source)             the tree with leaf k from `source.leaf<First + k>()`
///     leaf<K>(value)                  leaf K of a value
template <class V>
struct structure {
    static constexpr std::size_t leaves = 1;
    using types = list<V>;

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr decltype(auto) make(const Source& source) {
        return source.template leaf<First>();
    }
    template <std::size_t>
    [[gnu::always_inline]] static constexpr const V& leaf(const V& value) noexcept {
        return value;
    }
};

template <class V>
inline constexpr bool is_leaf = structure<V>::leaves == 1 && std::is_same_v<typename structure<V>::types, list<V>>;

template <class... Lists>
struct join_lists;
template <class... A>
struct join_lists<list<A...>> {
    using type = list<A...>;
};
template <class... A, class... B, class... Rest>
struct join_lists<list<A...>, list<B...>, Rest...> : join_lists<list<A..., B...>, Rest...> {};
template <>
struct join_lists<> {
    using type = list<>;
};

/// The number of leaves before each of some trees, and in all of them.
template <class... V>
inline constexpr auto leaves_before = [] {
    struct {
        std::size_t at[sizeof...(V) + 1]{};
    } before;
    const std::size_t leaves[]{structure<V>::leaves..., 0};
    for (std::size_t i = 0; i < sizeof...(V); ++i) before.at[i + 1] = before.at[i] + leaves[i];
    return before;
}();

/// Leaf K of some trees, counted through.
template <std::size_t K, class First, class... Rest>
[[gnu::always_inline]] constexpr decltype(auto) leaf_among(const First& first, const Rest&... rest) noexcept {
    if constexpr (K < structure<First>::leaves)
        return structure<First>::template leaf<K>(first);
    else
        return leaf_among<K - structure<First>::leaves>(rest...);
}

template <class... V>
struct structure<std::tuple<V...>> {
    static constexpr std::size_t leaves = (std::size_t{0} + ... + structure<V>::leaves);
    using types = typename join_lists<typename structure<V>::types...>::type;

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        return make_at<First>(source, std::index_sequence_for<V...>{});
    }
    template <std::size_t K>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf(const std::tuple<V...>& value) noexcept {
        return std::apply([](const V&... v) -> decltype(auto) { return leaf_among<K>(v...); }, value);
    }

private:
    template <std::size_t First, class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto make_at(const Source& source, std::index_sequence<I...>) {
        return std::make_tuple(structure<V>::template make<First + leaves_before<V...>.at[I]>(source)...);
    }
};

} // namespace diff

namespace diff {

/// Whether something is an expression, or a tree of expressions.
template <class V>
inline constexpr bool is_symbolic = false;
template <hash_t Id, std::size_t Constants>
inline constexpr bool is_symbolic<expression<Id, Constants>> = true;
template <hash_t Id>
inline constexpr bool is_symbolic<symbol<Id>> = true;
template <class... V>
inline constexpr bool is_symbolic<std::tuple<V...>> = (false || ... || is_symbolic<V>);

} // namespace diff

/// Several expressions in a row, as a function returns them that computes an array: `return tapeless::array(a, b);`. Of
/// numbers it makes a std::array. Elements are reached by `v[0_c]`, by std::get, and by structured bindings.
template <class... E>
struct expressions : std::tuple<E...> {
    constexpr expressions() = default;
    constexpr explicit(false) expressions(const E&... e) noexcept : std::tuple<E...>{e...} {}

    template <meta::hash_t Id>
    constexpr const auto& operator[](const expression<Id, 0>&) const noexcept {
        constexpr meta::decimal index = expr::decimal_of<Id>;
        constexpr bool valid = index.exponent >= 0 && index.mantissa >= 0;
        static_assert(valid, "tapeless: the index of an array is not negative and whole");
        return at < valid ? whole_number(index) : 0 > ();
    }
    template <class Index>
        requires requires { Index::value; }
    constexpr const auto& operator[](const Index&) const noexcept {
        static_assert(Index::value >= 0, "tapeless: the index of an array is not negative and whole");
        return at < Index::value >= 0 ? static_cast<std::size_t>(Index::value) : 0 > ();
    }

private:
    static constexpr std::size_t whole_number(meta::decimal d) noexcept {
        if (d.mantissa < 0) return 0;
        auto n = static_cast<std::size_t>(d.mantissa);
        for (; d.exponent > 0; --d.exponent) n *= 10;
        return n;
    }
    template <std::size_t I>
    constexpr const auto& at() const noexcept {
        static_assert(I < sizeof...(E), "tapeless: the index of an array is beyond its end");
        return std::get < I < sizeof...(E) ? I : 0 > (*this);
    }
};

template <class... E>
inline constexpr bool diff::is_symbolic<expressions<E...>> = true;

/// An array of expressions, or a std::array of numbers.
template <class First, class... Rest>
constexpr auto array(const First& first, const Rest&... rest) {
    if constexpr (diff::is_symbolic<First> || (diff::is_symbolic<Rest> || ...))
        return expressions<First, Rest...>{first, rest...};
    else
        return std::array<std::common_type_t<First, Rest...>, 1 + sizeof...(Rest)>{first, rest...};
}

namespace diff {

/// The symbols of an array argument: each element a scalar, and the whole a tensor.
template <hash_t Whole, class... E>
struct array_argument : expressions<E...>, symbol<Whole> {
    constexpr array_argument() = default;
    using expressions<E...>::operator[]; // of the two that it inherits
    constexpr explicit array_argument(const E&... e) noexcept : expressions<E...>{e...} {}
};
template <hash_t Whole, class... E>
inline constexpr bool is_symbolic<array_argument<Whole, E...>> = true;

} // namespace diff

template <meta::hash_t Whole, class... E>
inline constexpr bool expr::is_handle<diff::array_argument<Whole, E...>> = true;
template <meta::hash_t Whole, class... E>
inline constexpr meta::hash_t expr::id_of<diff::array_argument<Whole, E...>> = Whole;

namespace diff {

/// Whether an array, or an array of arrays, has numbers as elements, so that it is a tensor.
template <class V>
inline constexpr bool is_array_of_numbers = false;
template <class T, std::size_t N>
inline constexpr bool is_array_of_numbers<std::array<T, N>> = is_array_of_numbers<T> ||
                                                              (is_leaf<T> && value_traits<T>::scalar);

/// Where the parts of an array come from: of symbols that are no argument by themselves.
template <class Source>
struct parts_of {
    static constexpr bool symbolic = Source::symbolic;
    template <std::size_t>
    static constexpr bool is_argument = false;
    template <std::size_t, class>
    static constexpr hash_t whole = 0;
    const Source& source;

    template <std::size_t Place>
    constexpr decltype(auto) leaf() const noexcept {
        return source.template leaf<Place>();
    }
};

template <class T, std::size_t N>
struct structure<std::array<T, N>> {
    static constexpr std::size_t leaves = N * structure<T>::leaves;
    template <std::size_t>
    using element = T;
    template <std::size_t... I>
    static typename join_lists<typename structure<element<I>>::types...>::type types_of(std::index_sequence<I...>);
    using types = decltype(types_of(std::make_index_sequence<N>{}));

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        return make_at<First>(source, std::make_index_sequence<N>{});
    }
    template <std::size_t K>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf(const std::array<T, N>& value) noexcept {
        return structure<T>::template leaf<K % structure<T>::leaves>(std::get<K / structure<T>::leaves>(value));
    }

private:
    template <std::size_t First, class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto make_at(const Source& source, std::index_sequence<I...>) {
        constexpr std::size_t stride = structure<T>::leaves;
        using first = std::decay_t<decltype(structure<T>::template make<First>(source))>;
        if constexpr (!Source::symbolic)
            return std::array<first, N>{structure<T>::template make<First + I * stride>(source)...};
        else if constexpr (is_array_of_numbers<std::array<T, N>> && Source::template is_argument<First>) {
            const parts_of<Source> parts{source};
            return array_argument<Source::template whole<First, std::array<T, N>>,
                                  std::decay_t<decltype(structure<T>::template make<First + I * stride>(parts))>...>(
                structure<T>::template make<First + I * stride>(parts)...);
        } else
            return expressions<std::decay_t<decltype(structure<T>::template make<First + I * stride>(source))>...>{
                structure<T>::template make<First + I * stride>(source)...};
    }
};

/// Arrays of a shape, nested as deep as it has extents.
template <class T, class Shape>
struct nested_arrays {
    using type = T;
};
template <class T, std::size_t First, std::size_t... Rest>
struct nested_arrays<T, shape<First, Rest...>> {
    using type = std::array<typename nested_arrays<T, shape<Rest...>>::type, First>;
};
/// Copies elements, row by row.
template <class T>
constexpr void fill(T& to, const T*& from) {
    to = *from++;
}
template <class Row, std::size_t N, class T>
constexpr void fill(std::array<Row, N>& to, const T*& from) {
    for (Row& row : to) fill(row, from);
}

/// An array argument that a function uses as a tensor.
template <class V>
struct whole {};
template <class T, std::size_t N>
struct structure<whole<std::array<T, N>>> {
    static constexpr std::size_t leaves = 1;
    using types = list<std::array<T, N>>;

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        using extents = typename value_traits<std::array<T, N>>::shape_type;
        const auto& derivative = source.template leaf<First>();
        using given = std::decay_t<decltype(derivative)>;
        if constexpr (requires { requires given::rank == extents::rank; }) {
            typename nested_arrays<std::decay_t<decltype(derivative[0])>, extents>::type copy{};
            auto from = derivative.data();
            fill(copy, from);
            return copy;
        } else { // second derivatives, or those of a tensor
            return given(derivative);
        }
    }
    template <std::size_t>
    [[gnu::always_inline]] static constexpr const std::array<T, N>& leaf(const std::array<T, N>& value) noexcept {
        return value;
    }
};

template <class... E>
struct structure<expressions<E...>> : structure<std::tuple<E...>> {
    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        return make_at<First>(source, std::index_sequence_for<E...>{});
    }
    template <std::size_t K>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf(const expressions<E...>& value) noexcept {
        return structure<std::tuple<E...>>::template leaf<K>(value);
    }

private:
    template <std::size_t First, class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto make_at(const Source& source, std::index_sequence<I...>) {
        if constexpr (Source::symbolic)
            return expressions{structure<E>::template make<First + leaves_before<E...>.at[I]>(source)...};
        else
            return std::array{structure<E>::template make<First + leaves_before<E...>.at[I]>(source)...};
    }
};

template <hash_t Whole, class... E>
struct structure<array_argument<Whole, E...>> : structure<expressions<E...>> {};

} // namespace diff
} // namespace tapeless

template <class... E>
struct std::tuple_size<tapeless::expressions<E...>> : std::tuple_size<std::tuple<E...>> {};
template <std::size_t I, class... E>
struct std::tuple_element<I, tapeless::expressions<E...>> : std::tuple_element<I, std::tuple<E...>> {};
template <tapeless::meta::hash_t Whole, class... E>
struct std::tuple_size<tapeless::diff::array_argument<Whole, E...>> : std::tuple_size<std::tuple<E...>> {};
template <std::size_t I, tapeless::meta::hash_t Whole, class... E>
struct std::tuple_element<I, tapeless::diff::array_argument<Whole, E...>> : std::tuple_element<I, std::tuple<E...>> {};

#endif

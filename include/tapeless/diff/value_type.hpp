// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_VALUE_TYPE_HPP
#define TAPELESS_DIFF_VALUE_TYPE_HPP

#include "../meta/shape.hpp"

#include <array>
#include <type_traits>

namespace tapeless {

template <class T, std::size_t... Extents>
struct tensor;
template <class T, std::size_t... Extents>
struct tensor_view;

namespace diff {

/// How a bound value is read: its element type, whether it is a scalar, its shape where the type tells one, and its
/// elements. Anything that is not listed here is a scalar.
template <class V>
struct value_traits {
    using element_type = V;
    using shape_type = shape<>;
    static constexpr bool scalar = true;
    static constexpr std::size_t size = 1;
};

template <class T, std::size_t... Extents>
struct array_traits {
    using element_type = std::remove_const_t<T>;
    using shape_type = shape<Extents...>;
    static constexpr bool scalar = false;
    static constexpr std::size_t size = shape_type::size;
};
template <class T, std::size_t... Extents>
struct value_traits<tensor<T, Extents...>> : array_traits<T, Extents...> {
    static constexpr const T* elements(const tensor<T, Extents...>& v) noexcept { return v.data(); }
};
template <class T, std::size_t... Extents>
struct value_traits<tensor_view<T, Extents...>> : array_traits<T, Extents...> {
    static constexpr const T* elements(const tensor_view<T, Extents...>& v) noexcept { return v.data(); }
};
template <class T, std::size_t N>
struct value_traits<std::array<T, N>> : array_traits<T, N> {
    static constexpr const T* elements(const std::array<T, N>& v) noexcept { return v.data(); }
};
template <class T, std::size_t N>
struct value_traits<T[N]> : array_traits<T, N> {
    static constexpr const T* elements(const T (&v)[N]) noexcept { return v; }
};

// The type an evaluation computes in. Tensors decide, if there are any with elements that are no integers: they are
// used where they lie. Otherwise scalars decide, by the usual conversions, integers counting as double.
template <class... T>
struct common_or_double {
    using type = std::common_type_t<T...>;
};
template <>
struct common_or_double<> {
    using type = double;
};
template <class Chosen, class... V>
struct pick_elements {
    using type = Chosen;
};

template <class... T>
struct list {};
template <class List, class T>
struct push;
template <class... L, class T>
struct push<list<L...>, T> {
    using type = list<L..., T>;
};

template <class Scalars, class Tensors, class... V>
struct deduce;
template <class... S, class... T>
struct deduce<list<S...>, list<T...>> {
    using type = typename std::conditional_t<sizeof...(T) == 0, common_or_double<S...>, common_or_double<T...>>::type;
};
template <class... S, class... T, class V, class... Rest>
struct deduce<list<S...>, list<T...>, V, Rest...> {
    using element = typename value_traits<V>::element_type;
    static constexpr bool whole = std::is_integral_v<element>;
    using type =
        typename deduce<typename std::conditional_t<value_traits<V>::scalar,
                                                    push<list<S...>, std::conditional_t<whole, double, element>>,
                                                    std::enable_if<true, list<S...>>>::type,
                        typename std::conditional_t<!value_traits<V>::scalar && !whole, push<list<T...>, element>,
                                                    std::enable_if<true, list<T...>>>::type,
                        Rest...>::type;
};

template <class... V>
using value_type = typename deduce<list<>, list<>, V...>::type;

} // namespace diff
} // namespace tapeless

#endif

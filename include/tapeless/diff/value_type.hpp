// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_VALUE_TYPE_HPP
#define TAPELESS_DIFF_VALUE_TYPE_HPP

#include "../meta/shape.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace tapeless {

template <class T, std::size_t... Extents>
struct tensor;
template <class T, std::size_t... Extents>
struct tensor_view;

namespace diff {

/// The number that a value stands for: itself, unless it is a product or a sum that is yet to be computed, as libraries
/// of expression templates (Boost.Multiprecision) return them.
template <class V>
struct number_of {
    using type = V;
};
template <class V>
    requires std::convertible_to<const V&, typename V::result_type>
struct number_of<V> {
    using type = typename V::result_type;
};

/// How a bound value is read: its element type, whether it is a scalar, its shape where the type tells one, and where its
/// elements lie, row by row. Nothing is copied. Anything that is not listed here is a scalar. Opened for other libraries'
/// types, see interop/.
template <class V>
struct value_traits {
    using element_type = typename number_of<V>::type;
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

// Arrays of arrays are matrices, and so on.
template <class V>
inline constexpr bool is_array = std::is_array_v<V>;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;

template <std::size_t N, class Row, class Shape = typename value_traits<Row>::shape_type>
struct rows_traits;
template <std::size_t N, class Row, std::size_t... Extents>
struct rows_traits<N, Row, shape<Extents...>> : array_traits<typename value_traits<Row>::element_type, N, Extents...> {
    static_assert(sizeof(Row) == value_traits<Row>::size * sizeof(typename value_traits<Row>::element_type));
    // Rows lie one after the other, so the first one's address is that of all elements.
    template <class V>
    static constexpr auto elements(const V& v) noexcept {
        return value_traits<Row>::elements(v[0]);
    }
};
template <class Row, std::size_t N>
    requires is_array<Row>
struct value_traits<std::array<Row, N>> : rows_traits<N, Row> {
};
template <class Row, std::size_t N>
    requires is_array<Row>
struct value_traits<Row[N]> : rows_traits<N, std::remove_const_t<Row>> {
};

/// What holds or shows elements in a row, and among it what says by its type how many: std::span<T, N>.
template <class V>
concept contiguous = requires(const V& v) {
    *v.data();
    v.size();
};
template <class V>
concept counted = contiguous<V> && requires {
    std::integral_constant<std::size_t, V::extent>{};
    requires V::extent != static_cast<std::size_t>(-1);
};
template <class V>
using element_of = std::remove_cvref_t<decltype(*std::declval<const V&>().data())>;

// What the library cannot read has a static member `accepted`, which says why.
template <contiguous V>
struct value_traits<V> : array_traits<element_of<V>> {
    template <class Value>
    static constexpr bool accepted() noexcept {
        static_assert(counted<Value>,
                      "tapeless: a value's type does not say how many elements it has, or that they lie row by row "
                      "without gaps (the type is named here): give a view of it, tapeless::view<3, 4>(v.data()); for "
                      "fixed-size matrices of Eigen include tapeless/interop/eigen.hpp");
        return false;
    }
};
template <counted V>
struct value_traits<V> : array_traits<element_of<V>, V::extent> {
    static constexpr const element_of<V>* elements(const V& v) noexcept { return v.data(); }
};

/// Refuses values that cannot be read.
template <class V>
constexpr bool require_readable() noexcept {
    if constexpr (requires { value_traits<V>::template accepted<V>(); })
        return value_traits<V>::template accepted<V>();
    else
        return true;
}

template <class A, class B>
inline constexpr bool can_be_combined = false;

/// The type that holds the numbers of both, by the usual conversions; void is no number.
template <class A, class B>
struct common {
    static_assert(can_be_combined<A, B>,
                  "tapeless: values of two types that have no common type meet in one call (both are named here): "
                  "convert one of them to the type of the other, or specialise std::common_type");
    using type = A;
};
template <class A, class B>
    requires requires { typename std::common_type_t<A, B>; }
struct common<A, B> : std::common_type<A, B> {};
template <class A>
struct common<A, A> {
    using type = A;
};
template <class A>
struct common<A, void> {
    using type = A;
};
template <class B>
struct common<void, B> {
    using type = B;
};
template <>
struct common<void, void> {
    using type = void;
};
// A number made of floating-point numbers, such as std::complex<float>, gets the precision of the number it meets; the
// language would round a double to float here.
template <template <class> class Number, std::floating_point A, std::floating_point B>
    requires std::constructible_from<Number<std::common_type_t<A, B>>, Number<A>>
struct common<Number<A>, B> {
    using type = Number<std::common_type_t<A, B>>;
};
template <template <class> class Number, std::floating_point A, std::floating_point B>
    requires std::constructible_from<Number<std::common_type_t<A, B>>, Number<A>>
struct common<B, Number<A>> {
    using type = Number<std::common_type_t<A, B>>;
};

template <class First, class... Rest>
struct common_of {
    using type = First;
};
template <class First, class Second, class... Rest>
struct common_of<First, Second, Rest...> : common_of<typename common<First, Second>::type, Rest...> {};

/// What a value says about the type of an evaluation. Whole numbers count as double; whole elements say nothing.
template <class V, bool Scalar = value_traits<V>::scalar>
struct opinion {
    using element = typename value_traits<V>::element_type;
    using scalar = std::conditional_t<std::is_integral_v<element>, double, element>;
    using tensor = void;
    using with_tensors = std::conditional_t<std::is_arithmetic_v<element>, void, element>;
};
template <class V>
struct opinion<V, false> {
    using element = typename value_traits<V>::element_type;
    using scalar = void;
    using tensor = std::conditional_t<std::is_integral_v<element>, void, element>;
    using with_tensors = tensor;
};

template <class Scalar, class Tensor, class WithTensors>
struct decision {
    using type = WithTensors;
};
template <class Scalar, class WithTensors>
struct decision<Scalar, void, WithTensors> {
    using type = Scalar;
};
template <class WithTensors>
struct decision<void, void, WithTensors> {
    using type = double;
};

/// The type an evaluation computes in. Tensors decide, if there are any with elements that are no integers: they are
/// used where they lie, and scalars of built-in types are converted. Otherwise scalars decide, by the usual
/// conversions, integers counting as double.
template <class... V>
using value_type = typename decision<typename common_of<void, typename opinion<V>::scalar...>::type,
                                     typename common_of<void, typename opinion<V>::tensor...>::type,
                                     typename common_of<void, typename opinion<V>::with_tensors...>::type>::type;

} // namespace diff
} // namespace tapeless

#endif

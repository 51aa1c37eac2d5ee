// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_ELEMENTS_HPP
#define TAPELESS_TENSOR_KERNELS_ELEMENTS_HPP

#include "../../value/lanes_math.hpp"
#include "destination.hpp"

/// Elements of tensors as lanes: a piece of a row at a time, as one number.
namespace tapeless::kernels {

/// `Width` elements as one number: lanes, or where there are none, the element itself.
template <class T, std::size_t Width>
struct element_lanes {
    using type = lanes<T, Width>;
};
template <class T>
struct element_lanes<T, 1> {
    using type = T;
};

/// The first `Count` of so many elements.
template <std::size_t Count, std::size_t Width, class T>
[[gnu::always_inline]] constexpr typename element_lanes<T, Width>::type load_elements(const T* p) {
    if constexpr (Width == 1) {
        return *p;
    } else {
        lanes<T, Width> v;
        v.part[0] = load_first<Count, Width>(p);
        return v;
    }
}

/// Puts elements into a destination.
template <std::size_t Count, std::size_t Width, class T, class To>
[[gnu::always_inline]] constexpr void put_elements(const To& to, const typename element_lanes<T, Width>::type& v) {
    if constexpr (Width == 1)
        to.put_one(v);
    else
        to.template put<Count, Width>(v.part[0]);
}

/// The sum of all lanes.
template <std::size_t Width, class T>
[[gnu::always_inline]] constexpr T sum_of_lanes(const typename element_lanes<T, Width>::type& v) {
    if constexpr (Width == 1)
        return v;
    else
        return detail::fold_lanes<Width, T>(
            v.part[0], [](const auto& x, const auto& y) __attribute__((always_inline)) { return x + y; });
}

/// Lanes of which only the first `Count` are not zero.
template <std::size_t Count, std::size_t Width, class T>
[[gnu::always_inline]] constexpr typename element_lanes<T, Width>::type
only(const typename element_lanes<T, Width>::type& v) {
    if constexpr (Count == Width) {
        return v;
    } else {
        lanes<T, Width> kept;
        kept.part[0] = detail::keep<0, Count, T, Width>(v.part[0], std::make_index_sequence<Width>{});
        return kept;
    }
}

/// The largest lane.
template <std::size_t Width, class T>
[[gnu::always_inline]] inline T largest_lane(const typename element_lanes<T, Width>::type& v) noexcept {
    return detail::fold_lanes<Width, T>(
        v.part[0], [](const auto& x, const auto& y) __attribute__((always_inline)) { return x < y ? y : x; });
}

/// The first `Count` elements, and `filling` in the other lanes.
template <std::size_t Count, std::size_t Width, class T>
[[gnu::always_inline]] inline typename element_lanes<T, Width>::type load_filled(const T* p, T filling) noexcept {
    if constexpr (Count == Width) {
        return load_elements<Count, Width>(p);
    } else {
        const lanes<T, Width> one(T(1));
        return where(only<Count, Width, T>(one) == one, load_elements<Count, Width>(p), lanes<T, Width>(filling));
    }
}

/// Calls `f(place, count)` for the pieces of `Length` elements, of which all but the last have `Width`.
template <std::size_t Length, std::size_t Width, class F>
[[gnu::always_inline]] constexpr void in_pieces(F f) {
    if constexpr (Length / Width != 0)
        for (std::size_t i = 0; i < Length / Width; ++i) f(i * Width, std::integral_constant<std::size_t, Width>{});
    if constexpr (Length % Width != 0)
        f(Length - Length % Width, std::integral_constant<std::size_t, Length % Width>{});
}

} // namespace tapeless::kernels

#endif

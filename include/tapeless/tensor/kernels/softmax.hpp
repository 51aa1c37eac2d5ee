// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_SOFTMAX_HPP
#define TAPELESS_TENSOR_KERNELS_SOFTMAX_HPP

#include "../../meta/math.hpp"
#include "elements.hpp"

#include <type_traits>

/// Exponentials of a row, against its largest element: none overflows, whatever the row holds.
namespace tapeless::kernels {

namespace detail {

template <std::size_t N, class T>
constexpr T largest_one_by_one(const T* row) {
    T top = row[0];
    for (std::size_t c = 1; c < N; ++c) top = top < row[c] ? row[c] : top;
    return top;
}

template <std::size_t N, class T>
T largest_by_lanes(const T* row) noexcept {
    constexpr std::size_t width = lanes_for<T>(N);
    auto top = load_filled<(N < width ? N : width), width>(row, row[0]);
    in_pieces<N, width>([&](std::size_t c, auto count) __attribute__((always_inline)) {
        const auto piece = load_filled<count, width>(row + c, row[0]);
        top = where(top < piece, piece, top);
    });
    return largest_lane<width, T>(top);
}

template <std::size_t N, std::size_t Width, class T>
constexpr T exponentials(const T* row, const T& top, T* out) {
    using number = typename element_lanes<T, Width>::type;
    number sum = number(T(0));
    in_pieces<N, Width>([&](std::size_t c, auto count) __attribute__((always_inline)) {
        const number e = math::exp(number(load_elements<count, Width>(row + c) - number(top)));
        sum = sum + only<count, Width, T>(e);
        if (out != nullptr) put_elements<count, Width, T>(in_memory<store::assign, N, T>{out + c}, e);
    });
    return sum_of_lanes<Width, T>(sum);
}

template <std::size_t N, std::size_t Width, class T>
constexpr T logarithms(const T* x, const T* y) {
    using number = typename element_lanes<T, Width>::type;
    number sum = number(T(0));
    in_pieces<N, Width>([&](std::size_t c, auto count) __attribute__((always_inline)) {
        const number both = math::log(load_elements<count, Width>(x + c)) + load_elements<count, Width>(y + c);
        sum = sum + only<count, Width, T>(both);
    });
    return sum_of_lanes<Width, T>(sum);
}

} // namespace detail

/// The largest of N elements; a NaN is not seen, unless it is the first.
template <std::size_t N, class T>
constexpr T largest(const T* row) {
    if constexpr (has_lanes<T>)
        if (!std::is_constant_evaluated()) return detail::largest_by_lanes<N>(row);
    return detail::largest_one_by_one<N>(row);
}

/// The sum of exp(row[c] - top) over N elements; the exponentials go to `out`, unless it is null.
template <std::size_t N, class T>
constexpr T sum_of_exponentials(const T* row, const T& top, T* out = nullptr) {
    if constexpr (has_lanes<T>)
        if (!std::is_constant_evaluated()) return detail::exponentials<N, lanes_for<T>(N)>(row, top, out);
    return detail::exponentials<N, 1>(row, top, out);
}

/// The sum of log(x[i]) + y[i] over N elements.
template <std::size_t N, class T>
constexpr T sum_of_logarithms(const T* x, const T* y) {
    if constexpr (has_lanes<T>)
        if (!std::is_constant_evaluated()) return detail::logarithms<N, lanes_for<T>(N)>(x, y);
    return detail::logarithms<N, 1>(x, y);
}

} // namespace tapeless::kernels

#endif

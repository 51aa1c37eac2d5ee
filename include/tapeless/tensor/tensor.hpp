// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_TENSOR_HPP
#define TAPELESS_TENSOR_TENSOR_HPP

#include "view.hpp"

namespace tapeless {

/// A fixed-shape array of elements, row-major and contiguous, aligned for vector code. An aggregate:
/// `tensor<float, 2, 2>{1, 2, 3, 4}`.
template <class T, std::size_t... Extents>
struct tensor {
    using element_type = T;
    using shape_type = shape<Extents...>;
    static constexpr std::size_t rank = sizeof...(Extents);

    alignas(sizeof(T) * shape_type::size >= 64 ? (alignof(T) > 64 ? alignof(T) : 64)
                                               : alignof(T)) T elements[shape_type::size];

    static constexpr std::size_t size() noexcept { return shape_type::size; }
    static constexpr std::size_t extent(std::size_t axis) noexcept { return view_type::extent(axis); }
    constexpr T* data() noexcept { return elements; }
    constexpr const T* data() const noexcept { return elements; }
    constexpr T* begin() noexcept { return elements; }
    constexpr const T* begin() const noexcept { return elements; }
    constexpr T* end() noexcept { return elements + size(); }
    constexpr const T* end() const noexcept { return elements + size(); }

    /// The element at a flat, row-major index.
    constexpr T& operator[](std::size_t i) noexcept { return elements[i]; }
    constexpr const T& operator[](std::size_t i) const noexcept { return elements[i]; }

    /// The element at one index per axis.
    template <class... Index>
        requires(sizeof...(Index) == rank)
    constexpr T& operator()(Index... index) noexcept { return view()(index...); }
    template <class... Index>
        requires(sizeof...(Index) == rank)
    constexpr const T& operator()(Index... index) const noexcept { return view()(index...); }

    using view_type = tensor_view<T, Extents...>;
    constexpr tensor_view<T, Extents...> view() noexcept { return {elements}; }
    constexpr tensor_view<const T, Extents...> view() const noexcept { return {elements}; }
    constexpr operator tensor_view<T, Extents...>() noexcept { return view(); }
    constexpr operator tensor_view<const T, Extents...>() const noexcept { return view(); }

    constexpr bool operator==(const tensor&) const = default;
};

} // namespace tapeless

#endif

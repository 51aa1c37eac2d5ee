// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_VIEW_HPP
#define TAPELESS_TENSOR_VIEW_HPP

#include "../meta/shape.hpp"

#include <cstddef>

namespace tapeless {

/// A fixed-shape view of contiguous row-major elements that live elsewhere. Copying it copies the pointer.
template <class T, std::size_t... Extents>
struct tensor_view {
    using element_type = T;
    using shape_type = shape<Extents...>;
    static constexpr std::size_t rank = sizeof...(Extents);

    T* elements;

    static constexpr std::size_t size() noexcept { return shape_type::size; }
    static constexpr std::size_t extent(std::size_t axis) noexcept {
        constexpr std::size_t extents[]{Extents...};
        return extents[axis];
    }
    constexpr T* data() const noexcept { return elements; }
    constexpr T* begin() const noexcept { return elements; }
    constexpr T* end() const noexcept { return elements + size(); }

    /// The element at a flat, row-major index.
    constexpr T& operator[](std::size_t i) const noexcept { return elements[i]; }

    /// The element at one index per axis.
    template <class... Index>
        requires(sizeof...(Index) == rank)
    constexpr T& operator()(Index... index) const noexcept {
        std::size_t flat = 0;
        ((flat = flat * Extents + static_cast<std::size_t>(index)), ...);
        return elements[flat];
    }
};

/// Elements at an address as a tensor of these extents, which nothing copies: `view<3, 4>(pointer)`. At least as many as
/// the extents' product, row by row, must lie there as long as the view is used.
template <std::size_t... Extents, class T>
constexpr tensor_view<T, Extents...> view(T* elements) noexcept {
    return {elements};
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_DESTINATION_HPP
#define TAPELESS_TENSOR_KERNELS_DESTINATION_HPP

#include "simd.hpp"
#include "store.hpp"

/// A destination is where a kernel puts the elements that it computes, a vector at a time, while they are in registers:
///
/// - `moved(rows, columns)` is the destination seen from so many rows and columns further on,
/// - `along(n)` that seen from n elements further on, row after row,
/// - `put<Count, Lanes>(v)` takes the first Count lanes of v as the elements from here on, and `put_one(x)` one element.
///
/// A destination that is a `stream` is put every element once, whole; others may be put sums in parts. One that
/// `crosses_rows` takes vectors that go on in the next row.
namespace tapeless::kernels {

/// Rows of `Columns` elements in memory, assigned or added to.
template <store How, std::size_t Columns, class T>
struct in_memory {
    static constexpr bool stream = false;
    static constexpr bool crosses_rows = true;
    T* at;

    [[gnu::always_inline]] constexpr in_memory moved(std::size_t rows, std::size_t columns) const noexcept {
        return {at + rows * Columns + columns};
    }
    [[gnu::always_inline]] constexpr in_memory along(std::size_t n) const noexcept { return {at + n}; }

    template <std::size_t Count, std::size_t Lanes>
    [[gnu::always_inline]] void put(const vec<T, Lanes>& v) const noexcept {
        if constexpr (How == store::assign)
            store_first<Count, Lanes>(at, v);
        else
            store_first<Count, Lanes>(at, load_first<Count, Lanes>(at) + v);
    }
    [[gnu::always_inline]] constexpr void put_one(const T& x) const { detail::store_one<How>(*at, x); }

    /// The same place, as a sum that is added to.
    [[gnu::always_inline]] constexpr in_memory<store::add, Columns, T> added() const noexcept { return {at}; }
};

/// Puts `Size` elements that lie one after the other into a destination.
template <std::size_t Size, class T, class To>
constexpr void put_all(const T* from, const To& to) {
    std::size_t done = 0;
    if constexpr (has_lanes<T>) {
        if (!std::is_constant_evaluated()) {
            constexpr std::size_t width = lanes_for<T>(Size);
            for (; done + width <= Size; done += width)
                to.along(done).template put<width, width>(load<width>(from + done));
            if constexpr (Size % width != 0)
                to.along(done).template put<Size % width, width>(load_first<Size % width, width>(from + done));
            return;
        }
    }
    for (; done < Size; ++done) to.along(done).put_one(from[done]);
}

} // namespace tapeless::kernels

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_META_BUFFER_HPP
#define TAPELESS_META_BUFFER_HPP

#include <cstddef>

namespace tapeless::meta {

/// A growing array for constant evaluation only: what std::vector is for, without the cost of its header.
template <class T>
class buffer {
public:
    constexpr explicit buffer(std::size_t capacity) : items_(new T[capacity]{}), capacity_(capacity) {}
    constexpr buffer(buffer&& other) noexcept : items_(other.items_), capacity_(other.capacity_), size_(other.size_) {
        other.items_ = nullptr;
    }
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    constexpr ~buffer() { delete[] items_; }

    constexpr void push(const T& item) {
        if (size_ == capacity_) grow();
        items_[size_++] = item;
    }
    constexpr void pop() noexcept { --size_; }
    constexpr const T* begin() const noexcept { return items_; }
    constexpr T& back() noexcept { return items_[size_ - 1]; }
    constexpr T& operator[](std::size_t i) noexcept { return items_[i]; }
    constexpr const T& operator[](std::size_t i) const noexcept { return items_[i]; }
    constexpr std::size_t size() const noexcept { return size_; }

private:
    constexpr void grow() {
        T* larger = new T[2 * capacity_]{};
        for (std::size_t i = 0; i < size_; ++i) larger[i] = items_[i];
        delete[] items_;
        items_ = larger;
        capacity_ *= 2;
    }

    T* items_;
    std::size_t capacity_;
    std::size_t size_ = 0;
};

} // namespace tapeless::meta

#endif

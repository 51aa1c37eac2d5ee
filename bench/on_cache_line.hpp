// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_ON_CACHE_LINE_HPP
#define TAPELESS_BENCH_ON_CACHE_LINE_HPP

#include <cstddef>
#include <new>
#include <vector>

/// Arrays that start on a cache line, for both sides of a comparison: a vector of 64 bytes that straddles two lines
/// costs two loads, and where the heap puts an array is otherwise chance.
namespace bench {

template <class T>
struct on_cache_line {
    using value_type = T;
    on_cache_line() = default;
    template <class U>
    on_cache_line(const on_cache_line<U>&) noexcept {}
    static constexpr std::align_val_t alignment{64};
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
    void deallocate(T* p, std::size_t) noexcept { ::operator delete(p, alignment); }
    bool operator==(const on_cache_line&) const = default;
};

template <class T>
using array = std::vector<T, on_cache_line<T>>;

} // namespace bench

#endif

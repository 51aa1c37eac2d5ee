// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Value and gradient allocate nothing. Every way to the heap is counted: operator new, and below it malloc and its
// relatives, which this file replaces by definitions of its own name on top of the C library's. Sanitizers replace
// them as well, and on other C libraries there is nothing to build on: then operator new alone is counted.

#include "catch.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>
#include <tapeless/scalar.hpp>
#include <tuple>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TAPELESS_TEST_COUNT_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define TAPELESS_TEST_COUNT_MALLOC 0
#endif
#endif
#ifndef TAPELESS_TEST_COUNT_MALLOC
#ifdef __GLIBC__
#define TAPELESS_TEST_COUNT_MALLOC 1
#else
#define TAPELESS_TEST_COUNT_MALLOC 0
#endif
#endif

namespace {

// Volatile, so that a compiler that knows what malloc and new do cannot reason the counting away.
volatile long heap_calls = 0;

void count() noexcept {
    heap_calls = heap_calls + 1;
}

} // namespace

#if TAPELESS_TEST_COUNT_MALLOC
extern "C" {
void* __libc_malloc(std::size_t) noexcept;
void* __libc_calloc(std::size_t, std::size_t) noexcept;
void* __libc_realloc(void*, std::size_t) noexcept;
void* __libc_memalign(std::size_t, std::size_t) noexcept;

void* malloc(std::size_t size) noexcept {
    count();
    return __libc_malloc(size);
}
void* calloc(std::size_t n, std::size_t size) noexcept {
    count();
    return __libc_calloc(n, size);
}
void* realloc(void* old, std::size_t size) noexcept {
    count();
    return __libc_realloc(old, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    count();
    return __libc_memalign(alignment, size);
}
}
#endif

// Not inlined: seeing free behind new, GCC would take them for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    count();
    if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
    throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
// What delete frees must come from here, whatever a sanitizer provides.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    count();
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
    return operator new(size, tag);
}
[[gnu::noinline]] void operator delete(void* p) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete[](void* p) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
[[gnu::noinline]] void operator delete[](void* p, std::size_t) noexcept {
    std::free(p);
}

namespace {

template <class F>
long heap_calls_of(F f) {
    const long before = heap_calls;
    f();
    return heap_calls - before;
}

/// Where results go, and points come from, so that nothing is computed while compiling.
volatile double sink = 0;
volatile double point = 0.75;

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

template <int Levels>
constexpr auto tower(auto t) {
    if constexpr (Levels == 0)
        return t;
    else
        return tower<Levels - 1>(t * t - x * sin(y));
}

} // namespace

TEST_CASE("the counters count") {
    CHECK(heap_calls_of([] { delete new volatile double(1.0); }) >= 1);
#if TAPELESS_TEST_COUNT_MALLOC
    void* volatile kept = nullptr;
    CHECK(heap_calls_of([&] { kept = std::malloc(10); }) == 1);
    CHECK(heap_calls_of([&] { kept = std::realloc(kept, 20); }) == 1);
    std::free(kept);
    CHECK(heap_calls_of([&] { kept = std::calloc(10, 2); }) == 1);
    std::free(kept);
#endif
}

TEST_CASE("value and gradient make no heap calls") {
    const long calls = heap_calls_of([] {
        const double at = point, other = at + 1;
        const auto r = tapeless::value_and_grad(tower<100>(x))(x = at, y = other);
        sink = r.value + r.grad[x] + r.grad[y];
        sink = tapeless::eval(tower<100>(x))(x = at, y = other);
        const auto [value, d] =
            tapeless::value_and_grad([](auto a, auto b) { return sin(a * b) + pow(a, b) / exp(b); })(at, other);
        sink = value + std::get<0>(d) + std::get<1>(d);
        const auto with_constants = tapeless::let(other * x, [](auto s) { return erf(s) * sigmoid(s) + max(s, 0.5); });
        sink = tapeless::grad(with_constants)(x = at)[x];
        sink = tapeless::grad(tanh(x) * log(x) - sqrt(relu(x)))(x = static_cast<float>(at))[x];
    });
    CHECK(calls == 0);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_DIFF_WITNESS_HPP
#define TAPELESS_TESTS_DIFF_WITNESS_HPP

#include <tapeless/ops/reduction.hpp>

#include <cstddef>
#include <cstdint>

/// The sum of all elements, which remembers where both sweeps find them.
struct witness {
    static constexpr auto name = "witness";
    static inline const void* forward = nullptr;
    static inline const void* backward = nullptr;

    static constexpr tapeless::meta::dimensions result(const tapeless::meta::dimensions&) noexcept { return {}; }
    template <class A>
    static auto value(A a) {
        forward = a.data();
        return tapeless::ops::sum::value(a);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return ~std::uint64_t{0}; }
    template <std::size_t I, tapeless::kernels::store How, class To, class T, class A>
    static void pullback(To to, const T& adjoint, const T& value, A a) {
        backward = a.data();
        tapeless::ops::sum::pullback<I, How>(to, adjoint, value, a);
    }
};
inline constexpr auto observe = [](auto e) { return tapeless::expr::apply<witness>(e); };

template <class T>
bool both_sweeps_saw(const T* elements) {
    const bool both = witness::forward == elements && witness::backward == elements;
    witness::forward = witness::backward = nullptr;
    return both;
}

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: dot takes two vectors, tensors with one extent each

#include <tapeless.hpp>

constexpr auto A = tapeless::var<"A", 3, 3>;
constexpr auto u = tapeless::var<"u", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto g = tapeless::grad(dot(u, u));
#else
    const auto g = tapeless::grad(dot(A, u)); // HERE
#endif
    static_cast<void>(g);
    static_cast<void>(A);
}

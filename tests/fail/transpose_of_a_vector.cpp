// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: transpose takes a tensor with two extents

#include <tapeless.hpp>

constexpr auto A = tapeless::var<"A", 3, 4>;
constexpr auto u = tapeless::var<"u", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = sum(u * transpose(transpose(A)));
#else
    const auto e = sum(transpose(u) * A); // HERE
#endif
    static_cast<void>(e);
}

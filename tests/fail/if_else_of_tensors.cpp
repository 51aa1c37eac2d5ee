// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: if_else chooses between scalars; choose between tensors with where(c, a, b)

#include <tapeless.hpp>

using namespace tapeless::literals;

constexpr auto x = tapeless::var<"x">;
constexpr auto v = tapeless::var<"v", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(sum(where(x < 0_c, v, 2_c * v))));
#else
    static_cast<void>(tapeless::grad(sum(if_else(x < 0_c, v, 2_c * v)))); // HERE
#endif
}

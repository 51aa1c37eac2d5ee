// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch: the operands of an elementwise operation have equal shapes, or the smaller shape is the end of the larger
// expect: shape<3>
// expect: shape<4>

#include <tapeless/scalar.hpp>

constexpr auto u = tapeless::var<"u", 3>;
constexpr auto v = tapeless::var<"v", 4>;
constexpr auto A = tapeless::var<"A", 2, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(u);
    static_cast<void>(A + v);
#else
    static_cast<void>(u + v); // HERE
#endif
}

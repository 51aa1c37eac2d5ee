// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a direction names a symbol by which these expressions are not differentiated

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::jvp(x * y)(x = 1.0, y = 2.0)(y = 1.0).tangent > 0 ? 0 : 1;
#else
    const double d = tapeless::jvp(x * y)(x = 1.0, y = 2.0)(z = 1.0).tangent; // HERE
    return d > 0 ? 0 : 1;
#endif
}

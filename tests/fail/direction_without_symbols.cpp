// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a direction of symbols is given like their values: symbol = tangent

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::jvp(x * y)(x = 1.0, y = 2.0)(x = 1.0, y = 2.0).tangent > 0 ? 0 : 1;
#else
    const double d = tapeless::jvp(x * y)(x = 1.0, y = 2.0)(1.0, 2.0).tangent; // HERE
    return d > 0 ? 0 : 1;
#endif
}

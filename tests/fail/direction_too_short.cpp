// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a direction has one tangent for each argument that is differentiated

#include <tapeless/scalar.hpp>

constexpr auto f = [](auto a, auto b) { return a * b; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::jvp(f)(1.0, 2.0)(1.0, 0.0).tangent > 0 ? 0 : 1;
#else
    const double d = tapeless::jvp(f)(1.0, 2.0)(1.0).tangent; // HERE
    return d > 0 ? 0 : 1;
#endif
}

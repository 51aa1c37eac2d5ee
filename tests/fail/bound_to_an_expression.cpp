// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a symbol is bound to a value, not to another expression

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::grad(x * x)(x = 3.0)[x] > 0 ? 0 : 1;
#else
    return tapeless::grad(x * x)(x = y + y)[x] > 0 ? 0 : 1; // HERE
#endif
}

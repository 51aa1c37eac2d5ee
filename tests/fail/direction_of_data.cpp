// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a direction names a symbol by which these expressions are not differentiated

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto k = tapeless::data<"k">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::hvp(x * x * k)(x = 1.0, k = 2.0)(x = 1.0).hvp[x] > 0 ? 0 : 1;
#else
    const double d = tapeless::hvp(x * x * k)(x = 1.0, k = 2.0)(k = 1.0).hvp[x]; // HERE
    return d > 0 ? 0 : 1;
#endif
}

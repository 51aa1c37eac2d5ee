// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this gradient holds no derivative by that symbol: it is not in the expression, is data, or was left out of wrt

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto g = tapeless::grad(x * y, tapeless::wrt(x))(x = 1.0, y = 2.0);
    return g[x] > 0 ? 0 : 1;
#else
    const auto g = tapeless::grad(x * y, tapeless::wrt(x))(x = 1.0, y = 2.0);
    return g[y] > 0 ? 0 : 1; // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this gradient holds no derivative by that symbol: it is not in the expression, is data, or was left out of wrt

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::eval(tapeless::grad(x * y)[x])(x = 1.0, y = 2.0) > 0 ? 0 : 1;
#else
    const auto d = tapeless::grad(x * y)[z]; // HERE
    return tapeless::eval(d)(x = 1.0, y = 2.0) > 0 ? 0 : 1;
#endif
}

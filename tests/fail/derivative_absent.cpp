// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this gradient holds no derivative by that symbol: it is not in the expression, is data, or was left out of wrt
// expect: name<'y'>

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::grad(x * x)(x = 1.0)[x] > 0 ? 0 : 1;
#else
    return tapeless::grad(x * x)(x = 1.0)[y] > 0 ? 0 : 1; // HERE
#endif
}

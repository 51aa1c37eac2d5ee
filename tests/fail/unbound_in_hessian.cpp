// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a symbol of this expression has no value: add `symbol = value` to the call
// expect: name<'y'>

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::hessian(x * y)(x = 1.0, y = 2.0)[x][y] > 0 ? 0 : 1;
#else
    const double h = tapeless::hessian(x * y)(x = 1.0)[x][y]; // HERE
    return h > 0 ? 0 : 1;
#endif
}

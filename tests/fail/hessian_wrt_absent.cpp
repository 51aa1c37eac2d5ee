// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: wrt names a symbol that the expression does not contain
// expect: name<'z'>

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto z = tapeless::var<"z">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::hessian(x * x, tapeless::wrt(x))(x = 1.0)[x][x] > 0 ? 0 : 1;
#else
    const auto h = tapeless::hessian(x * x, tapeless::wrt(x, z)); // HERE
    return h(x = 1.0)[x][x] > 0 ? 0 : 1;
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: wrt names a symbol that the expression does not contain
// expect: name<'y'>

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(x * x, tapeless::wrt(x)));
#else
    const auto g = tapeless::grad(x * x, tapeless::wrt(x, y)); // HERE
    return g(x = 1.0)[x] > 0 ? 0 : 1;
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: wrt names a symbol twice: remove one of the two

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(x * y, tapeless::wrt(x, y)));
#else
    tapeless::grad(x * y, tapeless::wrt(x, y, x)); // HERE
#endif
}

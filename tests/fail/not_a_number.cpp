// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this operand is no number; a tensor or a value of another type enters an expression as a symbol (var, data) that is bound to it, or as a function argument

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(x + 1.0);
#else
    const auto e = x + "text"; // HERE
    static_cast<void>(tapeless::grad(e)(x = 1.0));
#endif
}

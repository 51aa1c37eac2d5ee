// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a function is differentiated at its arguments: pass them

#include <tapeless/scalar.hpp>

constexpr auto f = [](auto x, auto y) { return x * y; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(f)(1.0, 2.0));
#else
    const auto [dx, dy] = tapeless::grad(f)(); // HERE
    return dx + dy > 0 ? 0 : 1;
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: too many runtime constants in one expression (more than 64): name each value with data<
// expect: or pass it as a function argument outside wrt, write literals as 0.5_c, or share the expression that holds them with let(e, fn)

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

constexpr auto twice(auto e) { return e + e; }
constexpr auto times_16(auto e) { return twice(twice(twice(twice(e)))); }

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(times_16(twice(twice(2.5 * x)))); // 64 constants
#else
    twice(times_16(twice(twice(2.5 * x)))); // HERE
#endif
}

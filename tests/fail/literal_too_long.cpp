// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a _c literal is a decimal number of at most 18 digits, such as 0.5_c

#include <tapeless/scalar.hpp>

using namespace tapeless::literals;

constexpr auto x = tapeless::var<"x">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(3.14159265358979324_c * x);
#else
    static_cast<void>(3.141592653589793238_c * x); // HERE
#endif
}

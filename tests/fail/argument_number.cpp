// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: an argument number given to grad or value_and_grad is out of range

#include <tapeless/scalar.hpp>

constexpr auto f = [](auto x, auto y) { return x * y; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::grad<1>(f)(1.0, 2.0) > 0 ? 0 : 1;
#else
    const double d = tapeless::grad<2>(f)(1.0, 2.0); // HERE
    return d > 0 ? 0 : 1;
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: an argument number is given to grad or value_and_grad twice

#include <tapeless/scalar.hpp>

constexpr auto f = [](auto x, auto y) { return x * y; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad<0, 1>(f)(1.0, 2.0));
#else
    tapeless::grad<0, 0>(f)(1.0, 2.0); // HERE
#endif
}

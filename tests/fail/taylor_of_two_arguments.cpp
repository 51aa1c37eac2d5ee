// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: Taylor coefficients are those of a function of one number

#include <tapeless/scalar.hpp>

constexpr auto f = [](auto a, auto b) { return a * b; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::taylor<3, 0>(f)(1.0, 2.0)[1] > 0 ? 0 : 1;
#else
    const double c = tapeless::taylor<3>(f)(1.0, 2.0)[1]; // HERE
    return c > 0 ? 0 : 1;
#endif
}

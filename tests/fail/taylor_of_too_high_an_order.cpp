// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: Taylor coefficients are computed up to order 20

#include <tapeless/scalar.hpp>

constexpr auto square = [](auto a) { return a * a; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::taylor<3>(square)(1.0)[2] > 0 ? 0 : 1;
#else
    const double c = tapeless::taylor<21>(square)(1.0)[2]; // HERE
    return c > 0 ? 0 : 1;
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: Taylor coefficients are those of a function of one number

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::derivative<2>(x * x * y, tapeless::wrt(x))(x = 1.0, y = 2.0) > 0 ? 0 : 1;
#else
    const double c = tapeless::derivative<2>(x * x * y)(x = 1.0, y = 2.0); // HERE
    return c > 0 ? 0 : 1;
#endif
}

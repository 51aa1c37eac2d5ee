// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the index of an array is not negative and whole

#include <tapeless/scalar.hpp>

using namespace tapeless::literals;

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::eval(tapeless::array(x, y)[1_c])(x = 1.0, y = 2.0) > 0 ? 0 : 1;
#else
    return tapeless::eval(tapeless::array(x, y)[-1_c])(x = 1.0, y = 2.0) > 0 ? 0 : 1; // HERE
#endif
}

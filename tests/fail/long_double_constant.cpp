// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a runtime constant is held as a double; bind a long double to data<

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto k = tapeless::data<"k">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::eval(k * x)(k = 0.5L, x = 2.0) > 0 ? 0 : 1;
#else
    static_cast<void>(0.5L * x); // HERE
#endif
}

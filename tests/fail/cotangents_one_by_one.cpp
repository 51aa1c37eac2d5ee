// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a cotangent is one value of the structure of what the function returns

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::vjp(std::tuple(x * y, x))(x = 1.0, y = 2.0)(std::tuple(1.0, 2.0)).grad[x] > 0 ? 0 : 1;
#else
    const auto r = tapeless::vjp(std::tuple(x * y, x))(x = 1.0, y = 2.0)(1.0, 2.0); // HERE
    return r.grad[x] > 0 ? 0 : 1;
#endif
}

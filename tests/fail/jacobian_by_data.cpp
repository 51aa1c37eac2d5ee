// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: there are no derivatives by that symbol: it is not in the expression, is data, or was left out of wrt

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto x = tapeless::var<"x">;
constexpr auto k = tapeless::data<"k">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return std::get<0>(tapeless::jacobian(std::tuple(x * k, x))(x = 1.0, k = 2.0))[x] > 0 ? 0 : 1;
#else
    const auto j = tapeless::jacobian(std::tuple(x * k, x))(x = 1.0, k = 2.0);
    return std::get<0>(j)[k] > 0 ? 0 : 1; // HERE
#endif
}

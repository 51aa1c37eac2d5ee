// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the gradient of a tensor was asked for (its shape is named here): a gradient needs a scalar, so reduce the expression with sum, mean or a loss

#include <tapeless.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto v = tapeless::var<"v", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::hessian(x * sum(v)));
#else
    static_cast<void>(tapeless::hessian(x * v)); // HERE
#endif
}

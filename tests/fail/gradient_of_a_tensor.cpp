// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the gradient of a tensor was asked for (its shape is named here): a gradient needs a scalar, so reduce the expression with sum, mean or a loss
// expect: tapeless::shape<3>

#include <tapeless/scalar.hpp>

constexpr auto u = tapeless::var<"u", 3>;
constexpr auto x = tapeless::var<"x">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(u);
    static_cast<void>(tapeless::grad(x * x));
#else
    const auto g = tapeless::value_and_grad(u); // HERE
    return g(u = 1.0).grad[u] > 0 ? 0 : 1;
#endif
}

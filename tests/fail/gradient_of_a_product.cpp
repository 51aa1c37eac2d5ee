// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the gradient of a tensor was asked for (its shape is named here): a gradient needs a scalar, so reduce the expression with sum, mean or a loss
// expect: shape<4>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 4, 3>;
constexpr auto u = tapeless::data<"u", 3>;

int main() {
    constexpr tapeless::tensor<float, 4, 3> w{};
    constexpr tapeless::tensor<float, 3> x{};
#ifdef TAPELESS_FAIL_FIXED
    const auto r = tapeless::value_and_grad(sum(W * u))(W = w, u = x);
#else
    const auto r = tapeless::value_and_grad(W * u)(W = w, u = x); // HERE
#endif
    return r.value > 0;
}

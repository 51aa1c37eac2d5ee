// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: tensors of different element types are bound in one call: make them all the same
// expect: float
// expect: double

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 4, 3>;
constexpr auto u = tapeless::data<"u", 3>;

int main() {
    constexpr tapeless::tensor<float, 4, 3> w{};
#ifdef TAPELESS_FAIL_FIXED
    constexpr tapeless::tensor<float, 3> x{};
#else
    constexpr tapeless::tensor<double, 3> x{};
#endif
    const auto r = tapeless::value_and_grad(sum(W * u))(W = w, u = x); // HERE
    return r.value > 0;
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a tangent or a cotangent has another shape than what it belongs to (both are named here)
// expect: tapeless::shape<2>, tapeless::shape<3>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 2, 3>;
constexpr auto x = tapeless::var<"x", 3>;
constexpr tapeless::tensor<double, 2, 3> w{};
constexpr tapeless::tensor<double, 3> at{1, 2, 3};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(vjp(W * x)(W = w, x = at)(tapeless::tensor<double, 2>{}));
#else
    static_cast<void>(vjp(W * x)(W = w, x = at)(at)); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the derivative of one tensor by another has the extents of both, and a tensor has at most four: take jvp, vjp or hvp, or fewer extents (both shapes are named here)
// expect: tapeless::shape<2, 2>, tapeless::shape<2, 2, 1>

#include <tapeless.hpp>

constexpr auto scaled = [](auto matrix, auto cube) { return matrix * sum(cube); };
constexpr tapeless::tensor<double, 2, 2> m{1, 2, 3, 4};
constexpr tapeless::tensor<double, 2, 2, 1> cube{1, 2, 3, 4};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::jacobian<0>(scaled)(m, cube));
#else
    static_cast<void>(tapeless::jacobian<1>(scaled)(m, cube)); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a tangent or a cotangent has another shape than what it belongs to (both are named here)
// expect: tapeless::shape<3>, tapeless::shape<1, 3>

#include <tapeless.hpp>

constexpr auto doubled = [](auto v) { return v + v; };
constexpr tapeless::tensor<double, 3> x{1, 2, 3};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::jvp(doubled)(x)(x));
#else
    static_cast<void>(tapeless::jvp(doubled)(x)(tapeless::tensor<double, 1, 3>{})); // HERE
#endif
}

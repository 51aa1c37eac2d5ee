// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the gradient of a tensor was asked for (its shape is named here): a gradient needs a scalar, so reduce the expression with sum, mean or a loss

#include <tapeless.hpp>

using namespace tapeless::literals;

constexpr std::array at{1.0, 2.0};
constexpr auto doubled = [](auto a) { return 2_c * a; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::jacobian(doubled)(at));
#else
    static_cast<void>(tapeless::hessian(doubled)(at)); // HERE
#endif
}

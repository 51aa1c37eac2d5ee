// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this transform takes expressions of scalars; of tensors there are grad, value_and_grad, jvp, vjp, jacobian, hessian and hvp

#include <tapeless.hpp>

constexpr auto v = tapeless::var<"v", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::jacobian(v));
#else
    static_cast<void>(tapeless::taylor<2>(sum(v))); // HERE
#endif
}

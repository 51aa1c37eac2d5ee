// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this transform takes expressions of scalars; of tensors there are value_and_grad and grad

#include <tapeless.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto v = tapeless::var<"v", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::hessian(x * x * x)(x = 1.0)[x][x] > 0 ? 0 : 1;
#else
    static_cast<void>(tapeless::hessian(x * sum(v))); // HERE
#endif
}

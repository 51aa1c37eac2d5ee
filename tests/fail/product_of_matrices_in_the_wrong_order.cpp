// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch in a matrix product: the last extent on the left must equal the first extent on the right (both shapes are named here)
// expect: shape<784, 64>
// expect: shape<32, 784>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 784, 64>;
constexpr auto X = tapeless::data<"X", 32, 784>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(sum(X * W)));
#else
    static_cast<void>(tapeless::grad(sum(W * X))); // HERE
#endif
}

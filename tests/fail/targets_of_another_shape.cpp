// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch in a loss: a prediction and its target have equal shapes, nothing is repeated (both shapes are named here)
// expect: shape<32, 3>
// expect: shape<3>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 5, 3>;
constexpr auto X = tapeless::data<"X", 32, 5>;
constexpr auto T = tapeless::data<"T", 32, 3>;
constexpr auto t = tapeless::data<"t", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(t);
    static_cast<void>(tapeless::grad(mean_squared_error(X * W, T)));
#else
    static_cast<void>(T);
    static_cast<void>(tapeless::grad(mean_squared_error(X * W, t))); // HERE
#endif
}

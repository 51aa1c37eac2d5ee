// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch in a matrix product: the last extent on the left must equal the first extent on the right (both shapes are named here)
// expect: shape<64, 784>
// expect: shape<100>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 64, 784>;
constexpr auto u = tapeless::data<"u", 784>;
constexpr auto v = tapeless::data<"v", 100>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(v);
    const auto e = sum(relu(W * u));
#else
    static_cast<void>(u);
    const auto e = sum(relu(W * v)); // HERE
#endif
    static_cast<void>(e);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a value has another shape than the symbol it is bound to (both are named here)
// expect: tapeless::shape<4, 3>
// expect: tapeless::shape<3, 4>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 3, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const double w[3][4]{};
    static_cast<void>(tapeless::grad(sum(W))(W = w));
#else
    const double w[4][3]{};
    static_cast<void>(tapeless::grad(sum(W))(W = w)); // HERE
#endif
}

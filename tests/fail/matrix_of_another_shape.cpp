// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a value has another shape than the symbol it is bound to (both are named here)
// expect: shape<4, 3>
// expect: shape<3, 4>

#include <tapeless.hpp>

constexpr auto W = tapeless::var<"W", 4, 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    constexpr tapeless::tensor<float, 4, 3> w{};
#else
    constexpr tapeless::tensor<float, 3, 4> w{};
#endif
    const auto r = tapeless::value_and_grad(sum(W))(W = w); // HERE
    return r.value > 0 && r.grad[W](0, 0) > 0;
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this axis is beyond the tensor's last: axes count from 0 (the shape is named here)
// expect: shape<3, 4>

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/reduction.hpp>

constexpr auto A = tapeless::var<"A", 3, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = tapeless::norm<1>(A);
#else
    const auto e = tapeless::norm<2>(A); // HERE
#endif
    static_cast<void>(e);
}

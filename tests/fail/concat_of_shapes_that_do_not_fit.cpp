// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: concat takes tensors whose extents agree but for that along the axis (all shapes are named here)
// expect: shape<3, 4>
// expect: shape<2, 4>

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/concat.hpp>

constexpr auto A = tapeless::var<"A", 3, 4>;
constexpr auto B = tapeless::var<"B", 2, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = tapeless::concat<0>(A, B);
#else
    const auto e = tapeless::concat<1>(A, B); // HERE
#endif
    static_cast<void>(e);
}

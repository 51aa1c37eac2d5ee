// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: reshape keeps the number of elements (both shapes are named here)
// expect: shape<3, 4>
// expect: shape<2, 5>

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/reshape.hpp>

constexpr auto A = tapeless::var<"A", 3, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = tapeless::reshape<2, 6>(A);
#else
    const auto e = tapeless::reshape<2, 5>(A); // HERE
#endif
    static_cast<void>(e);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch in solve: a square matrix [n, n] needs a right side [n] or [n, k] (both shapes are named here)
// expect: shape<3, 3>
// expect: shape<4>

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/solve.hpp>

constexpr auto A = tapeless::var<"A", 3, 3>;
constexpr auto b = tapeless::var<"b", 3>;
constexpr auto c = tapeless::var<"c", 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(c);
    const auto e = solve(A, b);
#else
    static_cast<void>(b);
    const auto e = solve(A, c); // HERE
#endif
    static_cast<void>(e);
}

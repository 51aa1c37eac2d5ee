// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a slice lies inside the tensor, and is not empty (the shape, the axis, the first element and the count are named here)
// expect: shape<3, 4>, 1, 2, 3

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/slice.hpp>

constexpr auto A = tapeless::var<"A", 3, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = tapeless::slice<1, 2, 2>(A);
#else
    const auto e = tapeless::slice<1, 2, 3>(A); // HERE
#endif
    static_cast<void>(e);
}

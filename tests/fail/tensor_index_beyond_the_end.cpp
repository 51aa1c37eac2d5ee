// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the index of a tensor is beyond its end

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/slice.hpp>

using namespace tapeless::literals;

constexpr auto A = tapeless::var<"A", 3, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = A[2_c][3_c];
#else
    const auto e = A[2_c][4_c]; // HERE
#endif
    static_cast<void>(e);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the index of a tensor is a literal, such as 1_c

#include <tapeless/expr/symbol.hpp>
#include <tapeless/ops/slice.hpp>

using namespace tapeless::literals;

constexpr auto u = tapeless::var<"u", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto e = u[1_c];
#else
    const auto e = u[1]; // HERE
#endif
    static_cast<void>(e);
}

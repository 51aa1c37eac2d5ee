// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: straight-line code is written for expressions of scalars; this one holds tensors

#include <tapeless.hpp>
#include <tapeless/print.hpp>

constexpr auto x = tapeless::var<"x", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::to_string(sum(x)).empty();
#else
    return tapeless::to_cpp(sum(x), "f").empty(); // HERE
#endif
}

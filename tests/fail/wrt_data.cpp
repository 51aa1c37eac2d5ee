// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: wrt takes symbols made with var; data is never differentiated
// expect: name<'k'>

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;
constexpr auto k = tapeless::data<"k">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(k * x, tapeless::wrt(x)));
#else
    const auto g = tapeless::grad(k * x, tapeless::wrt(k)); // HERE
    static_cast<void>(g(k = 1.0, x = 2.0));
#endif
}

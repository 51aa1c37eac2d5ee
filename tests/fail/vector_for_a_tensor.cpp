// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a value's type does not say how many elements it has, or that they lie row by row without gaps (the type is named here): give a view of it, tapeless::view<3, 4>(v.data())
// expect: std::vector<

#include <tapeless.hpp>
#include <vector>

constexpr auto W = tapeless::var<"W", 3>;

int main() {
    const std::vector<double> w{1, 2, 3};
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(sum(W))(W = tapeless::view<3>(w.data())));
#else
    static_cast<void>(tapeless::grad(sum(W))(W = w)); // HERE
#endif
}

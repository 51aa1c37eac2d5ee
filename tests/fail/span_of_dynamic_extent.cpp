// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a value's type does not say how many elements it has, or that they lie row by row without gaps (the type is named here): give a view of it, tapeless::view<3, 4>(v.data())

#include <span>
#include <tapeless.hpp>

int main() {
    const double numbers[]{1, 2, 3};
    const auto f = [](auto v) { return dot(v, v); };
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(f)(std::span<const double, 3>(numbers)));
#else
    static_cast<void>(tapeless::grad(f)(std::span<const double>(numbers))); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: tensors of different element types are bound in one call: make them all the same

#include <array>
#include <tapeless/scalar.hpp>
#include <tapeless/tensor/tensor.hpp>

constexpr auto u = tapeless::var<"u", 3>;
constexpr auto v = tapeless::data<"v", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    constexpr std::array<float, 3> a{1, 2, 3}, b{1, 2, 3};
    static_cast<void>(tapeless::eval(u)(u = a, v = b));
#else
    constexpr std::array<float, 3> a{1, 2, 3};
    constexpr std::array<double, 3> b{1, 2, 3};
    static_cast<void>(tapeless::eval(u)(u = a, v = b)); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a value has another shape than the symbol it is bound to (both are named here)
// expect: tapeless::shape<3>
// expect: tapeless::shape<4>

#include <array>
#include <tapeless/scalar.hpp>
#include <tapeless/tensor/tensor.hpp>

constexpr auto W = tapeless::var<"W", 3>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    constexpr std::array<double, 3> w{1, 2, 3};
    static_cast<void>(tapeless::eval(W)(W = w));
#else
    constexpr std::array<double, 4> w{1, 2, 3, 4};
    tapeless::eval(W)(W = w); // HERE
#endif
}

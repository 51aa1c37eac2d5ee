// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the sparsity of a function needs the types of its arguments

#include <tapeless/scalar.hpp>

constexpr auto f = [](auto a, auto b) { return a * b; };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::sparsity<double, double>(tapeless::hessian(f)).nonzeros == 2 ? 0 : 1;
#else
    static_cast<void>(tapeless::sparsity(tapeless::hessian(f))); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: code is written of an expression of symbols, of grad or value_and_grad of one, or of a function and
// expect: how many numbers it takes, as in to_cpp<2>(value_and_grad(f), name)

#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

int main() {
    const auto f = [](auto x, auto y) { return x * y; };
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::to_cpp<2>(tapeless::value_and_grad(f), "f").empty();
#else
    return tapeless::to_cpp(tapeless::value_and_grad(f), "f").empty(); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_SINE_COSINE_HPP
#define TAPELESS_BENCH_FUNCTIONS_SINE_COSINE_HPP

#include <cmath>

namespace functions {

struct sine_and_cosine {
    double sine, cosine;
};

/// Both at once, for code written by hand. GCC merges the two calls into one of sincos; Clang does not, and is told to
/// where the C library has it.
inline sine_and_cosine sine_cosine(double x) {
#if defined(__clang__) && defined(__GLIBC__)
    sine_and_cosine r;
    ::sincos(x, &r.sine, &r.cosine);
    return r;
#else
    return {std::sin(x), std::cos(x)};
#endif
}

} // namespace functions

#endif

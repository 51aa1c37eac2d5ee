// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: labels are smoothed by a std::ratio from 0 to 1

#include <tapeless.hpp>

namespace nn = tapeless::nn;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    using loss = nn::cross_entropy<std::ratio<1, 10>>;
#else
    using loss = nn::cross_entropy<std::ratio<10>>;
#endif
    return loss::classifies ? 0 : 1; // HERE
}

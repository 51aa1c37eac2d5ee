// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: dropout drops a share from 0 to less than 1 of its inputs

#include <tapeless.hpp>

namespace nn = tapeless::nn;
#ifdef TAPELESS_FAIL_FIXED
using network = nn::mlp<2, nn::dropout<std::ratio<1, 2>>, nn::dense<1>>;
#else
using network = nn::mlp<2, nn::dropout<std::ratio<2>>, nn::dense<1>>;
#endif
nn::parameters<network, float> p; // HERE

int main() {}

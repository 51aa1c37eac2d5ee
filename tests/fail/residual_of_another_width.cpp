// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the layers of a residual connection give as many outputs as they take inputs

#include <tapeless.hpp>

namespace nn = tapeless::nn;
#ifdef TAPELESS_FAIL_FIXED
using network = nn::mlp<2, nn::residual<nn::dense<3>, nn::dense<2>>, nn::dense<1>>;
#else
using network = nn::mlp<2, nn::residual<nn::dense<3>>, nn::dense<1>>;
#endif
nn::parameters<network, float> p; // HERE

int main() {}

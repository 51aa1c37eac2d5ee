// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: nn::fit gives each thread an equal part of a batch

#include <tapeless.hpp>

namespace nn = tapeless::nn;
using network = nn::mlp<2, nn::dense<1>>;

nn::fit_result train(nn::parameters<network, float>& p, const nn::samples<float, nn::mean_squared_error>& s) {
#ifdef TAPELESS_FAIL_FIXED
    return nn::fit<32, 2>(p, s, s, nn::sgd{});
#else
    return nn::fit<32, 3>(p, s, s, nn::sgd{}); // HERE
#endif
}

int main() {}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: batch_norm is trained on batches of at least 2 samples

#include <tapeless.hpp>

namespace nn = tapeless::nn;
using network = nn::mlp<2, nn::batch_norm<>, nn::dense<1>>;

float train(nn::parameters<network, float>& p, const float* x, const float* y, nn::parameters<network, float>& gradient) {
#ifdef TAPELESS_FAIL_FIXED
    return nn::loss_and_grad<2, nn::mean_squared_error>(p, x, y, gradient);
#else
    return nn::loss_and_grad<1, nn::mean_squared_error>(p, x, y, gradient); // HERE
#endif
}

int main() {}

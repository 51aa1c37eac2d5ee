// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: an mlp needs at least one layer

#include <tapeless.hpp>

namespace nn = tapeless::nn;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    using network = nn::mlp<784, nn::dense<10>>;
#else
    using network = nn::mlp<784>;
#endif
    return network::outputs == 0; // HERE
}

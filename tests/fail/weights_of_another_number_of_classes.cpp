// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch in cross_entropy: logits [batch, classes] need labels [batch], and weights of classes, if there are any, [classes] (the three shapes are named here)
// expect: shape<4>

#include <tapeless.hpp>

namespace nn = tapeless::nn;

constexpr auto x = tapeless::data<"x", 8, 3>;
constexpr auto labels = tapeless::data<"labels", 8>;

struct weights {
#ifdef TAPELESS_FAIL_FIXED
    static constexpr double values[]{1, 2, 0.5};
#else
    static constexpr double values[]{1, 2, 0.5, 1};
#endif
};

int main() {
    return std::is_empty_v<decltype(nn::cross_entropy<std::ratio<0>, weights>{}(x, labels))> ? 0 : 1; // HERE
}

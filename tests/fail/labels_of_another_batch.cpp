// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: shape mismatch in softmax_cross_entropy: logits [batch, classes] need labels [batch] (both shapes are named here)
// expect: shape<32, 10>
// expect: shape<10>

#include <tapeless.hpp>

constexpr auto logits = tapeless::var<"logits", 32, 10>;
constexpr auto labels = tapeless::data<"labels", 32>;
constexpr auto wrong = tapeless::data<"labels", 10>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(wrong);
    static_cast<void>(tapeless::grad(softmax_cross_entropy(logits, labels)));
#else
    static_cast<void>(labels);
    static_cast<void>(tapeless::grad(softmax_cross_entropy(logits, wrong))); // HERE
#endif
}

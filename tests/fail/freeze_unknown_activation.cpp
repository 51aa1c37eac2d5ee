// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: freeze does not know how to write an operation of this network (it is named here): use other layers or activations

#include <tapeless/interop/freeze.hpp>
#include <tapeless/ops/trigonometric.hpp>

namespace nn = tapeless::nn;

struct wave {
    constexpr auto operator()(auto x) const noexcept { return sin(x); }
};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    using network = nn::mlp<2, nn::dense<3, nn::tanh>>;
#else
    using network = nn::mlp<2, nn::dense<3, wave>>;
#endif
    static const nn::parameters<network, float> p{};
    return tapeless::interop::freeze("/dev/null", p, "network") ? 0 : 1; // HERE
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_ACTIVATION_HPP
#define TAPELESS_NN_ACTIVATION_HPP

#include "../ops/activation.hpp"
#include "../ops/hyperbolic.hpp"

namespace tapeless::nn {

// Activations by name, for use as template arguments: `dense<64, relu>`.

struct identity {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return x;
    }
};
struct relu {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::relu(x);
    }
};
struct tanh {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::tanh(x);
    }
};
struct sigmoid {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::sigmoid(x);
    }
};

} // namespace tapeless::nn

#endif

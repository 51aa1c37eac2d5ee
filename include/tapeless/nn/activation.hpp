// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_ACTIVATION_HPP
#define TAPELESS_NN_ACTIVATION_HPP

#include "../ops/activation.hpp"
#include "../ops/hyperbolic.hpp"
#include "../ops/softmax.hpp"
#include "constant.hpp"

#include <ratio>

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
struct elu {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::elu(x);
    }
};
struct selu {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::selu(x);
    }
};
struct gelu {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::gelu(x);
    }
};
struct silu {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::silu(x);
    }
};
struct softplus {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::softplus(x);
    }
};
/// The slope where x < 0 is a std::ratio.
template <class Slope = std::ratio<1, 100>>
struct leaky_relu {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::leaky_relu(x, constant<Slope>());
    }
};
/// Of the outputs of each sample, along the last axis.
struct softmax {
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return tapeless::softmax(x);
    }
};

} // namespace tapeless::nn

#endif

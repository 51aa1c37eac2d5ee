// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_INITIALISE_HPP
#define TAPELESS_NN_INITIALISE_HPP

#include "mlp.hpp"
#include "random.hpp"

#include <cmath>

namespace tapeless::nn {

/// Normal with variance 2 / inputs: keeps the variance of activations through ReLU layers (He et al., 2015).
struct he {
    static double deviation(std::size_t inputs, std::size_t) noexcept {
        return std::sqrt(2.0 / static_cast<double>(inputs));
    }
};

/// Normal with variance 2 / (inputs + outputs): the same for tanh and sigmoid layers, forward and backward (Glorot,
/// Bengio, 2010).
struct xavier {
    static double deviation(std::size_t inputs, std::size_t outputs) noexcept {
        return std::sqrt(2.0 / static_cast<double>(inputs + outputs));
    }
};

/// Draws the weights from an initialiser, and sets all else to what the layers begin with: biases to 0, scales to 1, running
/// statistics to mean 0 and variance 1. The same numbers for the same seed.
template <class Initialiser, class Network, class T>
void initialise(parameters<Network, T>& p, Initialiser, std::uint64_t seed) noexcept {
    random source(seed);
    boost::hana::for_each(Network::kept_tensors, [&](auto s) {
        constexpr initial start = detail::leaf_of<decltype(s)>::start;
        const auto tensor = p[s];
        if constexpr (start == initial::drawn) {
            const double deviation = Initialiser::deviation(tensor.extent(0), tensor.extent(1));
            for (T& w : tensor) w = static_cast<T>(deviation * source.normal());
        } else if constexpr (start == initial::standard_normal) {
            for (T& w : tensor) w = static_cast<T>(source.normal());
        } else {
            for (T& w : tensor) w = start == initial::one ? T(1) : T(0);
        }
    });
}

} // namespace tapeless::nn

#endif

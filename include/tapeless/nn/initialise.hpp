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

/// Draws the weights from an initialiser and sets the biases to zero; the same numbers for the same seed.
template <class Initialiser, class Network, class T>
void initialise(parameters<Network, T>& p, Initialiser, std::uint64_t seed) noexcept {
    random source(seed);
    boost::hana::for_each(p.leaves(), [&](auto leaf) {
        if constexpr (leaf.rank == 2) {
            const double deviation = Initialiser::deviation(leaf.extent(0), leaf.extent(1));
            for (T& w : leaf) w = static_cast<T>(deviation * source.normal());
        } else {
            for (T& b : leaf) b = T(0);
        }
    });
}

} // namespace tapeless::nn

#endif

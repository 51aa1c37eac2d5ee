// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYERS_DENSE_HPP
#define TAPELESS_NN_LAYERS_DENSE_HPP

#include "../../ops/arithmetic.hpp"
#include "../../ops/matmul.hpp"
#include "../activation.hpp"
#include "../layer.hpp"

namespace tapeless::nn {

/// A fully connected layer: activation(x W + b), with W of shape [inputs, Outputs] and b of shape [Outputs].
template <std::size_t Outputs, class Activation = identity>
struct dense {
    static constexpr std::size_t outputs = Outputs;
    using activation = Activation;

    template <std::size_t Inputs, std::size_t... Path>
    struct at {
        static constexpr std::size_t inputs = Inputs, outputs = Outputs;
        static constexpr auto weight = trained<"weight", initial::drawn, std::index_sequence<Path...>, Inputs, Outputs>;
        static constexpr auto bias = trained<"bias", initial::zero, std::index_sequence<Path...>, Outputs>;
        static constexpr auto tensors = boost::hana::make_tuple(weight, bias);

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            return Activation{}(x * weight + bias);
        }
    };
};

/// A fully connected layer without a bias: activation(x W). What is normalised next needs none.
template <std::size_t Outputs, class Activation = identity>
struct linear {
    static constexpr std::size_t outputs = Outputs;
    using activation = Activation;

    template <std::size_t Inputs, std::size_t... Path>
    struct at {
        static constexpr std::size_t inputs = Inputs, outputs = Outputs;
        static constexpr auto weight = trained<"weight", initial::drawn, std::index_sequence<Path...>, Inputs, Outputs>;
        static constexpr auto tensors = boost::hana::make_tuple(weight);

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            return Activation{}(x * weight);
        }
    };
};

} // namespace tapeless::nn

#endif

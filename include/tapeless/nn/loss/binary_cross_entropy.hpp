// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_BINARY_CROSS_ENTROPY_HPP
#define TAPELESS_NN_LOSS_BINARY_CROSS_ENTROPY_HPP

#include "../../ops/activation.hpp"
#include "../../ops/product.hpp"
#include "targets.hpp"

namespace tapeless {

/// The cross-entropy of the probabilities sigmoid(logit) against targets in [0, 1], the mean over all elements. Nothing
/// overflows or cancels, whatever the logits: each of the two logarithms is a softplus. Shapes: equal.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto binary_cross_entropy(const expression<A, M>& logits, const expression<B, N>& targets) noexcept {
    using namespace literals;
    return nn::detail::compare(logits, targets, [](const auto& x, const auto& t) {
        return mean(hadamard(t, softplus(-x)) + hadamard(1_c - t, softplus(x)));
    });
}

namespace nn {

/// The cross-entropy of sigmoid(outputs) against targets in [0, 1].
struct binary_cross_entropy : number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::binary_cross_entropy(outputs, targets_);
    }
};

} // namespace nn
} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_KL_DIVERGENCE_HPP
#define TAPELESS_NN_LOSS_KL_DIVERGENCE_HPP

#include "../../ops/exponential.hpp"
#include "../../ops/product.hpp"
#include "../../ops/softmax.hpp"
#include "targets.hpp"

namespace tapeless {

/// The divergence of softmax(logits) from target distributions (Kullback, Leibler, 1951): the sum over the classes of
/// t (log t - log softmax), where 0 log 0 is 0, the mean over the batch. PyTorch's kl_div of log_softmax, 'batchmean'.
/// Shapes: equal, [batch, classes], or [classes] for one sample; each sample's targets are at least 0 and add up to 1.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto kl_divergence(const expression<A, M>& logits, const expression<B, N>& targets) noexcept {
    return nn::detail::compare(logits, targets, [](const auto& x, const auto& t) {
        return sum(xlogy(t, t) - hadamard(t, log_softmax(x))) / nn::detail::batch_of(x);
    });
}

namespace nn {

/// The Kullback-Leibler divergence of softmax(outputs) from targets that are the probabilities of the classes.
struct kl_divergence : number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::kl_divergence(outputs, targets_);
    }
};

} // namespace nn
} // namespace tapeless

#endif

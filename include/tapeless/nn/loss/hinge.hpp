// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_HINGE_HPP
#define TAPELESS_NN_LOSS_HINGE_HPP

#include "../../ops/activation.hpp"
#include "../../ops/product.hpp"
#include "targets.hpp"

namespace tapeless {

/// The max-margin loss: the mean over all elements of max(0, 1 - target * score), where a target is -1 or 1. The
/// derivative at the margin is 0. Shapes: equal.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto hinge(const expression<A, M>& score, const expression<B, N>& target) noexcept {
    using namespace literals;
    return nn::detail::compare(score, target,
                               [](const auto& s, const auto& t) { return mean(relu(1_c - hadamard(t, s))); });
}

namespace nn {

/// The max-margin loss of scores against targets that are -1 or 1.
struct hinge : number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::hinge(outputs, targets_);
    }
};

} // namespace nn
} // namespace tapeless

#endif

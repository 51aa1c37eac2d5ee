// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_SQUARED_ERROR_HPP
#define TAPELESS_NN_LOSS_SQUARED_ERROR_HPP

#include "../../ops/power.hpp"
#include "targets.hpp"

namespace tapeless {

/// The mean over all elements of (prediction - target)^2. Shapes: equal.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto mean_squared_error(const expression<A, M>& prediction, const expression<B, N>& target) noexcept {
    using namespace literals;
    return nn::detail::compare(prediction, target, [](const auto& p, const auto& t) { return mean(pow(p - t, 2_c)); });
}

/// Half the squared distance between a sample's outputs and its targets, the mean over the batch: what textbooks write
/// 1/2 |y - t|^2, whose derivative by the outputs is y - t. It is the mean squared error times half the number of outputs.
/// Shapes: equal, [batch, outputs], or [outputs] for one sample.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto half_squared_error(const expression<A, M>& prediction, const expression<B, N>& target) noexcept {
    using namespace literals;
    return nn::detail::compare(prediction, target, [](const auto& p, const auto& t) {
        return sum(pow(p - t, 2_c)) / (2_c * nn::detail::batch_of(p));
    });
}

namespace nn {

/// The mean of the squared differences between outputs and targets.
struct mean_squared_error : number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::mean_squared_error(outputs, targets_);
    }
};

/// Half the sum over a sample's outputs of the squared differences from the targets, the mean over the batch.
struct half_squared_error : number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::half_squared_error(outputs, targets_);
    }
};

} // namespace nn
} // namespace tapeless

#endif

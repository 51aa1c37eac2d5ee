// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_HPP
#define TAPELESS_NN_LOSS_HPP

#include "../expr/symbol.hpp"
#include "../ops/arithmetic.hpp"
#include "../ops/power.hpp"
#include "../ops/reduction.hpp"
#include "../ops/softmax_cross_entropy.hpp"

#include <cstdint>
#include <type_traits>

namespace tapeless {

template <class Prediction, class Target>
inline constexpr bool targets_match = std::is_same_v<Prediction, Target>;

/// The mean over all elements of (prediction - target)^2. Shapes: equal.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto mean_squared_error(const expression<A, M>& prediction, const expression<B, N>& target) noexcept {
    using namespace literals;
    static_assert(targets_match<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: shape mismatch in mean_squared_error: a prediction and its target have equal shapes, "
                  "nothing is repeated (both shapes are named here)");
    if constexpr (targets_match<expr::shape_of<A>, expr::shape_of<B>>)
        return mean(pow(prediction - target, 2_c));
    else
        return sum(prediction) + sum(target); // so that nothing follows that sentence
}

namespace nn {

// Losses by name, for use as template arguments. Each says what a target is, for a batch of outputs.

/// Cross-entropy of softmax(outputs) against class labels that count from 0.
struct softmax_cross_entropy {
    static constexpr bool classifies = true;
    template <class T>
    using target_type = std::int32_t;
    /// Targets per sample.
    static constexpr std::size_t targets(std::size_t) noexcept { return 1; }
    template <std::size_t Batch, std::size_t>
    static constexpr auto target = data<"labels", Batch>;

    template <class Outputs, class Labels>
    constexpr auto operator()(Outputs outputs, Labels labels) const noexcept {
        return tapeless::softmax_cross_entropy(outputs, labels);
    }
};

/// The mean of the squared differences between outputs and targets.
struct mean_squared_error {
    static constexpr bool classifies = false;
    template <class T>
    using target_type = T;
    static constexpr std::size_t targets(std::size_t outputs) noexcept { return outputs; }
    template <std::size_t Batch, std::size_t Outputs>
    static constexpr auto target = data<"targets", Batch, Outputs>;

    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::mean_squared_error(outputs, targets_);
    }
};

} // namespace nn
} // namespace tapeless

#endif

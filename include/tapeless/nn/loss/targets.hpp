// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_TARGETS_HPP
#define TAPELESS_NN_LOSS_TARGETS_HPP

#include "../../expr/symbol.hpp"
#include "../../ops/arithmetic.hpp"
#include "../../ops/fold.hpp"
#include "../../ops/reduction.hpp"
#include "../constant.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

/// What losses share: what they compare outputs with.
namespace tapeless {

template <class Prediction, class Target>
inline constexpr bool targets_match = std::is_same_v<Prediction, Target>;

namespace nn {

namespace detail {

/// `loss(prediction, target)`, where their shapes are equal.
template <class Loss, meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto compare(const expression<A, M>& prediction, const expression<B, N>& target, const Loss& loss) noexcept {
    static_assert(targets_match<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: shape mismatch in a loss: a prediction and its target have equal shapes, nothing is "
                  "repeated (both shapes are named here)");
    if constexpr (targets_match<expr::shape_of<A>, expr::shape_of<B>>)
        return loss(prediction, target);
    else
        return sum(prediction) + sum(target); // so that nothing follows that sentence
}

/// How many samples a tensor holds: its first extent; one vector, or one number, is one sample.
template <meta::hash_t A, std::size_t M>
constexpr auto batch_of(const expression<A, M>&) noexcept {
    constexpr const meta::dimensions& d = expr::record_of<A>.extents;
    constexpr std::intmax_t samples = d.rank < 2 ? 1 : static_cast<std::intmax_t>(d.extent[0]);
    return whole_constant<samples>();
}

} // namespace detail

/// Losses whose targets are numbers, as many as there are outputs.
struct number_targets {
    static constexpr bool classifies = false;
    template <class T>
    using target_type = T;
    /// Targets per sample.
    static constexpr std::size_t targets(std::size_t outputs) noexcept { return outputs; }
    template <std::size_t Batch, std::size_t Outputs>
    static constexpr auto target = data<"targets", Batch, Outputs>;
};

/// Losses whose targets are class labels that count from 0, one a sample.
struct label_targets {
    static constexpr bool classifies = true;
    template <class T>
    using target_type = std::int32_t;
    static constexpr std::size_t targets(std::size_t) noexcept { return 1; }
    template <std::size_t Batch, std::size_t>
    static constexpr auto target = data<"labels", Batch>;
};

} // namespace nn
} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_CROSS_ENTROPY_HPP
#define TAPELESS_NN_LOSS_CROSS_ENTROPY_HPP

#include "../../ops/concat.hpp"
#include "../../ops/gather.hpp"
#include "../../ops/product.hpp"
#include "../../ops/softmax.hpp"
#include "../../ops/softmax_cross_entropy.hpp"
#include "targets.hpp"

#include <iterator>
#include <ratio>
#include <utility>

namespace tapeless {

namespace nn::detail {

template <class Logits, class Labels, class Weights>
inline constexpr bool classes_match = false;
template <std::size_t Batch, std::size_t Classes>
inline constexpr bool classes_match<shape<Batch, Classes>, shape<Batch>, shape<Classes>> = true;

/// The class of each label beside what the logits say of it.
template <meta::hash_t A, meta::hash_t B, meta::hash_t W>
constexpr bool require_classes() noexcept {
    static_assert(classes_match<expr::shape_of<A>, expr::shape_of<B>, expr::shape_of<W>>,
                  "tapeless: shape mismatch in cross_entropy: logits [batch, classes] need labels [batch], and weights "
                  "of classes, if there are any, [classes] (the three shapes are named here)");
    return classes_match<expr::shape_of<A>, expr::shape_of<B>, expr::shape_of<W>>;
}

} // namespace nn::detail

/// The cross-entropy of softmax(logits) against integer labels, the mean over the batch, with smoothed labels: of the
/// target's probability the share `smoothing`, in [0, 1], is spread evenly over all classes (Szegedy et al., 2016).
///
/// Shapes: logits [batch, classes] with labels [batch]; smoothing is a number or a scalar. Labels count from 0; one
/// outside [0, classes) makes the loss NaN. Stable for any finite logits.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N, class Smoothing>
constexpr auto cross_entropy(const expression<A, M>& logits, const expression<B, N>& labels,
                             const Smoothing& smoothing) noexcept {
    using namespace literals;
    constexpr meta::dimensions d = expr::record_of<A>.extents;
    using weights = decltype(data < "weights", d.rank == 0 ? 1 : d.extent[d.rank - 1] >);
    if constexpr (nn::detail::require_classes<A, B, expr::id_of<std::remove_const_t<weights>>>()) {
        const auto s = expr::lift(smoothing);
        return -let(log_softmax(logits),
                    [&](const auto& log_p) { return (1_c - s) * mean(pick(log_p, labels)) + s * mean(log_p); });
    } else {
        return sum(logits) + sum(labels); // so that nothing follows that sentence
    }
}

/// The same where classes have weights: every term that a class brings in counts as much as the class does, and the sum
/// is divided by the sum of the weights of the labels, as PyTorch defines it. Shapes: weights [classes], not negative.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N, class Smoothing, meta::hash_t W, std::size_t K>
constexpr auto cross_entropy(const expression<A, M>& logits, const expression<B, N>& labels, const Smoothing& smoothing,
                             const expression<W, K>& weights) noexcept {
    using namespace literals;
    if constexpr (nn::detail::require_classes<A, B, W>()) {
        constexpr auto classes = static_cast<std::intmax_t>(expr::record_of<A>.extents.extent[1]);
        const auto s = expr::lift(smoothing);
        const auto of_labels = gather(weights, labels);
        return -let(log_softmax(logits), [&](const auto& log_p) {
            const auto chosen = sum(hadamard(of_labels, pick(log_p, labels)));
            const auto spread = sum(hadamard(log_p, weights)) / nn::whole_constant<classes>();
            return (1_c - s) * chosen + s * spread;
        }) / sum(of_labels);
    } else {
        return sum(logits) + sum(labels); // so that nothing follows that sentence
    }
}

namespace nn {

/// Cross-entropy of softmax(outputs) against class labels that count from 0.
struct softmax_cross_entropy : label_targets {
    template <class Outputs, class Labels>
    constexpr auto operator()(Outputs outputs, Labels labels) const noexcept {
        return tapeless::softmax_cross_entropy(outputs, labels);
    }
};

/// All classes count alike.
struct equal_weights {};

/// Cross-entropy of softmax(outputs) against class labels, with smoothed labels and weights of classes:
///
///     struct rare_twice { static constexpr double values[] = {1, 2, 1}; };
///     nn::cross_entropy<std::ratio<1, 10>>                   // a tenth of the probability is spread over all classes
///     nn::cross_entropy<std::ratio<0>, rare_twice>           // class 1 counts twice
///
/// A batch is divided by the weights of its own labels, so with weights the mean over batches is not the loss of all.
template <class Smoothing = std::ratio<0>, class Weights = equal_weights>
struct cross_entropy : label_targets {
    static_assert(Smoothing::num >= 0 && Smoothing::num <= Smoothing::den,
                  "tapeless: labels are smoothed by a std::ratio from 0 to 1");

    template <class Outputs, class Labels>
    constexpr auto operator()(Outputs outputs, Labels labels) const noexcept {
        constexpr auto smoothing = constant<Smoothing>();
        if constexpr (!std::is_same_v<Weights, equal_weights>)
            return tapeless::cross_entropy(outputs, labels, smoothing,
                                           weights(std::make_index_sequence<std::size(Weights::values)>{}));
        else if constexpr (Smoothing::num != 0)
            return tapeless::cross_entropy(outputs, labels, smoothing);
        else
            return tapeless::softmax_cross_entropy(outputs, labels);
    }

private:
    template <std::size_t Class>
    static constexpr auto weight() noexcept {
        constexpr meta::decimal number = meta::decimal::of(Weights::values[Class]);
        return expr::literal<number>{};
    }
    template <std::size_t... Class>
    static constexpr auto weights(std::index_sequence<Class...>) noexcept {
        static_assert((true && ... && (Weights::values[Class] >= 0)), "tapeless: weights of classes are not negative");
        return stack(weight<Class>()...);
    }
};

} // namespace nn
} // namespace tapeless

#endif

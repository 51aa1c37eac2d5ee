// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYERS_NORMALISE_HPP
#define TAPELESS_NN_LAYERS_NORMALISE_HPP

#include "../../ops/arithmetic.hpp"
#include "../../ops/power.hpp"
#include "../../ops/product.hpp"
#include "../../ops/reduction.hpp"
#include "../../ops/reshape.hpp"
#include "../activation.hpp"
#include "../constant.hpp"
#include "../layer.hpp"

#include <ratio>

namespace tapeless::nn {

namespace detail {

template <class Shape>
inline constexpr std::size_t rank_of = 0;
template <std::size_t... E>
inline constexpr std::size_t rank_of<shape<E...>> = sizeof...(E);

template <class Shape>
inline constexpr std::size_t rows_of = 1;
template <std::size_t B, std::size_t N>
inline constexpr std::size_t rows_of<shape<B, N>> = B;

template <class E>
using shape_of_expression = expr::shape_of<expr::id_of<E>>;

/// (x - mean) / sqrt(variance + epsilon).
template <class Epsilon, class E, class Mean, class Variance>
constexpr auto standardised(E x, Mean mean, Variance variance) noexcept {
    return (x - mean) / sqrt(variance + constant<Epsilon>());
}

template <class Shape>
inline constexpr bool has_batch_to_observe = rows_of<Shape> > 1;

} // namespace detail

/// Batch normalisation (Ioffe, Szegedy, 2015): each of the inputs, less its mean over the batch, divided by its deviation
/// over the batch, times a scale, plus a shift; then an activation.
///
/// In training a batch has at least two samples. Answers use running statistics instead of the batch's: they move by
/// Momentum of the way to each batch's mean and variance, the variance that of a sample (n - 1). Epsilon is added to the
/// variance. The defaults are PyTorch's.
template <class Activation = identity, class Momentum = std::ratio<1, 10>, class Epsilon = std::ratio<1, 100000>>
struct batch_norm {
    template <std::size_t Inputs, std::size_t... Path>
    struct at {
        using path = std::index_sequence<Path...>;
        static constexpr std::size_t inputs = Inputs, outputs = Inputs;
        static constexpr auto scale = trained<"scale", initial::one, path, Inputs>;
        static constexpr auto shift = trained<"shift", initial::zero, path, Inputs>;
        static constexpr auto mean = statistic<"mean", initial::zero, Momentum, path, Inputs>;
        static constexpr auto variance = statistic<"variance", initial::one, Momentum, path, Inputs>;
        static constexpr auto tensors = boost::hana::make_tuple(scale, shift, mean, variance);

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            if constexpr (std::is_same_v<Mode, training_mode>)
                return of_batch(x);
            else
                return finish(detail::standardised<Epsilon>(x, mean, variance));
        }
        template <class E>
        static constexpr auto observed(E x) noexcept {
            if constexpr (detail::has_batch_to_observe<detail::shape_of_expression<E>>)
                return boost::hana::make_tuple(observation{mean, tapeless::mean<0>(x)},
                                               observation{variance, tapeless::sample_variance<0>(x)});
            else
                return boost::hana::make_tuple();
        }

    private:
        template <class E>
        static constexpr auto of_batch(E x) noexcept {
            constexpr bool observable = detail::has_batch_to_observe<detail::shape_of_expression<E>>;
            static_assert(detail::has_batch_to_observe<detail::shape_of_expression<E>>,
                          "tapeless: batch_norm is trained on batches of at least 2 samples: one has no variance");
            if constexpr (observable)
                return finish(detail::standardised<Epsilon>(x, tapeless::mean<0>(x), tapeless::variance<0>(x)));
            else
                return x; // so that nothing follows that sentence
        }
        template <class E>
        static constexpr auto finish(E normalised) noexcept {
            return Activation{}(hadamard(normalised, scale) + shift);
        }
    };
};

/// Layer normalisation (Ba, Kiros, Hinton, 2016): each sample, less the mean of its inputs, divided by their deviation,
/// times a scale, plus a shift; then an activation. The same in training and in answers.
template <class Activation = identity, class Epsilon = std::ratio<1, 100000>>
struct layer_norm {
    template <std::size_t Inputs, std::size_t... Path>
    struct at {
        using path = std::index_sequence<Path...>;
        static constexpr std::size_t inputs = Inputs, outputs = Inputs;
        static constexpr auto scale = trained<"scale", initial::one, path, Inputs>;
        static constexpr auto shift = trained<"shift", initial::zero, path, Inputs>;
        static constexpr auto tensors = boost::hana::make_tuple(scale, shift);

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            using shape = detail::shape_of_expression<E>;
            if constexpr (detail::rank_of<shape> == 1) {
                return finish(detail::standardised<Epsilon>(x, tapeless::mean(x), tapeless::variance(x)));
            } else {
                constexpr std::size_t batch = detail::rows_of<shape>;
                const auto to_each = [](auto of_sample) {
                    return broadcast_to<batch, Inputs>(reshape<batch, 1>(of_sample));
                };
                return finish((x - to_each(tapeless::mean<1>(x))) /
                              to_each(sqrt(tapeless::variance<1>(x) + constant<Epsilon>())));
            }
        }

    private:
        template <class E>
        static constexpr auto finish(E normalised) noexcept {
            return Activation{}(hadamard(normalised, scale) + shift);
        }
    };
};

} // namespace tapeless::nn

#endif

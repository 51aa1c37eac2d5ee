// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_SEQUENCE_HPP
#define TAPELESS_NN_SEQUENCE_HPP

#include "layer.hpp"

#include <boost/hana/concat.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <utility>

namespace tapeless::nn {

namespace detail {

template <std::size_t Number, std::size_t Inputs, class Path, class Done, class... Layers>
struct place;
template <std::size_t Number, std::size_t Inputs, class Path, class... Done>
struct place<Number, Inputs, Path, boost::hana::tuple<Done...>> {
    using layers = boost::hana::tuple<Done...>;
    static constexpr std::size_t outputs = Inputs;
};
template <std::size_t Number, std::size_t Inputs, std::size_t... Path, class... Done, class Layer, class... Layers>
struct place<Number, Inputs, std::index_sequence<Path...>, boost::hana::tuple<Done...>, Layer, Layers...>
    : place<Number + 1, Layer::template at<Inputs, Path..., Number>::outputs, std::index_sequence<Path...>,
            boost::hana::tuple<Done..., boost::hana::type<typename Layer::template at<Inputs, Path..., Number>>>,
            Layers...> {};

/// The inputs of a layer, and what the layers before it have observed.
template <class E, class Observed>
struct passed {
    E value;
    Observed observed;
};
template <class E, class Observed>
passed(E, Observed) -> passed<E, Observed>;

} // namespace detail

/// Layers one after the other, each where it stands.
template <std::size_t Inputs, class Path, class... Layers>
struct sequence {
    using placement = detail::place<0, Inputs, Path, boost::hana::tuple<>, Layers...>;
    static constexpr typename placement::layers layers{};
    static constexpr std::size_t outputs = placement::outputs;

    template <std::size_t L>
    using layer = typename std::remove_cvref_t<decltype(layers[boost::hana::size_c<L>])>::type;

    static constexpr auto tensors = boost::hana::fold_left(layers, boost::hana::make_tuple(), [](auto before, auto l) {
        return boost::hana::concat(before, decltype(l)::type::tensors);
    });

    template <class Mode, class E>
    static constexpr auto forward(E x) noexcept {
        return boost::hana::fold_left(
            layers, x, [](auto input, auto l) { return decltype(l)::type::template forward<Mode>(input); });
    }

    /// What all layers observe of a batch in training.
    template <class E>
    static constexpr auto observed(E x) noexcept {
        return boost::hana::fold_left(layers, detail::passed{x, boost::hana::make_tuple()},
                                      [](auto before, auto l) {
                                          using placed = typename decltype(l)::type;
                                          const auto outputs_ = placed::template forward<training_mode>(before.value);
                                          if constexpr (detail::observes<placed, decltype(before.value)>)
                                              return detail::passed{
                                                  outputs_,
                                                  boost::hana::concat(before.observed, placed::observed(before.value))};
                                          else
                                              return detail::passed{outputs_, before.observed};
                                      })
            .observed;
    }
};

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_MLP_HPP
#define TAPELESS_NN_MLP_HPP

#include "../expr/symbol.hpp"
#include "../ops/arithmetic.hpp"
#include "../ops/matmul.hpp"
#include "../tensor/view.hpp"
#include "activation.hpp"

#include <boost/hana/flatten.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <utility>

namespace tapeless::nn {

/// A fully connected layer: activation(x W + b), with W of shape [inputs, Outputs] and b of shape [Outputs].
template <std::size_t Outputs, class Activation = identity>
struct dense {
    static constexpr std::size_t outputs = Outputs;
    using activation = Activation;
};

/// The node of a parameter of a network: the weights or the bias of a layer.
template <bool Weights, std::size_t Layer, std::size_t... Extents>
struct parameter_leaf {
    static constexpr expr::role what = expr::role::variable;
    static constexpr meta::dimensions extents = meta::dimensions_of(shape<Extents...>{});
    static constexpr meta::hash_t tag =
        meta::hash_dimensions(meta::mix(meta::mix(meta::hash_text("parameter", 9), Layer), Weights), extents);
    static constexpr bool weights = Weights;
    static constexpr std::size_t layer = Layer;
};

/// A layer that knows its place: its index, how many inputs it has, and where its parameters start in the block.
template <std::size_t Index, std::size_t Inputs, std::size_t Offset, class Layer>
struct placed {
    static constexpr std::size_t index = Index;
    static constexpr std::size_t inputs = Inputs;
    static constexpr std::size_t outputs = Layer::outputs;
    static constexpr std::size_t weight_offset = Offset;
    static constexpr std::size_t bias_offset = Offset + inputs * outputs;
    static constexpr std::size_t end = bias_offset + outputs;

    static constexpr symbol<expr::intern_leaf<parameter_leaf<true, index, inputs, outputs>>> weight{};
    static constexpr symbol<expr::intern_leaf<parameter_leaf<false, index, outputs>>> bias{};

    template <class E>
    static constexpr auto apply(E x) noexcept {
        return typename Layer::activation{}(x * weight + bias);
    }
};

namespace detail {
template <std::size_t Index, std::size_t Inputs, std::size_t Offset, class Done, class... Layers>
struct place;
template <std::size_t Index, std::size_t Inputs, std::size_t Offset, class... Done>
struct place<Index, Inputs, Offset, boost::hana::tuple<Done...>> {
    using layers = boost::hana::tuple<Done...>;
    static constexpr std::size_t outputs = Inputs;
    static constexpr std::size_t count = Offset;
};
template <std::size_t Index, std::size_t Inputs, std::size_t Offset, class... Done, class Layer, class... Layers>
struct place<Index, Inputs, Offset, boost::hana::tuple<Done...>, Layer, Layers...>
    : place<Index + 1, Layer::outputs, placed<Index, Inputs, Offset, Layer>::end,
            boost::hana::tuple<Done..., boost::hana::type<placed<Index, Inputs, Offset, Layer>>>, Layers...> {};
} // namespace detail

/// The parameters of a network: one contiguous aligned block, layer by layer, weights before bias, with a typed view
/// of each part. The gradient of a network has the same type.
template <class Network, class T>
struct parameters {
    using element_type = T;
    using network = Network;

    alignas(64) T values[Network::parameter_count];

    static constexpr std::size_t size() noexcept { return Network::parameter_count; }

    /// The weights of layer L: a view of shape [inputs, outputs].
    template <std::size_t L>
    constexpr auto weight() noexcept {
        return weight_view<L>(values);
    }
    template <std::size_t L>
    constexpr auto weight() const noexcept {
        return weight_view<L>(values);
    }
    /// The bias of layer L: a view of shape [outputs].
    template <std::size_t L>
    constexpr auto bias() noexcept {
        return bias_view<L>(values);
    }
    template <std::size_t L>
    constexpr auto bias() const noexcept {
        return bias_view<L>(values);
    }
    /// All parts as a Hana tuple of views, in the order of the block.
    constexpr auto leaves() noexcept { return leaves(values, std::make_index_sequence<Network::depth>{}); }
    constexpr auto leaves() const noexcept { return leaves(values, std::make_index_sequence<Network::depth>{}); }

private:
    template <std::size_t L, class E>
    static constexpr auto weight_view(E* block) noexcept {
        using layer = typename Network::template layer<L>;
        return tensor_view<E, layer::inputs, layer::outputs>{block + layer::weight_offset};
    }
    template <std::size_t L, class E>
    static constexpr auto bias_view(E* block) noexcept {
        using layer = typename Network::template layer<L>;
        return tensor_view<E, layer::outputs>{block + layer::bias_offset};
    }
    template <class E, std::size_t... L>
    static constexpr auto leaves(E* block, std::index_sequence<L...>) noexcept {
        return boost::hana::flatten(
            boost::hana::make_tuple(boost::hana::make_tuple(weight_view<L>(block), bias_view<L>(block))...));
    }
};

/// A multilayer perceptron, as a type: `mlp<784, dense<64, relu>, dense<10>>`.
template <std::size_t Inputs, class... Layers>
struct mlp {
    static_assert(sizeof...(Layers) > 0, "tapeless: an mlp needs at least one layer");

    using placement = detail::place<0, Inputs, 0, boost::hana::tuple<>, Layers...>;
    static constexpr typename placement::layers layers{};
    static constexpr std::size_t depth = sizeof...(Layers);
    static constexpr std::size_t inputs = Inputs;
    static constexpr std::size_t outputs = placement::outputs;
    static constexpr std::size_t parameter_count = placement::count;

    template <std::size_t L>
    using layer = typename std::remove_cvref_t<decltype(layers[boost::hana::size_c<L>])>::type;

    /// The network's outputs as an expression of its inputs: shape [inputs], or [batch, inputs] for a batch.
    template <class E>
    static constexpr auto forward(E x) noexcept {
        return boost::hana::fold_left(layers, x, [](auto input, auto l) { return decltype(l)::type::apply(input); });
    }
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return forward(x);
    }
};

} // namespace tapeless::nn

#endif

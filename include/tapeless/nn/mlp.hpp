// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_MLP_HPP
#define TAPELESS_NN_MLP_HPP

#include "../tensor/view.hpp"
#include "layers/dense.hpp"
#include "layers/dropout.hpp"
#include "layers/embedding.hpp"
#include "layers/normalise.hpp"
#include "layers/residual.hpp"
#include "layers/sequential.hpp"
#include "sequence.hpp"

#include <boost/hana/filter.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/transform.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace tapeless::nn {

namespace detail {

/// A tensor of a network: which, and where it lies among those with its role.
struct tensor_record {
    meta::hash_t key;
    tensor_role role;
    std::size_t size, offset;
};

template <std::size_t Count>
struct tensor_records {
    tensor_record record[Count == 0 ? 1 : Count]{};

    /// How many elements the tensors with a role have.
    constexpr std::size_t size(tensor_role role) const noexcept {
        std::size_t n = 0;
        for (std::size_t i = 0; i < Count; ++i)
            if (record[i].role == role) n += record[i].size;
        return n;
    }
    constexpr std::size_t offset(meta::hash_t key) const noexcept {
        std::size_t i = 0;
        while (record[i].key != key) ++i;
        return record[i].offset;
    }
    constexpr std::size_t largest(tensor_role role) const noexcept {
        std::size_t n = 0;
        for (std::size_t i = 0; i < Count; ++i)
            if (record[i].role == role && record[i].size > n) n = record[i].size;
        return n;
    }
};

template <class... Symbols>
constexpr auto make_records(const boost::hana::tuple<Symbols...>&) noexcept {
    tensor_records<sizeof...(Symbols)> r;
    std::size_t at = 0;
    const auto add = [&](auto symbol) {
        using leaf = leaf_of<decltype(symbol)>;
        std::size_t offset = 0;
        for (std::size_t i = 0; i < at; ++i)
            if (r.record[i].role == leaf::becomes) offset += r.record[i].size;
        r.record[at++] = {leaf::key, leaf::becomes, leaf::extents.size(), offset};
    };
    (add(Symbols{}), ...);
    return r;
}

template <class First, class...>
inline constexpr bool takes_labels = requires {
    requires First::takes_labels;
};

} // namespace detail

/// Statistics of a network, which follow what its layers observe, one after the other.
template <class T, std::size_t N>
struct statistics_block {
    alignas(64) T values[N];
    static constexpr std::size_t size() noexcept { return N; }
};
template <class T>
struct statistics_block<T, 0> {
    static constexpr T* values = nullptr;
    static constexpr std::size_t size() noexcept { return 0; }
};

/// The parameters of a network: one contiguous aligned block, layer by layer, weights before bias, with a typed view
/// of each part; then, where layers keep them, running statistics. The gradient of a network has the same type: what a
/// batch says of the statistics takes their place.
template <class Network, class T>
struct parameters {
    using element_type = T;
    using network = Network;

    alignas(64) T values[Network::parameter_count];
    [[no_unique_address]] statistics_block<T, Network::statistics_count> statistics{};

    static constexpr std::size_t size() noexcept { return Network::parameter_count; }

    /// A view of the tensor of a symbol: `p[network::layer<0>::weight]`.
    template <meta::hash_t Id>
    constexpr auto operator[](const symbol<Id>&) noexcept {
        return view<Id>(*this);
    }
    template <meta::hash_t Id>
    constexpr auto operator[](const symbol<Id>&) const noexcept {
        return view<Id>(*this);
    }

    /// The weights of layer L: a view of shape [inputs, outputs].
    template <std::size_t L>
    constexpr auto weight() noexcept {
        return (*this)[Network::template layer<L>::weight];
    }
    template <std::size_t L>
    constexpr auto weight() const noexcept {
        return (*this)[Network::template layer<L>::weight];
    }
    /// The bias of layer L: a view of shape [outputs].
    template <std::size_t L>
    constexpr auto bias() noexcept {
        return (*this)[Network::template layer<L>::bias];
    }
    template <std::size_t L>
    constexpr auto bias() const noexcept {
        return (*this)[Network::template layer<L>::bias];
    }
    /// All trained parts as a Hana tuple of views, in the order of the block.
    constexpr auto leaves() noexcept { return leaves(*this); }
    constexpr auto leaves() const noexcept { return leaves(*this); }

private:
    template <meta::hash_t Id, class Self>
    static constexpr auto view(Self& self) noexcept {
        using leaf = typename expr::node_of<Id>::op;
        constexpr std::size_t offset = Network::records.offset(leaf::key);
        if constexpr (leaf::becomes == tensor_role::trained)
            return view_of(self.values + offset, expr::shape_of<Id>{});
        else
            return view_of(self.statistics.values + offset, expr::shape_of<Id>{});
    }
    template <class E, std::size_t... Extents>
    static constexpr auto view_of(E* elements, shape<Extents...>) noexcept {
        return tensor_view<E, Extents...>{elements};
    }
    template <class Self>
    static constexpr auto leaves(Self& self) noexcept {
        return boost::hana::transform(Network::trained_tensors, [&self](auto s) { return self[s]; });
    }
};

/// Calls f(name, view) for each tensor of a network, in the order of its layers: "0.weight", "0.bias", and so on, the
/// running statistics among them.
template <class Network, class T, class F>
constexpr void for_each_tensor(parameters<Network, T>& p, F f) {
    boost::hana::for_each(Network::kept_tensors, [&](auto s) { f(detail::leaf_of<decltype(s)>::name, p[s]); });
}
template <class Network, class T, class F>
constexpr void for_each_tensor(const parameters<Network, T>& p, F f) {
    boost::hana::for_each(Network::kept_tensors, [&](auto s) { f(detail::leaf_of<decltype(s)>::name, p[s]); });
}

/// A multilayer perceptron, as a type: `mlp<784, dense<64, relu>, dense<10>>`. Any layers one after the other.
template <std::size_t Inputs, class... Layers>
struct mlp : private sequence<Inputs, std::index_sequence<>, Layers...> {
    static_assert(sizeof...(Layers) > 0, "tapeless: an mlp needs at least one layer");

    using all = sequence<Inputs, std::index_sequence<>, Layers...>;
    using all::observed;
    using all::outputs;
    using all::tensors;
    template <std::size_t L>
    using layer = typename all::template layer<L>;

    static constexpr std::size_t depth = sizeof...(Layers);
    static constexpr std::size_t inputs = Inputs;
    static constexpr auto records = detail::make_records(tensors);
    static constexpr std::size_t parameter_count = records.size(tensor_role::trained);
    static constexpr std::size_t statistics_count = records.size(tensor_role::statistic);
    /// Elements of the masks of a sample.
    static constexpr std::size_t mask_count = records.size(tensor_role::mask);

    static constexpr auto trained_tensors = boost::hana::filter(tensors, [](auto s) {
        return boost::hana::bool_c<detail::leaf_of<decltype(s)>::becomes == tensor_role::trained>;
    });
    static constexpr auto kept_tensors = boost::hana::filter(tensors, [](auto s) {
        return boost::hana::bool_c<detail::leaf_of<decltype(s)>::becomes != tensor_role::mask>;
    });

    /// Numbers, or labels where the first layer looks them up.
    static constexpr bool takes_labels = detail::takes_labels<Layers...>;
    template <class T>
    using input_type = std::conditional_t<takes_labels, std::int32_t, T>;

    /// The network's outputs as an expression of its inputs: shape [inputs], or [batch, inputs] for a batch.
    template <class Mode = inference_mode, class E>
    static constexpr auto forward(E x) noexcept {
        return all::template forward<Mode>(x);
    }
    template <class E>
    constexpr auto operator()(E x) const noexcept {
        return forward(x);
    }
};

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYER_HPP
#define TAPELESS_NN_LAYER_HPP

#include "../expr/symbol.hpp"

#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace tapeless::nn {

// A layer is a template `at<Inputs, Path...>`, the layer where it stands: how many inputs it has, and its number in the
// network, after the numbers of the layers it is inside of. That has
//
//     static constexpr std::size_t outputs
//     static constexpr auto tensors                         the symbols of what it keeps, a Hana tuple
//     template <class Mode, class E> forward(E x)           its outputs as an expression of its inputs
//     template <class E> observed(E x)                      what it observes of a batch, where it keeps statistics: a Hana
//                                                           tuple of `observation`s
//
// with E of shape [inputs], or [batch, inputs]. Its own derivative it does not have: the engine makes it.

/// What a network does: train on a batch, or answer.
struct training_mode {};
struct inference_mode {};

/// What becomes of a tensor of a layer: it is trained, or follows what the layer observes of each batch, or is drawn for each
/// batch.
enum class tensor_role { trained, statistic, mask };

/// What a tensor is before the training.
enum class initial { drawn, standard_normal, zero, one };

namespace detail {

template <tensor_role Role, initial Start, class Rate>
struct tensor_kind;

/// The name of a tensor, "2.0.weight": the numbers of its layers, then its own.
template <fixed_string Name, class Path>
struct tensor_name;
template <fixed_string Name, std::size_t... Path>
struct tensor_name<Name, std::index_sequence<Path...>> {
    static constexpr std::size_t digits(std::size_t n) noexcept { return n < 10 ? 1 : 1 + digits(n / 10); }
    static constexpr std::size_t length = (Name.size() + ... + (digits(Path) + 1));

    struct characters {
        char text[length + 1]{};
        constexpr characters() noexcept {
            std::size_t at = 0;
            for (const std::size_t number : {Path...}) {
                std::size_t rest = number;
                for (std::size_t i = digits(number); i > 0; --i, rest /= 10)
                    text[at + i - 1] = static_cast<char>('0' + rest % 10);
                at += digits(number);
                text[at++] = '.';
            }
            for (std::size_t i = 0; i < Name.size(); ++i) text[at++] = Name.text[i];
        }
    };
    static constexpr characters spelled{};
    static constexpr std::string_view text{spelled.text, length};
};

} // namespace detail

/// The node of a tensor of a layer. `Rate` is how fast a statistic follows, or the share that a mask keeps, as a std::ratio.
template <tensor_role Role, initial Start, class Rate, fixed_string Name, class Path, std::size_t... Extents>
struct layer_leaf {
    static constexpr tensor_role becomes = Role;
    static constexpr initial start = Start;
    using rate = Rate;
    static constexpr std::string_view name = detail::tensor_name<Name, Path>::text;
    /// What finds it in the network's list: a mask is there without knowing the batch.
    static constexpr meta::hash_t key = meta::hash_text(name.data(), name.size());

    static constexpr expr::role what = Role == tensor_role::mask ? expr::role::data : expr::role::variable;
    static constexpr meta::dimensions extents = meta::dimensions_of(shape<Extents...>{});
    static constexpr meta::hash_t tag =
        meta::hash_dimensions(meta::mix(meta::hash_type<detail::tensor_kind<Role, Start, Rate>>(), key), extents);
};

/// A tensor that is trained: `trained<"weight", initial::drawn, std::index_sequence<Path...>, inputs, outputs>`.
template <fixed_string Name, initial Start, class Path, std::size_t... Extents>
inline constexpr symbol<expr::intern_leaf<layer_leaf<tensor_role::trained, Start, void, Name, Path, Extents...>>>
    trained{};

/// A statistic, which moves by `Rate` of the way to what is observed of each batch.
template <fixed_string Name, initial Start, class Rate, class Path, std::size_t... Extents>
inline constexpr symbol<expr::intern_leaf<layer_leaf<tensor_role::statistic, Start, Rate, Name, Path, Extents...>>>
    statistic{};

/// A mask: each element is 1 / Keep with probability Keep, else 0, drawn anew for each batch.
template <fixed_string Name, class Keep, class Path, std::size_t... Extents>
inline constexpr symbol<expr::intern_leaf<layer_leaf<tensor_role::mask, initial::one, Keep, Name, Path, Extents...>>>
    mask{};

/// A statistic and what a batch says of it, an expression of its shape.
template <class Statistic, class Value>
struct observation {
    Statistic statistic;
    Value value;
};
template <class Statistic, class Value>
observation(Statistic, Value) -> observation<Statistic, Value>;

namespace detail {

template <class Placed, class E>
concept observes = requires(E x) {
    Placed::observed(x);
};

template <class Symbol>
using leaf_of = typename expr::node_of<expr::id_of<Symbol>>::op;

} // namespace detail

} // namespace tapeless::nn

#endif

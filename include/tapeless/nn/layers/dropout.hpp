// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYERS_DROPOUT_HPP
#define TAPELESS_NN_LAYERS_DROPOUT_HPP

#include "../../ops/product.hpp"
#include "../layer.hpp"

#include <ratio>

namespace tapeless::nn {

namespace detail {

/// The mask of a layer for inputs of a shape.
template <class Keep, class Path, class Shape>
struct mask_for;
template <class Keep, class Path, std::size_t... Extents>
struct mask_for<Keep, Path, shape<Extents...>> {
    static constexpr auto symbol = mask<"mask", Keep, Path, Extents...>;
};

} // namespace detail

/// Dropout (Srivastava et al., 2014): in training each input is set to 0 with probability Share, a std::ratio, and divided
/// by 1 - Share otherwise; answers use all inputs as they are.
template <class Share = std::ratio<1, 2>>
struct dropout {
    static_assert(Share::num >= 0 && Share::num < Share::den,
                  "tapeless: dropout drops a share from 0 to less than 1 of its inputs: dropout<std::ratio<1, 2>>");
    using keep = std::ratio_subtract<std::ratio<1>, Share>;

    template <std::size_t Inputs, std::size_t... Path>
    struct at {
        using path = std::index_sequence<Path...>;
        static constexpr std::size_t inputs = Inputs, outputs = Inputs;
        /// For one sample: what a batch needs has this for each.
        static constexpr auto tensors = boost::hana::make_tuple(mask<"mask", keep, path, Inputs>);

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            if constexpr (std::is_same_v<Mode, training_mode>)
                return hadamard(x, detail::mask_for<keep, path, expr::shape_of<expr::id_of<E>>>::symbol);
            else
                return x;
        }
    };
};

} // namespace tapeless::nn

#endif

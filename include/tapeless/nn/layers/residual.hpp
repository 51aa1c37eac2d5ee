// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYERS_RESIDUAL_HPP
#define TAPELESS_NN_LAYERS_RESIDUAL_HPP

#include "../../ops/arithmetic.hpp"
#include "../sequence.hpp"

namespace tapeless::nn {

namespace detail {
template <std::size_t Inputs, std::size_t Outputs>
inline constexpr bool as_many_outputs_as_inputs = Inputs == Outputs;
}

/// A residual connection (He et al., 2016): x + layers(x). The layers have as many outputs as inputs.
template <class... Layers>
struct residual {
    template <std::size_t Inputs, std::size_t... Path>
    struct at : sequence<Inputs, std::index_sequence<Path...>, Layers...> {
        using inside = sequence<Inputs, std::index_sequence<Path...>, Layers...>;
        static_assert(
            detail::as_many_outputs_as_inputs<Inputs, inside::outputs>,
            "tapeless: the layers of a residual connection give as many outputs as they take inputs (both are "
            "named here), so that they can be added");
        static constexpr std::size_t inputs = Inputs, outputs = Inputs;

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            if constexpr (inside::outputs == Inputs)
                return x + inside::template forward<Mode>(x);
            else
                return x; // so that nothing follows that sentence
        }
    };
};

} // namespace tapeless::nn

#endif

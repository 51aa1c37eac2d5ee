// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYERS_SEQUENTIAL_HPP
#define TAPELESS_NN_LAYERS_SEQUENTIAL_HPP

#include "../sequence.hpp"

namespace tapeless::nn {

/// Layers one after the other as one layer, for blocks that are used again and again:
/// `template <std::size_t N> using block = sequential<linear<N>, batch_norm<relu>>`.
template <class... Layers>
struct sequential {
    template <std::size_t Inputs, std::size_t... Path>
    struct at : sequence<Inputs, std::index_sequence<Path...>, Layers...> {
        static constexpr std::size_t inputs = Inputs;
    };
};

} // namespace tapeless::nn

#endif

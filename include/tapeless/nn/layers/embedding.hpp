// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LAYERS_EMBEDDING_HPP
#define TAPELESS_NN_LAYERS_EMBEDDING_HPP

#include "../../ops/gather.hpp"
#include "../../ops/reshape.hpp"
#include "../layer.hpp"

namespace tapeless::nn {

/// The first layer of a network whose inputs are labels, such as the numbers of words: each label's row of a table of shape
/// [Vocabulary, Width], one after the other. Labels are std::int32_t and count from 0; one outside the vocabulary makes NaN.
template <std::size_t Vocabulary, std::size_t Width>
struct embedding {
    static constexpr bool takes_labels = true;

    template <std::size_t Inputs, std::size_t... Path>
    struct at {
        static constexpr std::size_t inputs = Inputs, outputs = Inputs * Width, vocabulary = Vocabulary;
        static constexpr auto table =
            trained<"table", initial::standard_normal, std::index_sequence<Path...>, Vocabulary, Width>;
        static constexpr auto tensors = boost::hana::make_tuple(table);

        /// `labels` are those of all samples in one line: [batch * inputs].
        template <class Mode, class E>
        static constexpr auto forward(E labels) noexcept {
            return reshape<expr::shape_of<expr::id_of<E>>::size / Inputs, outputs>(gather(table, labels));
        }
    };
};

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_SOFTMAX_CROSS_ENTROPY_HPP
#define TAPELESS_OPS_SOFTMAX_CROSS_ENTROPY_HPP

#include "../expr/lift.hpp"
#include "../tensor/kernels/softmax.hpp"
#include "gather.hpp"
#include "reduction.hpp"

#include <limits>
#include <type_traits>

namespace tapeless {

namespace ops {

/// One operation rather than a chain, because together the logarithm and the exponential cancel: no overflow, and a
/// derivative that is softmax minus the label.
struct softmax_cross_entropy {
    static constexpr auto name = "softmax_cross_entropy";
    static constexpr std::uint64_t differentiable = 1;

    static constexpr meta::dimensions result(const meta::dimensions&, const meta::dimensions&) noexcept { return {}; }

    template <class Logits, class Labels>
    static constexpr auto value(Logits logits, Labels labels) {
        using T = std::remove_cv_t<typename Logits::element_type>;
        constexpr std::size_t n = classes<Logits>;
        T sum[rows<Logits>], above[rows<Logits>];
        for (std::size_t i = 0; i < rows<Logits>; ++i) {
            const T* row = logits.data() + i * n;
            const T top = kernels::largest<n>(row);
            sum[i] = kernels::sum_of_exponentials<n>(row, top);
            // The difference of logits first: it is as exact as they are, however large.
            above[i] = top - chosen<n>(row, labels[i]);
        }
        return kernels::sum_of_logarithms<rows<Logits>>(sum, above) / T(rows<Logits>);
    }

    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 3; }
    template <std::size_t, kernels::store How, class To, class T, class Logits, class Labels>
    static constexpr void pullback(To to, const T& adjoint, const T&, Logits logits, Labels labels) {
        constexpr std::size_t n = classes<Logits>;
        const T scale = adjoint / T(rows<Logits>);
        for (std::size_t i = 0; i < rows<Logits>; ++i) {
            const T* row = logits.data() + i * n;
            T* out = to.data() + i * n;
            T e[n];
            const T factor = scale / kernels::sum_of_exponentials<n>(row, kernels::largest<n>(row), e);
            for (std::size_t c = 0; c < n; ++c) kernels::detail::store_one<How>(out[c], T(e[c] * factor));
            const std::size_t label = label_index<n>(labels[i]);
            if (label < n) out[label] = out[label] - scale;
        }
    }

private:
    template <class Logits>
    static constexpr std::size_t classes = Logits::extent(Logits::rank - 1);
    template <class Logits>
    static constexpr std::size_t rows = Logits::size() / classes<Logits>;

    // A label that names no class must not read beyond the row; the loss says so by being NaN.
    template <std::size_t Classes, class T, class Label>
    static constexpr T chosen(const T* row, const Label& label) {
        const std::size_t i = label_index<Classes>(label);
        return i < Classes ? row[i] : std::numeric_limits<T>::quiet_NaN();
    }
};

template <class Logits, class Labels>
inline constexpr bool labels_match = false;
template <std::size_t Batch, std::size_t Classes>
inline constexpr bool labels_match<shape<Batch, Classes>, shape<Batch>> = true;
template <std::size_t Classes>
inline constexpr bool labels_match<shape<Classes>, shape<1>> = true;

} // namespace ops

/// The cross-entropy of softmax(logits) against integer labels, the mean over the batch.
///
/// Shapes: logits [batch, classes] with labels [batch], or logits [classes] with labels [1]. Labels count from 0; a
/// label outside [0, classes) makes the loss NaN and reads nothing out of bounds. Stable for any finite logits.
/// Complexity: one exponential per logit forward, one more in the pullback.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto softmax_cross_entropy(const expression<A, M>& logits, const expression<B, N>& labels) noexcept {
    static_assert(ops::labels_match<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: shape mismatch in softmax_cross_entropy: logits [batch, classes] need labels [batch] "
                  "(both shapes are named here)");
    if constexpr (ops::labels_match<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::softmax_cross_entropy>(logits, labels);
    else
        return sum(logits) + sum(labels); // so that nothing follows that sentence
}

} // namespace tapeless

#endif

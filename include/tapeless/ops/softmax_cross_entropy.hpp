// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_SOFTMAX_CROSS_ENTROPY_HPP
#define TAPELESS_OPS_SOFTMAX_CROSS_ENTROPY_HPP

#include "../expr/lift.hpp"
#include "../tensor/kernels/store.hpp"
#include "reduction.hpp"

#include <cmath>
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
        using std::log;
        T total = T(0);
        for (std::size_t i = 0; i < rows<Logits>; ++i) {
            const auto* row = logits.data() + i * classes<Logits>;
            const T top = largest(row, std::integral_constant<std::size_t, classes<Logits>>{});
            // The difference of logits first: it is as exact as they are, however large.
            total = total + (log(sum_of_exponentials<classes<Logits>>(row, top)) +
                             (top - chosen<classes<Logits>>(row, labels[i])));
        }
        return total / T(rows<Logits>);
    }

    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 3; }
    template <std::size_t, kernels::store How, class To, class T, class Logits, class Labels>
    static constexpr void pullback(To to, const T& adjoint, const T&, Logits logits, Labels labels) {
        using std::exp;
        const T scale = adjoint / T(rows<Logits>);
        for (std::size_t i = 0; i < rows<Logits>; ++i) {
            const auto* row = logits.data() + i * classes<Logits>;
            auto* out = to.data() + i * classes<Logits>;
            const T top = largest(row, std::integral_constant<std::size_t, classes<Logits>>{});
            T e[classes<Logits>];
            T sum = T(0);
            for (std::size_t c = 0; c < classes<Logits>; ++c) {
                e[c] = exp(row[c] - top);
                sum = sum + e[c];
            }
            const T factor = scale / sum;
            const std::size_t label = index<classes<Logits>>(labels[i]);
            for (std::size_t c = 0; c < classes<Logits>; ++c) {
                const T amount = e[c] * factor - (c == label ? scale : T(0));
                if constexpr (How == kernels::store::assign)
                    out[c] = amount;
                else
                    out[c] = out[c] + amount;
            }
        }
    }

private:
    template <class Logits>
    static constexpr std::size_t classes = Logits::extent(Logits::rank - 1);
    template <class Logits>
    static constexpr std::size_t rows = Logits::size() / classes<Logits>;

    /// The class that a label names; `Classes` if it names none. A number beyond every class is not converted.
    template <std::size_t Classes, class Label>
    static constexpr std::size_t index(const Label& label) noexcept {
        if constexpr (std::is_integral_v<Label>)
            return label >= Label(0) && static_cast<std::size_t>(label) < Classes ? static_cast<std::size_t>(label)
                                                                                  : Classes;
        else
            return label >= Label(0) && label < Label(Classes) ? static_cast<std::size_t>(label) : Classes;
    }
    // A label that names no class must not read beyond the row; the loss says so by being NaN.
    template <std::size_t Classes, class T, class Label>
    static constexpr T chosen(const T* row, const Label& label) {
        const std::size_t i = index<Classes>(label);
        return i < Classes ? row[i] : std::numeric_limits<T>::quiet_NaN();
    }
    template <class T, std::size_t Classes>
    static constexpr T largest(const T* row, std::integral_constant<std::size_t, Classes>) {
        T top = row[0];
        for (std::size_t c = 1; c < Classes; ++c) top = top < row[c] ? row[c] : top;
        return top;
    }
    template <std::size_t Classes, class T>
    static constexpr T sum_of_exponentials(const T* row, const T& top) {
        using std::exp;
        T sum = T(0);
        for (std::size_t c = 0; c < Classes; ++c) sum = sum + exp(row[c] - top);
        return sum;
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

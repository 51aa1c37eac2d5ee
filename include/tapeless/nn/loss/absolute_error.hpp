// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_LOSS_ABSOLUTE_ERROR_HPP
#define TAPELESS_NN_LOSS_ABSOLUTE_ERROR_HPP

#include "../../expr/let.hpp"
#include "../../ops/extremum.hpp"
#include "../../ops/product.hpp"
#include "targets.hpp"

#include <ratio>

namespace tapeless {

/// The mean over all elements of |prediction - target|. The derivative where they are equal is 0. Shapes: equal.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto mean_absolute_error(const expression<A, M>& prediction, const expression<B, N>& target) noexcept {
    return nn::detail::compare(prediction, target, [](const auto& p, const auto& t) { return mean(abs(p - t)); });
}

/// The mean over all elements of Huber's function (1964) of e = prediction - target: e^2 / 2 where |e| <= delta, else
/// delta (|e| - delta / 2), so that outliers count in proportion. Its derivative is e, kept within [-delta, delta].
/// Shapes: equal; delta > 0 is a number or a scalar.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N, class Delta>
constexpr auto huber(const expression<A, M>& prediction, const expression<B, N>& target, const Delta& delta) noexcept {
    using namespace literals;
    return nn::detail::compare(prediction, target, [&](const auto& p, const auto& t) {
        return let(p - t, [&](const auto& e) {
            const auto near = clamp(e, -expr::lift(delta), expr::lift(delta));
            return mean(hadamard(near, e - near / 2_c));
        });
    });
}

namespace nn {

/// The mean of the absolute differences between outputs and targets.
struct mean_absolute_error : number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::mean_absolute_error(outputs, targets_);
    }
};

/// The mean of Huber's function of the differences: `huber<std::ratio<1, 2>>` is quadratic up to 0.5.
template <class Delta = std::ratio<1>>
struct huber : number_targets {
    static_assert(Delta::num > 0, "tapeless: the delta of a Huber loss is a positive std::ratio");

    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        return tapeless::huber(outputs, targets_, constant<Delta>());
    }
};

} // namespace nn
} // namespace tapeless

#endif

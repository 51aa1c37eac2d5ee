// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_PENALTY_HPP
#define TAPELESS_NN_OPTIMIZER_PENALTY_HPP

#include "../../diff/function.hpp"
#include "../../ops/extremum.hpp"
#include "../../ops/power.hpp"
#include "../../sweep/straight.hpp"
#include "decorator.hpp"

namespace tapeless::nn {

// Penalties of one parameter, as functions; their derivatives are generated.

/// |p|, which makes parameters zero that matter little. The derivative at 0 is 0.
struct absolute_value {
    static constexpr const char* name = "l1";
    template <class P>
    constexpr auto operator()(P p) const noexcept {
        return abs(p);
    }
};

/// p^2 / 2, which keeps parameters small; the half makes the derivative p, as weight decay is defined.
struct half_square {
    static constexpr const char* name = "l2";
    template <class P>
    constexpr auto operator()(P p) const noexcept {
        using namespace literals;
        return pow(p, 2_c) / 2_c;
    }
};

/// The loss plus `weight` times the sum of a penalty over all parameters, minimised by another optimizer. The loss that
/// is reported stays that of the data.
template <class Penalty, class Optimizer>
struct penalised {
    double weight = 1e-4;
    Optimizer optimizer{};

    static constexpr const char* name = detail::name_joined<"penalised", Penalty, Optimizer>::text;
    static constexpr std::size_t memories = Optimizer::memories;
    static constexpr bool reads_gradient = nn::reads_gradient<Optimizer>;
    using progress = typename Optimizer::progress;
    template <class T>
    struct change {
        T weight;
        template <class V>
        [[gnu::always_inline]] constexpr V operator()(const V& p, const V& g) const noexcept {
            return g + weight * grad(Penalty{})(p);
        }
    };
    template <class T, class... Whole>
    constexpr auto next(progress& s, const Whole&... whole) const noexcept {
        return detail::next_after<T>(change<T>{static_cast<T>(weight)}, optimizer, s, whole...);
    }
};

/// `l1<sgd>{.weight = 1e-5, .optimizer = {.rate = 0.1}}`.
template <class Optimizer>
using l1 = penalised<absolute_value, Optimizer>;

/// `l2<sgd>{.weight = 1e-4}`: what PyTorch calls weight_decay. Decoupled from the gradient it is in `adamw`.
template <class Optimizer>
using l2 = penalised<half_square, Optimizer>;

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_CLIP_HPP
#define TAPELESS_NN_OPTIMIZER_CLIP_HPP

#include "../../ops/extremum.hpp"
#include "decorator.hpp"

namespace tapeless::nn {

/// Each derivative kept within [-limit, limit], then another optimizer:
/// `clip_value<sgd>{.limit = 1, .optimizer = {.rate = 0.1}}`. NaN stays NaN.
template <class Optimizer>
struct clip_value {
    double limit = 1;
    Optimizer optimizer{};

    static constexpr const char* name = detail::name_joined<"clip_value", Optimizer>::text;
    static constexpr std::size_t memories = Optimizer::memories;
    static constexpr bool reads_gradient = nn::reads_gradient<Optimizer>;
    using progress = typename Optimizer::progress;
    template <class T>
    struct change {
        T limit;
        template <class V>
        [[gnu::always_inline]] constexpr V operator()(const V&, const V& g) const noexcept {
            return ops::clamp::value(g, V(-limit), V(limit));
        }
    };
    template <class T, class... Whole>
    constexpr auto next(progress& s, const Whole&... whole) const noexcept {
        return detail::next_after<T>(change<T>{static_cast<T>(limit)}, optimizer, s, whole...);
    }
};

/// The whole gradient scaled to the norm `limit` where its Euclidean norm is larger (Pascanu, Mikolov, Bengio, 2013),
/// then another optimizer: `clip_norm<adam>{.limit = 1}`. As PyTorch does it: the factor is limit / (norm + 1e-6), at
/// most 1. Costs a pass over the gradient, which is then formed in memory before the first parameter is changed; the sum of
/// squares is a double.
template <class Optimizer>
struct clip_norm {
    double limit = 1;
    Optimizer optimizer{};

    static constexpr const char* name = detail::name_joined<"clip_norm", Optimizer>::text;
    static constexpr std::size_t memories = Optimizer::memories;
    static constexpr bool reads_gradient = true;
    using progress = typename Optimizer::progress;
    template <class T>
    struct change {
        T factor;
        template <class V>
        [[gnu::always_inline]] constexpr V operator()(const V&, const V& g) const noexcept {
            return factor * g;
        }
    };
    template <class T, class Whole>
    constexpr auto next(progress& s, const Whole& whole) const noexcept {
        const double factor = limit / (whole([](const auto&, const auto& g) { return g; }) + 1e-6);
        return detail::next_after<T>(change<T>{static_cast<T>(factor < 1 ? factor : 1)}, optimizer, s, whole);
    }
};

} // namespace tapeless::nn

#endif

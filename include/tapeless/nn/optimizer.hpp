// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_HPP
#define TAPELESS_NN_OPTIMIZER_HPP

#include "../meta/math.hpp"
#include "update.hpp"

#include <cstddef>

namespace tapeless::nn {

// An optimizer is its hyperparameters and three members:
//
//     static constexpr std::size_t memories     how many numbers it remembers of each parameter
//     struct progress                           what it remembers of all of them
//     template <class T> auto next(progress&)   the next step as a rule: a function (p, g, memories...) that changes a
//                                               parameter p with derivative g, and the memories; for any number
//
// `optimizer_state<Optimizer, T, N>` holds what is remembered of N parameters.

/// Stochastic gradient descent: p -= rate g.
struct sgd {
    double rate = 0.1;

    static constexpr std::size_t memories = 0;
    struct progress {};
    template <class T>
    struct rule {
        T rate;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g) const noexcept {
            p = p - rate * g;
        }
    };
    template <class T>
    constexpr rule<T> next(progress&) const noexcept {
        return {static_cast<T>(rate)};
    }
};

/// Gradient descent with momentum (Polyak, 1964): v = momentum v + g, p -= rate v.
struct momentum {
    double rate = 0.1;
    double momentum = 0.9;

    static constexpr std::size_t memories = 1;
    struct progress {};
    template <class T>
    struct rule {
        T rate, momentum;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, V& v) const noexcept {
            v = momentum * v + g;
            p = p - rate * v;
        }
    };
    template <class T>
    constexpr rule<T> next(progress&) const noexcept {
        return {static_cast<T>(rate), static_cast<T>(momentum)};
    }
};

/// Adam (Kingma, Ba, 2015), with bias-corrected moments.
struct adam {
    double rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;

    static constexpr std::size_t memories = 2;
    struct progress {
        double beta1_power = 1;
        double beta2_power = 1;
    };
    template <class T>
    struct rule {
        T keep1, take1, keep2, take2, rate, scale, epsilon;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, V& m, V& v) const noexcept {
            m = keep1 * m + take1 * g;
            v = keep2 * v + take2 * (g * g);
            p = p - rate * m / (math::sqrt(v * scale) + epsilon);
        }
    };
    template <class T>
    constexpr rule<T> next(progress& s) const noexcept {
        s.beta1_power *= beta1;
        s.beta2_power *= beta2;
        // Not 1 - keep2 in T: in float that loses the digits which the bias correction takes for granted.
        return {static_cast<T>(beta1),
                static_cast<T>(1 - beta1),
                static_cast<T>(beta2),
                static_cast<T>(1 - beta2),
                static_cast<T>(rate / (1 - s.beta1_power)),
                static_cast<T>(1 / (1 - s.beta2_power)),
                static_cast<T>(epsilon)};
    }
};

/// What an optimizer remembers between steps of N parameters.
template <class Optimizer, class T, std::size_t N>
struct optimizer_state : Optimizer::progress {
    static constexpr std::size_t memories = Optimizer::memories;
    alignas(64) T memory[memories == 0 ? 1 : memories * N]{};
};

/// One step: changes N parameters by their derivatives.
template <class Optimizer, class T, std::size_t N>
constexpr void update(const Optimizer& optimizer, optimizer_state<Optimizer, T, N>& state, T* p, const T* g) noexcept {
    const auto rule = optimizer.template next<T>(state);
    const auto to = updated_parameters<Optimizer::memories, N, 1, T, decltype(rule)>{rule, p, state.memory};
    kernels::put_all<N>(g, to);
}

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_MOMENTUM_HPP
#define TAPELESS_NN_OPTIMIZER_MOMENTUM_HPP

#include <cstddef>

namespace tapeless::nn {

/// Gradient descent with momentum (Polyak, 1964): v = momentum v + g, p -= rate v.
struct momentum {
    double rate = 0.1;
    double momentum = 0.9;

    static constexpr const char* name = "momentum";
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

/// Nesterov's accelerated gradient (1983), in the form of Sutskever et al. (2013) as PyTorch has it, with the gradient at
/// the parameters: v = momentum v + g, p -= rate (g + momentum v).
struct nesterov {
    double rate = 0.1;
    double momentum = 0.9;

    static constexpr const char* name = "nesterov";
    static constexpr std::size_t memories = 1;
    struct progress {};
    template <class T>
    struct rule {
        T rate, momentum;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, V& v) const noexcept {
            v = momentum * v + g;
            p = p - rate * (g + momentum * v);
        }
    };
    template <class T>
    constexpr rule<T> next(progress&) const noexcept {
        return {static_cast<T>(rate), static_cast<T>(momentum)};
    }
};

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_SGD_HPP
#define TAPELESS_NN_OPTIMIZER_SGD_HPP

#include <cstddef>

namespace tapeless::nn {

/// Gradient descent, stochastic where batches are drawn: p -= rate g.
struct sgd {
    double rate = 0.1;

    static constexpr const char* name = "sgd";
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

using gradient_descent = sgd;

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_RMSPROP_HPP
#define TAPELESS_NN_OPTIMIZER_RMSPROP_HPP

#include "../../meta/math.hpp"

#include <cstddef>

namespace tapeless::nn {

/// RMSprop (Tieleman, Hinton, 2012): s = alpha s + (1 - alpha) g^2, p -= rate g / (sqrt(s) + epsilon).
struct rmsprop {
    double rate = 1e-2;
    double alpha = 0.99;
    double epsilon = 1e-8;

    static constexpr const char* name = "rmsprop";
    static constexpr std::size_t memories = 1;
    struct progress {};
    template <class T>
    struct rule {
        T rate, keep, take, epsilon;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, V& s) const noexcept {
            s = keep * s + take * (g * g);
            p = p - rate * g / (math::sqrt(s) + epsilon);
        }
    };
    template <class T>
    constexpr rule<T> next(progress&) const noexcept {
        return {static_cast<T>(rate), static_cast<T>(alpha), static_cast<T>(1 - alpha), static_cast<T>(epsilon)};
    }
};

} // namespace tapeless::nn

#endif

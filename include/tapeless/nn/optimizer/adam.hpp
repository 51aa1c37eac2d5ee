// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_ADAM_HPP
#define TAPELESS_NN_OPTIMIZER_ADAM_HPP

#include "../../meta/math.hpp"

#include <cstddef>

namespace tapeless::nn {

/// Adam (Kingma, Ba, 2015), with bias-corrected moments.
struct adam {
    double rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;

    static constexpr const char* name = "adam";
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

/// Adam with decoupled weight decay (Loshchilov, Hutter, 2019): p -= rate decay p, then a step of Adam.
struct adamw {
    double rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double decay = 1e-2;

    static constexpr const char* name = "adamw";
    static constexpr std::size_t memories = adam::memories;
    using progress = adam::progress;
    template <class T>
    struct rule {
        T keep;
        adam::rule<T> step;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, V& m, V& v) const noexcept {
            p = keep * p;
            step(p, g, m, v);
        }
    };
    template <class T>
    constexpr rule<T> next(progress& s) const noexcept {
        return {static_cast<T>(1 - rate * decay), adam{rate, beta1, beta2, epsilon}.next<T>(s)};
    }
};

} // namespace tapeless::nn

#endif

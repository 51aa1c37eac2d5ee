// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_HPP
#define TAPELESS_NN_OPTIMIZER_HPP

#include <cmath>
#include <cstddef>

namespace tapeless::nn {

// An optimizer is its hyperparameters; `state<T, N>` is what it remembers between steps of N parameters.

/// Stochastic gradient descent with momentum (Polyak, 1964): v = momentum v + g, p -= rate v.
struct sgd {
    double rate = 0.1;
    double momentum = 0;

    template <class T, std::size_t N>
    struct state {
        alignas(64) T velocity[N]{};
    };

    template <class T, std::size_t N>
    void step(state<T, N>& s, T* p, const T* g) const noexcept {
        const T r = static_cast<T>(rate), m = static_cast<T>(momentum);
        if (momentum == 0) {
            for (std::size_t i = 0; i < N; ++i) p[i] -= r * g[i];
        } else {
            for (std::size_t i = 0; i < N; ++i) {
                s.velocity[i] = m * s.velocity[i] + g[i];
                p[i] -= r * s.velocity[i];
            }
        }
    }
};

/// Adam (Kingma, Ba, 2015), with bias-corrected moments.
struct adam {
    double rate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;

    template <class T, std::size_t N>
    struct state {
        alignas(64) T first[N]{};
        alignas(64) T second[N]{};
        double beta1_power = 1;
        double beta2_power = 1;
    };

    template <class T, std::size_t N>
    void step(state<T, N>& s, T* p, const T* g) const noexcept {
        s.beta1_power *= beta1;
        s.beta2_power *= beta2;
        const T b1 = static_cast<T>(beta1), b2 = static_cast<T>(beta2), eps = static_cast<T>(epsilon);
        // Not 1 - b2 in T: in float that loses the digits which the bias correction takes for granted.
        const T c1 = static_cast<T>(1 - beta1), c2 = static_cast<T>(1 - beta2);
        const T rate1 = static_cast<T>(rate / (1 - s.beta1_power));
        const T scale2 = static_cast<T>(1 / (1 - s.beta2_power));
        for (std::size_t i = 0; i < N; ++i) {
            s.first[i] = b1 * s.first[i] + c1 * g[i];
            s.second[i] = b2 * s.second[i] + c2 * (g[i] * g[i]);
            p[i] -= rate1 * s.first[i] / (std::sqrt(s.second[i] * scale2) + eps);
        }
    }
};

} // namespace tapeless::nn

#endif

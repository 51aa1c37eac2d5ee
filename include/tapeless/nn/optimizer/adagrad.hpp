// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_OPTIMIZER_ADAGRAD_HPP
#define TAPELESS_NN_OPTIMIZER_ADAGRAD_HPP

#include "../../meta/math.hpp"

#include <cstddef>

namespace tapeless::nn {

/// Adagrad (Duchi, Hazan, Singer, 2011): s += g^2, p -= rate g / (sqrt(s) + epsilon).
struct adagrad {
    double rate = 1e-2;
    double epsilon = 1e-10;

    static constexpr const char* name = "adagrad";
    static constexpr std::size_t memories = 1;
    struct progress {};
    template <class T>
    struct rule {
        T rate, epsilon;
        template <class V>
        [[gnu::always_inline]] constexpr void operator()(V& p, const V& g, V& s) const noexcept {
            s = s + g * g;
            p = p - rate * g / (math::sqrt(s) + epsilon);
        }
    };
    template <class T>
    constexpr rule<T> next(progress&) const noexcept {
        return {static_cast<T>(rate), static_cast<T>(epsilon)};
    }
};

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_CONSTANT_HPP
#define TAPELESS_NN_CONSTANT_HPP

#include "../expr/lift.hpp"
#include "../ops/arithmetic.hpp"

#include <cstdint>
#include <type_traits>

// Hyperparameters of layers and losses are a part of their types, std::ratio where they are no whole numbers.
namespace tapeless::nn {

/// A whole number as an expression.
template <std::intmax_t Number>
constexpr auto whole_constant() noexcept {
    return expr::lift(std::integral_constant<std::intmax_t, Number>{});
}

/// A std::ratio as an expression.
template <class Ratio>
constexpr auto constant() noexcept {
    if constexpr (Ratio::den == 1)
        return whole_constant<Ratio::num>();
    else
        return whole_constant<Ratio::num>() / whole_constant<Ratio::den>();
}

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_CONSTANT_HPP
#define TAPELESS_NN_CONSTANT_HPP

#include "../expr/literal.hpp"
#include "../ops/arithmetic.hpp"

#include <cstdint>

namespace tapeless::nn {

/// A std::ratio as an expression: the hyperparameters of layers and losses are a part of their types.
template <class Ratio>
constexpr auto constant() noexcept {
    constexpr expr::literal<meta::decimal::canonical(static_cast<std::int64_t>(Ratio::num))> over{};
    if constexpr (Ratio::den == 1)
        return over;
    else
        return over / expr::literal<meta::decimal::canonical(static_cast<std::int64_t>(Ratio::den))>{};
}

} // namespace tapeless::nn

#endif

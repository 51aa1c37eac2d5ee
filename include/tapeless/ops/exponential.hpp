// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_EXPONENTIAL_HPP
#define TAPELESS_OPS_EXPONENTIAL_HPP

#include "../expr/lift.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct exp {
    static constexpr bool elementwise = true;
    static constexpr auto name = "exp";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::exp;
        return exp(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * result;
    }
};

struct log {
    static constexpr bool elementwise = true;
    static constexpr auto name = "log";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::log;
        return log(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / x;
    }
};

} // namespace ops

/// The exponential function, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr auto exp(const expression<A, M>& x) noexcept {
    return expr::apply<ops::exp>(x);
}

/// The natural logarithm, elementwise. Domain: x > 0.
template <meta::hash_t A, std::size_t M>
constexpr auto log(const expression<A, M>& x) noexcept {
    return expr::apply<ops::log>(x);
}

} // namespace tapeless

#endif

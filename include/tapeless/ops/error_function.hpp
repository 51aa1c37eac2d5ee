// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ERROR_FUNCTION_HPP
#define TAPELESS_OPS_ERROR_FUNCTION_HPP

#include "../expr/lift.hpp"

#include <cmath>

namespace tapeless {

namespace ops {

struct erf {
    static constexpr bool elementwise = true;
    static constexpr auto name = "erf";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        using std::erf;
        return erf(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        using std::exp;
        return adjoint * (meta::decimal{112837916709551257, -17}.to<T>() * exp(-x * x));
    }
};

} // namespace ops

/// The error function, elementwise: 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.
template <meta::hash_t A, std::size_t M>
constexpr auto erf(const expression<A, M>& x) noexcept {
    return expr::apply<ops::erf>(x);
}

} // namespace tapeless

#endif

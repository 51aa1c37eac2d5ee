// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cmath>
#include <cstdio>

// [operation]
/// softplus(x) = log(1 + exp(x)); its derivative is the logistic function.
struct softplus_operation {
    static constexpr bool elementwise = true; // a function of scalars; tensors apply it to each element
    static constexpr auto name = "softplus";

    template <class T>
    static constexpr T value(const T& x) {
        using std::exp, std::log1p;
        return x > T(0) ? x + log1p(exp(-x)) : log1p(exp(x));
    }
    template <std::size_t, class T> // the operand's number, for operations with several
    static constexpr T pullback(const T& adjoint, const T& /*result*/, const T& x) {
        using std::exp;
        return adjoint / (T(1) + exp(-x));
    }
};

template <class E>
constexpr auto softplus(const E& x) {
    return tapeless::expr::apply<softplus_operation>(x);
}
// [/operation]

int main() {
    // [use]
    auto f = [](auto x) { return softplus(x * x); };
    auto [value, slope] = tapeless::value_and_grad(f)(1.0);
    std::printf("%.6f %.6f\n", value, slope);
    // [/use]
    return std::abs(slope - 2 / (1 + std::exp(-1.0))) < 1e-15 ? 0 : 1;
}

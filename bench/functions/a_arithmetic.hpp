// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_A_ARITHMETIC_HPP
#define TAPELESS_BENCH_FUNCTIONS_A_ARITHMETIC_HPP

#include "result.hpp"
#include "sine_cosine.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// sin(x y) + x / y + exp(x - y).
struct arithmetic {
    static constexpr auto letter = "a", name = "arithmetic", title = "sin(x y) + x/y + exp(x - y)";
    static constexpr std::size_t inputs = 2;

    static std::array<double, inputs> sample(std::size_t k) { return {0.5 + varied(k, 0), 1.0 + varied(k, 1)}; }

    template <class T>
    static T formula(const T* v) {
        using std::exp, std::sin;
        const T &x = v[0], &y = v[1];
        return T(sin(x * y) + x / y + exp(x - y));
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        const double &x = v[0], &y = v[1];
        const double e = std::exp(x - y);
        const auto [s, c] = sine_cosine(x * y);
        const double inverse = 1.0 / y;
        const double quotient = x * inverse;
        return {s + quotient + e, {y * c + inverse + e, x * c - inverse * quotient - e}};
    }

    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        using namespace tapeless::literals;
        const auto f = [](auto x, auto y) { return sin(x * y) + x * (1_c / y) + exp(x - y); };
        return as_result(tapeless::value_and_grad(f)(v[0], v[1]));
    }
};

} // namespace functions

#endif

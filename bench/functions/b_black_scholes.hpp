// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_B_BLACK_SCHOLES_HPP
#define TAPELESS_BENCH_FUNCTIONS_B_BLACK_SCHOLES_HPP

#include "result.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// The price of a European call by Black and Scholes, of spot, strike, rate, volatility and time to expiry; its
/// derivatives are five of the Greeks.
struct black_scholes {
    static constexpr auto letter = "b", name = "black_scholes", title = "Black-Scholes call, 5 Greeks";
    static constexpr auto plain_title = "differentiated as it stands in books";
    static constexpr std::size_t inputs = 5;

    static std::array<double, inputs> sample(std::size_t k) {
        return {90 + 20 * varied(k, 0), 95 + 10 * varied(k, 1), 0.01 + 0.04 * varied(k, 2), 0.1 + 0.3 * varied(k, 3),
                0.5 + varied(k, 4)};
    }

    template <class T>
    static T formula(const T* v) {
        using std::erf, std::exp, std::log, std::sqrt;
        const T &spot = v[0], &strike = v[1], &rate = v[2], &volatility = v[3], &time = v[4];
        const auto normal = [](const T& x) { return T(0.5 * erf(T(x * 0.70710678118654752)) + 0.5); };
        const T spread = volatility * sqrt(time);
        const T d1 = (log(T(spot / strike)) + (rate + 0.5 * volatility * volatility) * time) / spread;
        const T d2 = d1 - spread;
        return T(spot * normal(d1) - strike * exp(T(-rate * time)) * normal(d2));
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    // The textbook's Greeks. They use spot * density(d1) == discounted strike * density(d2), so that one density does.
    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        const double &spot = v[0], &strike = v[1], &rate = v[2], &volatility = v[3], &time = v[4];
        const double root = std::sqrt(time);
        const double spread = volatility * root, inverse = 1.0 / spread;
        const double half_variance = 0.5 * volatility * volatility;
        const double by_variance = half_variance * inverse, drift = (rate + half_variance) * time * inverse;
        const double d1 = std::log(spot / strike) * inverse + drift;
        const double d2 = d1 - spread;
        const double n1 = 0.5 * std::erf(d1 * 0.70710678118654752) + 0.5;
        const double n2 = 0.5 * std::erf(d2 * 0.70710678118654752) + 0.5;
        const double discount = std::exp(-rate * time);
        const double density = 0.39894228040143268 * std::exp(-0.5 * d1 * d1);
        const double discounted = discount * n2, owed = strike * discounted;
        const double weight = spot * density;
        return {spot * n1 - owed, {n1, -discounted, time * owed, weight * root, by_variance * weight + rate * owed}};
    }

    // The identity above says that the price is stationary in d1, so no derivative need pass through it. (First
    // derivatives only: a second one would be wrong.)
    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        using namespace tapeless::literals;
        const auto call = [](auto spot, auto strike, auto rate, auto volatility, auto time) {
            const auto spread = volatility * sqrt(time);
            const auto d1 =
                stop_gradient((log(spot / strike) + (rate + 0.5_c * volatility * volatility) * time) / spread);
            const auto d2 = d1 - spread;
            return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2);
        };
        return as_result(tapeless::value_and_grad(call)(v[0], v[1], v[2], v[3], v[4]));
    }

    // The same without that knowledge.
    [[gnu::noinline]] static result<inputs> plain(const double* v) {
        using namespace tapeless::literals;
        const auto call = [](auto spot, auto strike, auto rate, auto volatility, auto time) {
            const auto spread = volatility * sqrt(time);
            const auto d1 = (log(spot / strike) + (rate + 0.5_c * volatility * volatility) * time) / spread;
            const auto d2 = d1 - spread;
            return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2);
        };
        return as_result(tapeless::value_and_grad(call)(v[0], v[1], v[2], v[3], v[4]));
    }
};

} // namespace functions

#endif

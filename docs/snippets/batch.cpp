// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/diff/batch.hpp>
#include <tapeless/scalar.hpp>

#include <cstdio>
#include <vector>

using namespace tapeless::literals;

int main() {
    // [function]
    auto call = [](auto spot, auto strike, auto volatility) { // Black-Scholes, one year, no interest
        auto d1 = log(spot / strike) / volatility + volatility / 2_c;
        return spot * normal_cdf(d1) - strike * normal_cdf(d1 - volatility);
    };
    const std::vector<double> spot{90, 95, 100, 105, 110}, strike{100, 100, 100, 100, 100};
    std::vector<double> price(5), delta(5), vega(5);

    // By spot and volatility; one volatility serves all points, its derivatives are one for each point.
    bool fits = tapeless::batch_value_and_grad<0, 2>(call)(spot, strike, 0.2).into(price, delta, vega);
    for (std::size_t i = 0; fits && i < price.size(); ++i)
        std::printf("%7.4f %.4f %.4f\n", price[i], delta[i], vega[i]);
    // [/function]

    // [symbols]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    std::vector<float> xs{1, 2, 3}, values(3), by_x(3);
    fits = batch_value_and_grad(x * x * y)(x = xs, y = 2.0f).into(values, x = std::span<float>(by_x));
    for (std::size_t i = 0; fits && i < values.size(); ++i)
        std::printf("%g %g\n", static_cast<double>(values[i]), static_cast<double>(by_x[i]));
    // [/symbols]
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Price and five Greeks of a million European calls, which lie in arrays: a loop written by hand over the standard
// library's functions, and ours, which computes several at once. Before anything is timed, both are compared with long
// double. Rates are options per second of CPU time on one core.

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <tapeless/diff/batch.hpp>
#include <tapeless/scalar.hpp>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

constexpr std::size_t options = 1'000'000;
constexpr std::size_t inputs = 5, outputs = 6;

using column = std::vector<double>;

/// A number in [0, 1) that varies with k and with what it is for.
double varied(std::size_t k, std::size_t purpose) {
    const double x = 0.754877666246693 * static_cast<double>(k + 1) + 0.569840290998053 * static_cast<double>(purpose) +
                     0.1 * std::sin(static_cast<double>(k * (purpose + 1)));
    return x - std::floor(x);
}

struct market {
    column spot, strike, rate, volatility, time;

    market() : spot(options), strike(options), rate(options), volatility(options), time(options) {
        for (std::size_t k = 0; k < options; ++k) {
            spot[k] = 90 + 20 * varied(k, 0);
            strike[k] = 95 + 10 * varied(k, 1);
            rate[k] = 0.01 + 0.04 * varied(k, 2);
            volatility[k] = 0.1 + 0.3 * varied(k, 3);
            time[k] = 0.5 + varied(k, 4);
        }
    }
};

struct greeks {
    column price, delta, by_strike, rho, vega, by_time;

    greeks() : price(options), delta(options), by_strike(options), rho(options), vega(options), by_time(options) {}
    const column& operator[](std::size_t i) const {
        const column* all[outputs]{&price, &delta, &by_strike, &rho, &vega, &by_time};
        return *all[i];
    }
};

const market& the_market() {
    static const market m;
    return m;
}

/// The textbook's formulas. They use spot * density(d1) == discounted strike * density(d2), so that one density does.
template <class T>
struct formulas {
    T price, delta, by_strike, rho, vega, by_time;

    formulas(T spot, T strike, T rate, T volatility, T time) {
        const T root = std::sqrt(time);
        const T spread = volatility * root;
        const T d1 = (std::log(spot / strike) + (rate + T(0.5) * volatility * volatility) * time) / spread;
        const T d2 = d1 - spread;
        const T n1 = T(0.5) * std::erfc(d1 * T(-0.707106781186547524400844362104849039L));
        const T n2 = T(0.5) * std::erfc(d2 * T(-0.707106781186547524400844362104849039L));
        const T discount = std::exp(-rate * time);
        const T density = T(0.398942280401432677939946059934381868L) * std::exp(T(-0.5) * d1 * d1);
        const T weight = spot * density;
        delta = n1;
        by_strike = -discount * n2;
        const T owed = strike * by_strike;
        price = spot * n1 + owed;
        rho = -time * owed;
        vega = weight * root;
        by_time = T(0.5) * volatility * weight / root - rate * owed;
    }
};

void by_hand(const market& m, greeks& g) {
    for (std::size_t k = 0; k < options; ++k) {
        const formulas<double> f(m.spot[k], m.strike[k], m.rate[k], m.volatility[k], m.time[k]);
        g.price[k] = f.price;
        g.delta[k] = f.delta;
        g.by_strike[k] = f.by_strike;
        g.rho[k] = f.rho;
        g.vega[k] = f.vega;
        g.by_time[k] = f.by_time;
    }
}

template <class F>
void by_batch(F call, const market& m, greeks& g) {
    if (!tapeless::batch_value_and_grad(call)(m.spot, m.strike, m.rate, m.volatility, m.time)
             .into(g.price, g.delta, g.by_strike, g.rho, g.vega, g.by_time))
        std::abort();
}

// The identity above says that the price is stationary in d1, so no derivative need pass through it.
void ours(const market& m, greeks& g) {
    using namespace tapeless::literals;
    by_batch(
        [](auto spot, auto strike, auto rate, auto volatility, auto time) {
            const auto spread = volatility * sqrt(time);
            const auto d1 = tapeless::stop_gradient(
                (log(spot / strike) + (rate + 0.5_c * volatility * volatility) * time) / spread);
            const auto d2 = d1 - spread;
            return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2);
        },
        m, g);
}

// The same without that knowledge.
void ours_plain(const market& m, greeks& g) {
    using namespace tapeless::literals;
    by_batch(
        [](auto spot, auto strike, auto rate, auto volatility, auto time) {
            const auto spread = volatility * sqrt(time);
            const auto d1 = (log(spot / strike) + (rate + 0.5_c * volatility * volatility) * time) / spread;
            const auto d2 = d1 - spread;
            return spot * normal_cdf(d1) - strike * exp(-rate * time) * normal_cdf(d2);
        },
        m, g);
}

/// Prints the largest errors against long double, and ends the program if one is no rounding error. They are relative
/// to the result; that of the price, which is a difference, is relative to the larger of its two terms.
void check(const char* name, void (*f)(const market&, greeks&)) {
    const market& m = the_market();
    greeks g;
    f(m, g);
    double worst[outputs]{};
    for (std::size_t k = 0; k < options; ++k) {
        const formulas<long double> e(m.spot[k], m.strike[k], m.rate[k], m.volatility[k], m.time[k]);
        const long double expected[outputs]{e.price, e.delta, e.by_strike, e.rho, e.vega, e.by_time};
        const long double term = m.spot[k] * e.delta;
        const long double scale[outputs]{term, e.delta, e.by_strike, e.rho, e.vega, e.by_time};
        for (std::size_t i = 0; i < outputs; ++i) {
            const double error = static_cast<double>(std::fabs((g[i][k] - expected[i]) / scale[i]));
            if (!(error <= worst[i])) worst[i] = error;
        }
    }
    std::printf("%-12s price %.1e  delta %.1e  by strike %.1e  rho %.1e  vega %.1e  by time %.1e\n", name, worst[0],
                worst[1], worst[2], worst[3], worst[4], worst[5]);
    for (const double w : worst)
        if (!(w < 1e-13)) std::exit(1);
}

void time(const char* name, void (*f)(const market&, greeks&)) {
    check(name, f);
    benchmark::RegisterBenchmark(name, [f](benchmark::State& state) {
        greeks g;
        for (auto _ : state) {
            f(the_market(), g);
            benchmark::ClobberMemory();
        }
        state.counters["options/s"] =
            benchmark::Counter(static_cast<double>(options), benchmark::Counter::kIsIterationInvariantRate);
    })->Unit(benchmark::kMillisecond);
}

} // namespace

int main(int argc, char** argv) {
    std::printf("Largest error, relative to the result (of the price: to spot * delta)\n");
    time("hand", by_hand);
    time("ours", ours);
    time("ours, plain", ours_plain);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
}

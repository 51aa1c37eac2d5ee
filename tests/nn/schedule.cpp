// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Schedules at their ends, between and beyond them, and what they do to a rate.

#include "catch.hpp"

#include <tapeless/nn/optimizer.hpp>

#include <cmath>
#include <string>

namespace {

namespace nn = tapeless::nn;

TEST_CASE("schedules are what they are called", "[schedule]") {
    CHECK(nn::constant_rate{}(0) == 1);
    CHECK(nn::constant_rate{}(1e9) == 1);

    constexpr nn::step_decay falling{.every = 10, .factor = 0.5};
    static_assert(falling(0) == 1 && falling(9) == 1 && falling(10) == 0.5 && falling(19) == 0.5 && falling(20) == 0.25);

    constexpr nn::exponential_decay shrinking{.factor = 0.9};
    CHECK(shrinking(0) == 1);
    CHECK(shrinking(1) == Approx(0.9).epsilon(1e-15));
    CHECK(shrinking(50) == Approx(std::pow(0.9, 50)).epsilon(1e-14));

    constexpr nn::linear_decay line{.steps = 100, .end = 0.1};
    static_assert(line(0) == 1 && line(100) == 0.1 && line(1000) == 0.1);
    CHECK(line(50) == Approx(0.55).epsilon(1e-15));
    CHECK(line(99) == Approx(0.109).epsilon(1e-14));

    constexpr nn::cosine_decay wave{.steps = 100, .end = 0.2};
    CHECK(wave(0) == 1);
    CHECK(wave(25) == Approx(0.2 + 0.8 * (1 + std::sqrt(0.5)) / 2).epsilon(1e-15));
    CHECK(wave(50) == Approx(0.6).epsilon(1e-15));
    CHECK(wave(100) == 0.2);
    CHECK(wave(101) == 0.2);

    constexpr nn::warm_up<nn::linear_decay> warm{.steps = 4, .then = line};
    static_assert(warm(0) == 0.25 && warm(3) == 1 && warm(4) == 1 && warm(104) == 0.1);
    static_assert(nn::warm_up<>{.steps = 2}(7) == 1);
}

TEST_CASE("a schedule multiplies the rate of the optimizer inside", "[schedule]") {
    using optimizer = nn::scheduled<nn::linear_decay, nn::clip_norm<nn::l2<nn::sgd>>>;
    CHECK(std::string(optimizer::name) == "scheduled linear_decay clip_norm penalised l2 sgd");
    const optimizer o{.schedule = {.steps = 4},
                      .optimizer = {.limit = 100, .optimizer = {.weight = 0, .optimizer = {.rate = 0.5}}}};
    nn::optimizer_state<optimizer, double, 1> s;
    double p = 0;
    const double g = 1;
    for (const double expected : {-0.5, -0.875, -1.125, -1.25, -1.25, -1.25}) {
        nn::update(o, s, &p, &g);
        CHECK(p == Approx(expected).epsilon(1e-15));
    }
}

// What one schedule counts is not what another one counts.
TEST_CASE("schedules of schedules", "[schedule]") {
    using inner = nn::scheduled<nn::exponential_decay, nn::sgd>;
    const nn::scheduled<nn::step_decay, inner> o{
        .schedule = {.every = 2, .factor = 0.1},
        .optimizer = {.schedule = {.factor = 0.5}, .optimizer = {.rate = 1}}};
    nn::optimizer_state<nn::scheduled<nn::step_decay, inner>, double, 1> s;
    double p = 0;
    const double g = 1;
    for (const double rate : {1.0, 0.5, 0.025, 0.0125}) {
        const double before = p;
        nn::update(o, s, &p, &g);
        CHECK(before - p == Approx(rate).epsilon(1e-14));
    }
}

} // namespace

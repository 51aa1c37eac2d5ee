// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Five steps on f(p) = sum of c_i p_i^2 against the recurrences of the papers, in long double.

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/nn/optimizer.hpp>

#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace {

namespace nn = tapeless::nn;
using oracle::real;
using oracle::reals;

constexpr std::size_t n = 17;
constexpr int steps = 5;

real c(std::size_t i) { return static_cast<real>(i + 1) / 8; }
real start(std::size_t i) { return (static_cast<real>(i) - 8.5L) / 4; }

template <class T, class Optimizer>
std::vector<reals> trajectory(const Optimizer& optimizer) {
    nn::optimizer_state<Optimizer, T, n> state;
    T p[n], g[n];
    for (std::size_t i = 0; i < n; ++i) p[i] = static_cast<T>(start(i));
    std::vector<reals> result;
    for (int k = 0; k < steps; ++k) {
        for (std::size_t i = 0; i < n; ++i) g[i] = 2 * static_cast<T>(c(i)) * p[i];
        nn::update(optimizer, state, p, g);
        result.push_back(reals(p, p + n));
    }
    return result;
}

// `move(i, p, g, k)`: the new p after the k-th step, counted from 1, for parameter i at p with gradient g.
template <class Move>
std::vector<reals> recurrence(Move move) {
    reals p;
    for (std::size_t i = 0; i < n; ++i) p.push_back(start(i));
    std::vector<reals> result;
    for (int k = 1; k <= steps; ++k) {
        for (std::size_t i = 0; i < n; ++i) p[i] = move(i, p[i], 2 * c(i) * p[i], k);
        result.push_back(p);
    }
    return result;
}

template <class T>
void compare(const std::vector<reals>& computed, const std::vector<reals>& expected) {
    for (std::size_t k = 0; k < steps; ++k) {
        CAPTURE(k);
        CHECK(oracle::distance(computed[k], expected[k]) < (std::is_same_v<T, float> ? 1e-6L : 1e-14L));
    }
}

TEMPLATE_TEST_CASE("sgd", "[optimizer]", float, double) {
    const auto expected = recurrence([](std::size_t, real p, real g, int) { return p - 0.05L * g; });
    compare<TestType>(trajectory<TestType>(nn::sgd{.rate = 0.05}), expected);
}

TEMPLATE_TEST_CASE("sgd with momentum", "[optimizer]", float, double) {
    reals v(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int) {
        v[i] = 0.9L * v[i] + g;
        return p - 0.05L * v[i];
    });
    compare<TestType>(trajectory<TestType>(nn::momentum{.rate = 0.05, .momentum = 0.9}), expected);
}

// With the moments corrected where the paper corrects them, before the quotient.
real adam_step(real& m, real& v, real p, real g, int k, real rate, real beta1, real beta2, real epsilon) {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const real mean = m / (1 - std::pow(beta1, static_cast<real>(k)));
    const real variance = v / (1 - std::pow(beta2, static_cast<real>(k)));
    return p - rate * mean / (std::sqrt(variance) + epsilon);
}

TEMPLATE_TEST_CASE("adam", "[optimizer]", float, double) {
    reals m(n), v(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int k) {
        return adam_step(m[i], v[i], p, g, k, 0.1L, 0.9L, 0.999L, 1e-8L);
    });
    compare<TestType>(trajectory<TestType>(nn::adam{.rate = 0.1}), expected);
}

// An epsilon that is felt tells whether it stands beside the root or below it.
TEMPLATE_TEST_CASE("adam with other hyperparameters", "[optimizer]", float, double) {
    reals m(n), v(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int k) {
        return adam_step(m[i], v[i], p, g, k, 0.25L, 0.5L, 0.75L, 0.125L);
    });
    const nn::adam optimizer{.rate = 0.25, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.125};
    compare<TestType>(trajectory<TestType>(optimizer), expected);
}

// The first step is rate * sign(g), whatever the size of the gradient. In float 1 - 0.999f is off by 1e-5, and the
// step would be too.
TEST_CASE("the first step of adam does not depend on the scale of the gradient", "[optimizer]") {
    for (const float scale : {1e-3f, 1.0f, 1e3f}) {
        nn::optimizer_state<nn::adam, float, 2> state;
        float p[]{0, 0};
        const float g[]{scale, -scale};
        nn::update(nn::adam{.rate = 0.5, .epsilon = 1e-12}, state, p, g);
        CHECK(p[0] == Approx(-0.5).epsilon(1e-6));
        CHECK(p[1] == Approx(0.5).epsilon(1e-6));
    }
}

TEST_CASE("a zero gradient moves nothing", "[optimizer]") {
    const float g[3]{};
    float p[]{1, 2, 3};
    nn::optimizer_state<nn::adam, float, 3> a;
    nn::optimizer_state<nn::momentum, float, 3> s;
    nn::update(nn::adam{}, a, p, g);
    nn::update(nn::momentum{.rate = 1, .momentum = 0.9}, s, p, g);
    CHECK(p[0] == 1);
    CHECK(p[1] == 2);
    CHECK(p[2] == 3);
}

TEST_CASE("states of optimizers are independent", "[optimizer]") {
    const nn::adam optimizer{.rate = 0.1};
    nn::optimizer_state<nn::adam, double, 1> first, second;
    double p = 0, q = 0;
    const double g = 1;
    nn::update(optimizer, first, &p, &g);
    nn::update(optimizer, first, &p, &g);
    nn::update(optimizer, second, &q, &g);
    CHECK(q == Approx(-0.1).epsilon(1e-6));
    CHECK(p == Approx(-0.2).epsilon(1e-6));
}

} // namespace

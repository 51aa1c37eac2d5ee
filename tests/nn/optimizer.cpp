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

TEMPLATE_TEST_CASE("nesterov", "[optimizer]", float, double) {
    reals v(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int) {
        v[i] = 0.9L * v[i] + g;
        return p - 0.05L * (g + 0.9L * v[i]);
    });
    compare<TestType>(trajectory<TestType>(nn::nesterov{.rate = 0.05, .momentum = 0.9}), expected);
}

TEMPLATE_TEST_CASE("adagrad", "[optimizer]", float, double) {
    reals s(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int) {
        s[i] += g * g;
        return p - 0.1L * g / (std::sqrt(s[i]) + 0.125L);
    });
    compare<TestType>(trajectory<TestType>(nn::adagrad{.rate = 0.1, .epsilon = 0.125}), expected);
}

TEMPLATE_TEST_CASE("rmsprop", "[optimizer]", float, double) {
    reals s(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int) {
        s[i] = 0.75L * s[i] + 0.25L * g * g;
        return p - 0.1L * g / (std::sqrt(s[i]) + 0.125L);
    });
    compare<TestType>(trajectory<TestType>(nn::rmsprop{.rate = 0.1, .alpha = 0.75, .epsilon = 0.125}), expected);
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

TEMPLATE_TEST_CASE("adamw", "[optimizer]", float, double) {
    reals m(n), v(n);
    const auto expected = recurrence([&](std::size_t i, real p, real g, int k) {
        return adam_step(m[i], v[i], p - 0.1L * 0.25L * p, g, k, 0.1L, 0.9L, 0.999L, 1e-8L);
    });
    compare<TestType>(trajectory<TestType>(nn::adamw{.rate = 0.1, .decay = 0.25}), expected);
}

TEMPLATE_TEST_CASE("penalties and clipping by value", "[optimizer]", float, double) {
    const auto sign = [](real p) { return p < 0 ? -1.0L : p > 0 ? 1.0L : 0.0L; };
    const auto lasso = recurrence([&](std::size_t, real p, real g, int) { return p - 0.05L * (g + 0.25L * sign(p)); });
    compare<TestType>(trajectory<TestType>(nn::l1<nn::sgd>{.weight = 0.25, .optimizer = {.rate = 0.05}}), lasso);

    reals v(n);
    const auto ridge = recurrence([&](std::size_t i, real p, real g, int) {
        v[i] = 0.9L * v[i] + g + 0.25L * p;
        return p - 0.05L * v[i];
    });
    compare<TestType>(trajectory<TestType>(nn::l2<nn::momentum>{.weight = 0.25, .optimizer = {.rate = 0.05}}), ridge);

    // From the outside in: the penalty is not clipped, and then it is.
    const auto clip = [](real g) { return std::fmin(std::fmax(g, -0.5L), 0.5L); };
    const auto before = recurrence([&](std::size_t, real p, real g, int) { return p - 0.05L * (clip(g) + 0.25L * p); });
    const auto after = recurrence([&](std::size_t, real p, real g, int) { return p - 0.05L * clip(g + 0.25L * p); });
    const nn::l2<nn::sgd> decayed{.weight = 0.25, .optimizer = {.rate = 0.05}};
    compare<TestType>(trajectory<TestType>(nn::clip_value<nn::l2<nn::sgd>>{.limit = 0.5, .optimizer = decayed}), before);
    const nn::clip_value<nn::sgd> clipped{.limit = 0.5, .optimizer = {.rate = 0.05}};
    compare<TestType>(trajectory<TestType>(nn::l2<nn::clip_value<nn::sgd>>{.weight = 0.25, .optimizer = clipped}), after);
}

// The norm is that of the gradient as it comes to clip_norm, from all parameters as they were before the step.
TEMPLATE_TEST_CASE("clipping by the norm", "[optimizer]", float, double) {
    using T = TestType;
    const auto expected = [](real limit, real inner, real outer) {
        reals p;
        for (std::size_t i = 0; i < n; ++i) p.push_back(start(i));
        std::vector<reals> result;
        for (int k = 0; k < steps; ++k) {
            reals g;
            real square = 0;
            for (std::size_t i = 0; i < n; ++i) {
                g.push_back((2 * c(i) + outer) * p[i]);
                square += g[i] * g[i];
            }
            const real factor = std::fmin(1, limit / (std::sqrt(square) + 1e-6L));
            for (std::size_t i = 0; i < n; ++i) p[i] -= 0.05L * (factor * g[i] + inner * p[i]);
            result.push_back(p);
        }
        return result;
    };
    const nn::l2<nn::sgd> decayed{.weight = 0.25, .optimizer = {.rate = 0.05}};
    const nn::clip_norm<nn::sgd> clipped{.limit = 2, .optimizer = {.rate = 0.05}};
    compare<T>(trajectory<T>(clipped), expected(2, 0, 0));
    compare<T>(trajectory<T>(nn::clip_norm<nn::l2<nn::sgd>>{.limit = 2, .optimizer = decayed}), expected(2, 0.25L, 0));
    compare<T>(trajectory<T>(nn::l2<nn::clip_norm<nn::sgd>>{.weight = 0.25, .optimizer = clipped}),
               expected(2, 0, 0.25L));
    compare<T>(trajectory<T>(nn::clip_norm<nn::sgd>{.limit = 1e6, .optimizer = {.rate = 0.05}}), expected(1e6L, 0, 0));
}

TEST_CASE("clipping at the bound", "[optimizer]") {
    const nn::clip_value<nn::sgd> by_value{.limit = 0.5, .optimizer = {.rate = 1}};
    nn::optimizer_state<nn::clip_value<nn::sgd>, double, 4> s;
    double p[4]{};
    const double g[]{0.5, -0.5, std::nextafter(0.5, 1.0), -1e300};
    nn::update(by_value, s, p, g);
    for (std::size_t i = 0; i < 4; ++i) CHECK(p[i] == (i % 2 == 0 ? -0.5 : 0.5));

    // A norm that is the limit is scaled by limit / (limit + 1e-6), one so much smaller by 1.
    nn::optimizer_state<nn::clip_norm<nn::sgd>, double, 2> t;
    const nn::clip_norm<nn::sgd> by_norm{.limit = 5, .optimizer = {.rate = 1}};
    double q[2]{};
    const double at[]{3, -4};
    nn::update(by_norm, t, q, at);
    CHECK(q[0] == Approx(-3 / (1 + 2e-7)).epsilon(1e-15));
    CHECK(q[1] == Approx(4 / (1 + 2e-7)).epsilon(1e-15));
    double r[2]{};
    const double within[]{2.999999, -3.999999};
    nn::update(by_norm, t, r, within);
    CHECK(r[0] == -2.999999);
    CHECK(r[1] == 3.999999);
}

// One parameter goes through the rule as a number, seventeen as lanes and a tail of lanes.
TEMPLATE_TEST_CASE("lanes change parameters as numbers are changed", "[optimizer]", float, double) {
    using T = TestType;
    using optimizer = nn::scheduled<nn::linear_decay, nn::clip_value<nn::l1<nn::l2<nn::adamw>>>>;
    const optimizer o{.schedule = {.steps = 8, .end = 0.5}, .optimizer = {.limit = 2, .optimizer = {.weight = 0.125}}};
    nn::optimizer_state<optimizer, T, n> together;
    nn::optimizer_state<optimizer, T, 1> alone[n];
    T p[n], q[n], g[n];
    for (std::size_t i = 0; i < n; ++i) p[i] = q[i] = static_cast<T>(start(i));
    for (int k = 0; k < steps; ++k) {
        for (std::size_t i = 0; i < n; ++i) g[i] = static_cast<T>(c(i)) * p[i] + T(k);
        nn::update(o, together, p, g);
        for (std::size_t i = 0; i < n; ++i) nn::update(o, alone[i], q + i, g + i);
    }
    CHECK(oracle::distance(p, reals(q, q + n)) < (std::is_same_v<T, float> ? 1e-6L : 1e-15L));
    CHECK(p[0] != static_cast<T>(start(0)));
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

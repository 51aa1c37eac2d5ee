// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Random compositions of operations. The same composition is written once and run on expressions and on a plain long
// double that knows only <cmath>: values are compared with it, derivatives with its central differences.

#include "support.hpp"

#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

using namespace tapeless::literals;

namespace {

/// The oracle: a number with the operations under test, by their mathematical definitions.
struct number {
    long double v;

    friend number operator+(number a, number b) {
        return {a.v + b.v};
    }
    friend number operator-(number a, number b) {
        return {a.v - b.v};
    }
    friend number operator*(number a, number b) {
        return {a.v * b.v};
    }
    friend number operator/(number a, number b) {
        return {a.v / b.v};
    }
    friend number operator-(number a) {
        return {-a.v};
    }
    friend number sin(number a) {
        return {std::sin(a.v)};
    }
    friend number cos(number a) {
        return {std::cos(a.v)};
    }
    friend number tanh(number a) {
        return {std::tanh(a.v)};
    }
    friend number exp(number a) {
        return {std::exp(a.v)};
    }
    friend number log(number a) {
        return {std::log(a.v)};
    }
    friend number erf(number a) {
        return {std::erf(a.v)};
    }
    friend number sqrt(number a) {
        return {std::sqrt(a.v)};
    }
    friend number sigmoid(number a) {
        return {1 / (1 + std::exp(-a.v))};
    }
    friend number pow(number a, number b) {
        return {std::pow(a.v, b.v)};
    }
};

/// A number that is written in both worlds.
template <class Like, class Literal>
auto written(Literal literal, long double value) {
    if constexpr (std::is_same_v<Like, number>)
        return number{value};
    else
        return literal;
}
/// Operation number Kind of two values. Every result is smooth and of modest size where a and b are.
template <unsigned Kind, class A, class B>
auto combine(A a, B b) {
    const auto one = written<A>(1_c, 1);
    const auto half = written<A>(0.5_c, 0.5L);
    if constexpr (Kind == 0)
        return sin(a) + half * b;
    else if constexpr (Kind == 1)
        return cos(a * b);
    else if constexpr (Kind == 2)
        return tanh(a - b);
    else if constexpr (Kind == 3)
        return exp(-(a * a)) - b;
    else if constexpr (Kind == 4)
        return log(one + one + sin(a)) * b;
    else if constexpr (Kind == 5)
        return erf(a) * cos(b);
    else if constexpr (Kind == 6)
        return sqrt(one + a * a + b * b);
    else if constexpr (Kind == 7)
        return sigmoid(a + b) / (one + one + cos(b));
    else if constexpr (Kind == 8)
        return pow(sin(a), written<A>(3_c, 3)) + b / (one + b * b);
    else if constexpr (Kind == 9)
        return pow(one + sigmoid(a), tanh(b));
    else if constexpr (Kind == 10)
        return a * written<A>(0.375_c, 0.375L) - tanh(b) / written<A>(1.25_c, 1.25L);
    else
        return pow(one + a * a, -half) * b;
}

/// A graph of Steps operations on two values, every choice from State.
template <std::uint32_t State, int Steps, class A, class B>
auto graph(A a, B b) {
    if constexpr (Steps == 0) {
        return a + b;
    } else {
        constexpr std::uint32_t next = State * 1664525u + 1013904223u;
        const auto c = combine<(State >> 20) % 12>(a, b);
        if constexpr ((State >> 16) % 2 == 0)
            return graph<next, Steps - 1>(c, a);
        else
            return graph<next, Steps - 1>(c, b);
    }
}

template <class T, std::uint32_t Seed>
void check_graph() {
    constexpr std::uint32_t state = Seed * 2654435761u + 12345;
    constexpr int steps = 10;
    const auto f = [](auto a, auto b) { return graph<state, steps>(a, b); };
    const double at[] = {0.5 + 0.125 * (Seed % 7), -0.75 + 0.25 * (Seed % 5)};
    const T x = static_cast<T>(at[0]), y = static_cast<T>(at[1]);
    const long double ex = static_cast<long double>(x), ey = static_cast<long double>(y);

    const auto [value, d] = tapeless::value_and_grad(f)(x, y);
    const long double expected = f(number{ex}, number{ey}).v;
    const auto by_x = tapeless::testing::central_difference([&](long double v) { return f(number{v}, number{ey}).v; }, ex);
    const auto by_y = tapeless::testing::central_difference([&](long double v) { return f(number{ex}, number{v}).v; }, ey);
    // Rounding accumulates over the steps; a wrong rule is off by far more.
    const long double tolerance = 200 * static_cast<long double>(std::numeric_limits<T>::epsilon());
    CAPTURE(Seed, value, expected);
    CHECK(std::abs(value - expected) <= tolerance * (1 + std::abs(expected)));
    CHECK(std::abs(std::get<0>(d) - by_x.derivative) <= tolerance * (1 + std::abs(by_x.derivative)) + by_x.uncertainty);
    CHECK(std::abs(std::get<1>(d) - by_y.derivative) <= tolerance * (1 + std::abs(by_y.derivative)) + by_y.uncertainty);
    CHECK(by_x.uncertainty <= 1e-10L * (1 + std::abs(by_x.derivative)));
}

template <class T, std::uint32_t... Seeds>
void check_graphs(std::integer_sequence<std::uint32_t, Seeds...>) {
    (check_graph<T, Seeds>(), ...);
}

} // namespace

TEMPLATE_TEST_CASE("random compositions of operations", "", float, double) {
    check_graphs<TestType>(std::make_integer_sequence<std::uint32_t, 16>{});
}

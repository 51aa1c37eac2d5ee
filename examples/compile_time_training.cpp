// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// A network learns exclusive or while this file is compiled: the program only prints what the compiler has learnt.

#include <tapeless/scalar.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <utility>

namespace {

struct example {
    double x, y, target;
};
constexpr std::array<example, 4> examples{{{-1, -1, -1}, {-1, 1, 1}, {1, -1, 1}, {1, 1, -1}}};

/// The squared error of a network with two inputs, three hidden units and one output. Its 13 weights come first.
constexpr auto squared_error = [](auto a, auto b, auto c, auto d, auto e, auto f, auto g, auto h, auto i, auto p,
                                  auto q, auto r, auto s, auto x, auto y, auto target) {
    const auto output = p * tanh(a * x + b * y + c) + q * tanh(d * x + e * y + f) + r * tanh(g * x + h * y + i) + s;
    return (output - target) * (output - target);
};

using weights = std::array<double, 13>;
constexpr weights start{0.9, 0.7, -0.3, -0.6, 0.8, 0.2, 0.5, -0.9, 0.4, 0.6, -0.4, 0.3, 0.1};

/// The error of one example, and its derivatives by the weights.
template <std::size_t... I>
constexpr auto differentiate(const weights& w, const example& e, std::index_sequence<I...>) {
    return tapeless::value_and_grad<I...>(squared_error)(w[I]..., e.x, e.y, e.target);
}

template <std::size_t... I>
constexpr double loss(const weights& w, std::index_sequence<I...> all) {
    double sum = 0;
    for (const example& e : examples) sum += differentiate(w, e, all).value;
    return sum / examples.size();
}

/// Stochastic gradient descent.
template <std::size_t... I>
constexpr weights train(weights w, int epochs, double rate, std::index_sequence<I...> all) {
    for (int epoch = 0; epoch < epochs; ++epoch)
        for (const example& e : examples) {
            const auto derivatives = differentiate(w, e, all).grad;
            ((w[I] -= rate * std::get<I>(derivatives)), ...);
        }
    return w;
}

constexpr std::make_index_sequence<std::tuple_size_v<weights>> all;
constexpr weights learnt = train(start, 25, 0.1, all);

static_assert(loss(start, all) > 1);
static_assert(loss(learnt, all) < 1e-3);

} // namespace

int main() {
    constexpr double before = loss(start, all);
    constexpr double after = loss(learnt, all);
    std::printf("loss %.3f before, %.1e after 25 epochs, all of them in the compiler\n", before, after);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless.hpp>

#include <cstdio>

namespace nn = tapeless::nn;

// [layer]
/// A gated linear unit (Dauphin et al., 2017): (x W) times sigmoid(x V), elementwise.
template <std::size_t Outputs>
struct gated {
    template <std::size_t Inputs, std::size_t... Path> // how many inputs, and the layer's number in the network
    struct at {
        using path = std::index_sequence<Path...>;
        static constexpr std::size_t inputs = Inputs, outputs = Outputs;
        static constexpr auto W = nn::trained<"weight", nn::initial::drawn, path, Inputs, Outputs>;
        static constexpr auto V = nn::trained<"gate", nn::initial::drawn, path, Inputs, Outputs>;
        static constexpr auto tensors = boost::hana::make_tuple(W, V);

        template <class Mode, class E>
        static constexpr auto forward(E x) noexcept {
            return hadamard(x * W, sigmoid(x * V));
        }
    };
};
// [/layer]

// [loss]
/// The mean of log(cosh(e)), e the output less its target: near 0 like e^2 / 2, far away like |e|.
struct log_cosh : nn::number_targets {
    template <class Outputs, class Targets>
    constexpr auto operator()(Outputs outputs, Targets targets_) const noexcept {
        using namespace tapeless::literals;
        const auto e = outputs - targets_;
        return mean(e + softplus(-2_c * e)) - log(2_c);
    }
};
// [/loss]

// [optimizer]
/// Every parameter moves by the rate, against the sign of its derivative.
struct sign_descent {
    double rate = 1e-2;

    static constexpr const char* name = "sign_descent";
    static constexpr std::size_t memories = 0;
    struct progress {};
    template <class T>
    struct rule {
        T rate;
        template <class V> // T, or as many of them as a register holds
        constexpr void operator()(V& p, const V& g) const noexcept {
            using tapeless::where;
            p = p - rate * where(g < V(0), V(-1), where(V(0) < g, V(1), V(0)));
        }
    };
    template <class T>
    constexpr rule<T> next(progress&) const noexcept {
        return {static_cast<T>(rate)};
    }
};
// [/optimizer]

int main() {
    // [fit]
    using net_t = nn::mlp<1, nn::dense<8, nn::tanh>, nn::residual<gated<8>>, nn::dense<1>>;
    float x[64], y[64]; // a parabola
    for (int i = 0; i < 64; ++i) {
        x[i] = static_cast<float>(i) / 32 - 1;
        y[i] = x[i] * x[i];
    }
    const nn::samples<float, log_cosh> all{x, y, 64};
    const auto silent = [](const nn::epoch_report&) {};

    using slower_and_slower = nn::scheduled<nn::cosine_decay, nn::l2<sign_descent>>;
    const slower_and_slower optimizer{.schedule = {.steps = 4 * 200}, // 4 batches in each of 200 epochs
                                      .optimizer = {.weight = 1e-6, .optimizer = {.rate = 0.01}}};
    nn::parameters<net_t, float> p;
    nn::initialise(p, nn::xavier{}, 1);
    const auto result = nn::fit<16>(p, all, all, optimizer, {.epochs = 200}, silent);
    std::printf("%s: loss below 0.01: %s\n", slower_and_slower::name,
                result.history.back().validation.loss < 0.01 ? "yes" : "no");
    // [/fit]
    return result.history.back().validation.loss < 0.01 ? 0 : 1;
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The gradient of networks against backpropagation by hand: plain loops in double, no tapeless.

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless.hpp>

#include <boost/hana/for_each.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

namespace nn = tapeless::nn;

enum class unit { identity, relu, tanh, sigmoid };

double apply(unit u, double x) {
    switch (u) {
    case unit::relu: return x > 0 ? x : 0;
    case unit::tanh: return std::tanh(x);
    case unit::sigmoid: return 1 / (1 + std::exp(-x));
    default: return x;
    }
}
double slope(unit u, double y) {
    switch (u) {
    case unit::relu: return y > 0 ? 1 : 0;
    case unit::tanh: return 1 - y * y;
    case unit::sigmoid: return y * (1 - y);
    default: return 1;
    }
}

struct naive_layer {
    std::size_t inputs, outputs;
    unit activation;
};

/// A network and a batch; the parameters lie layer by layer, weights [inputs][outputs] before biases.
struct naive {
    std::vector<naive_layer> layers;
    std::vector<double> parameters;
    std::size_t batch;

    std::vector<std::vector<double>> values; // [0]: the samples; [l + 1]: what layer l gives
    std::vector<double> gradient;

    void forward(const std::vector<double>& x) {
        values.assign(1, x);
        std::size_t at = 0;
        for (const naive_layer& l : layers) {
            const double* w = parameters.data() + at;
            const double* b = w + l.inputs * l.outputs;
            std::vector<double> y(batch * l.outputs);
            for (std::size_t s = 0; s < batch; ++s)
                for (std::size_t o = 0; o < l.outputs; ++o) {
                    double sum = b[o];
                    for (std::size_t i = 0; i < l.inputs; ++i)
                        sum += values.back()[s * l.inputs + i] * w[i * l.outputs + o];
                    y[s * l.outputs + o] = apply(l.activation, sum);
                }
            values.push_back(y);
            at += (l.inputs + 1) * l.outputs;
        }
    }
    /// `adjoint`: the derivatives of the loss by the outputs.
    void backward(std::vector<double> adjoint) {
        gradient.assign(parameters.size(), 0);
        std::size_t at = parameters.size();
        for (std::size_t n = layers.size(); n-- > 0;) {
            const naive_layer& l = layers[n];
            at -= (l.inputs + 1) * l.outputs;
            const double* w = parameters.data() + at;
            double* gw = gradient.data() + at;
            double* gb = gw + l.inputs * l.outputs;
            std::vector<double> below(batch * l.inputs);
            for (std::size_t s = 0; s < batch; ++s)
                for (std::size_t o = 0; o < l.outputs; ++o) {
                    const double g = adjoint[s * l.outputs + o] * slope(l.activation, values[n + 1][s * l.outputs + o]);
                    gb[o] += g;
                    for (std::size_t i = 0; i < l.inputs; ++i) {
                        gw[i * l.outputs + o] += g * values[n][s * l.inputs + i];
                        below[s * l.inputs + i] += g * w[i * l.outputs + o];
                    }
                }
            adjoint = below;
        }
    }
    double cross_entropy(const std::vector<std::int32_t>& labels) {
        const std::vector<double>& y = values.back();
        const std::size_t classes = layers.back().outputs;
        const auto n = static_cast<double>(batch);
        std::vector<double> adjoint(y.size());
        double total = 0;
        for (std::size_t s = 0; s < batch; ++s) {
            double sum = 0;
            for (std::size_t c = 0; c < classes; ++c) sum += std::exp(y[s * classes + c]);
            const auto label = static_cast<std::size_t>(labels[s]);
            total += std::log(sum) - y[s * classes + label];
            for (std::size_t c = 0; c < classes; ++c)
                adjoint[s * classes + c] = (std::exp(y[s * classes + c]) / sum - (c == label ? 1 : 0)) / n;
        }
        backward(adjoint);
        return total / n;
    }
    double squared_error(const std::vector<double>& targets) {
        const std::vector<double>& y = values.back();
        const auto n = static_cast<double>(y.size());
        std::vector<double> adjoint(y.size());
        double total = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            total += (y[i] - targets[i]) * (y[i] - targets[i]);
            adjoint[i] = 2 * (y[i] - targets[i]) / n;
        }
        backward(adjoint);
        return total / n;
    }
};

template <class Activation>
constexpr unit unit_of = std::is_same_v<Activation, nn::relu>      ? unit::relu
                         : std::is_same_v<Activation, nn::tanh>    ? unit::tanh
                         : std::is_same_v<Activation, nn::sigmoid> ? unit::sigmoid
                                                                   : unit::identity;

// Written out again from the template's arguments, so that the library's own idea of its layers is not relied on.
template <class Network>
struct described;
template <std::size_t Inputs, class... Layers>
struct described<nn::mlp<Inputs, Layers...>> {
    static std::vector<naive_layer> layers() {
        std::vector<naive_layer> result;
        std::size_t inputs = Inputs;
        for (const naive_layer& l : {naive_layer{0, Layers::outputs, unit_of<typename Layers::activation>}...}) {
            result.push_back({inputs, l.outputs, l.activation});
            inputs = l.outputs;
        }
        return result;
    }
};

template <class T>
constexpr long double near = std::is_same_v<T, float> ? 1e-5L : 1e-12L;

// Every array on the heap in its exact size, so that a sanitizer sees the first element beyond.
template <class Network, class Loss, std::size_t Batch, class T>
void check() {
    CAPTURE(Network::parameter_count, Batch, sizeof(T));
    const auto p = std::make_unique<nn::parameters<Network, T>>();
    const auto g = std::make_unique<nn::parameters<Network, T>>();
    nn::initialise(*p, nn::xavier{}, 5);
    nn::random source(6);
    boost::hana::for_each(p->leaves(), [&](auto leaf) {
        if constexpr (leaf.rank == 1) // no layer without bias
            for (T& b : leaf) b = static_cast<T>(0.2 * source.normal());
    });
    std::vector<T> x(Batch * Network::inputs);
    for (T& v : x) v = static_cast<T>(source.normal());
    std::vector<typename Loss::template target_type<T>> targets(Batch * Loss::targets(Network::outputs));
    for (auto& t : targets) {
        if constexpr (Loss::classifies)
            t = static_cast<std::int32_t>(source.below(Network::outputs));
        else
            t = static_cast<T>(source.normal());
    }
    for (T& v : g->values) v = T(1e6); // whatever was there before must not matter

    const T value = nn::loss_and_grad<Batch, Loss>(*p, x.data(), targets.data(), *g);
    const T alone = nn::loss<Batch, Loss>(*p, x.data(), targets.data());
    std::vector<T> outputs(Batch * Network::outputs);
    nn::predict<Batch>(*p, x.data(), outputs.data());

    naive by_hand{described<Network>::layers(), {p->values, p->values + p->size()}, Batch, {}, {}};
    by_hand.forward({x.begin(), x.end()});
    CHECK(oracle::distance(outputs, oracle::widen(by_hand.values.back())) < near<T>);
    double expected = 0;
    if constexpr (Loss::classifies)
        expected = by_hand.cross_entropy(targets);
    else
        expected = by_hand.squared_error({targets.begin(), targets.end()});
    CHECK(oracle::distance(value, expected) < near<T>);
    CHECK(oracle::distance(alone, expected) < near<T>);
    const double* at = by_hand.gradient.data();
    boost::hana::for_each(g->leaves(), [&](auto leaf) { // each relative to its own largest element
        CHECK(oracle::distance(leaf, oracle::reals(at, at + leaf.size())) < near<T>);
        at += leaf.size();
    });
}

TEMPLATE_TEST_CASE("5-17-33-3, relu, cross-entropy", "[gradient]", float, double) {
    using network = nn::mlp<5, nn::dense<17, nn::relu>, nn::dense<33, nn::relu>, nn::dense<3>>;
    check<network, nn::softmax_cross_entropy, 1, TestType>();
    check<network, nn::softmax_cross_entropy, 3, TestType>();
    check<network, nn::softmax_cross_entropy, 17, TestType>();
    check<network, nn::softmax_cross_entropy, 32, TestType>();
}

// One output: the bias is a single element that every row meets.
TEMPLATE_TEST_CASE("13-50-1, relu, squared error", "[gradient]", float, double) {
    using network = nn::mlp<13, nn::dense<50, nn::relu>, nn::dense<1>>;
    check<network, nn::mean_squared_error, 1, TestType>();
    check<network, nn::mean_squared_error, 17, TestType>();
    check<network, nn::mean_squared_error, 32, TestType>();
}

TEMPLATE_TEST_CASE("2-16-16-1, tanh, squared error", "[gradient]", float, double) {
    using network = nn::mlp<2, nn::dense<16, nn::tanh>, nn::dense<16, nn::tanh>, nn::dense<1>>;
    check<network, nn::mean_squared_error, 3, TestType>();
    check<network, nn::mean_squared_error, 32, TestType>();
}

TEMPLATE_TEST_CASE("1-1, squared error", "[gradient]", float, double) {
    using network = nn::mlp<1, nn::dense<1>>;
    check<network, nn::mean_squared_error, 1, TestType>();
    check<network, nn::mean_squared_error, 3, TestType>();
}

TEMPLATE_TEST_CASE("3-3, sigmoid, both losses", "[gradient]", float, double) {
    using network = nn::mlp<3, nn::dense<3, nn::sigmoid>>;
    check<network, nn::mean_squared_error, 17, TestType>();
    check<network, nn::softmax_cross_entropy, 1, TestType>();
}

// Layers of one unit, between wider ones.
TEMPLATE_TEST_CASE("4-1-9-2, all activations, cross-entropy", "[gradient]", float, double) {
    using network = nn::mlp<4, nn::dense<1, nn::tanh>, nn::dense<9, nn::sigmoid>, nn::dense<2, nn::identity>>;
    check<network, nn::softmax_cross_entropy, 3, TestType>();
    check<network, nn::softmax_cross_entropy, 32, TestType>();
}

// Equal layers, each with parameters of its own.
TEMPLATE_TEST_CASE("10-10-10-10, tanh, squared error", "[gradient]", float, double) {
    using layer = nn::dense<10, nn::tanh>;
    check<nn::mlp<10, layer, layer, layer>, nn::mean_squared_error, 3, TestType>();
}

TEST_CASE("64-64-64-10 and 784-64-10, the networks of the demo", "[gradient]") {
    using digits = nn::mlp<64, nn::dense<64, nn::relu>, nn::dense<64, nn::relu>, nn::dense<10>>;
    using fashion = nn::mlp<784, nn::dense<64, nn::relu>, nn::dense<10>>;
    check<digits, nn::softmax_cross_entropy, 32, float>();
    check<fashion, nn::softmax_cross_entropy, 32, float>();
}

// The same numbers from expressions of scalars, which know nothing of tensors. relu and tanh, 2-3-1, one sample.
TEST_CASE("2-3-1 as a network and as a scalar expression", "[gradient]") {
    using network = nn::mlp<2, nn::dense<3, nn::tanh>, nn::dense<1, nn::relu>>;
    const nn::parameters<network, double> p{{0.3, -0.2, 0.5, 0.1, 0.7, -0.4, 0.05, -0.1, 0.2, 0.9, -0.6, 0.8, 0.25}};
    const double x[]{0.7, -1.3}, target[]{0.4};
    nn::parameters<network, double> g;
    const double value = nn::loss_and_grad<1, nn::mean_squared_error>(p, x, target, g);

    const auto f = [&](auto w0, auto w1, auto w2, auto w3, auto w4, auto w5, auto b0, auto b1, auto b2, auto v0,
                       auto v1, auto v2, auto c) {
        const auto out = relu(v0 * tanh(x[0] * w0 + x[1] * w3 + b0) + v1 * tanh(x[0] * w1 + x[1] * w4 + b1) +
                              v2 * tanh(x[0] * w2 + x[1] * w5 + b2) + c);
        return tapeless::let(out - target[0], [](auto e) { return e * e; });
    };
    const double* v = p.values;
    const auto scalar = tapeless::value_and_grad(f)(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10],
                                                    v[11], v[12]);
    CHECK(value > 0.001); // the last unit is on
    CHECK(value == Approx(scalar.value).epsilon(1e-14));
    const auto derivatives = std::apply([](auto... d) { return std::vector<double>{d...}; }, scalar.grad);
    REQUIRE(derivatives.size() == g.size());
    for (std::size_t i = 0; i < g.size(); ++i) CHECK(g.values[i] == Approx(derivatives[i]).epsilon(1e-14));
}

// A bad label is for `fit` to refuse; here the loss says so.
TEST_CASE("a label without a class makes the loss of a batch NaN", "[gradient]") {
    using network = nn::mlp<2, nn::dense<3>>;
    nn::parameters<network, float> p{}, g{};
    const float x[]{1, 2, 3, 4};
    const std::int32_t labels[]{0, 3};
    CHECK(std::isnan(nn::loss_and_grad<2, nn::softmax_cross_entropy>(p, x, labels, g)));
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_ARCHITECTURES_BACKPROPAGATION_HPP
#define TAPELESS_TESTS_ARCHITECTURES_BACKPROPAGATION_HPP

// Backpropagation through a multilayer perceptron by hand: plain loops over sizes that are known at run time, in long
// double. It knows nothing of the library.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace by_hand {

using real = long double;

enum class unit { identity, relu, tanh, sigmoid };
enum class loss { mean_squared_error, softmax_cross_entropy };

struct layer {
    std::size_t inputs, outputs;
    unit activation;
};

/// What a network is, without its numbers. Parameters lie layer by layer, weights [inputs][outputs] before biases.
struct architecture {
    std::vector<layer> layers;
    loss compared_by;
    std::size_t batch;

    std::size_t parameters() const {
        std::size_t count = 0;
        for (const layer& l : layers) count += (l.inputs + 1) * l.outputs;
        return count;
    }
    std::size_t inputs() const { return layers.front().inputs; }
    std::size_t outputs() const { return layers.back().outputs; }
};

struct result {
    real loss;
    std::vector<real> gradient;
    real nearest_kink; // the smallest distance of an operand of relu to 0
};

inline real activate(unit u, real x) {
    switch (u) {
    case unit::relu:
        return x > 0 ? x : 0;
    case unit::tanh:
        return std::tanh(x);
    case unit::sigmoid:
        return 1 / (1 + std::exp(-x));
    default:
        return x;
    }
}
/// The derivative of an activation, by its value.
inline real slope(unit u, real y) {
    switch (u) {
    case unit::relu:
        return y > 0 ? 1 : 0;
    case unit::tanh:
        return 1 - y * y;
    case unit::sigmoid:
        return y * (1 - y);
    default:
        return 1;
    }
}

/// The loss of a batch, and in `adjoint` its derivatives by the outputs. Classes are given as rows of 0 and one 1.
inline real compare(loss by, std::size_t batch, const std::vector<real>& outputs, const std::vector<real>& targets,
                    std::vector<real>& adjoint) {
    const std::size_t width = outputs.size() / batch;
    adjoint.resize(outputs.size());
    real sum = 0;
    if (by == loss::mean_squared_error) {
        const real count = static_cast<real>(outputs.size());
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const real error = outputs[i] - targets[i];
            sum += error * error;
            adjoint[i] = 2 * error / count;
        }
        return sum / count;
    }
    for (std::size_t s = 0; s < batch; ++s) {
        const real* y = outputs.data() + s * width;
        const real largest = *std::max_element(y, y + width);
        real total = 0;
        for (std::size_t o = 0; o < width; ++o) total += std::exp(y[o] - largest);
        for (std::size_t o = 0; o < width; ++o) {
            const real target = targets[s * width + o];
            sum += target * (largest + std::log(total) - y[o]);
            adjoint[s * width + o] = (std::exp(y[o] - largest) / total - target) / static_cast<real>(batch);
        }
    }
    return sum / static_cast<real>(batch);
}

inline result differentiate(const architecture& network, const std::vector<real>& parameters,
                            const std::vector<real>& samples, const std::vector<real>& targets) {
    result r{0, std::vector<real>(parameters.size()), HUGE_VALL};

    std::vector<std::vector<real>> values{samples}; // then what each layer gives
    std::size_t at = 0;
    for (const layer& l : network.layers) {
        const real* weight = parameters.data() + at;
        const real* bias = weight + l.inputs * l.outputs;
        std::vector<real> next(network.batch * l.outputs);
        for (std::size_t s = 0; s < network.batch; ++s)
            for (std::size_t o = 0; o < l.outputs; ++o) {
                real sum = bias[o];
                for (std::size_t i = 0; i < l.inputs; ++i)
                    sum += values.back()[s * l.inputs + i] * weight[i * l.outputs + o];
                if (l.activation == unit::relu) r.nearest_kink = std::min(r.nearest_kink, std::fabs(sum));
                next[s * l.outputs + o] = activate(l.activation, sum);
            }
        values.push_back(next);
        at += (l.inputs + 1) * l.outputs;
    }

    std::vector<real> adjoint;
    r.loss = compare(network.compared_by, network.batch, values.back(), targets, adjoint);

    for (std::size_t n = network.layers.size(); n-- > 0;) {
        const layer& l = network.layers[n];
        at -= (l.inputs + 1) * l.outputs;
        const real* weight = parameters.data() + at;
        real* by_weight = r.gradient.data() + at;
        real* by_bias = by_weight + l.inputs * l.outputs;
        std::vector<real> before(network.batch * l.inputs);
        for (std::size_t s = 0; s < network.batch; ++s)
            for (std::size_t o = 0; o < l.outputs; ++o) {
                const real delta = adjoint[s * l.outputs + o] * slope(l.activation, values[n + 1][s * l.outputs + o]);
                by_bias[o] += delta;
                for (std::size_t i = 0; i < l.inputs; ++i) {
                    by_weight[i * l.outputs + o] += delta * values[n][s * l.inputs + i];
                    before[s * l.inputs + i] += delta * weight[i * l.outputs + o];
                }
            }
        adjoint = before;
    }
    return r;
}

} // namespace by_hand

#endif

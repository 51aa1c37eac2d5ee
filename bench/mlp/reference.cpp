// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "reference.hpp"

#include <algorithm>

namespace mlp {

namespace {

using numbers = std::vector<double>;

struct plain_network {
    const problem& p;
    const architecture& n = p.network;
    numbers parameters{p.parameters.begin(), p.parameters.end()};
    numbers gradients = numbers(parameters.size());
    std::vector<numbers> activations{{p.inputs.begin(), p.inputs.end()}};

    void forward() {
        activations.resize(1);
        for (int l = 0; l < n.depth; ++l) {
            const int in = n.inputs(l), out = n.outputs(l);
            const double *x = activations.back().data(), *w = &parameters[at(n.weights_offset(l))],
                         *b = &parameters[at(n.bias_offset(l))];
            numbers y(at(p.batch * out));
            for (int s = 0; s < p.batch; ++s) {
                double* row = &y[at(s * out)];
                std::copy_n(b, out, row);
                for (int i = 0; i < in; ++i)
                    for (int j = 0; j < out; ++j) row[j] += x[s * in + i] * w[i * out + j];
            }
            if (l + 1 < n.depth)
                for (double& v : y) v = n.activation == activation::relu ? std::max(v, 0.0) : std::tanh(v);
            activations.push_back(std::move(y));
        }
    }

    /// The loss; turns the outputs into the derivatives by them.
    double lose(numbers& outputs) const {
        const int classes = n.outputs();
        double loss = 0;
        if (n.loss == loss::squared_error) {
            const auto count = static_cast<double>(outputs.size());
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                const double d = outputs[i] - static_cast<double>(p.targets[i]);
                loss += d * d / count;
                outputs[i] = 2 * d / count;
            }
        } else {
            for (int s = 0; s < p.batch; ++s) {
                double* z = &outputs[at(s * classes)];
                double sum = 0;
                for (int j = 0; j < classes; ++j) sum += std::exp(z[j]);
                const auto label = p.labels[at(s)];
                loss += (std::log(sum) - z[label]) / p.batch;
                for (int j = 0; j < classes; ++j) z[j] = (std::exp(z[j]) / sum - (j == label)) / p.batch;
            }
        }
        return loss;
    }

    double gradient() {
        forward();
        numbers delta = activations.back();
        const double loss = lose(delta);
        std::fill(gradients.begin(), gradients.end(), 0.0);
        for (int l = n.depth; l-- > 0;) {
            const int in = n.inputs(l), out = n.outputs(l);
            const numbers& x = activations[at(l)];
            const double* w = &parameters[at(n.weights_offset(l))];
            double *dw = &gradients[at(n.weights_offset(l))], *db = &gradients[at(n.bias_offset(l))];
            numbers before(at(p.batch * in));
            for (int s = 0; s < p.batch; ++s) {
                const double* d = &delta[at(s * out)];
                for (int j = 0; j < out; ++j) db[j] += d[j];
                for (int i = 0; i < in; ++i) {
                    const double a = x[at(s * in + i)];
                    double sum = 0;
                    for (int j = 0; j < out; ++j) {
                        dw[i * out + j] += a * d[j];
                        sum += w[i * out + j] * d[j];
                    }
                    before[at(s * in + i)] = sum * (n.activation == activation::relu ? a > 0 : 1 - a * a);
                }
            }
            delta = std::move(before);
        }
        return loss;
    }

    static std::size_t at(int i) { return static_cast<std::size_t>(i); }
};

} // namespace

expectation reference(const problem& p, mode m, const hyperparameters& h, int runs) {
    plain_network network{p};
    if (m == mode::inference) {
        network.forward();
        return {0, network.activations.back()};
    }
    const double beta1 = h.beta1, beta2 = h.beta2;
    const std::size_t count = network.parameters.size();
    numbers first(count), second(count);
    double loss = 0;
    for (int run = 1; run <= runs; ++run) {
        loss = network.gradient();
        for (std::size_t i = 0; i < count && m != mode::grad; ++i) {
            const double g = network.gradients[i];
            double step = g;
            if (m == mode::adam) {
                first[i] = beta1 * first[i] + (1 - beta1) * g;
                second[i] = beta2 * second[i] + (1 - beta2) * g * g;
                step = first[i] / (1 - std::pow(beta1, run)) /
                       (std::sqrt(second[i] / (1 - std::pow(beta2, run))) + static_cast<double>(h.epsilon));
            }
            network.parameters[i] -= static_cast<double>(h.rate) * step;
        }
    }
    return {loss, m == mode::grad ? network.gradients : network.parameters};
}

} // namespace mlp

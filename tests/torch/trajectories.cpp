// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Trains one small network with every loss and every optimizer, and networks of other layers, in float and double, and prints
// the data and the losses before each of 50 steps, one line each: TYPE NAME NUMBER.... compare.py does the same in PyTorch
// from the same data.

#include <tapeless/nn/gradient.hpp>
#include <tapeless/nn/initialise.hpp>
#include <tapeless/nn/optimizer.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <string>
#include <vector>

namespace nn = tapeless::nn;

namespace {

using network = nn::mlp<4, nn::dense<6, nn::tanh>, nn::dense<3>>;
constexpr std::size_t batch = 8, steps = 50, classes = network::outputs;

template <class T>
constexpr const char* type = sizeof(T) == 4 ? "float" : "double";

template <class T, class Range>
void print(const char* name, const Range& numbers) {
    std::printf("%s %s", type<T>, name);
    for (const auto& x : numbers) std::printf(" %.17g", static_cast<double>(x));
    std::puts("");
}

template <class T>
struct problem {
    nn::parameters<network, T> start;
    T inputs[batch * network::inputs];
    T numbers[batch * classes], signs[batch * classes], shares[batch * classes], distributions[batch * classes];
    std::int32_t labels[batch];

    problem() {
        nn::initialise(start, nn::xavier{}, 1);
        nn::random random(2);
        for (T& x : inputs) x = static_cast<T>(random.normal());
        for (std::size_t i = 0; i < batch * classes; ++i) {
            numbers[i] = static_cast<T>(random.normal());
            signs[i] = numbers[i] < 0 ? T(-1) : T(1);
            shares[i] = static_cast<T>(random.uniform());
            distributions[i] = i % 5 == 0 ? T(0) : shares[i];
        }
        for (std::size_t i = 0; i < batch; ++i) {
            labels[i] = static_cast<std::int32_t>(random.below(classes));
            T sum = 0;
            for (std::size_t c = 0; c < classes; ++c) sum += distributions[i * classes + c];
            for (std::size_t c = 0; c < classes; ++c) distributions[i * classes + c] /= sum;
        }
        print<T>("parameters", start.values);
        print<T>("inputs", inputs);
        print<T>("numbers", numbers);
        print<T>("signs", signs);
        print<T>("shares", shares);
        print<T>("distributions", distributions);
        print<T>("labels", labels);
    }

    template <class Loss, class Target, class Optimizer>
    void train(const char* name, const Target* targets, const Optimizer& optimizer) const {
        auto p = start, g = start;
        nn::optimizer_state<Optimizer, T, network::parameter_count> state;
        T losses[steps];
        for (T& l : losses) {
            l = nn::loss_and_grad<batch, Loss>(p, inputs, targets, g);
            nn::update(optimizer, state, p.values, g.values);
        }
        print<T>(name, losses);
    }
    template <class Loss, class Target>
    void loss(const char* name, const Target* targets) const {
        train<Loss>(name, targets, nn::sgd{.rate = 0.05});
    }
    template <class Optimizer>
    void optimizer(const char* name, const Optimizer& o) const {
        train<nn::softmax_cross_entropy>(name, labels, o);
    }
};

/// A network of other layers: where it starts, the masks of all steps if it draws any, and then the losses, the loss of its
/// answers after the last step, and the statistics that it has kept, in one line.
template <class Network, class T>
void layers(const std::string& name, const problem<T>& data) {
    using loss = nn::softmax_cross_entropy;
    nn::parameters<Network, T> p;
    nn::initialise(p, nn::xavier{}, 3);
    print<T>((name + ":parameters").c_str(), p.values);
    nn::masks<batch, Network, T> drawn;
    std::vector<T> masks, results;
    nn::optimizer_state<nn::adam, T, Network::parameter_count> state;
    const nn::adam optimizer{.rate = 0.01};
    nn::random source(4);
    for (std::size_t k = 0; k < steps; ++k) {
        if constexpr (Network::mask_count == 0) {
            results.push_back(nn::train_step<batch, loss>(p, data.inputs, data.labels, optimizer, state));
        } else {
            drawn.draw(source);
            masks.insert(masks.end(), std::begin(drawn.values), std::end(drawn.values));
            results.push_back(nn::train_step<batch, loss>(p, data.inputs, data.labels, drawn, optimizer, state));
        }
    }
    results.push_back(nn::loss<batch, loss>(p, data.inputs, data.labels));
    if constexpr (Network::statistics_count != 0)
        results.insert(results.end(), std::begin(p.statistics.values), std::end(p.statistics.values));
    if (!masks.empty()) print<T>((name + ":masks").c_str(), masks);
    print<T>(name.c_str(), results);
}

struct weights {
    static constexpr double values[]{0.5, 2, 1};
};

template <class T>
void run() {
    const problem<T> p;
    p.template loss<nn::mean_squared_error>("loss/mean_squared_error", p.numbers);
    p.template loss<nn::half_squared_error>("loss/half_squared_error", p.numbers);
    p.template loss<nn::mean_absolute_error>("loss/mean_absolute_error", p.numbers);
    p.template loss<nn::huber<std::ratio<1, 2>>>("loss/huber", p.numbers);
    p.template loss<nn::hinge>("loss/hinge", p.signs);
    p.template loss<nn::binary_cross_entropy>("loss/binary_cross_entropy", p.shares);
    p.template loss<nn::softmax_cross_entropy>("loss/softmax_cross_entropy", p.labels);
    p.template loss<nn::cross_entropy<std::ratio<1, 10>>>("loss/label_smoothing", p.labels);
    p.template loss<nn::cross_entropy<std::ratio<0>, weights>>("loss/class_weights", p.labels);
    p.template loss<nn::cross_entropy<std::ratio<1, 10>, weights>>("loss/smoothing_and_weights", p.labels);
    p.template loss<nn::kl_divergence>("loss/kl_divergence", p.distributions);

    p.optimizer("sgd", nn::sgd{.rate = 0.5});
    p.optimizer("momentum", nn::momentum{.rate = 0.1, .momentum = 0.9});
    p.optimizer("nesterov", nn::nesterov{.rate = 0.1, .momentum = 0.9});
    p.optimizer("adagrad", nn::adagrad{.rate = 0.1});
    p.optimizer("rmsprop", nn::rmsprop{.rate = 0.003});
    p.optimizer("adam", nn::adam{.rate = 0.01});
    p.optimizer("adamw", nn::adamw{.rate = 0.01, .decay = 0.1});
    p.optimizer("sgd/l1", nn::l1<nn::sgd>{.weight = 0.01, .optimizer = {.rate = 0.1}});
    p.optimizer("sgd/weight_decay", nn::l2<nn::sgd>{.weight = 0.1, .optimizer = {.rate = 0.1}});
    p.optimizer("adam/weight_decay", nn::l2<nn::adam>{.weight = 0.1, .optimizer = {.rate = 0.01}});
    p.optimizer("sgd/clip_value", nn::clip_value<nn::sgd>{.limit = 0.05, .optimizer = {.rate = 0.5}});
    p.optimizer("momentum/clip_norm", nn::clip_norm<nn::momentum>{.limit = 0.25, .optimizer = {.rate = 0.1}});
    const nn::l2<nn::adam> decayed{.weight = 0.1, .optimizer = {.rate = 0.01}};
    p.optimizer("adam/clip_norm+weight_decay", nn::clip_norm<nn::l2<nn::adam>>{.limit = 0.25, .optimizer = decayed});
    p.optimizer("sgd/step", nn::scheduled<nn::step_decay, nn::sgd>{.schedule = {.every = 20, .factor = 0.5},
                                                                   .optimizer = {.rate = 0.5}});
    p.optimizer("adam/exponential", nn::scheduled<nn::exponential_decay, nn::adam>{.schedule = {.factor = 0.95},
                                                                                   .optimizer = {.rate = 0.02}});
    p.optimizer("adamw/cosine", nn::scheduled<nn::cosine_decay, nn::adamw>{.schedule = {.steps = 40, .end = 0.1},
                                                                           .optimizer = {.rate = 0.02}});
    p.optimizer("sgd/warm_up+linear",
                nn::scheduled<nn::warm_up<nn::linear_decay>, nn::sgd>{
                    .schedule = {.steps = 10, .then = {.steps = 30, .end = 0.1}}, .optimizer = {.rate = 0.5}});

    using start = nn::linear<6>;
    using end = nn::dense<3>;
    layers<nn::mlp<4, start, nn::batch_norm<nn::tanh>, end>>("layer/batch_norm", p);
    layers<nn::mlp<4, start, nn::layer_norm<nn::tanh>, end>>("layer/layer_norm", p);
    layers<nn::mlp<4, nn::dense<6, nn::tanh>, nn::dropout<std::ratio<1, 4>>, end>>("layer/dropout", p);
}

} // namespace

int main() {
    run<float>();
    run<double>();
}

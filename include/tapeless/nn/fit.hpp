// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_FIT_HPP
#define TAPELESS_NN_FIT_HPP

#include "gradient.hpp"
#include "random.hpp"
#include "team.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <type_traits>
#include <vector>

namespace tapeless::nn {

/// Samples and their targets in the caller's memory: `count` rows. Inputs are numbers, or std::int32_t labels for networks
/// that look them up.
template <class T, class Loss = softmax_cross_entropy, class Input = T>
struct samples {
    const Input* inputs;
    const typename Loss::template target_type<T>* targets;
    std::size_t count;
};

/// How well a network does on samples: the mean loss, and the share of samples whose largest output is their label
/// (0 for losses that do not classify).
struct score {
    double loss = 0;
    double accuracy = 0;
};

/// What is known at the end of an epoch.
struct epoch_report {
    std::size_t epoch = 0; ///< from 1
    std::size_t epochs = 0;
    double loss = 0; ///< mean over the epoch's steps, each before its update
    score validation;
    double samples_per_second = 0;
    double seconds_left = 0;
};

/// Prints an epoch as one line.
struct print_progress {
    void operator()(const epoch_report& r) const noexcept {
        std::printf("epoch %2zu/%zu  loss %.4f  validation loss %.4f  accuracy %.4f  %8.0f samples/s  %.0f s left\n",
                    r.epoch, r.epochs, r.loss, r.validation.loss, r.validation.accuracy, r.samples_per_second,
                    r.seconds_left);
        std::fflush(stdout);
    }
};

struct fit_options {
    std::size_t epochs = 10; ///< in all, those before a resumption too
    std::uint64_t seed = 1;  ///< of the order of the samples, and of masks
    /// Early stopping: how many epochs may pass without a smaller validation loss. The best parameters are those that
    /// remain. 0 for no end before the last epoch.
    std::size_t patience = 0;
};

/// A training under way: all that the next epoch depends on, but for the samples. What a checkpoint keeps.
template <class Network, class Optimizer, class T>
struct training {
    using network = Network;
    using optimizer = Optimizer;
    nn::parameters<Network, T> parameters;
    optimizer_state<Optimizer, T, Network::parameter_count> state{};
    std::uint64_t epoch = 0; ///< epochs done
    random source{1};        ///< of the order of the samples, and of masks
};

/// The outcome of `fit`: an epoch's report each, or, where the data was refused, what is wrong with it.
struct fit_result {
    std::vector<epoch_report> history;
    std::string error;
    explicit operator bool() const noexcept { return error.empty(); }
};

namespace detail {

/// The samples that a network takes.
template <class Network, class T, class Loss>
using samples_for = samples<T, Loss, typename Network::template input_type<T>>;

template <class Network, class T>
std::size_t largest_output(const T* outputs) noexcept {
    return static_cast<std::size_t>(std::max_element(outputs, outputs + Network::outputs) - outputs);
}

/// Runs `batch(first)` over whole batches and `single(i)` over the samples that are left.
template <std::size_t Batch, class Whole, class Single>
void in_batches(std::size_t count, Whole batch, Single single) {
    std::size_t i = 0;
    for (; i + Batch <= count; i += Batch) batch(i);
    for (; i < count; ++i) single(i);
}

/// What is wrong with the labels of samples: targets that the network has no output for, inputs that it has no row for.
template <class Network, class Loss, class T, class Input>
std::string find_bad_label(const samples<T, Loss, Input>& s) {
    const auto find = [&](const auto* labels, std::size_t per_sample, std::size_t bound, const char* what,
                          const char* of) -> std::string {
        for (std::size_t i = 0; i < s.count * per_sample; ++i)
            if (labels[i] < 0 || static_cast<std::size_t>(labels[i]) >= bound)
                return what + std::to_string(labels[i]) + " of sample " + std::to_string(i / per_sample) +
                       " is outside 0 to " + std::to_string(bound - 1) + ", the " + of + " of the network";
        return {};
    };
    if constexpr (Network::takes_labels) {
        constexpr std::size_t vocabulary = Network::template layer<0>::vocabulary;
        if (auto error = find(s.inputs, Network::inputs, vocabulary, "input ", "vocabulary"); !error.empty())
            return error;
    }
    if constexpr (Loss::classifies)
        return find(s.targets, 1, Network::outputs, "label ", "classes");
    else
        return {};
}

} // namespace detail

namespace detail {

/// The memory of an evaluation.
template <std::size_t Batch, class Loss, class Network, class T>
struct evaluation {
    workspace<Batch, Loss, Network, T> tensors;
    alignas(64) T outputs[Batch * Network::outputs];
};

template <std::size_t Batch, class Network, class T, class Loss>
score evaluate(const parameters<Network, T>& p, const samples_for<Network, T, Loss>& s,
               evaluation<Batch, Loss, Network, T>& m) {
    constexpr std::size_t width = Loss::targets(Network::outputs);
    score total;
    if (s.count == 0) return total;
    const auto add = [&]<std::size_t N>(std::size_t i, std::integral_constant<std::size_t, N>) {
        predict<N>(p, s.inputs + i * Network::inputs, m.outputs, m.tensors.element);
        total.loss +=
            static_cast<double>(loss_of<N, Loss, Network>(m.outputs, s.targets + i * width)) * static_cast<double>(N);
        if constexpr (Loss::classifies)
            for (std::size_t k = 0; k < N; ++k)
                total.accuracy += detail::largest_output<Network>(m.outputs + k * Network::outputs) ==
                                  static_cast<std::size_t>(s.targets[i + k]);
    };
    detail::in_batches<Batch>(
        s.count, [&](std::size_t i) { add(i, std::integral_constant<std::size_t, Batch>{}); },
        [&](std::size_t i) { add(i, std::integral_constant<std::size_t, 1>{}); });
    total.loss /= static_cast<double>(s.count);
    total.accuracy /= static_cast<double>(s.count);
    return total;
}

} // namespace detail

/// Loss and accuracy of a network on samples, any number of them.
template <std::size_t Batch = 32, class Network, class T, class Loss>
score evaluate(const parameters<Network, T>& p, const detail::samples_for<Network, T, Loss>& s) {
    const auto memory = std::make_unique<detail::evaluation<Batch, Loss, Network, T>>();
    return detail::evaluate(p, s, *memory);
}

/// The class a network gives to each sample: the index of its largest output.
template <std::size_t Batch = 32, class Network, class T>
std::vector<std::int32_t> classify(const parameters<Network, T>& p,
                                   const typename Network::template input_type<T>* inputs, std::size_t count) {
    std::vector<std::int32_t> classes(count);
    alignas(64) T outputs[Batch * Network::outputs];
    const auto take = [&]<std::size_t N>(std::size_t i, std::integral_constant<std::size_t, N>) {
        predict<N>(p, inputs + i * Network::inputs, outputs);
        for (std::size_t k = 0; k < N; ++k)
            classes[i + k] = static_cast<std::int32_t>(detail::largest_output<Network>(outputs + k * Network::outputs));
    };
    detail::in_batches<Batch>(
        count, [&](std::size_t i) { take(i, std::integral_constant<std::size_t, Batch>{}); },
        [&](std::size_t i) { take(i, std::integral_constant<std::size_t, 1>{}); });
    return classes;
}

namespace detail {

/// The memory of a fit: of its steps, of a thread's part of them.
template <std::size_t Batch, class Loss, class Network, class T>
struct shard {
    using target = typename Loss::template target_type<T>;
    static constexpr std::size_t width = Loss::targets(Network::outputs);
    alignas(64) typename Network::template input_type<T> inputs[Batch * Network::inputs];
    alignas(64) target targets[Batch * width];
    parameters<Network, T> gradient;
    masks<Batch, Network, T> drawn;
    workspace<Batch, Loss, Network, T> tensors;

    /// Copies samples of these numbers here.
    void gather(const samples_for<Network, T, Loss>& from, const std::size_t* order, std::size_t count) noexcept {
        for (std::size_t k = 0; k < count; ++k) {
            std::copy_n(from.inputs + order[k] * Network::inputs, Network::inputs, inputs + k * Network::inputs);
            std::copy_n(from.targets + order[k] * width, width, targets + k * width);
        }
    }
    T differentiate(const parameters<Network, T>& p) noexcept {
        return differentiate_batch<Batch, Loss>(p, inputs, targets, drawn.values,
                                                parameter_outputs<Network, T>{gradient}, tensors.element);
    }
};

/// The mean of the gradients of all shards, in the order of `update_part`.
template <class T, class Shard, std::size_t Threads>
void mean_gradient(const Shard (&shards)[Threads], T* mean) noexcept {
    for (std::size_t i = 0; i < shards[0].gradient.size(); ++i) {
        T sum = shards[0].gradient.values[i];
        for (std::size_t s = 1; s < Threads; ++s) sum += shards[s].gradient.values[i];
        mean[i] = sum / T(Threads);
    }
}

/// Changes a part of the parameters by the mean of the gradients of all shards: part `t` of as many as there are shards.
template <class Optimizer, class Network, class T, class Shard, std::size_t Threads, class Rule>
void update_part(std::size_t t, parameters<Network, T>& p, const Shard (&shards)[Threads], T* memory,
                 const Rule& rule) noexcept {
    constexpr std::size_t n = Network::parameter_count, piece = n < 64 ? n : 64;
    constexpr std::size_t part = (n / Threads + piece - 1) / piece * piece;
    const auto change = [&]<std::size_t Count>(std::size_t at, std::integral_constant<std::size_t, Count>) {
        T mean[Count];
        for (std::size_t i = 0; i < Count; ++i) {
            T sum = shards[0].gradient.values[at + i];
            for (std::size_t s = 1; s < Threads; ++s) sum += shards[s].gradient.values[at + i];
            mean[i] = sum / T(Threads);
        }
        kernels::put_all<Count>(mean, updated_parameters<Optimizer::memories, n, 1, T, Rule>{
                                          rule, p.values + at, memory + (Optimizer::memories == 0 ? 0 : at)});
    };
    std::size_t at = t * part;
    const std::size_t end = t + 1 == Threads ? n : (t + 1) * part;
    for (; at + piece <= end && at + piece <= n; at += piece) change(at, std::integral_constant<std::size_t, piece>{});
    for (; at < end && at < n; ++at) change(at, std::integral_constant<std::size_t, 1>{});
}

template <std::size_t Batch, std::size_t Threads, class Network, class Optimizer, class T, class Loss, class Observer>
fit_result fit(parameters<Network, T>& p, optimizer_state<Optimizer, T, Network::parameter_count>& state,
               std::uint64_t& epoch, random& source, const samples_for<Network, T, Loss>& train,
               const samples_for<Network, T, Loss>& validation, const Optimizer& optimizer, const fit_options& options,
               Observer& observe) {
    static_assert(
        Threads > 0 && Batch % Threads == 0,
        "tapeless: nn::fit gives each thread an equal part of a batch: make the batch a multiple of the threads");
    constexpr std::size_t part = Batch / Threads;
    constexpr bool whole_batches = Network::statistics_count > 0;
    using clock = std::chrono::steady_clock;
    struct memory {
        shard<part, Loss, Network, T> shards[Threads];
        shard<whole_batches ? part : 1, Loss, Network, T> single; // one of the samples that fill no batch
        parameters<Network, T> rest;                              // the gradient by all of them
        parameters<Network, T> best;                              // of all epochs
        evaluation<Batch, Loss, Network, T> answers;
    };

    fit_result result;
    for (const auto* s : {&train, &validation})
        if (result.error.empty()) result.error = find_bad_label<Network>(*s);
    if (train.count == 0) result.error = "there are no samples to train on";
    if (whole_batches && train.count < Batch)
        result.error = "there are " + std::to_string(train.count) + " samples to train on, not one batch of " +
                       std::to_string(Batch) + ", which a network that observes its batches needs";
    if (!result) return result;

    result.history.reserve(options.epochs);
    const auto m = std::make_unique<memory>();
    team<Threads> threads;
    std::vector<std::size_t> order(train.count);
    const auto step = [&](std::size_t i) {
        for (auto& s : m->shards) s.drawn.draw(source);
        if constexpr (Threads == 1) {
            auto& s = m->shards[0];
            s.gather(train, &order[i], Batch);
            return static_cast<double>(step_of_batch<Batch, Loss>(p, s.inputs, s.targets, s.drawn.values, optimizer,
                                                                  state, s.tensors.element));
        } else {
            double losses[Threads];
            threads.run([&](std::size_t k) {
                auto& s = m->shards[k];
                s.gather(train, &order[i + k * part], part);
                losses[k] = static_cast<double>(s.differentiate(p));
            });
            if constexpr (reads_gradient<Optimizer>) {
                mean_gradient(m->shards, state.gradient.values);
                update(optimizer, state, p.values, state.gradient.values);
            } else {
                const auto rule = optimizer.template next<T>(state);
                threads.run([&](std::size_t k) { update_part<Optimizer>(k, p, m->shards, state.memory, rule); });
            }
            double sum = 0;
            for (std::size_t k = 0; k < Threads; ++k) {
                sum += losses[k];
                update_statistics(p, m->shards[k].gradient);
            }
            return sum / static_cast<double>(Threads);
        }
    };
    const auto step_of_the_rest = [&](std::size_t first) {
        double total = 0;
        std::fill_n(m->rest.values, m->rest.size(), T(0));
        for (std::size_t i = first; i < train.count; ++i) {
            auto& s = m->single;
            s.gather(train, &order[i], 1);
            s.drawn.draw(source);
            total += static_cast<double>(s.differentiate(p));
            for (std::size_t k = 0; k < m->rest.size(); ++k) m->rest.values[k] += s.gradient.values[k];
        }
        for (T& g : m->rest.values) g /= static_cast<T>(train.count - first);
        update(optimizer, state, p.values, m->rest.values);
        return total;
    };

    const auto begin = clock::now();
    const std::uint64_t before = epoch;
    double spent = 0, least = std::numeric_limits<double>::infinity();
    for (std::size_t waited = 0; epoch < options.epochs;) {
        const auto start = clock::now();
        std::iota(order.begin(), order.end(), std::size_t{0});
        source.shuffle(order);
        double total = 0;
        std::size_t i = 0;
        for (; i + Batch <= train.count; i += Batch) total += step(i) * static_cast<double>(Batch);
        if constexpr (!whole_batches)
            if (i < train.count) {
                total += step_of_the_rest(i);
                i = train.count;
            }
        const std::chrono::duration<double> training_time = clock::now() - start;
        spent += training_time.count();
        ++epoch;

        const auto done = static_cast<double>(epoch - before);
        epoch_report report;
        report.epoch = epoch;
        report.epochs = options.epochs;
        report.loss = total / static_cast<double>(i);
        report.validation = evaluate<Batch>(p, validation, m->answers);
        report.samples_per_second = static_cast<double>(i) * done / spent;
        const std::chrono::duration<double> elapsed = clock::now() - begin;
        report.seconds_left = elapsed.count() / done * static_cast<double>(options.epochs - epoch);
        result.history.push_back(report);
        if (options.patience != 0) {
            if (report.validation.loss < least) {
                least = report.validation.loss;
                m->best = p;
                waited = 0;
            } else {
                ++waited;
            }
        }
        if constexpr (std::is_same_v<std::invoke_result_t<Observer&, const epoch_report&>, bool>) {
            if (!observe(result.history.back())) break;
        } else {
            observe(result.history.back());
        }
        if (options.patience != 0 && waited == options.patience) break;
    }
    if (least < std::numeric_limits<double>::infinity()) p = m->best;
    return result;
}

} // namespace detail

/// Trains a network by minibatches in an order that is shuffled anew each epoch, and reports each epoch to `observe`, which
/// may return false to end the training.
///
/// With several threads each takes an equal part of a batch; their gradients are added in a fixed order, so a run gives
/// the same bits whenever it is repeated with as many threads. Every sample is used in every epoch: those that do not fill
/// a batch make one smaller step; but for networks that observe their batches (batch_norm), which leave these few out.
/// Deterministic for a seed, and a training that is resumed gives the bits of one that was not interrupted (early stopping
/// begins to wait anew). Nothing is
/// allocated once the first step has begun; a label that the network has no output, or no row, for is refused before it.
template <std::size_t Batch = 32, std::size_t Threads = 1, class Network, class Optimizer, class T, class Loss,
          class Observer = print_progress>
fit_result fit(training<Network, Optimizer, T>& t,
               const samples<T, Loss, typename Network::template input_type<T>>& train,
               const samples<T, Loss, typename Network::template input_type<T>>& validation, const Optimizer& optimizer,
               const fit_options& options = {}, Observer observe = {}) {
    return detail::fit<Batch, Threads, Network, Optimizer, T, Loss>(t.parameters, t.state, t.epoch, t.source, train,
                                                                    validation, optimizer, options, observe);
}

/// The same of parameters alone, from the beginning.
template <std::size_t Batch = 32, std::size_t Threads = 1, class Network, class T, class Loss, class Optimizer,
          class Observer = print_progress>
fit_result fit(parameters<Network, T>& p, const samples<T, Loss, typename Network::template input_type<T>>& train,
               const samples<T, Loss, typename Network::template input_type<T>>& validation, const Optimizer& optimizer,
               const fit_options& options = {}, Observer observe = {}) {
    const auto state = std::make_unique<optimizer_state<Optimizer, T, Network::parameter_count>>();
    std::uint64_t epoch = 0;
    random source(options.seed);
    return detail::fit<Batch, Threads, Network, Optimizer, T, Loss>(p, *state, epoch, source, train, validation,
                                                                    optimizer, options, observe);
}

} // namespace tapeless::nn

#endif

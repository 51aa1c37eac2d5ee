// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_ARCHITECTURES_AGREEMENT_HPP
#define TAPELESS_TESTS_ARCHITECTURES_AGREEMENT_HPP

// What the programs that scripts/check_architectures.py writes are made of: a network is run by tapeless, in float and
// in double, as tensors and as a scalar expression, and by hand; every number that disagrees is printed.

#include "backpropagation.hpp"

#include <tapeless.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <random>
#include <type_traits>
#include <vector>

namespace agreement {

using by_hand::architecture, by_hand::real;

inline constexpr double rate = 0.5; // of the step of training; exact

/// Numbers for a network, exact in float, and what backpropagation by hand makes of them.
struct instance {
    std::vector<real> parameters, samples, targets;
    by_hand::result exact;
};

/// Draws parameters as networks are commonly initialised, within 1 / sqrt(inputs), and until the gradient is well
/// conditioned: relu's operands are farther from its kink than rounding can move them, some derivative is not 0, and the
/// outputs are not so close to the targets that their difference has few digits left.
inline instance draw(const architecture& network, std::uint64_t seed) {
    std::mt19937_64 source(seed);
    const auto uniform = [&](real largest) {
        const real unit = static_cast<real>(source() >> 11) / static_cast<real>(std::uint64_t{1} << 52) - 1;
        return static_cast<real>(static_cast<float>(largest * unit));
    };
    const bool classes = network.compared_by == by_hand::loss::softmax_cross_entropy;
    instance it;
    do {
        it = {};
        for (const by_hand::layer& l : network.layers)
            for (std::size_t i = 0; i < (l.inputs + 1) * l.outputs; ++i)
                it.parameters.push_back(uniform(1 / std::sqrt(static_cast<real>(l.inputs))));
        for (std::size_t i = 0; i < network.batch * network.inputs(); ++i) it.samples.push_back(uniform(1));
        it.targets.resize(network.batch * network.outputs());
        for (std::size_t s = 0; classes && s < network.batch; ++s)
            it.targets[s * network.outputs() + source() % network.outputs()] = 1;
        for (std::size_t i = 0; !classes && i < it.targets.size(); ++i) it.targets[i] = uniform(2);
        it.exact = by_hand::differentiate(network, it.parameters, it.samples, it.targets);
    } while (it.exact.nearest_kink < 1e-5L || it.exact.loss < 0.25L ||
             std::all_of(it.exact.gradient.begin(), it.exact.gradient.end(), [](real g) { return g == 0; }));
    return it;
}

template <class T>
std::vector<T> in(const std::vector<real>& numbers) {
    std::vector<T> converted;
    for (const real x : numbers) converted.push_back(static_cast<T>(x));
    return converted;
}

/// Compares numbers, and reports how many of them there were and the largest error over its tolerance.
template <class T>
struct report {
    static constexpr real tolerance = std::is_same_v<T, float> ? 1e-6L : 1e-13L;

    int network;
    const char* what;
    int compared = 0;
    int wrong = 0;
    real worst = 0;

    /// Errors are relative to the largest of the numbers that are compared at once.
    template <class Ours, class Exact>
    void compare(const char* which, std::size_t count, const Ours& ours, const Exact& exact) {
        real largest = 0;
        for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(exact(i)));
        for (std::size_t i = 0; i < count; ++i) {
            const real error = std::fabs(static_cast<real>(ours(i)) - exact(i)) / (tolerance * largest);
            ++compared;
            if (!(error <= worst)) worst = error; // NaN too
            if (!(error <= 1) && ++wrong <= 3)
                std::printf("wrong %d %s %s %s[%zu] %.17Lg %.17Lg %.3Lg\n", network, what, name(), which, i,
                            static_cast<real>(ours(i)), exact(i), error);
        }
    }
    void compare_loss(const char* which, T ours, const instance& it) {
        compare(
            which, 1, [&](std::size_t) { return ours; }, [&](std::size_t) { return it.exact.loss; });
    }
    template <class Gradient>
    void compare_gradient(const Gradient& ours, const instance& it) {
        compare(
            "gradient", it.parameters.size(), [&](std::size_t i) { return ours[i]; },
            [&](std::size_t i) { return it.exact.gradient[i]; });
    }
    static const char* name() { return std::is_same_v<T, float> ? "float" : "double"; }
    ~report() { std::printf("network %d %s %s %d %d %.3Lg\n", network, what, name(), compared, wrong, worst); }
};

/// Loss, gradient and a step of training of the network as tensors.
template <class T, class Network, class Loss, std::size_t Batch>
void check_tensors_in(int network, const char* what, const instance& it) {
    namespace nn = tapeless::nn;
    report<T> r{network, what};
    if (it.parameters.size() != Network::parameter_count) {
        std::printf("wrong %d %s has %zu parameters\n", network, what, Network::parameter_count);
        return;
    }
    const auto p = std::make_unique<nn::parameters<Network, T>>();
    const auto g = std::make_unique<nn::parameters<Network, T>>();
    for (std::size_t i = 0; i < p->size(); ++i) p->values[i] = static_cast<T>(it.parameters[i]);
    const auto samples = in<T>(it.samples);
    std::vector<typename Loss::template target_type<T>> targets;
    for (std::size_t i = 0; i < it.targets.size(); ++i)
        if constexpr (!Loss::classifies)
            targets.push_back(static_cast<T>(it.targets[i]));
        else if (it.targets[i] == 1)
            targets.push_back(static_cast<std::int32_t>(i % Network::outputs));

    r.compare_loss("loss", nn::loss_and_grad<Batch, Loss>(*p, samples.data(), targets.data(), *g), it);
    r.compare_gradient(g->values, it);

    const nn::sgd descent{rate};
    nn::optimizer_state<nn::sgd, T, Network::parameter_count> state;
    r.compare_loss("loss_of_step", nn::train_step<Batch, Loss>(*p, samples.data(), targets.data(), descent, state), it);
    r.compare(
        "parameter", p->size(), [&](std::size_t i) { return p->values[i]; },
        [&](std::size_t i) { return it.parameters[i] - real(rate) * it.exact.gradient[i]; });
}
template <class Network, class Loss, std::size_t Batch>
void check_tensors(int network, const char* what, const instance& it) {
    check_tensors_in<float, Network, Loss, Batch>(network, what, it);
    check_tensors_in<double, Network, Loss, Batch>(network, what, it);
}

template <class T, std::size_t N>
std::array<T, N> array_of(const std::vector<real>& numbers) {
    std::array<T, N> a{};
    for (std::size_t i = 0; i < N; ++i) a[i] = static_cast<T>(numbers.at(i));
    return a;
}

/// Loss and gradient of the network as a scalar function of three arrays: parameters, samples, targets.
template <class T, std::size_t Parameters, std::size_t Samples, std::size_t Targets, class F>
void check_scalars_in(int network, const char* what, const F& loss, const instance& it) {
    report<T> r{network, what};
    const auto ours = tapeless::value_and_grad<0>(loss)(
        array_of<T, Parameters>(it.parameters), array_of<T, Samples>(it.samples), array_of<T, Targets>(it.targets));
    r.compare_loss("loss", ours.value, it);
    r.compare_gradient(ours.grad, it);
}
template <std::size_t Parameters, std::size_t Samples, std::size_t Targets, class F>
void check_scalars(int network, const char* what, const F& loss, const instance& it) {
    check_scalars_in<float, Parameters, Samples, Targets>(network, what, loss, it);
    check_scalars_in<double, Parameters, Samples, Targets>(network, what, loss, it);
}

} // namespace agreement

#endif

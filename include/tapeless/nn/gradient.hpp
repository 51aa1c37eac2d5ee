// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_GRADIENT_HPP
#define TAPELESS_NN_GRADIENT_HPP

#include "../diff/grad.hpp"
#include "../sweep/tensor_step.hpp"
#include "loss.hpp"
#include "mlp.hpp"
#include "optimizer.hpp"

namespace tapeless::nn {

namespace detail {

using expr::hash_t;

/// Where a parameter lies in the block.
template <class Network, hash_t Id>
constexpr std::size_t parameter_offset() noexcept {
    using leaf = typename expr::node_of<Id>::op;
    using layer = typename Network::template layer<leaf::layer>;
    return leaf::weights ? layer::weight_offset : layer::bias_offset;
}

/// The memory of one batch as the sweeps ask for it.
template <class Network, class Loss, std::size_t Batch, class T>
struct batch_inputs {
    static constexpr auto x = data<"inputs", Batch, Network::inputs>;
    static constexpr auto y = Loss::template target<Batch, Network::outputs>;
    using target = typename Loss::template target_type<T>;

    const T* parameters;
    const T* samples;
    const target* targets;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr const auto* elements() const noexcept {
        if constexpr (Id == expr::id_of<std::remove_const_t<decltype(x)>>)
            return samples;
        else if constexpr (Id == expr::id_of<std::remove_const_t<decltype(y)>>)
            return targets;
        else
            return parameters + parameter_offset<Network, Id>();
    }
};

template <class Network, class T>
struct parameter_outputs {
    T* gradient;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T* elements() const noexcept {
        return gradient + parameter_offset<Network, Id>();
    }
};

/// Parameters that are changed by the derivatives: outputs of a sweep.
template <class Network, std::size_t Memories, class T, class Rule>
struct parameter_updates {
    static constexpr bool updates = true;
    const Rule& rule;
    T* parameters;
    T* memory;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto destination() const noexcept {
        constexpr std::size_t at = parameter_offset<Network, Id>();
        constexpr const meta::dimensions& d = expr::record_of<Id>.extents;
        return updated_parameters<Memories, Network::parameter_count, d.extent[d.rank - 1], T, Rule>{
            &rule, parameters + at, memory + (Memories == 0 ? 0 : at)};
    }
};

} // namespace detail

/// The loss of a batch and its derivatives by all parameters, through the general engine.
///
/// `samples` has Batch rows of Network::inputs values, `targets` what the loss asks for per sample. Writes every
/// element of `gradient`; returns the loss. No allocation; the workspace is on the stack, a constant size.
template <std::size_t Batch, class Loss, class Network, class T>
[[gnu::noinline]] T loss_and_grad(const parameters<Network, T>& p, const T* samples,
                                  const typename Loss::template target_type<T>* targets,
                                  parameters<Network, T>& gradient) noexcept {
    using inputs = detail::batch_inputs<Network, Loss, Batch, T>;
    constexpr auto e = Loss{}(Network::forward(inputs::x), inputs::y);
    detail::parameter_outputs<Network, T> out{gradient.values};
    return diff::differentiate<T, 0>(e, inputs{p.values, samples, targets}, out);
}

/// One step of training: the loss of a batch, and all parameters changed by its derivatives.
///
/// The same as `loss_and_grad` and `update`, but the derivatives are never stored: an optimizer is applied where they
/// are formed. Returns the loss before the step. `state` is what the optimizer remembers. No allocation.
template <std::size_t Batch, class Loss, class Network, class T, class Optimizer>
[[gnu::noinline]] T train_step(parameters<Network, T>& p, const T* samples,
                               const typename Loss::template target_type<T>* targets, const Optimizer& optimizer,
                               optimizer_state<Optimizer, T, Network::parameter_count>& state) noexcept {
    using inputs = detail::batch_inputs<Network, Loss, Batch, T>;
    constexpr auto e = Loss{}(Network::forward(inputs::x), inputs::y);
    const auto rule = optimizer.template next<T>(state);
    detail::parameter_updates<Network, Optimizer::memories, T, decltype(rule)> out{rule, p.values, state.memory};
    return diff::differentiate<T, 0>(e, inputs{p.values, samples, targets}, out);
}

/// The loss of a batch.
template <std::size_t Batch, class Loss, class Network, class T>
[[gnu::noinline]] T loss(const parameters<Network, T>& p, const T* samples,
                         const typename Loss::template target_type<T>* targets) noexcept {
    using inputs = detail::batch_inputs<Network, Loss, Batch, T>;
    constexpr auto e = Loss{}(Network::forward(inputs::x), inputs::y);
    return diff::evaluate<T>(e, inputs{p.values, samples, targets});
}

/// The outputs of a batch: Batch rows of Network::outputs values.
template <std::size_t Batch, class Network, class T>
[[gnu::noinline]] void predict(const parameters<Network, T>& p, const T* samples, T* outputs) noexcept {
    using inputs = detail::batch_inputs<Network, softmax_cross_entropy, Batch, T>;
    constexpr auto e = Network::forward(inputs::x);
    sweep::evaluate<T, expr::id_of<std::remove_const_t<decltype(e)>>>(inputs{p.values, samples, nullptr}, nullptr,
                                                                      [&](const auto& root) {
                                                                          for (std::size_t i = 0; i < root.size(); ++i)
                                                                              outputs[i] = root[i];
                                                                      });
}

} // namespace tapeless::nn

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_GRADIENT_HPP
#define TAPELESS_NN_GRADIENT_HPP

#include "../diff/grad.hpp"
#include "../sweep/tensor_step.hpp"
#include "loss.hpp"
#include "mlp.hpp"
#include "optimizer.hpp"

#include <algorithm>
#include <cstddef>
#include <type_traits>

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

/// Outputs of a network and their targets as the sweeps ask for them.
template <class Network, class Loss, std::size_t Batch, class T>
struct output_inputs {
    static constexpr auto x = data<"outputs", Batch, Network::outputs>;
    static constexpr auto y = Loss::template target<Batch, Network::outputs>;

    const T* outputs;
    const typename Loss::template target_type<T>* targets;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr const auto* elements() const noexcept {
        if constexpr (Id == expr::id_of<std::remove_const_t<decltype(x)>>)
            return outputs;
        else
            return targets;
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
            rule, parameters + at, memory + (Memories == 0 ? 0 : at)};
    }
};

template <class Network, class Loss, std::size_t Batch, class T>
using batch_loss = std::remove_const_t<decltype(
    Loss{}(Network::forward(batch_inputs<Network, Loss, Batch, T>::x), batch_inputs<Network, Loss, Batch, T>::y))>;

/// The elements that the tensors of a step, or of an evaluation, take.
template <class Network, class Loss, std::size_t Batch, class T>
inline constexpr std::size_t workspace_size = [] {
    constexpr hash_t root = expr::id_of<batch_loss<Network, Loss, Batch, T>>;
    const std::size_t step = plan::gradient_plan<root, 0, true>::workspace;
    const std::size_t gradient = plan::gradient_plan<root, 0>::workspace;
    const std::size_t forward = plan::forward_plan<root>::workspace;
    const std::size_t backward = step > gradient ? step : gradient;
    return forward > backward ? forward : backward;
}();

} // namespace detail

/// Memory for the tensors of a batch, where they are too large for the stack: on the heap or static, `nn::workspace<256,
/// nn::softmax_cross_entropy, net_t, float>`. For one computation at a time.
template <std::size_t Batch, class Loss, class Network, class T>
struct workspace {
    alignas(64) T element[detail::workspace_size<Network, Loss, Batch, T>];
};

/// The loss of a batch and its derivatives by all parameters, through the general engine.
///
/// `samples` has Batch rows of Network::inputs values, `targets` what the loss asks for per sample. Writes every
/// element of `gradient`; returns the loss. No allocation; the tensors lie in `memory`, a `workspace::element`, or,
/// without one, on the stack, a constant size.
template <std::size_t Batch, class Loss, class Network, class T, class Memory = std::nullptr_t>
[[gnu::noinline]] T loss_and_grad(const parameters<Network, T>& p, const T* samples,
                                  const typename Loss::template target_type<T>* targets,
                                  parameters<Network, T>& gradient, Memory memory = nullptr) noexcept {
    detail::parameter_outputs<Network, T> out{gradient.values};
    return diff::differentiate<T, 0>(detail::batch_loss<Network, Loss, Batch, T>{},
                                     detail::batch_inputs<Network, Loss, Batch, T>{p.values, samples, targets}, out,
                                     memory);
}

/// One step of training: the loss of a batch, and all parameters changed by its derivatives.
///
/// The same as `loss_and_grad` and `update`, but the derivatives are never stored: an optimizer is applied where they
/// are formed. Returns the loss before the step. `state` is what the optimizer remembers.
template <std::size_t Batch, class Loss, class Network, class T, class Optimizer, class Memory = std::nullptr_t>
[[gnu::noinline]] T train_step(parameters<Network, T>& p, const T* samples,
                               const typename Loss::template target_type<T>* targets, const Optimizer& optimizer,
                               optimizer_state<Optimizer, T, Network::parameter_count>& state,
                               Memory memory = nullptr) noexcept {
    const auto rule = optimizer.template next<T>(state);
    detail::parameter_updates<Network, Optimizer::memories, T, decltype(rule)> out{rule, p.values, state.memory};
    return diff::differentiate<T, 0>(detail::batch_loss<Network, Loss, Batch, T>{},
                                     detail::batch_inputs<Network, Loss, Batch, T>{p.values, samples, targets}, out,
                                     memory);
}

/// The loss of a batch.
template <std::size_t Batch, class Loss, class Network, class T, class Memory = std::nullptr_t>
[[gnu::noinline]] T loss(const parameters<Network, T>& p, const T* samples,
                         const typename Loss::template target_type<T>* targets, Memory memory = nullptr) noexcept {
    return diff::evaluate<T>(detail::batch_loss<Network, Loss, Batch, T>{},
                             detail::batch_inputs<Network, Loss, Batch, T>{p.values, samples, targets}, memory);
}

/// The outputs of a batch: Batch rows of Network::outputs values.
template <std::size_t Batch, class Network, class T, class Memory = std::nullptr_t>
[[gnu::noinline]] void predict(const parameters<Network, T>& p, const T* samples, T* outputs,
                               [[maybe_unused]] Memory memory = nullptr) noexcept {
    using inputs = detail::batch_inputs<Network, softmax_cross_entropy, Batch, T>;
    constexpr meta::hash_t root = expr::id_of<std::remove_const_t<decltype(Network::forward(inputs::x))>>;
    const inputs in{p.values, samples, nullptr};
    const auto copy = [&](const auto& result) { std::copy_n(result.data(), result.size(), outputs); };
    if constexpr (std::is_null_pointer_v<Memory>)
        sweep::evaluate<T, root>(in, nullptr, copy);
    else
        sweep::evaluate_in<T, root>(memory, in, nullptr, copy);
}

/// The loss of outputs that are at hand: Batch rows of Network::outputs values.
template <std::size_t Batch, class Loss, class Network, class T>
[[gnu::noinline]] T loss_of(const T* outputs, const typename Loss::template target_type<T>* targets) noexcept {
    using inputs = detail::output_inputs<Network, Loss, Batch, T>;
    return diff::evaluate<T>(Loss{}(inputs::x, inputs::y), inputs{outputs, targets});
}

} // namespace tapeless::nn

#endif

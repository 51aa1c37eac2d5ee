// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_NN_GRADIENT_HPP
#define TAPELESS_NN_GRADIENT_HPP

#include "../diff/grad.hpp"
#include "../ops/stop_gradient.hpp"
#include "../sweep/tensor_step.hpp"
#include "loss.hpp"
#include "mlp.hpp"
#include "optimizer.hpp"
#include "random.hpp"

#include <boost/hana/fold_left.hpp>
#include <boost/hana/for_each.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace tapeless::nn {

namespace detail {

using expr::hash_t;

template <hash_t Id>
using leaf_at = typename expr::node_of<Id>::op;

/// Where a tensor of a layer lies among those with its role.
template <class Network, hash_t Id>
inline constexpr std::size_t tensor_offset = Network::records.offset(leaf_at<Id>::key);

/// The inputs of a network as a symbol. Labels are in one line.
template <class Network, std::size_t Batch>
constexpr auto input_symbol() noexcept {
    if constexpr (Network::takes_labels)
        return data<"inputs", Batch * Network::inputs>;
    else
        return data<"inputs", Batch, Network::inputs>;
}

/// The memory of one batch as the sweeps ask for it. In training the statistics are zero: see `batch_loss`.
template <class Network, class Loss, std::size_t Batch, class T, class Mode>
struct batch_inputs {
    static constexpr auto x = input_symbol<Network, Batch>();
    static constexpr auto y = Loss::template target<Batch, Network::outputs>;
    using target = typename Loss::template target_type<T>;

    const parameters<Network, T>& p;
    const typename Network::template input_type<T>* samples;
    const target* targets;
    const T* masks = nullptr;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr const auto* elements() const noexcept {
        if constexpr (Id == expr::id_of<std::remove_const_t<decltype(x)>>)
            return samples;
        else if constexpr (Id == expr::id_of<std::remove_const_t<decltype(y)>>)
            return targets;
        else if constexpr (leaf_at<Id>::becomes == tensor_role::trained)
            return p.values + tensor_offset<Network, Id>;
        else if constexpr (leaf_at<Id>::becomes == tensor_role::mask)
            return masks + Batch * tensor_offset<Network, Id>;
        else if constexpr (std::is_same_v<Mode, training_mode>)
            return static_cast<const T*>(zeros);
        else
            return p.statistics.values + tensor_offset<Network, Id>;
    }

private:
    static constexpr std::size_t largest = Network::records.largest(tensor_role::statistic);
    static constexpr T zeros[largest == 0 ? 1 : largest]{};
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
    parameters<Network, T>& gradient;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T* elements() const noexcept {
        if constexpr (leaf_at<Id>::becomes == tensor_role::trained)
            return gradient.values + tensor_offset<Network, Id>;
        else
            return gradient.statistics.values + tensor_offset<Network, Id>;
    }
};

/// How a statistic follows what is observed of a batch.
template <class Rate>
struct follow {
    template <class V>
    [[gnu::always_inline]] constexpr void operator()(V& statistic, const V& observed) const noexcept {
        constexpr double rate = static_cast<double>(Rate::num) / static_cast<double>(Rate::den);
        statistic = statistic + static_cast<V>(rate) * (observed - statistic);
    }
};

/// Derivatives that are kept, instead of changing something: a rule too.
struct keep_derivative {
    template <class V>
    [[gnu::always_inline]] constexpr void operator()(V& kept, const V& derivative) const noexcept {
        kept = derivative;
    }
};

/// Parameters that are changed by the derivatives, or as many other numbers (`values`): outputs of a sweep.
template <class Network, std::size_t Memories, class T, class Rule>
struct parameter_updates {
    static constexpr bool updates = true;
    const Rule& rule;
    parameters<Network, T>& p;
    T* values;
    T* memory;

    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto destination() const noexcept {
        constexpr std::size_t at = tensor_offset<Network, Id>;
        constexpr const meta::dimensions& d = expr::record_of<Id>.extents;
        constexpr std::size_t columns = d.extent[d.rank - 1];
        if constexpr (leaf_at<Id>::becomes == tensor_role::trained) {
            return updated_parameters<Memories, Network::parameter_count, columns, T, Rule>{
                rule, values + at, memory + (Memories == 0 ? 0 : at)};
        } else {
            using following = follow<typename leaf_at<Id>::rate>;
            return updated_parameters<0, 1, columns, T, following>{{}, p.statistics.values + at, nullptr};
        }
    }
};

/// What is differentiated for a step. What layers observe of the batch is delivered as derivatives too: each statistic is a
/// symbol, 0 here, times what is observed, so it adds 0 to the loss, and has the observed as its derivative.
template <class Network, class Loss, std::size_t Batch>
constexpr auto training_loss() noexcept {
    constexpr auto x = input_symbol<Network, Batch>();
    constexpr auto y = Loss::template target<Batch, Network::outputs>;
    const auto loss = Loss{}(Network::template forward<training_mode>(x), y);
    return boost::hana::fold_left(Network::observed(x), loss,
                                  [](auto sum_, auto o) { return sum_ + sum(o.statistic * stop_gradient(o.value)); });
}
template <class Network, class Loss, std::size_t Batch>
using batch_loss = decltype(training_loss<Network, Loss, Batch>());

template <class Network, class Loss, std::size_t Batch, class T>
using inference_inputs = batch_inputs<Network, Loss, Batch, T, inference_mode>;
template <class Network, class Loss, std::size_t Batch, class T>
using inference_loss = std::remove_const_t<decltype(Loss{}(
    Network::forward(inference_inputs<Network, Loss, Batch, T>::x), inference_inputs<Network, Loss, Batch, T>::y))>;

/// The elements that the tensors of a step, or of an evaluation, take.
template <class Network, class Loss, std::size_t Batch, class T>
inline constexpr std::size_t workspace_size = [] {
    constexpr hash_t root = expr::id_of<batch_loss<Network, Loss, Batch>>;
    const std::size_t step = plan::gradient_plan<root, 0, true>::workspace;
    const std::size_t gradient = plan::gradient_plan<root, 0>::workspace;
    const std::size_t forward = plan::forward_plan<expr::id_of<inference_loss<Network, Loss, Batch, T>>>::workspace;
    const std::size_t backward = step > gradient ? step : gradient;
    return forward > backward ? forward : backward;
}();

} // namespace detail

/// The masks of a batch, which layers such as dropout draw anew for each step.
template <std::size_t Batch, class Network, class T>
struct masks {
    alignas(64) T values[Network::mask_count == 0 ? 1 : Batch * Network::mask_count];

    /// Draws all masks.
    void draw(random& source) noexcept {
        boost::hana::for_each(Network::tensors, [&](auto s) {
            using leaf = detail::leaf_of<decltype(s)>;
            if constexpr (leaf::becomes == tensor_role::mask) {
                constexpr double keep = static_cast<double>(leaf::rate::num) / static_cast<double>(leaf::rate::den);
                T* const first = values + Batch * Network::records.offset(leaf::key);
                for (std::size_t i = 0; i < Batch * leaf::extents.size(); ++i)
                    first[i] = source.uniform() < keep ? static_cast<T>(1 / keep) : T(0);
            }
        });
    }
};

/// Memory for the tensors of a batch, where they are too large for the stack: on the heap or static, `nn::workspace<256,
/// nn::softmax_cross_entropy, net_t, float>`. For one computation at a time.
template <std::size_t Batch, class Loss, class Network, class T>
struct workspace {
    alignas(64) T element[detail::workspace_size<Network, Loss, Batch, T>];
};

namespace detail {

template <std::size_t Batch, class Loss, class Network, class T, class Outputs, class Memory>
[[gnu::always_inline]] inline T differentiate_batch(const parameters<Network, T>& p,
                                                    const typename Network::template input_type<T>* samples,
                                                    const typename Loss::template target_type<T>* targets,
                                                    const T* drawn, Outputs out, Memory memory) noexcept {
    return diff::differentiate<T, 0>(batch_loss<Network, Loss, Batch>{},
                                     batch_inputs<Network, Loss, Batch, T, training_mode>{p, samples, targets, drawn},
                                     out, memory);
}

template <std::size_t Batch, class Loss, class Network, class T, class Optimizer, class Memory>
[[gnu::always_inline]] inline T
step_of_batch(parameters<Network, T>& p, const typename Network::template input_type<T>* samples,
              const typename Loss::template target_type<T>* targets, const T* drawn, const Optimizer& optimizer,
              optimizer_state<Optimizer, T, Network::parameter_count>& state, Memory memory) noexcept {
    if constexpr (reads_gradient<Optimizer>) {
        const keep_derivative rule{};
        const T before = differentiate_batch<Batch, Loss>(
            p, samples, targets, drawn,
            parameter_updates<Network, 0, T, decltype(rule)>{rule, p, state.gradient.values, nullptr}, memory);
        update(optimizer, state, p.values, state.gradient.values);
        return before;
    } else {
        const auto rule = optimizer.template next<T>(state);
        return differentiate_batch<Batch, Loss>(
            p, samples, targets, drawn,
            parameter_updates<Network, Optimizer::memories, T, decltype(rule)>{rule, p, p.values, state.memory},
            memory);
    }
}

} // namespace detail

/// The loss of a batch and its derivatives by all parameters, through the general engine.
///
/// `samples` has Batch rows of Network::inputs values, `targets` what the loss asks for per sample. Writes every
/// element of `gradient`, what the batch says of running statistics too; returns the loss. No allocation; the tensors lie
/// in `memory`, a `workspace::element`, or, without one, on the stack, a constant size.
template <std::size_t Batch, class Loss, class Network, class T, class Memory = std::nullptr_t>
    requires(Network::mask_count == 0)
[[gnu::noinline]] T loss_and_grad(const parameters<Network, T>& p,
                                  const typename Network::template input_type<T>* samples,
                                  const typename Loss::template target_type<T>* targets,
                                  parameters<Network, T>& gradient, Memory memory = nullptr) noexcept {
    return detail::differentiate_batch<Batch, Loss>(p, samples, targets, static_cast<const T*>(nullptr),
                                                    detail::parameter_outputs<Network, T>{gradient}, memory);
}
/// The same of a network whose layers draw masks, such as dropout.
template <std::size_t Batch, class Loss, class Network, class T, class Memory = std::nullptr_t>
[[gnu::noinline]] T
loss_and_grad(const parameters<Network, T>& p, const typename Network::template input_type<T>* samples,
              const typename Loss::template target_type<T>* targets, const masks<Batch, Network, T>& drawn,
              parameters<Network, T>& gradient, Memory memory = nullptr) noexcept {
    return detail::differentiate_batch<Batch, Loss>(p, samples, targets, drawn.values,
                                                    detail::parameter_outputs<Network, T>{gradient}, memory);
}

/// One step of training: the loss of a batch, and all parameters changed by its derivatives; running statistics follow.
///
/// The same as `loss_and_grad` and `update`, but the derivatives are never stored: an optimizer is applied where they
/// are formed, unless it has to know of the whole gradient first, as `clip_norm` has. Returns the loss before the step.
/// `state` is what the optimizer remembers.
template <std::size_t Batch, class Loss, class Network, class T, class Optimizer, class Memory = std::nullptr_t>
    requires(Network::mask_count == 0)
[[gnu::noinline]] T train_step(parameters<Network, T>& p, const typename Network::template input_type<T>* samples,
                               const typename Loss::template target_type<T>* targets, const Optimizer& optimizer,
                               optimizer_state<Optimizer, T, Network::parameter_count>& state,
                               Memory memory = nullptr) noexcept {
    return detail::step_of_batch<Batch, Loss>(p, samples, targets, static_cast<const T*>(nullptr), optimizer, state,
                                              memory);
}
/// The same of a network whose layers draw masks, such as dropout.
template <std::size_t Batch, class Loss, class Network, class T, class Optimizer, class Memory = std::nullptr_t>
[[gnu::noinline]] T train_step(parameters<Network, T>& p, const typename Network::template input_type<T>* samples,
                               const typename Loss::template target_type<T>* targets,
                               const masks<Batch, Network, T>& drawn, const Optimizer& optimizer,
                               optimizer_state<Optimizer, T, Network::parameter_count>& state,
                               Memory memory = nullptr) noexcept {
    return detail::step_of_batch<Batch, Loss>(p, samples, targets, drawn.values, optimizer, state, memory);
}

/// Running statistics follow what a batch says of them, as in `train_step`: after `loss_and_grad`, beside `update`.
template <class Network, class T>
void update_statistics(parameters<Network, T>& p, const parameters<Network, T>& gradient) noexcept {
    boost::hana::for_each(Network::kept_tensors, [&](auto s) {
        using leaf = detail::leaf_of<decltype(s)>;
        if constexpr (leaf::becomes == tensor_role::statistic) {
            const auto to = p[s];
            const auto observed = gradient[s];
            for (std::size_t i = 0; i < to.size(); ++i) detail::follow<typename leaf::rate>{}(to[i], observed[i]);
        }
    });
}

/// The loss of a batch, with the network answering, not training: running statistics, nothing dropped.
template <std::size_t Batch, class Loss, class Network, class T, class Memory = std::nullptr_t>
[[gnu::noinline]] T loss(const parameters<Network, T>& p, const typename Network::template input_type<T>* samples,
                         const typename Loss::template target_type<T>* targets, Memory memory = nullptr) noexcept {
    return diff::evaluate<T>(detail::inference_loss<Network, Loss, Batch, T>{},
                             detail::inference_inputs<Network, Loss, Batch, T>{p, samples, targets}, memory);
}

/// The outputs of a batch: Batch rows of Network::outputs values.
template <std::size_t Batch, class Network, class T, class Memory = std::nullptr_t>
[[gnu::noinline]] void predict(const parameters<Network, T>& p, const typename Network::template input_type<T>* samples,
                               T* outputs, [[maybe_unused]] Memory memory = nullptr) noexcept {
    using inputs = detail::inference_inputs<Network, softmax_cross_entropy, Batch, T>;
    constexpr meta::hash_t root = expr::id_of<std::remove_const_t<decltype(Network::forward(inputs::x))>>;
    const inputs in{p, samples, nullptr};
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

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Ours. Compiled once for each network: TAPELESS_BENCH_NETWORK, for the batches TAPELESS_BENCH_BATCHES.

#include "library.hpp"

#include <tapeless.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace mlp {

namespace {

namespace nn = tapeless::nn;

template <const architecture& N, class = std::make_integer_sequence<int, N.depth>>
struct network_of;
template <const architecture& N, int... L>
struct network_of<N, std::integer_sequence<int, L...>> {
    using hidden = std::conditional_t<N.activation == activation::relu, nn::relu, nn::tanh>;
    using type = nn::mlp<static_cast<std::size_t>(N.inputs()),
                         nn::dense<static_cast<std::size_t>(N.outputs(L)),
                                   std::conditional_t<L + 1 == N.depth, nn::identity, hidden>>...>;
};

template <const architecture& N, int Batch>
class tapeless_network {
public:
    tapeless_network(const problem& p, const hyperparameters& h)
        : inputs_(p.inputs.data()), sgd_{h.rate}, adam_{h.rate, h.beta1, h.beta2, h.epsilon} {
        if constexpr (N.loss == loss::cross_entropy)
            targets_ = p.labels.data();
        else
            targets_ = p.targets.data();
        std::copy(p.parameters.begin(), p.parameters.end(), parameters_.values);
    }

    float gradient() { return nn::loss_and_grad<batch, loss_type>(parameters_, inputs_, targets_, gradient_); }
    float sgd() { return nn::train_step<batch, loss_type>(parameters_, inputs_, targets_, sgd_, sgd_state_); }
    float adam() { return nn::train_step<batch, loss_type>(parameters_, inputs_, targets_, adam_, adam_state_); }
    void infer() { nn::predict<1>(parameters_, inputs_, outputs_); }

    std::vector<float> gradients() const { return {gradient_.values, gradient_.values + size}; }
    std::vector<float> parameters() const { return {parameters_.values, parameters_.values + size}; }
    std::vector<float> outputs() const { return {outputs_, outputs_ + network::outputs}; }

private:
    using network = typename network_of<N>::type;
    using loss_type =
        std::conditional_t<N.loss == loss::cross_entropy, nn::softmax_cross_entropy, nn::mean_squared_error>;
    static constexpr std::size_t batch = Batch;
    static constexpr std::size_t size = network::parameter_count;

    nn::parameters<network, float> parameters_;
    nn::parameters<network, float> gradient_;
    alignas(64) float outputs_[network::outputs];
    const float* inputs_;
    const typename loss_type::template target_type<float>* targets_;
    nn::sgd sgd_;
    nn::adam adam_;
    nn::optimizer_state<nn::sgd, float, size> sgd_state_;
    nn::optimizer_state<nn::adam, float, size> adam_state_;
};

[[maybe_unused]] const bool added =
    add_fixed<tapeless_network, TAPELESS_BENCH_NETWORK, TAPELESS_BENCH_BATCHES>("tapeless");

} // namespace

} // namespace mlp

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Eigen with all sizes known at compile time. Compiled once for each network, as tapeless.cpp is.

#include "eigen.hpp"

#include <tuple>
#include <utility>

namespace mlp {

namespace {

template <const architecture& N, int Batch, class = std::make_integer_sequence<int, N.depth>>
class eigen_fixed;

template <const architecture& N, int Batch, int... L>
class eigen_fixed<N, Batch, std::integer_sequence<int, L...>> {
public:
    eigen_fixed(const problem& p, const hyperparameters& h)
        : problem_(p), inputs_(p.inputs.data()), layers_{{p, L}...}, rate_(h.rate), schedule_(h) {}

    float gradient() {
        return step([](auto& l, const auto& x, auto& delta) { l.gradient(x, delta); });
    }
    float sgd() {
        return step([rate = rate_](auto& l, const auto& x, auto& delta) { l.sgd(x, delta, rate); });
    }
    float adam() {
        return step([s = schedule_.next()](auto& l, const auto& x, auto& delta) { l.adam(x, delta, s); });
    }
    void infer() { forward(); }

    std::vector<float> gradients() const {
        std::vector<float> all;
        (std::get<L>(layers_).append_gradients(all), ...);
        return all;
    }
    std::vector<float> parameters() const {
        std::vector<float> all;
        (std::get<L>(layers_).append_parameters(all), ...);
        return all;
    }
    std::vector<float> outputs() const {
        const auto& z = std::get<last>(outputs_);
        return {z.data(), z.data() + z.size()};
    }

private:
    static constexpr int last = N.depth - 1;

    const problem& problem_;
    Eigen::Map<const eigen::matrix<Batch, N.inputs()>, Eigen::Aligned64> inputs_;
    std::tuple<eigen::layer<N.inputs(L), N.outputs(L)>...> layers_;
    std::tuple<eigen::matrix<Batch, N.outputs(L)>...> outputs_, deltas_;
    float rate_;
    adam_schedule schedule_;

    template <int I>
    const auto& inputs_of() const {
        if constexpr (I == 0)
            return inputs_;
        else
            return std::get<I - 1>(outputs_);
    }

    void forward() { (forward<L>(), ...); }
    template <int I>
    void forward() {
        const auto& l = std::get<I>(layers_);
        auto& z = std::get<I>(outputs_);
        z.noalias() = eigen::product(inputs_of<I>(), l.w);
        eigen::add_bias(z, l.b);
        if constexpr (I != last) eigen::activate(z, N.activation);
    }

    /// `deliver` makes of the inputs of a layer and the derivatives by its sums what is wanted.
    template <class Deliver>
    float step(Deliver deliver) {
        forward();
        const float loss = eigen::lose(std::get<last>(outputs_), problem_);
        (backward<last - L>(deliver), ...);
        return loss;
    }
    template <int I, class Deliver>
    void backward(Deliver& deliver) {
        auto& l = std::get<I>(layers_);
        auto& delta = std::get<I>(I == last ? outputs_ : deltas_);
        if constexpr (I > 0) {
            auto& before = std::get<I - 1>(deltas_);
            before.noalias() = delta * l.w.transpose();
            eigen::through_activation(before, std::get<I - 1>(outputs_), N.activation);
        }
        deliver(l, inputs_of<I>(), delta);
    }
};

template <const architecture& N, int Batch>
using of_all_layers = eigen_fixed<N, Batch>;

[[maybe_unused]] const bool added =
    add_fixed<of_all_layers, TAPELESS_BENCH_NETWORK, TAPELESS_BENCH_BATCHES>("eigen_fixed");

} // namespace

} // namespace mlp

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Eigen with sizes known at run time. All matrices exist before the first step.

#include "eigen.hpp"

namespace mlp {

namespace {

class eigen_dynamic {
public:
    eigen_dynamic(const problem& p, const hyperparameters& h)
        : problem_(p), inputs_(p.inputs.data(), p.batch, p.network.inputs()), rate_(h.rate), schedule_(h) {
        for (int l = 0; l < p.network.depth; ++l) {
            layers_.emplace_back(p, l);
            outputs_.emplace_back(p.batch, p.network.outputs(l));
            deltas_.emplace_back(p.batch, p.network.outputs(l));
        }
    }

    float gradient() {
        return step([](layer& l, const auto& x, matrix& delta) { l.gradient(x, delta); });
    }
    float sgd() {
        return step([rate = rate_](layer& l, const auto& x, matrix& delta) { l.sgd(x, delta, rate); });
    }
    float adam() {
        return step([s = schedule_.next()](layer& l, const auto& x, matrix& delta) { l.adam(x, delta, s); });
    }
    void infer() { forward(); }

    std::vector<float> gradients() const {
        std::vector<float> all;
        for (const layer& l : layers_) l.append_gradients(all);
        return all;
    }
    std::vector<float> parameters() const {
        std::vector<float> all;
        for (const layer& l : layers_) l.append_parameters(all);
        return all;
    }
    std::vector<float> outputs() const {
        return {outputs_.back().data(), outputs_.back().data() + outputs_.back().size()};
    }

private:
    using matrix = eigen::matrix<Eigen::Dynamic, Eigen::Dynamic>;
    using layer = eigen::layer<Eigen::Dynamic, Eigen::Dynamic>;

    const problem& problem_;
    Eigen::Map<const matrix, Eigen::Aligned64> inputs_;
    std::vector<layer> layers_;
    std::vector<matrix> outputs_, deltas_;
    float rate_;
    adam_schedule schedule_;

    void forward() {
        const std::size_t last = layers_.size() - 1;
        for (std::size_t i = 0; i <= last; ++i) {
            matrix& z = outputs_[i];
            if (i == 0)
                z.noalias() = inputs_ * layers_[i].w;
            else
                z.noalias() = outputs_[i - 1] * layers_[i].w;
            eigen::add_bias(z, layers_[i].b);
            if (i != last) eigen::activate(z, problem_.network.activation);
        }
    }

    /// `deliver` makes of the inputs of a layer and the derivatives by its sums what is wanted.
    template <class Deliver>
    float step(Deliver deliver) {
        forward();
        matrix* delta = &outputs_.back();
        const float loss = eigen::lose(*delta, problem_);
        for (std::size_t i = layers_.size() - 1; i > 0; --i) {
            matrix& before = deltas_[i - 1];
            before.noalias() = *delta * layers_[i].w.transpose();
            eigen::through_activation(before, outputs_[i - 1], problem_.network.activation);
            deliver(layers_[i], outputs_[i - 1], *delta);
            delta = &before;
        }
        deliver(layers_[0], inputs_, *delta);
        return loss;
    }
};

[[maybe_unused]] const bool added = add_dynamic<eigen_dynamic>("eigen_dynamic");

} // namespace

} // namespace mlp

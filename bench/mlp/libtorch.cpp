// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// libtorch, one thread: gradients by its autograd, SGD in place, Adam by its optimizer.

#include "library.hpp"

#include <torch/torch.h>

namespace mlp {

namespace {

using torch::Tensor;

Tensor view(const float* data, int rows, int columns) {
    return torch::from_blob(const_cast<float*>(data), {rows, columns}, torch::kFloat);
}

class libtorch {
public:
    libtorch(const problem& p, const hyperparameters& h) : network_(p.network), rate_(h.rate) {
        at::set_num_threads(1);
        inputs_ = view(p.inputs.data(), p.batch, network_.inputs());
        if (network_.loss == loss::squared_error)
            targets_ = view(p.targets.data(), p.batch, network_.outputs());
        else
            targets_ =
                torch::from_blob(const_cast<std::int32_t*>(p.labels.data()), {p.batch}, torch::kInt).to(torch::kLong);
        for (int l = 0; l < network_.depth; ++l) {
            parameters_.push_back(view(p.weights(l), network_.inputs(l), network_.outputs(l)).clone());
            parameters_.push_back(view(p.bias(l), 1, network_.outputs(l)).view({-1}).clone());
        }
        for (Tensor& t : parameters_) t.requires_grad_();
        adam_ = std::make_unique<torch::optim::Adam>(
            parameters_, torch::optim::AdamOptions(static_cast<double>(h.rate))
                             .betas({static_cast<double>(h.beta1), static_cast<double>(h.beta2)})
                             .eps(static_cast<double>(h.epsilon)));
    }

    float gradient() {
        const Tensor loss = lose(forward());
        gradients_ = torch::autograd::grad({loss}, parameters_);
        return loss.item<float>();
    }
    float sgd() {
        const float loss = gradient();
        const torch::NoGradGuard no_grad;
        for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].sub_(gradients_[i], rate_);
        return loss;
    }
    float adam() {
        const float loss = gradient();
        for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].mutable_grad() = gradients_[i];
        adam_->step();
        return loss;
    }
    void infer() {
        const torch::InferenceMode inference;
        outputs_ = forward();
    }

    std::vector<float> gradients() const { return joined(gradients_); }
    std::vector<float> parameters() const { return joined(parameters_); }
    std::vector<float> outputs() const { return joined({outputs_}); }

private:
    const architecture& network_;
    double rate_;
    Tensor inputs_, targets_, outputs_;
    std::vector<Tensor> parameters_, gradients_; // weights [inputs][outputs] and bias of each layer
    std::unique_ptr<torch::optim::Adam> adam_;

    Tensor forward() const {
        Tensor x = inputs_;
        for (std::size_t l = 0; l < parameters_.size(); l += 2) {
            x = torch::addmm(parameters_[l + 1], x, parameters_[l]);
            if (l + 2 < parameters_.size()) x = network_.activation == activation::relu ? x.relu_() : x.tanh_();
        }
        return x;
    }
    Tensor lose(const Tensor& outputs) const {
        return network_.loss == loss::squared_error ? torch::mse_loss(outputs, targets_)
                                                    : torch::cross_entropy_loss(outputs, targets_);
    }

    static std::vector<float> joined(const std::vector<Tensor>& parts) {
        std::vector<float> all;
        for (const Tensor& part : parts) {
            const Tensor t = part.detach().contiguous();
            all.insert(all.end(), t.data_ptr<float>(), t.data_ptr<float>() + t.numel());
        }
        return all;
    }
};

[[maybe_unused]] const bool added = [] {
    benchmark::AddCustomContext("libtorch", TORCH_VERSION);
    return add_dynamic<libtorch>("libtorch");
}();

} // namespace

} // namespace mlp

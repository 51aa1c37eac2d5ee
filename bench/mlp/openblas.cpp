// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// OpenBLAS, one thread: the products by BLAS, the rest by loops. Matrices that are vectors go to the functions for
// vectors.

#include "plain_loops.hpp"

#include <cblas.h>

namespace mlp {

namespace {

/// c = a b, of a row-major [m][k] and b [k][n].
void product(int m, int n, int k, const float* a, const float* b, float* c) {
    if (m == 1)
        cblas_sgemv(CblasRowMajor, CblasTrans, k, n, 1, b, n, a, 1, 0, c, 1);
    else if (n == 1)
        cblas_sgemv(CblasRowMajor, CblasNoTrans, m, k, 1, a, k, b, 1, 0, c, 1);
    else
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
}
/// c = a b^T, of a [m][k] and b [n][k].
void product_nt(int m, int n, int k, const float* a, const float* b, float* c) {
    if (k == 1)
        plain::outer(a, b, m, n, c);
    else if (m == 1)
        cblas_sgemv(CblasRowMajor, CblasNoTrans, n, k, 1, b, k, a, 1, 0, c, 1);
    else
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, b, k, 0, c, n);
}
/// c = factor a^T b + keep c, of a [k][m] and b [k][n].
void product_tn(int m, int n, int k, float factor, const float* a, const float* b, float keep, float* c) {
    if (k == 1 && keep == 0) // these two loops are twice as fast as sger
        plain::outer(a, b, m, n, c);
    else if (k == 1)
        plain::add_outer(factor, a, b, m, n, c);
    else if (n == 1)
        cblas_sgemv(CblasRowMajor, CblasTrans, k, m, factor, a, m, b, 1, keep, c, 1);
    else
        cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, factor, a, m, b, n, keep, c, n);
}

class openblas {
public:
    openblas(const problem& p, const hyperparameters& h)
        : problem_(p), network_(p.network), memory_(p), rate_(h.rate), schedule_(h) {
        openblas_set_num_threads(1);
    }

    float gradient() {
        return step([this](int l, const float* x, const float* delta) { form_gradient(l, x, delta); });
    }
    /// The update is formed by the product.
    float sgd() {
        return step([this](int l, const float* x, const float* delta) {
            const int out = network_.outputs(l);
            product_tn(network_.inputs(l), out, problem_.batch, -rate_, x, delta, 1, weights(l));
            float* sums = memory_.gradients.data() + network_.bias_offset(l);
            plain::sum_rows(delta, problem_.batch, out, sums);
            for (int j = 0; j < out; ++j) bias(l)[j] -= rate_ * sums[j];
        });
    }
    float adam() {
        const float loss = gradient();
        plain::adam_update(memory_.parameters.data(), memory_.gradients.data(), memory_.first.data(),
                           memory_.second.data(), memory_.parameters.size(), schedule_.next());
        return loss;
    }
    void infer() { forward(); }

    std::vector<float> gradients() const { return {memory_.gradients.begin(), memory_.gradients.end()}; }
    std::vector<float> parameters() const { return {memory_.parameters.begin(), memory_.parameters.end()}; }
    std::vector<float> outputs() const { return {memory_.outputs.back().begin(), memory_.outputs.back().end()}; }

private:
    const problem& problem_;
    const architecture& network_;
    plain::memory memory_;
    float rate_;
    adam_schedule schedule_;

    float* weights(int l) { return memory_.parameters.data() + network_.weights_offset(l); }
    float* bias(int l) { return memory_.parameters.data() + network_.bias_offset(l); }
    float* outputs_of(int l) { return memory_.outputs[static_cast<std::size_t>(l)].data(); }
    const float* inputs_of(int l) { return l == 0 ? problem_.inputs.data() : outputs_of(l - 1); }

    void forward() {
        for (int l = 0; l < network_.depth; ++l) {
            const int out = network_.outputs(l);
            float* z = outputs_of(l);
            product(problem_.batch, out, network_.inputs(l), inputs_of(l), weights(l), z);
            if (l + 1 == network_.depth)
                plain::add_bias(z, bias(l), problem_.batch, out);
            else
                plain::add_bias_and_activate(z, bias(l), problem_.batch, out, network_.activation);
        }
    }

    /// `deliver` makes of the inputs of a layer and the derivatives by its sums what is wanted.
    template <class Deliver>
    float step(Deliver deliver) {
        forward();
        float* delta = outputs_of(network_.depth - 1);
        const float loss = plain::lose(delta, problem_);
        for (int l = network_.depth - 1; l > 0; --l) {
            const int in = network_.inputs(l);
            float* before = memory_.deltas[static_cast<std::size_t>(l - 1)].data();
            product_nt(problem_.batch, in, network_.outputs(l), delta, weights(l), before);
            plain::through_activation(before, inputs_of(l), problem_.batch * in, network_.activation);
            deliver(l, inputs_of(l), delta);
            delta = before;
        }
        deliver(0, inputs_of(0), delta);
        return loss;
    }

    void form_gradient(int l, const float* x, const float* delta) {
        float* g = memory_.gradients.data();
        const int out = network_.outputs(l);
        product_tn(network_.inputs(l), out, problem_.batch, 1, x, delta, 0, g + network_.weights_offset(l));
        plain::sum_rows(delta, problem_.batch, out, g + network_.bias_offset(l));
    }
};

[[maybe_unused]] const bool added = [] {
    benchmark::AddCustomContext("openblas", std::string(openblas_get_config()) + ", " + openblas_get_corename());
    return add_dynamic<openblas>("openblas");
}();

} // namespace

} // namespace mlp

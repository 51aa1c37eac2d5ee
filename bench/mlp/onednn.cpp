// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// oneDNN, one thread: products as primitives that are made once, with bias and activation as their epilogue; the rest
// by loops.

#include "plain_loops.hpp"

#include <oneapi/dnnl/dnnl.hpp>

#include <unordered_map>

// Of GCC's OpenMP, which oneDNN runs on; other compilers do not see its header.
extern "C" void omp_set_num_threads(int);

namespace mlp {

namespace {

using dnnl::memory;

/// A product that knows its arrays.
class product {
public:
    product(const dnnl::engine& engine, const memory::desc& a, const memory::desc& b, const memory::desc& c,
            const float* a_data, const float* b_data, float* c_data, const dnnl::primitive_attr& attributes = {})
        : primitive_(dnnl::matmul::primitive_desc({a, b, c}, attributes, engine)),
          arguments_{{DNNL_ARG_SRC, on(engine, a, a_data)},
                     {DNNL_ARG_WEIGHTS, on(engine, b, b_data)},
                     {DNNL_ARG_DST, on(engine, c, c_data)}} {}

    /// With a bias.
    product(const dnnl::engine& engine, const memory::desc& a, const memory::desc& b, const memory::desc& bias,
            const memory::desc& c, const float* a_data, const float* b_data, const float* bias_data, float* c_data,
            const dnnl::primitive_attr& attributes)
        : primitive_(dnnl::matmul::primitive_desc({a, b, bias, c}, attributes, engine)),
          arguments_{{DNNL_ARG_SRC, on(engine, a, a_data)},
                     {DNNL_ARG_WEIGHTS, on(engine, b, b_data)},
                     {DNNL_ARG_BIAS, on(engine, bias, bias_data)},
                     {DNNL_ARG_DST, on(engine, c, c_data)}} {}

    void operator()(dnnl::stream& stream) const { primitive_.execute(stream, arguments_); }

private:
    dnnl::matmul primitive_;
    std::unordered_map<int, memory> arguments_;

    static memory on(const dnnl::engine& engine, const memory::desc& d, const float* data) {
        return {d, engine, const_cast<float*>(data)};
    }
};

memory::desc rows(int m, int n) { return {{m, n}, memory::data_type::f32, memory::format_tag::ab}; }
/// The transpose of a row-major [m][n].
memory::desc transposed(int m, int n) { return {{n, m}, memory::data_type::f32, memory::format_tag::ba}; }

class onednn {
public:
    onednn(const problem& p, const hyperparameters& h)
        : problem_(p), network_(p.network), memory_(p), rate_(h.rate), schedule_(h) {
        omp_set_num_threads(1);
        const int batch = p.batch;
        for (int l = 0; l < network_.depth; ++l) {
            const int in = network_.inputs(l), out = network_.outputs(l);
            const memory::desc x = rows(batch, in), w = rows(in, out), y = rows(batch, out);

            dnnl::primitive_attr activation;
            if (l + 1 < network_.depth) {
                dnnl::post_ops after;
                after.append_eltwise(1, algorithm(), 0, 0);
                activation.set_post_ops(after);
            }
            forward_.emplace_back(engine_, x, w, rows(1, out), y, inputs_of(l), weights(l), bias(l), outputs_of(l),
                                  activation);

            const memory::desc x_transposed = transposed(batch, in);
            gradient_.emplace_back(engine_, x_transposed, y, w, inputs_of(l), delta_of(l),
                                   memory_.gradients.data() + network_.weights_offset(l));
            dnnl::primitive_attr update; // w = w - rate x^T delta
            dnnl::post_ops sum;
            sum.append_sum(1);
            update.set_output_scales(0, {-rate_});
            update.set_post_ops(sum);
            sgd_.emplace_back(engine_, x_transposed, y, w, inputs_of(l), delta_of(l), weights(l), update);

            if (l > 0)
                backward_.emplace_back(engine_, y, transposed(in, out), x, delta_of(l), weights(l), delta_of(l - 1));
        }
    }

    float gradient() {
        return step([this](int l) {
            gradient_[at(l)](stream_);
            plain::sum_rows(delta_of(l), problem_.batch, network_.outputs(l),
                            memory_.gradients.data() + network_.bias_offset(l));
        });
    }
    /// The update is formed by the product.
    float sgd() {
        return step([this](int l) {
            sgd_[at(l)](stream_);
            float* sums = memory_.gradients.data() + network_.bias_offset(l);
            plain::sum_rows(delta_of(l), problem_.batch, network_.outputs(l), sums);
            for (int j = 0; j < network_.outputs(l); ++j) bias(l)[j] -= rate_ * sums[j];
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
    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream_{engine_};
    std::vector<product> forward_, gradient_, sgd_, backward_; // backward from the second layer on

    static std::size_t at(int l) { return static_cast<std::size_t>(l); }
    float* weights(int l) { return memory_.parameters.data() + network_.weights_offset(l); }
    float* bias(int l) { return memory_.parameters.data() + network_.bias_offset(l); }
    float* outputs_of(int l) { return memory_.outputs[at(l)].data(); }
    float* delta_of(int l) { return l + 1 == network_.depth ? outputs_of(l) : memory_.deltas[at(l)].data(); }
    const float* inputs_of(int l) { return l == 0 ? problem_.inputs.data() : outputs_of(l - 1); }
    dnnl::algorithm algorithm() const {
        return network_.activation == activation::relu ? dnnl::algorithm::eltwise_relu : dnnl::algorithm::eltwise_tanh;
    }

    void forward() {
        for (const product& p : forward_) p(stream_);
    }

    /// `deliver` makes of the inputs of a layer and the derivatives by its sums what is wanted.
    template <class Deliver>
    float step(Deliver deliver) {
        forward();
        const float loss = plain::lose(outputs_of(network_.depth - 1), problem_);
        for (int l = network_.depth - 1; l >= 0; --l) {
            if (l > 0) {
                backward_[at(l - 1)](stream_);
                plain::through_activation(delta_of(l - 1), outputs_of(l - 1), problem_.batch * network_.inputs(l),
                                          network_.activation);
            }
            deliver(l);
        }
        return loss;
    }
};

[[maybe_unused]] const bool added = [] {
    const dnnl_version_t* v = dnnl_version();
    benchmark::AddCustomContext("onednn", std::to_string(v->major) + '.' + std::to_string(v->minor) + '.' +
                                              std::to_string(v->patch));
    return add_dynamic<onednn>("onednn");
}();

} // namespace

} // namespace mlp

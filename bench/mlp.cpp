// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// A training step of fixed-size networks: forward, loss and all gradients, through the general engine, beside the same
// step written by hand on fixed-size Eigen matrices. CPU time per step; compare within one run.

#include <tapeless.hpp>

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#if __has_include(<Eigen/Core>)
#include <Eigen/Core>
#define TAPELESS_BENCH_EIGEN 1
#endif

namespace nn = tapeless::nn;

namespace {

using D = nn::mlp<784, nn::dense<64, nn::relu>, nn::dense<10>>;
using C = nn::mlp<64, nn::dense<64, nn::relu>, nn::dense<64, nn::relu>, nn::dense<10>>;

template <class Network, std::size_t Batch>
struct problem {
    nn::parameters<Network, float> parameters;
    nn::parameters<Network, float> gradient;
    alignas(64) float inputs[Batch * Network::inputs];
    alignas(64) std::int32_t labels[Batch];

    problem() {
        nn::initialise(parameters, nn::he{}, 1);
        nn::random source(2);
        for (float& x : inputs) x = static_cast<float>(source.uniform());
        for (std::int32_t& y : labels) y = static_cast<std::int32_t>(source.below(Network::outputs));
    }
};

template <class Network, std::size_t Batch>
void tapeless_step(benchmark::State& state) {
    const auto p = std::make_unique<problem<Network, Batch>>();
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            nn::loss_and_grad<Batch, nn::softmax_cross_entropy>(p->parameters, p->inputs, p->labels, p->gradient));
        benchmark::ClobberMemory();
    }
}

#ifdef TAPELESS_BENCH_EIGEN

template <int Rows, int Columns>
using matrix = Eigen::Matrix<float, Rows, Columns,
                             Rows == 1      ? Eigen::RowMajor
                             : Columns == 1 ? Eigen::ColMajor
                                            : Eigen::RowMajor>;
template <int Columns>
using row = Eigen::Matrix<float, 1, Columns>;

/// The step by hand, for one hidden layer: what a careful user of Eigen writes.
template <class Network, std::size_t Batch>
float eigen_step(problem<Network, Batch>& p) {
    constexpr int B = static_cast<int>(Batch), In = static_cast<int>(Network::inputs),
                  H = static_cast<int>(Network::template layer<0>::outputs), Out = static_cast<int>(Network::outputs);
    const Eigen::Map<const matrix<B, In>, Eigen::Aligned64> x(p.inputs);
    const Eigen::Map<const matrix<In, H>> w0(p.parameters.template weight<0>().data());
    const Eigen::Map<const row<H>> b0(p.parameters.template bias<0>().data());
    const Eigen::Map<const matrix<H, Out>> w1(p.parameters.template weight<1>().data());
    const Eigen::Map<const row<Out>> b1(p.parameters.template bias<1>().data());

    matrix<B, H> h;
    h.noalias() = x * w0;
    h = (h.rowwise() + b0).cwiseMax(0.0f);
    matrix<B, Out> z;
    z.noalias() = h * w1;
    z.rowwise() += b1;

    float loss = 0;
    for (int i = 0; i < B; ++i) {
        const float top = z.row(i).maxCoeff();
        const float chosen = z(i, p.labels[i]);
        z.row(i) = (z.row(i).array() - top).exp().matrix();
        const float sum = z.row(i).sum();
        loss += std::log(sum) + top - chosen;
        z.row(i) *= 1.0f / (sum * static_cast<float>(B));
        z(i, p.labels[i]) -= 1.0f / static_cast<float>(B);
    }

    Eigen::Map<matrix<In, H>> g0(p.gradient.template weight<0>().data());
    Eigen::Map<row<H>> gb0(p.gradient.template bias<0>().data());
    Eigen::Map<matrix<H, Out>> g1(p.gradient.template weight<1>().data());
    Eigen::Map<row<Out>> gb1(p.gradient.template bias<1>().data());
    g1.noalias() = h.transpose() * z;
    gb1 = z.colwise().sum();
    matrix<B, H> dh;
    dh.noalias() = z * w1.transpose();
    dh = (h.array() > 0.0f).select(dh, 0.0f);
    g0.noalias() = x.transpose() * dh;
    gb0 = dh.colwise().sum();
    return loss / static_cast<float>(B);
}

template <class Network, std::size_t Batch>
void eigen_step(benchmark::State& state) {
    const auto p = std::make_unique<problem<Network, Batch>>();
    const float ours =
        nn::loss_and_grad<Batch, nn::softmax_cross_entropy>(p->parameters, p->inputs, p->labels, p->gradient);
    const auto expected = p->gradient;
    const float theirs = eigen_step(*p);
    double worst = std::abs(static_cast<double>(ours - theirs));
    for (std::size_t i = 0; i < expected.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(expected.values[i] - p->gradient.values[i])));
    if (!(worst < 1e-4)) {
        state.SkipWithError("the two steps disagree");
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(eigen_step(*p));
        benchmark::ClobberMemory();
    }
}

BENCHMARK(eigen_step<D, 1>)->Name("D1/eigen_fixed");
BENCHMARK(eigen_step<D, 32>)->Name("D32/eigen_fixed");
BENCHMARK(eigen_step<D, 128>)->Name("D128/eigen_fixed");

#endif

BENCHMARK(tapeless_step<D, 1>)->Name("D1/tapeless");
BENCHMARK(tapeless_step<D, 32>)->Name("D32/tapeless");
BENCHMARK(tapeless_step<D, 128>)->Name("D128/tapeless");
BENCHMARK(tapeless_step<C, 1>)->Name("C1/tapeless");
BENCHMARK(tapeless_step<C, 32>)->Name("C32/tapeless");
BENCHMARK(tapeless_step<C, 128>)->Name("C128/tapeless");

} // namespace

BENCHMARK_MAIN();

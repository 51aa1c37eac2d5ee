// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Products at the shapes of small networks, against the machine's peak and, where it is installed,
// Eigen with the same sizes fixed at compile time. GFLOP/s count 2 M N K per product.

#include "fma_peak.hpp"

#include <cstddef>
#include <string>
#include <type_traits>

#include <benchmark/benchmark.h>

#include <tapeless/tensor/kernels/matmul.hpp>

#if __has_include(<Eigen/Core>)
#define TAPELESS_BENCH_HAS_EIGEN 1
#include <Eigen/Core>
#else
#define TAPELESS_BENCH_HAS_EIGEN 0
#endif

namespace {

namespace kernels = tapeless::kernels;
using bench::array;
using bench::count_flops;

enum class form { nn, nt, tn };

template <class T>
array<T> numbers(std::size_t count) {
    array<T> result(count);
    unsigned bits = 12345;
    for (T& x : result) {
        bits = bits * 1664525U + 1013904223U;
        x = static_cast<T>(bits >> 16) / T{65536} - T{0.5};
    }
    return result;
}

template <form Form, std::size_t M, std::size_t N, std::size_t K, class T>
void ours(benchmark::State& state) {
    const auto a = numbers<T>(M * K);
    const auto b = numbers<T>(K * N);
    array<T> c(M * N);
    for (auto _ : state) {
        const T* pa = a.data();
        const T* pb = b.data();
        T* pc = c.data();
        benchmark::DoNotOptimize(pa);
        benchmark::DoNotOptimize(pb);
        benchmark::DoNotOptimize(pc);
        if constexpr (Form == form::nn) {
            kernels::matmul_nn<kernels::store::assign, M, N, K>(pa, pb, pc);
        } else if constexpr (Form == form::nt) {
            kernels::matmul_nt<kernels::store::assign, M, N, K>(pa, pb, pc);
        } else {
            kernels::matmul_tn<kernels::store::assign, M, N, K>(pa, pb, pc);
        }
        benchmark::ClobberMemory();
    }
    count_flops(state, 2.0 * static_cast<double>(M * N * K));
}

#if TAPELESS_BENCH_HAS_EIGEN

// Eigen insists that rows and columns are stored by column, and knows no other layout for them.
template <class T, std::size_t Rows, std::size_t Columns>
using eigen_matrix = Eigen::Matrix<T, static_cast<int>(Rows), static_cast<int>(Columns),
                                   Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor>;

template <form Form, std::size_t M, std::size_t N, std::size_t K, class T>
void eigen(benchmark::State& state) {
    const auto a = numbers<T>(M * K);
    const auto b = numbers<T>(K * N);
    array<T> c(M * N);
    for (auto _ : state) {
        const T* pa = a.data();
        const T* pb = b.data();
        T* pc = c.data();
        benchmark::DoNotOptimize(pa);
        benchmark::DoNotOptimize(pb);
        benchmark::DoNotOptimize(pc);
        Eigen::Map<eigen_matrix<T, M, N>> product(pc);
        if constexpr (Form == form::nn) {
            product.noalias() =
                Eigen::Map<const eigen_matrix<T, M, K>>(pa) * Eigen::Map<const eigen_matrix<T, K, N>>(pb);
        } else if constexpr (Form == form::nt) {
            product.noalias() =
                Eigen::Map<const eigen_matrix<T, M, K>>(pa) * Eigen::Map<const eigen_matrix<T, N, K>>(pb).transpose();
        } else {
            product.noalias() =
                Eigen::Map<const eigen_matrix<T, K, M>>(pa).transpose() * Eigen::Map<const eigen_matrix<T, K, N>>(pb);
        }
        benchmark::ClobberMemory();
    }
    count_flops(state, 2.0 * static_cast<double>(M * N * K));
}

#endif

template <form Form, std::size_t M, std::size_t N, std::size_t K, class T = float>
void add_rows() {
    const std::string shape = std::string{Form == form::nn   ? "nn"
                                          : Form == form::nt ? "nt"
                                                             : "tn"} +
                              (std::is_same_v<T, float> ? "/float/" : "/double/") + std::to_string(M) + 'x' +
                              std::to_string(N) + 'x' + std::to_string(K);
    benchmark::RegisterBenchmark((shape + "/tapeless").c_str(), ours<Form, M, N, K, T>);
#if TAPELESS_BENCH_HAS_EIGEN
    benchmark::RegisterBenchmark((shape + "/eigen").c_str(), eigen<Form, M, N, K, T>);
#endif
}

// A dense layer in a training step: x W, x^T dH and, unless it is the first one, dH W^T.
template <std::size_t Batch, std::size_t In, std::size_t Out>
void add_layer(bool first) {
    add_rows<form::nn, Batch, Out, In>();
    add_rows<form::tn, In, Out, Batch>();
    if (!first) {
        add_rows<form::nt, Batch, In, Out>();
    }
}

} // namespace

int main(int argc, char** argv) {
    benchmark::RegisterBenchmark("peak/float", bench::fma_peak<float>);
    benchmark::RegisterBenchmark("peak/double", bench::fma_peak<double>);

    add_layer<32, 784, 64>(true);
    add_layer<32, 64, 10>(false);
#ifdef TAPELESS_FULL_BENCH
    add_layer<1, 784, 64>(true);
    add_layer<128, 784, 64>(true);
    add_layer<1, 64, 10>(false);
    add_layer<128, 64, 10>(false);
    add_layer<1, 64, 64>(false);
    add_layer<32, 64, 64>(false);
    add_layer<128, 64, 64>(false);
    add_layer<256, 64, 64>(false);
    add_layer<32, 784, 128>(true);
    add_layer<32, 128, 64>(false);
    add_layer<128, 128, 64>(false);
    add_layer<1, 4, 64>(true);
    add_layer<32, 4, 64>(true);
    add_layer<256, 4, 64>(true);
    add_layer<1, 64, 1>(false);
    add_layer<32, 64, 1>(false);
    add_layer<256, 64, 1>(false);
    add_layer<1, 16, 16>(false);
    add_layer<32, 2, 16>(true);
    add_layer<32, 16, 16>(false);
    add_layer<32, 16, 1>(false);

    // A matrix times a column, few columns, and double.
    add_rows<form::nn, 64, 1, 784>();
    add_rows<form::nn, 32, 2, 64>();
    add_rows<form::tn, 64, 2, 32>();
    add_rows<form::nn, 4, 4, 4>();
    add_rows<form::nn, 32, 64, 784, double>();
    add_rows<form::tn, 784, 64, 32, double>();
    add_rows<form::nt, 32, 64, 64, double>();
#endif

    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

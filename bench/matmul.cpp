// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Products at the shapes of small networks, against the machine's peak and, where it is installed,
// Eigen with the same sizes fixed at compile time. GFLOP/s count 2 M N K per product.

#include <cstddef>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

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

enum class form { nn, nt, tn };

void count_flops(benchmark::State& state, double flops) {
    state.counters["GFLOP/s"] = benchmark::Counter(flops * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

// Both sides get arrays that start on a cache line: a vector of 64 bytes that straddles two lines
// costs two loads, and where the heap puts an array is otherwise chance.
template <class T>
struct on_cache_line {
    using value_type = T;
    on_cache_line() = default;
    template <class U>
    on_cache_line(const on_cache_line<U>&) noexcept {}
    static constexpr std::align_val_t alignment{64};
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
    void deallocate(T* p, std::size_t) noexcept { ::operator delete(p, alignment); }
    bool operator==(const on_cache_line&) const = default;
};

template <class T>
using array = std::vector<T, on_cache_line<T>>;

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

// The most that the multipliers can do: independent sums in registers, nothing read or written.
template <class T>
void peak(benchmark::State& state) {
    constexpr std::size_t lanes = kernels::native_lanes<T>;
    constexpr std::size_t sums_count = 12;
    constexpr int rounds = 64;
    using vector = kernels::vec<T, lanes>;
    const auto start = numbers<T>((sums_count + 2) * lanes);
    vector sums[sums_count];
    for (std::size_t i = 0; i < sums_count; ++i) {
        sums[i] = kernels::load<lanes>(start.data() + i * lanes);
    }
    const vector factor = kernels::load<lanes>(start.data() + sums_count * lanes);
    const vector term = kernels::load<lanes>(start.data() + (sums_count + 1) * lanes);
    for (auto _ : state) {
        for (int r = 0; r < rounds; ++r) {
            [&]<std::size_t... I>(std::index_sequence<I...>) { ((sums[I] = sums[I] * factor + term), ...); }
            (std::make_index_sequence<sums_count>{});
        }
        benchmark::ClobberMemory();
    }
    array<T> result(sums_count * lanes);
    for (std::size_t i = 0; i < sums_count; ++i) {
        kernels::store_to<lanes>(result.data() + i * lanes, sums[i]);
    }
    benchmark::DoNotOptimize(result.data());
    benchmark::ClobberMemory();
    count_flops(state, 2.0 * rounds * static_cast<double>(sums_count * lanes));
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
    benchmark::RegisterBenchmark("peak/float", peak<float>);
    benchmark::RegisterBenchmark("peak/double", peak<double>);

    add_layer<1, 784, 64>(true);
    add_layer<32, 784, 64>(true);
    add_layer<128, 784, 64>(true);
    add_layer<1, 64, 10>(false);
    add_layer<32, 64, 10>(false);
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

    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_MLP_PLAIN_LOOPS_HPP
#define TAPELESS_BENCH_MLP_PLAIN_LOOPS_HPP

#include "library.hpp"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
// The vector versions of the C library's functions, which its header declares only for -ffast-math.
extern "C" {
__attribute__((simd("notinbranch"), const)) float expf(float) noexcept;
__attribute__((simd("notinbranch"), const)) float tanhf(float) noexcept;
}
#endif

/// What a training step has besides products, for libraries that have products alone: loops that compilers vectorise
/// (with -fopenmp-simd, which lets them reorder the sums that are marked, and -fno-math-errno).
namespace mlp::plain {

inline void add_bias(float* __restrict z, const float* bias, int rows, int columns) {
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j) z[i * columns + j] += bias[j];
}

inline void add_bias_and_activate(float* __restrict z, const float* bias, int rows, int columns, activation f) {
    if (f == activation::tanh) {
        add_bias(z, bias, rows, columns);
        for (int i = 0; i < rows * columns; ++i) z[i] = ::tanhf(z[i]);
        return;
    }
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j) {
            const float sum = z[i * columns + j] + bias[j];
            z[i * columns + j] = sum > 0 ? sum : 0;
        }
}

/// Derivatives by the sums that went into an activation, from those by its results.
inline void through_activation(float* __restrict delta, const float* results, int count, activation f) {
    if (f == activation::relu)
        for (int i = 0; i < count; ++i) delta[i] = results[i] > 0 ? delta[i] : 0;
    else
        for (int i = 0; i < count; ++i) delta[i] *= 1 - results[i] * results[i];
}

/// sums = the sum of the rows.
inline void sum_rows(const float* m, int rows, int columns, float* __restrict sums) {
    std::copy_n(m, columns, sums);
    for (int i = 1; i < rows; ++i)
        for (int j = 0; j < columns; ++j) sums[j] += m[i * columns + j];
}

/// m = left^T right of two rows.
inline void outer(const float* left, const float* right, int rows, int columns, float* __restrict m) {
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j) m[i * columns + j] = left[i] * right[j];
}

/// m += factor left^T right of two rows.
inline void add_outer(float factor, const float* left, const float* right, int rows, int columns, float* __restrict m) {
    for (int i = 0; i < rows; ++i) {
        const float scaled = factor * left[i];
        for (int j = 0; j < columns; ++j) m[i * columns + j] += scaled * right[j];
    }
}

/// The loss; turns the outputs into the derivatives by them.
inline float lose(float* __restrict z, const problem& p) {
    const int columns = p.network.outputs(), count = p.batch * columns;
    float sum = 0;
    if (p.network.loss == loss::squared_error) {
        const float* targets = p.targets.data();
        const float scale = 2 / static_cast<float>(count);
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < count; ++i) {
            const float d = z[i] - targets[i];
            sum += d * d;
            z[i] = scale * d;
        }
        return sum / static_cast<float>(count);
    }
    const float one = 1 / static_cast<float>(p.batch);
    for (int i = 0; i < p.batch; ++i) {
        float* row = z + i * columns;
        float top = row[0];
#pragma omp simd reduction(max : top)
        for (int j = 1; j < columns; ++j) top = std::max(top, row[j]);
        for (int j = 0; j < columns; ++j) row[j] -= top;
        sum -= row[p.labels[static_cast<std::size_t>(i)]];
    }
    for (int i = 0; i < count; ++i) z[i] = ::expf(z[i]);
    for (int i = 0; i < p.batch; ++i) {
        float* row = z + i * columns;
        float total = 0;
#pragma omp simd reduction(+ : total)
        for (int j = 0; j < columns; ++j) total += row[j];
        sum += std::log(total);
        const float scale = one / total;
        for (int j = 0; j < columns; ++j) row[j] *= scale;
        row[p.labels[static_cast<std::size_t>(i)]] -= one;
    }
    return sum * one;
}

inline void adam_update(float* __restrict p, const float* __restrict g, float* __restrict first,
                        float* __restrict second, std::size_t count, const adam_step& s) {
    for (std::size_t i = 0; i < count; ++i) {
        first[i] = s.beta1 * first[i] + s.c1 * g[i];
        second[i] = s.beta2 * second[i] + s.c2 * g[i] * g[i];
        p[i] -= s.rate * first[i] / (std::sqrt(s.scale * second[i]) + s.epsilon);
    }
}

/// The arrays of a network that is trained like this.
struct memory {
    bench::array<float> parameters, gradients, first, second;
    std::vector<bench::array<float>> outputs, deltas; // of each layer

    explicit memory(const problem& p)
        : parameters(p.parameters), gradients(parameters.size()), first(parameters.size()), second(parameters.size()) {
        for (int l = 0; l < p.network.depth; ++l) {
            outputs.emplace_back(static_cast<std::size_t>(p.batch * p.network.outputs(l)));
            deltas.emplace_back(outputs.back().size());
        }
        deltas.back() = {}; // the derivatives by the outputs take their place
    }
};

} // namespace mlp::plain

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_MLP_ARCHITECTURE_HPP
#define TAPELESS_BENCH_MLP_ARCHITECTURE_HPP

#include <array>

namespace mlp {

enum class activation { relu, tanh };
enum class loss { squared_error, cross_entropy };

/// A fully connected network. The hidden layers have the activation, the last one has none. Parameters lie in one
/// block, layer by layer, weights [inputs][outputs] before bias.
struct architecture {
    const char* name;
    int depth;                 // layers, at most 3
    std::array<int, 4> widths; // the inputs, then the outputs of each layer
    mlp::activation activation;
    mlp::loss loss;

    constexpr int inputs(int layer = 0) const { return widths[static_cast<unsigned>(layer)]; }
    constexpr int outputs(int layer) const { return inputs(layer + 1); }
    constexpr int outputs() const { return inputs(depth); }
    constexpr int weights_count(int layer) const { return inputs(layer) * outputs(layer); }
    constexpr int weights_offset(int layer) const { return layer == 0 ? 0 : bias_offset(layer - 1) + inputs(layer); }
    constexpr int bias_offset(int layer) const { return weights_offset(layer) + weights_count(layer); }
    constexpr int parameters() const { return weights_offset(depth); }

    /// Floating-point operations of the products: all of a training step, none toward the inputs of the network.
    constexpr double flops_forward(int batch) const {
        double sum = 0;
        for (int l = 0; l < depth; ++l) sum += 2.0 * batch * weights_count(l);
        return sum;
    }
    constexpr double flops_training(int batch) const {
        return 3 * flops_forward(batch) - 2.0 * batch * weights_count(0);
    }
};

inline constexpr architecture A{"A", 3, {2, 16, 16, 1}, activation::tanh, loss::squared_error};
inline constexpr architecture R{"R", 3, {2, 16, 16, 1}, activation::relu, loss::squared_error};
inline constexpr architecture B{"B", 3, {4, 64, 64, 1}, activation::relu, loss::squared_error};
inline constexpr architecture C{"C", 3, {64, 64, 64, 10}, activation::relu, loss::cross_entropy};
inline constexpr architecture D{"D", 2, {784, 64, 10}, activation::relu, loss::cross_entropy};
inline constexpr architecture E{"E", 3, {784, 128, 64, 10}, activation::relu, loss::cross_entropy};
inline constexpr architecture odd_5{"5-17-33-3", 3, {5, 17, 33, 3}, activation::relu, loss::cross_entropy};
inline constexpr architecture odd_13{"13-50-1", 2, {13, 50, 1}, activation::relu, loss::squared_error};
inline constexpr architecture odd_100{"100-300-100", 2, {100, 300, 100}, activation::relu, loss::cross_entropy};

inline constexpr const architecture* architectures[]{&A, &R, &B, &C, &D, &E, &odd_5, &odd_13, &odd_100};
inline constexpr int batches[]{1, 32, 128, 256};

} // namespace mlp

#endif

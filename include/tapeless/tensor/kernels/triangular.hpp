// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_TRIANGULAR_HPP
#define TAPELESS_TENSOR_KERNELS_TRIANGULAR_HPP

#include <cstddef>

namespace tapeless {

/// The half of a square matrix that is meant, diagonal included.
enum class triangle { lower, upper };

namespace kernels {

constexpr triangle opposite(triangle t) noexcept { return t == triangle::lower ? triangle::upper : triangle::lower; }

/// How a triangular matrix is read: as it lies or transposed, with its diagonal or with ones instead.
enum class reading { plain, transposed, unit, unit_transposed };

/// X = T^-1 X, where `t` is the triangle of an N x N matrix, the rest of which is never read, and `x` is N x K.
///
/// N^2 K flops. Where a diagonal element is zero the result has infinities or NaN. Usable in constant expressions.
template <triangle Which, reading How, std::size_t N, std::size_t K, class T>
constexpr void solve_triangle(const T* t, T* x) {
    constexpr bool transposed = How == reading::transposed || How == reading::unit_transposed;
    constexpr bool unit = How == reading::unit || How == reading::unit_transposed;
    constexpr bool from_the_top = (Which == triangle::lower) != transposed;
    for (std::size_t step = 0; step < N; ++step) {
        const std::size_t i = from_the_top ? step : N - 1 - step;
        for (std::size_t s = 0; s < step; ++s) {
            const std::size_t k = from_the_top ? s : N - 1 - s;
            const T factor = transposed ? t[k * N + i] : t[i * N + k];
            for (std::size_t c = 0; c < K; ++c) x[i * K + c] = x[i * K + c] - factor * x[k * K + c];
        }
        if constexpr (!unit)
            for (std::size_t c = 0; c < K; ++c) x[i * K + c] = x[i * K + c] / t[i * N + i];
    }
}

} // namespace kernels
} // namespace tapeless

#endif

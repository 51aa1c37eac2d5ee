// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_OPS_LINEAR_ALGEBRA_HPP
#define TAPELESS_TESTS_OPS_LINEAR_ALGEBRA_HPP

// Small matrices, and what is known of them by definition.

#include "tensor_support.hpp"

namespace tensor_test {

/// Far from singular, and not triangular: 2 on the second diagonal.
template <class T, std::size_t N>
tensor<T, N, N> regular(unsigned seed = 1) {
    auto a = numbers<T, N, N>(seed);
    for (std::size_t i = 0; i < N; ++i) a(i, N - 1 - i) += T(2);
    return a;
}
/// Symmetric and positive definite.
template <class T, std::size_t N>
tensor<T, N, N> definite(unsigned seed = 1) {
    const auto a = numbers<T, N, N>(seed);
    tensor<T, N, N> s{};
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) s(i, j) = (a(i, j) + a(j, i)) / T(2) + (i == j ? static_cast<T>(N) : T(0));
    return s;
}

inline std::size_t side(const reals& a) {
    std::size_t n = 1;
    while (n * n < a.size()) ++n;
    return n;
}
/// By expansion along the first row.
inline real determinant(const reals& a) {
    const std::size_t n = side(a);
    if (n == 1) return a[0];
    real sum = 0;
    for (std::size_t c = 0; c < n; ++c) {
        reals minor;
        for (std::size_t i = 1; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                if (j != c) minor.push_back(a[i * n + j]);
        sum += (c % 2 == 0 ? a[c] : -a[c]) * determinant(minor);
    }
    return sum;
}
/// A X = B by Cramer's rule.
inline reals solution(const reals& a, const reals& b) {
    const std::size_t n = side(a), k = b.size() / n;
    reals x(b.size());
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t c = 0; c < k; ++c) {
            reals replaced = a;
            for (std::size_t r = 0; r < n; ++r) replaced[r * n + i] = b[r * k + c];
            x[i * k + c] = determinant(replaced) / determinant(a);
        }
    return x;
}
inline reals identity(std::size_t n) {
    reals e(n * n);
    for (std::size_t i = 0; i < n; ++i) e[i * (n + 1)] = 1;
    return e;
}

} // namespace tensor_test

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_CHOLESKY_HPP
#define TAPELESS_OPS_CHOLESKY_HPP

#include "../meta/math.hpp"
#include "../tensor/kernels/triangular.hpp"
#include "axis.hpp"

namespace tapeless {

namespace ops {

struct cholesky {
    static constexpr auto name = "cholesky";

    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept { return a; }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        using T = element_of<Out>;
        constexpr std::size_t n = A::extent(0);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) out(i, j) = j > i ? T(0) : T((a(i, j) + a(j, i)) * T(0.5));
        for (std::size_t j = 0; j < n; ++j) {
            out(j, j) = math::sqrt(T(out(j, j)));
            for (std::size_t i = j + 1; i < n; ++i) out(i, j) = out(i, j) / out(j, j);
            for (std::size_t i = j + 1; i < n; ++i)
                for (std::size_t c = j + 1; c <= i; ++c) out(i, c) = out(i, c) - out(i, j) * out(c, j);
        }
    }
    // Murray, "Differentiation of the Cholesky decomposition", 2016, section 3: the symmetric part of L^-T P L^-1, where P is
    // the lower triangle of L^T G with half of the diagonal.
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y y, A) {
        using T = element_of<To>;
        constexpr std::size_t n = A::extent(0);
        T p[n * n], transposed[n * n];
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                T sum = T(0);
                for (std::size_t k = i; k < n && j <= i; ++k) sum = sum + y(k, i) * adjoint(k, j);
                p[i * n + j] = i == j ? T(sum * T(0.5)) : sum;
            }
        kernels::solve_triangle<triangle::lower, kernels::reading::transposed, n, n, T>(y.data(), p);
        transpose_into<n>(p, transposed);
        kernels::solve_triangle<triangle::lower, kernels::reading::transposed, n, n, T>(y.data(), transposed);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                store_one<How>(to(i, j), T((transposed[i * n + j] + transposed[j * n + i]) * T(0.5)));
    }

private:
    template <std::size_t N, class T>
    static constexpr void transpose_into(const T* from, T* to) {
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j) to[j * N + i] = from[i * N + j];
    }
};

} // namespace ops

/// The lower triangular L with L L^T = A for a small symmetric positive definite matrix; zeros above the diagonal. Of A the
/// symmetric part is taken, (A + A^T) / 2, so that derivatives are symmetric too. Where A is not positive definite elements
/// are NaN, where it is singular infinite or NaN. Shapes: [N, N] gives [N, N]. Complexity: 1/3 N^3 flops and N roots, in the
/// pullback 10/3 N^3.
template <meta::hash_t A, std::size_t M>
constexpr auto cholesky(const expression<A, M>& a) noexcept {
    static_assert(ops::is_square<expr::shape_of<A>>,
                  "tapeless: cholesky takes a square matrix (the shape is named here)");
    if constexpr (ops::is_square<expr::shape_of<A>>)
        return expr::apply<ops::cholesky>(a);
    else
        return a; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

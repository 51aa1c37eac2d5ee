// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_DETERMINANT_HPP
#define TAPELESS_OPS_DETERMINANT_HPP

#include "../meta/math.hpp"
#include "../tensor/kernels/lu.hpp"
#include "axis.hpp"

namespace tapeless {

namespace ops {

struct determinant {
    static constexpr auto name = "det";

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    template <class A>
    static constexpr auto value(A a) {
        return of<A::extent(0)>(a.data());
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 1; }
    // The derivatives are the cofactors (Giles 2008: the determinant times the inverse, transposed), which a singular
    // matrix has too.
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, const G& adjoint, const Y&, A a) {
        element_of<To> c[A::size()];
        cofactors_of<A::extent(0)>(a.data(), c);
        for (std::size_t i = 0; i < A::size(); ++i) store_one<How>(to[i], adjoint * c[i]);
    }

private:
    template <std::size_t N, class T>
    static constexpr std::remove_const_t<T> of(T* a) {
        using number = std::remove_const_t<T>;
        if constexpr (N == 1) {
            return a[0];
        } else if constexpr (N == 2) {
            return a[0] * a[3] - a[1] * a[2];
        } else if constexpr (N == 3) {
            return a[0] * (a[4] * a[8] - a[5] * a[7]) - a[1] * (a[3] * a[8] - a[5] * a[6]) +
                   a[2] * (a[3] * a[7] - a[4] * a[6]);
        } else if constexpr (carries_tangents<number>) { // elimination would divide by pivots that may be zero
            using inside = typename number::value_type;
            inside values[N * N], c[N * N];
            for (std::size_t i = 0; i < N * N; ++i) values[i] = a[i].value;
            cofactors_of<N>(values, c);
            number det(of<N>(values));
            for (std::size_t i = 0; i < N * N; ++i)
                for (std::size_t t = 0; t < sizeof(det.tangent) / sizeof(inside); ++t)
                    det.tangent[t] = det.tangent[t] + c[i] * a[i].tangent[t];
            return det;
        } else {
            number lu[N * N];
            std::size_t order[N];
            store_row<store::assign, number>(lu, a, N * N);
            number det = kernels::factorize<N>(lu, order) ? number(-1) : number(1);
            for (std::size_t i = 0; i < N; ++i) det = det * lu[i * (N + 1)];
            return det;
        }
    }
    template <std::size_t N, class T, class U>
    static constexpr void cofactors_of(const T* a, U* c) {
        if constexpr (N == 1) {
            c[0] = U(1);
        } else if constexpr (N == 2) {
            c[0] = a[3];
            c[1] = -a[2];
            c[2] = -a[1];
            c[3] = a[0];
        } else if constexpr (N == 3) {
            for (std::size_t i = 0; i < 3; ++i)
                for (std::size_t j = 0; j < 3; ++j) {
                    const std::size_t above = (i + 1) % 3 * 3, below = (i + 2) % 3 * 3;
                    const std::size_t left = (j + 1) % 3, right = (j + 2) % 3;
                    c[i * 3 + j] = a[above + left] * a[below + right] - a[above + right] * a[below + left];
                }
        } else {
            U copy[N * N];
            store_row<store::assign, U>(copy, a, N * N);
            kernels::cofactors<N>(copy, c);
        }
    }
};

struct log_determinant {
    static constexpr auto name = "log_det";

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    // The logarithms of the pivots: their product may overflow or underflow.
    template <class A>
    static constexpr auto value(A a) {
        constexpr std::size_t n = A::extent(0);
        using T = element_of<A>;
        T lu[n * n];
        std::size_t order[n];
        store_row<store::assign, T>(lu, a.data(), n * n);
        kernels::factorize<n>(lu, order);
        T sum = math::log(kernels::detail::magnitude(lu[0]));
        for (std::size_t i = 1; i < n; ++i) sum = sum + math::log(kernels::detail::magnitude(lu[i * (n + 1)]));
        return sum;
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 1; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, const G& adjoint, const Y&, A a) {
        constexpr std::size_t n = A::extent(0);
        using T = element_of<To>;
        T lu[n * n], identity[n * n], inverse[n * n];
        std::size_t order[n];
        store_row<store::assign, T>(lu, a.data(), n * n);
        kernels::factorize<n>(lu, order);
        for (std::size_t i = 0; i < n * n; ++i) identity[i] = i % (n + 1) == 0 ? T(1) : T(0);
        kernels::solve_transposed<n, n>(lu, order, identity, inverse);
        for (std::size_t i = 0; i < n * n; ++i) store_one<How>(to[i], adjoint * inverse[i]);
    }
};

} // namespace ops

/// The determinant of a small square matrix: in closed form up to 3 x 3, else by LU factors with partial pivoting. Of a
/// singular matrix it is zero, with the right derivatives, its cofactors. Shapes: [N, N] gives a scalar. Complexity: 2/3 N^3
/// flops, in the pullback 4 N^3.
template <meta::hash_t A, std::size_t M>
constexpr auto det(const expression<A, M>& a) noexcept {
    static_assert(ops::is_square<expr::shape_of<A>>, "tapeless: det takes a square matrix (the shape is named here)");
    if constexpr (ops::is_square<expr::shape_of<A>>)
        return expr::apply<ops::determinant>(a);
    else
        return a; // so that nothing follows that sentence
}

/// The logarithm of the absolute value of the determinant of a small square matrix, positive definite or not, without
/// overflow. Of a singular matrix it is -infinity, with derivatives that are infinite or NaN. Shapes: [N, N] gives a scalar.
/// Complexity: 2/3 N^3 flops and N logarithms, in the pullback 8/3 N^3 flops.
template <meta::hash_t A, std::size_t M>
constexpr auto log_det(const expression<A, M>& a) noexcept {
    static_assert(ops::is_square<expr::shape_of<A>>,
                  "tapeless: log_det takes a square matrix (the shape is named here)");
    if constexpr (ops::is_square<expr::shape_of<A>>)
        return expr::apply<ops::log_determinant>(a);
    else
        return a; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

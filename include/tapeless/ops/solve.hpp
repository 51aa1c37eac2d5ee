// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_SOLVE_HPP
#define TAPELESS_OPS_SOLVE_HPP

#include "../tensor/kernels/lu.hpp"
#include "../tensor/kernels/matmul.hpp"
#include "axis.hpp"

namespace tapeless {

namespace ops {

// The derivatives are those of Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
// differentiation", 2008, section 2.2.

struct inverse {
    static constexpr auto name = "inverse";

    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept { return a; }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        constexpr std::size_t n = A::extent(0);
        using T = element_of<Out>;
        T lu[n * n], identity[n * n];
        std::size_t order[n];
        store_row<store::assign, T>(lu, a.data(), n * n);
        kernels::factorize<n>(lu, order);
        for (std::size_t i = 0; i < n * n; ++i) identity[i] = i % (n + 1) == 0 ? T(1) : T(0);
        kernels::solve<n, n>(lu, order, identity, out.data());
    }
    // -Y^T G Y^T.
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y y, A) {
        constexpr std::size_t n = A::extent(0);
        using T = element_of<To>;
        T left[n * n];
        kernels::matmul_tn<store::assign, n, n, n, T>(y.data(), adjoint.data(), left);
        for (T& x : left) x = -x;
        kernels::matmul_nt<How, n, n, n, T>(left, y.data(), to.data());
    }
};

/// The extent of a right side's rows: 1 where it is a vector.
template <class B>
inline constexpr std::size_t columns_of = B::size() / B::extent(0);

struct solve {
    static constexpr auto name = "solve";

    static constexpr meta::dimensions result(const meta::dimensions&, const meta::dimensions& b) noexcept { return b; }

    template <class Out, class A, class B>
    static constexpr void value(Out out, A a, B b) {
        constexpr std::size_t n = A::extent(0);
        using T = element_of<Out>;
        T lu[n * n];
        std::size_t order[n];
        store_row<store::assign, T>(lu, a.data(), n * n);
        kernels::factorize<n>(lu, order);
        kernels::solve<n, columns_of<B>, T>(lu, order, b.data(), out.data());
    }
    // Z = A^-T G is B's, -Z X^T is A's.
    template <std::size_t I, store How, class To, class G, class Y, class A, class B>
    static constexpr void pullback(To to, G adjoint, Y y, A a, B) {
        constexpr std::size_t n = A::extent(0), k = columns_of<B>;
        using T = element_of<To>;
        T lu[n * n], g[n * k], z[n * k];
        std::size_t order[n];
        store_row<store::assign, T>(lu, a.data(), n * n);
        kernels::factorize<n>(lu, order);
        store_row<store::assign, T>(g, adjoint.data(), n * k);
        kernels::solve_transposed<n, k>(lu, order, g, z);
        if constexpr (I == 1) {
            store_row<How>(to.data(), z, n * k);
        } else {
            for (T& x : z) x = -x;
            kernels::matmul_nt<How, n, n, k, T>(z, y.data(), to.data());
        }
    }
};

template <triangle Which>
struct solve_triangular {
    static constexpr auto name = "solve_triangular";

    static constexpr meta::dimensions result(const meta::dimensions&, const meta::dimensions& b) noexcept { return b; }

    template <class Out, class A, class B>
    static constexpr void value(Out out, A a, B b) {
        using T = element_of<Out>;
        store_row<store::assign, T>(out.data(), b.data(), B::size());
        kernels::solve_triangle<Which, kernels::reading::plain, A::extent(0), columns_of<B>, T>(a.data(), out.data());
    }
    // As for solve, but that the half of A that is not read has no adjoint.
    template <std::size_t I, store How, class To, class G, class Y, class A, class B>
    static constexpr void pullback(To to, G adjoint, Y y, A a, B) {
        constexpr std::size_t n = A::extent(0), k = columns_of<B>;
        using T = element_of<To>;
        T z[n * k];
        store_row<store::assign, T>(z, adjoint.data(), n * k);
        kernels::solve_triangle<Which, kernels::reading::transposed, n, k, T>(a.data(), z);
        if constexpr (I == 1) {
            store_row<How>(to.data(), z, n * k);
        } else {
            store_nothing<How>(to.data(), n * n);
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = Which == triangle::lower ? 0 : i; j < (Which == triangle::lower ? i + 1 : n);
                     ++j) {
                    T sum = z[i * k] * y[j * k];
                    for (std::size_t c = 1; c < k; ++c) sum = sum + z[i * k + c] * y[j * k + c];
                    store_one<How>(to(i, j), T(-sum));
                }
        }
    }
};

template <class A, class B>
inline constexpr bool is_system = false;
template <std::size_t N>
inline constexpr bool is_system<shape<N, N>, shape<N>> = true;
template <std::size_t N, std::size_t K>
inline constexpr bool is_system<shape<N, N>, shape<N, K>> = true;

} // namespace ops

/// The inverse of a small square matrix, by LU factors with partial pivoting. That of a singular matrix has elements that are
/// infinite or NaN. To multiply by an inverse, use solve. Shapes: [N, N] gives [N, N]. Complexity: 8/3 N^3 flops, in the
/// pullback 4 N^3.
template <meta::hash_t A, std::size_t M>
constexpr auto inverse(const expression<A, M>& a) noexcept {
    static_assert(ops::is_square<expr::shape_of<A>>,
                  "tapeless: inverse takes a square matrix (the shape is named here)");
    if constexpr (ops::is_square<expr::shape_of<A>>)
        return expr::apply<ops::inverse>(a);
    else
        return a; // so that nothing follows that sentence
}

/// X with A X = B for a small square matrix A, by LU factors with partial pivoting. If A is singular, elements are infinite or
/// NaN. Shapes: [N, N] and [N] give [N]; [N, N] and [N, K] give [N, K]. Complexity: 2/3 N^3 + 2 N^2 K flops, in the pullback
/// as many for each operand.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto solve(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    static_assert(
        ops::is_system<expr::shape_of<A>, expr::shape_of<B>>,
        "tapeless: shape mismatch in solve: a square matrix [n, n] needs a right side [n] or [n, k] (both shapes "
        "are named here)");
    if constexpr (ops::is_system<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::solve>(a, b);
    else
        return b; // so that nothing follows that sentence
}

/// X with T X = B, where T is the lower or the upper triangle of A, whose other elements are not read:
/// `solve_triangular<triangle::lower>(a, b)`. If the diagonal has a zero, elements are infinite or NaN. Shapes: [N, N] and [N]
/// give [N]; [N, N] and [N, K] give [N, K]. Complexity: N^2 K flops, in the pullback as many for B and twice as many for A.
template <triangle Which, meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto solve_triangular(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    static_assert(
        ops::is_system<expr::shape_of<A>, expr::shape_of<B>>,
        "tapeless: shape mismatch in solve_triangular: a square matrix [n, n] needs a right side [n] or [n, k] "
        "(both shapes are named here)");
    if constexpr (ops::is_system<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::solve_triangular<Which>>(a, b);
    else
        return b; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

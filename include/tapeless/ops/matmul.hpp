// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_MATMUL_HPP
#define TAPELESS_OPS_MATMUL_HPP

#include "../tensor/kernels/matmul.hpp"
#include "transpose.hpp"

namespace tapeless {

namespace ops {

/// The matrix product. A vector on the left is a row, on the right a column; two vectors give a scalar.
struct matmul {
    static constexpr auto name = "*";
    static constexpr int precedence = 60;
    static constexpr auto text = "$1 * $2";
    static constexpr auto latex = R"($1 \, $2)";

    static constexpr meta::dimensions result(const meta::dimensions& a, const meta::dimensions& b) noexcept {
        if (a.rank == 2 && b.rank == 2) return {2, {a.extent[0], b.extent[1]}};
        if (a.rank == 2) return {1, {a.extent[0]}};
        if (b.rank == 2) return {1, {b.extent[1]}};
        return {};
    }

    static constexpr bool streams = true;
    template <class To, class A, class B>
    [[gnu::always_inline]] static constexpr void value(const To& to, A a, B b) {
        kernels::matmul_nn<rows<A>, columns<B>, inner<A>>(a.data(), b.data(), to);
    }
    template <class A, class B>
    [[gnu::always_inline]] static constexpr auto value(A a, B b) {
        std::remove_cv_t<typename A::element_type> out{};
        kernels::matmul_nn<kernels::store::assign, 1, 1, inner<A>>(a.data(), b.data(), &out);
        return out;
    }

    // C = A B: the adjoint of A is G B^T, that of B is A^T G (Giles, "Collected matrix derivative results", 2008).
    template <std::size_t I, class To, class G, class A, class B>
    [[gnu::always_inline]] static constexpr void pullback(const To& to, const G& adjoint, A a, B b) {
        const auto* g = pointer(adjoint);
        if constexpr (I == 0)
            kernels::matmul_nt<rows<A>, inner<A>, columns<B>>(g, b.data(), to);
        else
            kernels::matmul_tn<inner<A>, columns<B>, rows<A>>(a.data(), g, to);
    }
    /// The adjoint of either operand is formed from the other.
    static constexpr std::uint64_t pullback_reads(std::size_t operand) noexcept { return operand == 0 ? 2 : 1; }

private:
    template <class A>
    static constexpr std::size_t rows = A::rank == 2 ? A::extent(0) : 1;
    template <class A>
    static constexpr std::size_t inner = A::extent(A::rank - 1);
    template <class B>
    static constexpr std::size_t columns = B::rank == 2 ? B::extent(1) : 1;
};

/// A^T B of matrices that lie as [K, M] and [K, N].
struct matmul_transposed_left {
    static constexpr auto name = "*";
    static constexpr int precedence = 60;
    static constexpr auto text = "transpose($1) * $2";

    static constexpr meta::dimensions result(const meta::dimensions& a, const meta::dimensions& b) noexcept {
        return {2, {a.extent[1], b.extent[1]}};
    }

    static constexpr bool streams = true;
    template <class To, class A, class B>
    [[gnu::always_inline]] static constexpr void value(const To& to, A a, B b) {
        kernels::matmul_tn<A::extent(1), B::extent(1), A::extent(0)>(a.data(), b.data(), to);
    }
    template <std::size_t I, class To, class G, class A, class B>
    [[gnu::always_inline]] static constexpr void pullback(const To& to, G adjoint, A a, B b) {
        constexpr std::size_t m = A::extent(1), n = B::extent(1), k = A::extent(0);
        if constexpr (I == 0)
            kernels::matmul_nt<k, m, n>(b.data(), adjoint.data(), to);
        else
            kernels::matmul_nn<k, n, m>(a.data(), adjoint.data(), to);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t operand) noexcept { return operand == 0 ? 2 : 1; }
};

/// A B^T of matrices that lie as [M, K] and [N, K].
struct matmul_transposed_right {
    static constexpr auto name = "*";
    static constexpr int precedence = 60;
    static constexpr auto text = "$1 * transpose($2)";

    static constexpr meta::dimensions result(const meta::dimensions& a, const meta::dimensions& b) noexcept {
        return {2, {a.extent[0], b.extent[0]}};
    }

    static constexpr bool streams = true;
    template <class To, class A, class B>
    [[gnu::always_inline]] static constexpr void value(const To& to, A a, B b) {
        kernels::matmul_nt<A::extent(0), B::extent(0), A::extent(1)>(a.data(), b.data(), to);
    }
    template <std::size_t I, class To, class G, class A, class B>
    [[gnu::always_inline]] static constexpr void pullback(const To& to, G adjoint, A a, B b) {
        constexpr std::size_t m = A::extent(0), n = B::extent(0), k = A::extent(1);
        if constexpr (I == 0)
            kernels::matmul_nn<m, k, n>(adjoint.data(), b.data(), to);
        else
            kernels::matmul_tn<n, k, m>(adjoint.data(), a.data(), to);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t operand) noexcept { return operand == 0 ? 2 : 1; }
};

/// The product whose kernel reads transposed operands as they lie. A^T B^T is (B A)^T, A^T u is u A.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto product_of(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    if constexpr (is_transposed<A> && is_transposed<B>)
        return tapeless::transpose(product_of(only_operand(b), only_operand(a)));
    else if constexpr (is_transposed<A> && is_vector<expr::shape_of<B>>)
        return product_of(b, only_operand(a));
    else if constexpr (is_transposed<B> && is_vector<expr::shape_of<A>>)
        return product_of(only_operand(b), a);
    else if constexpr (is_transposed<A>)
        return expr::apply<matmul_transposed_left>(only_operand(a), b);
    else if constexpr (is_transposed<B>)
        return expr::apply<matmul_transposed_right>(a, only_operand(b));
    else
        return expr::apply<matmul>(a, b);
}

template <class A, class B>
inline constexpr bool inner_extents_agree = false;
template <std::size_t K>
inline constexpr bool inner_extents_agree<shape<K>, shape<K>> = true;
template <std::size_t M, std::size_t K>
inline constexpr bool inner_extents_agree<shape<M, K>, shape<K>> = true;
template <std::size_t K, std::size_t N>
inline constexpr bool inner_extents_agree<shape<K>, shape<K, N>> = true;
template <std::size_t M, std::size_t K, std::size_t N>
inline constexpr bool inner_extents_agree<shape<M, K>, shape<K, N>> = true;

} // namespace ops

/// The matrix product, also written `a * b`. Shapes: [M, K] * [K, N] is [M, N]; [M, K] * [K] is [M]; [K] * [K, N] is
/// [N]; [K] * [K] is a scalar. Complexity: 2 M N K flops forward, as many again for each operand that is
/// differentiated. Operands that are transposes, `transpose(a) * b`, are read as they lie, without a copy.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto matmul(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    static_assert(ops::inner_extents_agree<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: shape mismatch in a matrix product: the last extent on the left must equal the first "
                  "extent on the right (both shapes are named here)");
    if constexpr (ops::inner_extents_agree<expr::shape_of<A>, expr::shape_of<B>>)
        return ops::product_of(a, b);
    else
        return expr::apply<ops::matmul>(a, b); // so that nothing follows that sentence
}

} // namespace tapeless

#endif

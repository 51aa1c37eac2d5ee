// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_PRODUCT_HPP
#define TAPELESS_OPS_PRODUCT_HPP

#include "../tensor/kernels/matmul.hpp"
#include "arithmetic.hpp"
#include "axis.hpp"

namespace tapeless {

namespace ops {

struct outer {
    static constexpr auto name = "outer";

    static constexpr meta::dimensions result(const meta::dimensions& u, const meta::dimensions& v) noexcept {
        return {2, {u.extent[0], v.extent[0]}};
    }

    template <class Out, class U, class V>
    static constexpr void value(Out out, U u, V v) {
        kernels::matmul_nn<store::assign, U::size(), V::size(), 1>(u.data(), v.data(), out.data());
    }
    static constexpr std::uint64_t pullback_reads(std::size_t operand) noexcept { return operand == 0 ? 2 : 1; }
    template <std::size_t I, store How, class To, class G, class Y, class U, class V>
    static constexpr void pullback(To to, G adjoint, Y, U u, V v) {
        if constexpr (I == 0)
            kernels::matmul_nn<How, U::size(), 1, V::size()>(adjoint.data(), v.data(), to.data());
        else
            kernels::matmul_nn<How, 1, V::size(), U::size()>(u.data(), adjoint.data(), to.data());
    }
};

struct cross {
    static constexpr auto name = "cross";

    static constexpr meta::dimensions result(const meta::dimensions& u, const meta::dimensions&) noexcept { return u; }

    template <class Out, class U, class V>
    static constexpr void value(Out out, U u, V v) {
        into<store::assign>(out.data(), u.data(), v.data());
    }
    static constexpr std::uint64_t pullback_reads(std::size_t operand) noexcept { return operand == 0 ? 2 : 1; }
    // g (u x v) = u (v x g) = v (g x u).
    template <std::size_t I, store How, class To, class G, class Y, class U, class V>
    static constexpr void pullback(To to, G adjoint, Y, U u, V v) {
        if constexpr (I == 0)
            into<How>(to.data(), v.data(), adjoint.data());
        else
            into<How>(to.data(), adjoint.data(), u.data());
    }

private:
    template <store How, class T>
    static constexpr void into(T* to, const T* u, const T* v) {
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t j = (i + 1) % 3, k = (i + 2) % 3;
            store_one<How>(to[i], u[j] * v[k] - u[k] * v[j]);
        }
    }
};

template <class A, class B>
inline constexpr bool are_vectors_of_three = std::is_same_v<A, shape<3>>&& std::is_same_v<B, shape<3>>;

} // namespace ops

/// The product of each element with that in the same place, where `*` is the matrix product. Shapes: equal ones, or the
/// smaller is the end of the larger and repeats, as in a sum.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto hadamard(const A& a, const B& b) noexcept {
    const auto x = expr::lift(a);
    const auto y = expr::lift(b);
    if constexpr (std::is_same_v<decltype(x), decltype(y)> && std::is_empty_v<std::remove_const_t<decltype(x)>>)
        return expr::apply<ops::square>(x);
    else
        return expr::apply<ops::multiply>(x, y);
}

/// The outer product: every element of u times every element of v. Shapes: [M] and [N] give [M, N]. Complexity: M N
/// products forward, 2 M N flops for each operand that is differentiated.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto outer(const expression<A, M>& u, const expression<B, N>& v) noexcept {
    static_assert(ops::are_vectors<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: outer takes two vectors, tensors with one extent each (both shapes are named here)");
    if constexpr (ops::are_vectors<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::outer>(u, v);
    else
        return u; // so that nothing follows that sentence
}

/// The vector product of two vectors in space. Shapes: [3] and [3] give [3].
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto cross(const expression<A, M>& u, const expression<B, N>& v) noexcept {
    static_assert(ops::are_vectors_of_three<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: cross takes two vectors of three elements (both shapes are named here)");
    if constexpr (ops::are_vectors_of_three<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::cross>(u, v);
    else
        return u; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_REDUCTION_HPP
#define TAPELESS_OPS_REDUCTION_HPP

#include "../expr/lift.hpp"
#include "../tensor/kernels/store.hpp"
#include "arithmetic.hpp"

#include <type_traits>

namespace tapeless {

namespace ops {

struct sum {
    static constexpr auto name = "sum";
    static constexpr bool sums = true;

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    // Independent partial sums: the additions overlap, and the rounding error grows more slowly than in one chain.
    template <class A>
    static constexpr auto value(A a) {
        using T = std::remove_cv_t<typename A::element_type>;
        constexpr std::size_t lanes = A::size() < 16 ? 1 : 16;
        T partial[lanes];
        for (std::size_t l = 0; l < lanes; ++l) partial[l] = a[l];
        constexpr std::size_t rounds = A::size() / lanes;
        for (std::size_t r = 1; r < rounds; ++r)
            for (std::size_t l = 0; l < lanes; ++l) partial[l] = partial[l] + a[r * lanes + l];
        T total = partial[0];
        for (std::size_t l = 1; l < lanes; ++l) total = total + partial[l];
        for (std::size_t i = rounds * lanes; i < A::size(); ++i) total = total + a[i];
        return total;
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, kernels::store How, class To, class T, class A>
    static constexpr void pullback(To to, const T& adjoint, const T&, A) {
        for (std::size_t i = 0; i < To::size(); ++i) {
            if constexpr (How == kernels::store::assign)
                to[i] = adjoint;
            else
                to[i] = to[i] + adjoint;
        }
    }
};

template <class A, class B>
inline constexpr bool are_vectors = false;
template <std::size_t M, std::size_t N>
inline constexpr bool are_vectors<shape<M>, shape<N>> = true;

} // namespace ops

/// The sum of all elements; a scalar is its own sum.
template <meta::hash_t A, std::size_t M>
constexpr auto sum(const expression<A, M>& a) noexcept {
    if constexpr (expr::is_tensor(A))
        return expr::apply<ops::sum>(a);
    else
        return a;
}

/// The mean of all elements.
template <meta::hash_t A, std::size_t M>
constexpr auto mean(const expression<A, M>& a) noexcept {
    constexpr auto size = static_cast<std::int64_t>(expr::record_of<A>.extents.size());
    return sum(a) / expr::literal<meta::decimal::canonical(size)>{};
}

/// The inner product of two vectors of one extent: the sum of the products of their elements.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto dot(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    static_assert(ops::are_vectors<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: dot takes two vectors, tensors with one extent each");
    if constexpr (ops::are_vectors<expr::shape_of<A>, expr::shape_of<B>>)
        return a * b;
    else
        return sum(a) * sum(b); // so that nothing follows that sentence
}

} // namespace tapeless

#endif

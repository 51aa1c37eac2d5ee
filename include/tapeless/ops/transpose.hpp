// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_TRANSPOSE_HPP
#define TAPELESS_OPS_TRANSPOSE_HPP

#include "axis.hpp"

namespace tapeless {

namespace ops {

struct transpose {
    static constexpr auto name = "transpose";

    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept {
        return {2, {a.extent[1], a.extent[0]}};
    }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        for (std::size_t i = 0; i < A::extent(0); ++i)
            for (std::size_t j = 0; j < A::extent(1); ++j) out(j, i) = a(i, j);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y, A) {
        for (std::size_t i = 0; i < A::extent(0); ++i)
            for (std::size_t j = 0; j < A::extent(1); ++j) store_one<How>(to(i, j), adjoint(j, i));
    }
};

template <meta::hash_t A>
inline constexpr bool is_transposed = std::is_same_v<typename expr::node_of<A>::op, transpose>;

} // namespace ops

/// The transposed matrix. Where it is an operand of a matrix product nothing is copied: the product reads the matrix as it
/// lies. Shapes: [M, N] gives [N, M].
template <meta::hash_t A, std::size_t M>
constexpr auto transpose(const expression<A, M>& a) noexcept {
    static_assert(ops::is_matrix<expr::shape_of<A>>, "tapeless: transpose takes a tensor with two extents");
    if constexpr (!ops::is_matrix<expr::shape_of<A>>)
        return a; // so that nothing follows that sentence
    else if constexpr (ops::is_transposed<A>)
        return ops::only_operand(a);
    else
        return expr::apply<ops::transpose>(a);
}

} // namespace tapeless

#endif

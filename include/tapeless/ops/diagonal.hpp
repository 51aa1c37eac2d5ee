// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_DIAGONAL_HPP
#define TAPELESS_OPS_DIAGONAL_HPP

#include "axis.hpp"

namespace tapeless {

namespace ops {

struct trace {
    static constexpr auto name = "trace";

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    template <class A>
    static constexpr auto value(A a) {
        element_of<A> sum = a[0];
        for (std::size_t i = 1; i < A::extent(0); ++i) sum = sum + a(i, i);
        return sum;
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, const G& adjoint, const Y&, A) {
        store_nothing<How>(to.data(), To::size());
        for (std::size_t i = 0; i < A::extent(0); ++i) store_one<How>(to(i, i), adjoint);
    }
};

struct diagonal {
    static constexpr auto name = "diag";

    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept {
        return {1, {a.extent[0] < a.extent[1] ? a.extent[0] : a.extent[1]}};
    }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        for (std::size_t i = 0; i < Out::size(); ++i) out[i] = a(i, i);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y, A) {
        store_nothing<How>(to.data(), To::size());
        for (std::size_t i = 0; i < G::size(); ++i) store_one<How>(to(i, i), adjoint[i]);
    }
};

struct diagonal_matrix {
    static constexpr auto name = "diag";

    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept {
        return {2, {a.extent[0], a.extent[0]}};
    }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        store_nothing<store::assign>(out.data(), Out::size());
        for (std::size_t i = 0; i < A::size(); ++i) out(i, i) = a[i];
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y, A) {
        for (std::size_t i = 0; i < A::size(); ++i) store_one<How>(to[i], adjoint(i, i));
    }
};

} // namespace ops

/// The sum of the diagonal of a square matrix. Shapes: [N, N] gives a scalar.
template <meta::hash_t A, std::size_t M>
constexpr auto trace(const expression<A, M>& a) noexcept {
    static_assert(ops::is_square<expr::shape_of<A>>, "tapeless: trace takes a square matrix (the shape is named here)");
    if constexpr (ops::is_square<expr::shape_of<A>>)
        return expr::apply<ops::trace>(a);
    else
        return a; // so that nothing follows that sentence
}

/// The diagonal of a matrix, or the matrix with a vector as its diagonal and zeros elsewhere. Shapes: [M, N] gives
/// [min(M, N)], [N] gives [N, N].
template <meta::hash_t A, std::size_t M>
constexpr auto diag(const expression<A, M>& a) noexcept {
    using shape = expr::shape_of<A>;
    static_assert(ops::is_matrix<shape> || ops::is_vector<shape>,
                  "tapeless: diag takes a matrix or a vector (the shape is named here)");
    if constexpr (ops::is_matrix<shape>)
        return expr::apply<ops::diagonal>(a);
    else if constexpr (ops::is_vector<shape>)
        return expr::apply<ops::diagonal_matrix>(a);
    else
        return a; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

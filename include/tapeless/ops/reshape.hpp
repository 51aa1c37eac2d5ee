// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_RESHAPE_HPP
#define TAPELESS_OPS_RESHAPE_HPP

#include "axis.hpp"

namespace tapeless {

namespace ops {

template <class Shape>
struct reshape {
    static constexpr auto name = "reshape";

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return meta::dimensions_of(Shape{}); }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        store_row<store::assign>(out.data(), a.data(), A::size());
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y, A) {
        store_row<How>(to.data(), adjoint.data(), A::size());
    }
};

/// Extents are compared from the last on; where the operand's is 1 its element repeats.
template <class Shape>
struct broadcast {
    static constexpr auto name = "broadcast_to";

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return meta::dimensions_of(Shape{}); }

    template <class Out, class A>
    static constexpr void value(Out out, const A& a) {
        for_each_place<A>([&, from = pointer(a)](std::size_t i, std::size_t source) { out[i] = from[source]; });
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y, A) {
        store_nothing<How>(to.data(), To::size());
        for_each_place<A>([&](std::size_t i, std::size_t source) { to[source] = to[source] + adjoint[i]; });
    }
    template <std::size_t, class T, class G, class Y>
    static constexpr T pullback(G adjoint, Y, const T&) {
        T sum = adjoint[0];
        for (std::size_t i = 1; i < G::size(); ++i) sum = sum + adjoint[i];
        return sum;
    }

private:
    struct places {
        std::size_t extent[meta::max_rank]{1, 1, 1, 1}, step[meta::max_rank]{};
    };
    template <class A>
    static constexpr places places_of() noexcept {
        constexpr meta::dimensions d = meta::dimensions_of(Shape{});
        places p;
        for (std::size_t i = 1; i <= d.rank; ++i) p.extent[meta::max_rank - i] = d.extent[d.rank - i];
        if constexpr (requires { A::rank; }) {
            std::size_t step = 1;
            for (std::size_t i = 1; i <= A::rank; ++i) {
                p.step[meta::max_rank - i] = A::extent(A::rank - i) == 1 ? 0 : step;
                step *= A::extent(A::rank - i);
            }
        }
        return p;
    }
    template <class A, class F>
    static constexpr void for_each_place(const F& f) {
        constexpr places p = places_of<A>();
        std::size_t i = 0;
        for (std::size_t a = 0; a < p.extent[0]; ++a)
            for (std::size_t b = 0; b < p.extent[1]; ++b)
                for (std::size_t c = 0; c < p.extent[2]; ++c)
                    for (std::size_t d = 0; d < p.extent[3]; ++d, ++i)
                        f(i, a * p.step[0] + b * p.step[1] + c * p.step[2] + d * p.step[3]);
    }
};

template <class From, class To>
inline constexpr bool broadcasts = false;
template <std::size_t... From, std::size_t... To>
inline constexpr bool broadcasts<shape<From...>, shape<To...>> = [] {
    constexpr std::size_t from[]{1, From...}, to[]{1, To...};
    for (std::size_t i = 0; i < sizeof...(From); ++i) {
        if (i >= sizeof...(To)) return false;
        const std::size_t have = from[sizeof...(From) - i], want = to[sizeof...(To) - i];
        if (have != want && have != 1) return false;
    }
    return true;
}();
template <class From, class To>
inline constexpr bool same_size = From::size == To::size;

} // namespace ops

/// The same elements in the same row-major order, with other extents: `reshape<2, 6>(a)`. Shapes: any of equal size.
template <std::size_t... E, meta::hash_t A, std::size_t M>
constexpr auto reshape(const expression<A, M>& a) noexcept {
    static_assert(ops::same_size<expr::shape_of<A>, shape<E...>>,
                  "tapeless: reshape keeps the number of elements (both shapes are named here)");
    if constexpr (!ops::same_size<expr::shape_of<A>, shape<E...>> || std::is_same_v<expr::shape_of<A>, shape<E...>>)
        return a; // of the refused too, so that nothing follows that sentence
    else
        return expr::apply<ops::reshape<shape<E...>>>(a);
}

/// The elements in row-major order as a vector. Shapes: [...] gives [size].
template <meta::hash_t A, std::size_t M>
constexpr auto flatten(const expression<A, M>& a) noexcept {
    return reshape<expr::shape_of<A>::size>(a);
}

/// A scalar or a tensor that repeats, as in NumPy: extents are compared from the last on, those that are missing in front or
/// 1 repeat. `broadcast_to<3, 4>(a)`. Shapes: a scalar, [4], [1, 4], [3, 1] and [3, 4] give [3, 4].
template <std::size_t... E, meta::hash_t A, std::size_t M>
constexpr auto broadcast_to(const expression<A, M>& a) noexcept {
    static_assert(
        ops::broadcasts<expr::shape_of<A>, shape<E...>>,
        "tapeless: broadcast_to repeats extents that are 1 or missing in front; the others must be equal (both "
        "shapes are named here)");
    if constexpr (!ops::broadcasts<expr::shape_of<A>, shape<E...>> || std::is_same_v<expr::shape_of<A>, shape<E...>>)
        return a; // of the refused too, so that nothing follows that sentence
    else
        return expr::apply<ops::broadcast<shape<E...>>>(a);
}

} // namespace tapeless

#endif

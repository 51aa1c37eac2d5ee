// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_CONCAT_HPP
#define TAPELESS_OPS_CONCAT_HPP

#include "axis.hpp"

namespace tapeless {

namespace ops {

/// Operands of which each block is followed by the next operand's: what concat and stack have in common. `Blocks` is the
/// number of blocks, `Derived::result` the shape.
template <std::size_t Blocks>
struct joined {
    template <class Out, class... X>
    static constexpr void value(Out out, const X&... x) {
        std::size_t offset = 0;
        const auto put = [&]<class From>(const From* from, std::size_t size) {
            for (std::size_t b = 0; b < Blocks; ++b)
                store_row<store::assign, From>(out.data() + b * (Out::size() / Blocks) + offset, from + b * size, size);
            offset += size;
        };
        (put(const_pointer(x), run<X>), ...);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t I, store How, class To, class G, class Y, class... X>
    static constexpr void pullback(To to, G adjoint, Y, const X&...) {
        constexpr std::size_t offset = offset_of<I, X...>(), size = run<To>;
        for (std::size_t b = 0; b < Blocks; ++b)
            store_row<How, element_of<To>>(to.data() + b * size, adjoint.data() + b * (G::size() / Blocks) + offset,
                                           size);
    }
    template <std::size_t I, class G, class Y, class... X>
    static constexpr auto pullback(G adjoint, Y, const X&...) {
        return element_of<G>(adjoint[offset_of<I, X...>()]);
    }

private:
    template <class X>
    static constexpr std::size_t run = [] {
        if constexpr (requires { X::size(); })
            return X::size() / Blocks;
        else
            return std::size_t{1};
    }();
    template <std::size_t I, class... X>
    static constexpr std::size_t offset_of() noexcept {
        constexpr std::size_t sizes[]{run<X>...};
        std::size_t offset = 0;
        for (std::size_t i = 0; i < I; ++i) offset += sizes[i];
        return offset;
    }
    template <class T, std::size_t... E>
    static constexpr const std::remove_cv_t<T>* const_pointer(const tensor_view<T, E...>& view) noexcept {
        return view.data();
    }
    template <class T>
    static constexpr const T* const_pointer(const T& scalar) noexcept {
        return &scalar;
    }
};

/// `Extent` is the sum of the operands' extents along the axis.
template <std::size_t Axis, std::size_t Extent, std::size_t Blocks>
struct concat : joined<Blocks> {
    static constexpr auto name = "concat";

    static constexpr meta::dimensions result(const meta::dimensions& first) noexcept {
        meta::dimensions r = first;
        r.extent[Axis] = Extent;
        return r;
    }
};

template <std::size_t Axis, std::size_t Count, std::size_t Blocks>
struct stack : joined<Blocks> {
    static constexpr auto name = "stack";

    static constexpr meta::dimensions result(const meta::dimensions& first) noexcept {
        meta::dimensions r{first.rank + 1, {}};
        for (std::size_t i = 0; i < r.rank; ++i)
            r.extent[i] = i < Axis ? first.extent[i] : i == Axis ? Count : first.extent[i - 1];
        return r;
    }
};

/// Whether the extents agree but for that along an axis.
template <std::size_t Axis, class First, class... Rest>
inline constexpr bool are_joined_along = ([] {
    constexpr meta::dimensions a = meta::dimensions_of(First{}), b = meta::dimensions_of(Rest{});
    if (a.rank != b.rank || Axis >= a.rank) return false;
    for (std::size_t i = 0; i < a.rank; ++i)
        if (i != Axis && a.extent[i] != b.extent[i]) return false;
    return true;
}() && ... && (Axis < First::rank));
template <class First, class... Rest>
inline constexpr bool have_one_shape = (std::is_same_v<First, Rest> && ...);

/// The product of the extents before an axis.
constexpr std::size_t blocks_before(const meta::dimensions& d, std::size_t axis) noexcept {
    std::size_t n = 1;
    for (std::size_t i = 0; i < axis; ++i) n *= d.extent[i];
    return n;
}

} // namespace ops

/// Tensors one after the other along an axis that they have, the first if none is given: `concat<1>(a, b)`. Shapes: [M, K]
/// and [N, K] give [M + N, K]; along axis 1, [M, K] and [M, N] give [M, K + N].
template <std::size_t Axis = 0, meta::hash_t... A, std::size_t... M>
    requires(sizeof...(A) > 0)
constexpr auto concat(const expression<A, M>&... a) noexcept {
    static_assert(sizeof...(A) <= 64, "tapeless: concat takes 64 tensors at most");
    static_assert(
        ops::are_joined_along<Axis, expr::shape_of<A>...>,
        "tapeless: concat takes tensors whose extents agree but for that along the axis (all shapes are named "
        "here)");
    if constexpr (ops::are_joined_along<Axis, expr::shape_of<A>...>) {
        constexpr const meta::dimensions* d[]{&expr::record_of<A>.extents...};
        constexpr std::size_t extent = (expr::record_of<A>.extents.extent[Axis] + ...);
        return expr::apply<ops::concat<Axis, extent, ops::blocks_before(*d[0], Axis)>>(a...);
    } else {
        return (a, ...); // so that nothing follows that sentence
    }
}

/// Scalars or tensors of one shape side by side along a new axis, the first if none is given: `stack(a, b, c)`. Shapes: n
/// scalars give [n]; n times [M] gives [n, M], along axis 1 [M, n].
template <std::size_t Axis = 0, meta::hash_t... A, std::size_t... M>
    requires(sizeof...(A) > 0)
constexpr auto stack(const expression<A, M>&... a) noexcept {
    constexpr const meta::dimensions* d[]{&expr::record_of<A>.extents...};
    constexpr bool fits = Axis <= d[0]->rank && d[0]->rank < meta::max_rank;
    static_assert(sizeof...(A) <= 64, "tapeless: stack takes 64 operands at most");
    static_assert(fits,
                  "tapeless: stack adds an axis: it lies between those that are there, and they are three at most");
    static_assert(ops::have_one_shape<expr::shape_of<A>...>,
                  "tapeless: stack takes scalars, or tensors of one shape (all shapes are named here)");
    if constexpr (fits && ops::have_one_shape<expr::shape_of<A>...>)
        return expr::apply<ops::stack<Axis, sizeof...(A), ops::blocks_before(*d[0], Axis)>>(a...);
    else
        return (a, ...); // so that nothing follows that sentence
}

} // namespace tapeless

#endif

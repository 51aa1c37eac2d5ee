// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_SLICE_HPP
#define TAPELESS_OPS_SLICE_HPP

#include "axis.hpp"

namespace tapeless {

namespace ops {

/// Elements that lie in a row, from number `Offset` on.
template <std::size_t Offset, class Shape>
struct part {
    static constexpr auto name = "part";

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return meta::dimensions_of(Shape{}); }

    template <class A>
    static constexpr auto value(A a) {
        return element_of<A>(a[Offset]);
    }
    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        store_row<store::assign>(out.data(), a.data() + Offset, Shape::size);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, const G& adjoint, const Y&, A) {
        constexpr std::size_t end = Offset + Shape::size;
        store_nothing<How>(to.data(), Offset);
        store_row<How>(to.data() + Offset, static_cast<const element_of<To>*>(pointer(adjoint)), Shape::size);
        store_nothing<How>(to.data() + end, A::size() - end);
    }
};

/// `Count` rows along an axis, from number `First` on; or one, and without that axis.
template <std::size_t Axis, std::size_t First, std::size_t Count, bool Squeezed>
struct slice {
    static constexpr auto name = "slice";

    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept {
        if (Squeezed) return without(a, Axis);
        meta::dimensions r = a;
        r.extent[Axis] = Count;
        return r;
    }

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        using lines = along<A, Axis>;
        constexpr std::size_t run = Count * lines::inner, stride = lines::length * lines::inner;
        for (std::size_t b = 0; b < lines::blocks; ++b)
            store_row<store::assign>(out.data() + b * run, a.data() + b * stride + First * lines::inner, run);
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G adjoint, Y, A) {
        using lines = along<A, Axis>;
        constexpr std::size_t run = Count * lines::inner, stride = lines::length * lines::inner;
        constexpr std::size_t first = First * lines::inner;
        for (std::size_t b = 0; b < lines::blocks; ++b) {
            auto* const block = to.data() + b * stride;
            store_nothing<How>(block, first);
            store_row<How, element_of<To>>(block + first, adjoint.data() + b * run, run);
            store_nothing<How>(block + first + run, stride - first - run);
        }
    }
};

template <class Op>
inline constexpr bool is_part = false;
template <std::size_t Offset, class Shape>
inline constexpr bool is_part<part<Offset, Shape>> = true;
template <class Op>
inline constexpr std::size_t offset_of = 0;
template <std::size_t Offset, class Shape>
inline constexpr std::size_t offset_of<part<Offset, Shape>> = Offset;

/// A part of a part is a part of the whole.
template <std::size_t Offset, class Shape, meta::hash_t A, std::size_t M>
constexpr auto part_of(const expression<A, M>& a) noexcept {
    using op = typename expr::node_of<A>::op;
    if constexpr (std::is_same_v<Shape, expr::shape_of<A>>)
        return a;
    else if constexpr (is_part<op>)
        return part_of<offset_of<op> + Offset, Shape>(only_operand(a));
    else
        return expr::apply<part<Offset, Shape>>(a);
}

template <class Shape>
struct first_axis {
    using below = shape<>;
    template <std::size_t>
    using resized = shape<>;
};
template <std::size_t First, std::size_t... Rest>
struct first_axis<shape<First, Rest...>> {
    using below = shape<Rest...>;
    template <std::size_t Extent>
    using resized = shape<Extent, Rest...>;
};
/// The elements that an index leaves of the first axis.
template <meta::hash_t A>
using below = typename first_axis<expr::shape_of<A>>::below;
template <meta::hash_t A, std::size_t Extent>
using resized = typename first_axis<expr::shape_of<A>>::template resized<Extent>;

/// Whether there are such rows along an axis.
template <class Shape, std::size_t Axis, std::size_t First, std::size_t Count>
inline constexpr bool has_rows = [] {
    constexpr meta::dimensions d = meta::dimensions_of(Shape{});
    return Axis < d.rank && Count != 0 && First < d.extent[Axis % meta::max_rank] &&
           Count <= d.extent[Axis % meta::max_rank] - First;
}();

/// The element of the first axis that a literal names.
template <meta::hash_t Index, meta::hash_t A, std::size_t M>
constexpr auto element_at(const expression<A, M>& a) noexcept {
    static_assert(expr::is_tensor(A), "tapeless: a scalar has no elements");
    static_assert(expr::is_literal(Index), "tapeless: the index of a tensor is a literal, such as 1_c");
    if constexpr (expr::is_tensor(A) && expr::is_literal(Index)) {
        constexpr meta::decimal index = expr::decimal_of<Index>;
        constexpr bool whole = index.exponent >= 0 && index.mantissa >= 0;
        static_assert(whole, "tapeless: the index of a tensor is not negative and whole");
        constexpr std::size_t i = whole ? static_cast<std::size_t>(index.template to<double>()) : 0;
        constexpr bool inside = i < expr::record_of<A>.extents.extent[0];
        static_assert(inside, "tapeless: the index of a tensor is beyond its end");
        return part_of<(inside ? i : 0) * below<A>::size, below<A>>(a);
    } else {
        return a; // so that nothing follows that sentence
    }
}

} // namespace ops

template <meta::hash_t A, std::size_t M>
constexpr auto element(const expression<A, M>& a) noexcept {
    return a;
}

/// The element at one index for each axis, or with fewer the tensor that is left: `element(a, 1_c, 2_c)`, also written
/// `a[1_c][2_c]`. Indices are literals or integral constants and count from 0. Shapes: [M, N] gives a scalar, with one
/// index [N].
template <meta::hash_t A, std::size_t M, class Index, class... Indices>
constexpr auto element(const expression<A, M>& a, const Index& index, const Indices&... rest) noexcept {
    using literal = std::remove_const_t<decltype(expr::lift(index))>;
    return element(ops::element_at<expr::id_of<literal>>(a), rest...);
}

/// `Count` elements of an axis from number `First` on: `slice<First, Count>(a)` of the first axis,
/// `slice<Axis, First, Count>(a)` of another. Shapes: [M, N] gives [Count, N]; along axis 1, [M, Count].
template <std::size_t Axis, std::size_t First, std::size_t Count, meta::hash_t A, std::size_t M>
constexpr auto slice(const expression<A, M>& a) noexcept {
    constexpr bool inside = ops::has_rows<expr::shape_of<A>, Axis, First, Count>;
    static_assert(
        ops::has_rows<expr::shape_of<A>, Axis, First, Count>,
        "tapeless: a slice lies inside the tensor, and is not empty (the shape, the axis, the first element and "
        "the count are named here)");
    if constexpr (!inside)
        return a; // so that nothing follows that sentence
    else if constexpr (Axis == 0)
        return ops::part_of<First * ops::below<A>::size, ops::resized<A, Count>>(a);
    else if constexpr (Count == expr::record_of<A>.extents.extent[Axis])
        return a;
    else
        return expr::apply<ops::slice<Axis, First, Count, false>>(a);
}
template <std::size_t First, std::size_t Count, meta::hash_t A, std::size_t M>
constexpr auto slice(const expression<A, M>& a) noexcept {
    return slice<0, First, Count>(a);
}

/// Row number I of a matrix. Shapes: [M, N] gives [N].
template <std::size_t I, meta::hash_t A, std::size_t M>
constexpr auto row(const expression<A, M>& a) noexcept {
    constexpr bool inside = ops::is_matrix<expr::shape_of<A>> && ops::has_rows<expr::shape_of<A>, 0, I, 1>;
    static_assert(inside, "tapeless: row<I> takes a matrix with more than I rows");
    if constexpr (inside)
        return ops::part_of<I * ops::below<A>::size, ops::below<A>>(a);
    else
        return a; // so that nothing follows that sentence
}
/// Column number J of a matrix. Shapes: [M, N] gives [M].
template <std::size_t J, meta::hash_t A, std::size_t M>
constexpr auto column(const expression<A, M>& a) noexcept {
    constexpr bool inside = ops::is_matrix<expr::shape_of<A>> && ops::has_rows<expr::shape_of<A>, 1, J, 1>;
    static_assert(inside, "tapeless: column<J> takes a matrix with more than J columns");
    if constexpr (inside)
        return expr::apply<ops::slice<1, J, 1, true>>(a);
    else
        return a; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

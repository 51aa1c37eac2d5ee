// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_GATHER_HPP
#define TAPELESS_OPS_GATHER_HPP

#include "axis.hpp"

#include <limits>

namespace tapeless {

namespace ops {

/// The number that a label means; `Count` if it is none below. A number beyond all of them is not converted.
template <std::size_t Count, class Label>
constexpr std::size_t label_index(const Label& label) noexcept {
    if constexpr (std::is_integral_v<Label>)
        return label >= Label(0) && static_cast<std::size_t>(label) < Count ? static_cast<std::size_t>(label) : Count;
    else
        return label >= Label(0) && label < Label(Count) ? static_cast<std::size_t>(label) : Count;
}

/// Row label[i] of a table is row i of the result.
struct gather {
    static constexpr auto name = "gather";
    static constexpr std::uint64_t differentiable = 1;

    static constexpr meta::dimensions result(const meta::dimensions& table, const meta::dimensions& labels) noexcept {
        meta::dimensions r = table;
        r.extent[0] = labels.extent[0];
        return r;
    }

    template <class Out, class Table, class Labels>
    static constexpr void value(Out out, Table table, Labels labels) {
        for (std::size_t i = 0; i < Labels::size(); ++i) {
            const std::size_t label = label_index<Table::extent(0)>(labels[i]);
            auto* const row = out.data() + i * width<Table>;
            if (label < Table::extent(0))
                store_row<store::assign, element_of<Out>>(row, table.data() + label * width<Table>, width<Table>);
            else
                for (std::size_t j = 0; j < width<Table>; ++j)
                    row[j] = std::numeric_limits<element_of<Out>>::quiet_NaN();
        }
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 2; }
    template <std::size_t, store How, class To, class G, class Y, class Table, class Labels>
    static constexpr void pullback(To to, G adjoint, Y, Table, Labels labels) {
        store_nothing<How>(to.data(), To::size());
        for (std::size_t i = 0; i < Labels::size(); ++i) {
            const std::size_t label = label_index<Table::extent(0)>(labels[i]);
            if (label < Table::extent(0))
                store_row<store::add, element_of<To>>(to.data() + label * width<Table>,
                                                      adjoint.data() + i * width<Table>, width<Table>);
        }
    }

private:
    template <class Table>
    static constexpr std::size_t width = Table::size() / Table::extent(0);
};

/// Element label[i] of row i.
struct pick {
    static constexpr auto name = "pick";
    static constexpr std::uint64_t differentiable = 1;

    static constexpr meta::dimensions result(const meta::dimensions&, const meta::dimensions& labels) noexcept {
        return labels;
    }

    template <class Out, class A, class Labels>
    static constexpr void value(Out out, A a, Labels labels) {
        for (std::size_t i = 0; i < Labels::size(); ++i) {
            const std::size_t label = label_index<A::extent(1)>(labels[i]);
            out[i] = label < A::extent(1) ? a(i, label) : std::numeric_limits<element_of<Out>>::quiet_NaN();
        }
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 2; }
    template <std::size_t, store How, class To, class G, class Y, class A, class Labels>
    static constexpr void pullback(To to, G adjoint, Y, A, Labels labels) {
        store_nothing<How>(to.data(), To::size());
        for (std::size_t i = 0; i < Labels::size(); ++i) {
            const std::size_t label = label_index<A::extent(1)>(labels[i]);
            if (label < A::extent(1)) to(i, label) = to(i, label) + adjoint[i];
        }
    }
};

template <class Table, class Labels>
inline constexpr bool are_table_and_labels = Table::rank >= 1 && Labels::rank == 1;
template <class A, class Labels>
inline constexpr bool has_label_for_each_row = false;
template <std::size_t B, std::size_t C>
inline constexpr bool has_label_for_each_row<shape<B, C>, shape<B>> = true;

} // namespace ops

/// The rows of a table that integer labels name. Labels count from 0; one that names no row makes a row of NaN, which passes
/// no adjoint on, and nothing is read out of bounds. Shapes: [N, D] and labels [B] give [B, D].
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto gather(const expression<A, M>& table, const expression<B, N>& labels) noexcept {
    static_assert(ops::are_table_and_labels<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: gather takes a table [rows, ...] and labels [batch] (both shapes are named here)");
    if constexpr (ops::are_table_and_labels<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::gather>(table, labels);
    else
        return table; // so that nothing follows that sentence
}

/// The element of each row that an integer label names. Labels count from 0; one that names no element gives NaN, which
/// passes no adjoint on, and nothing is read out of bounds. Shapes: [B, C] and labels [B] give [B].
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto pick(const expression<A, M>& a, const expression<B, N>& labels) noexcept {
    static_assert(ops::has_label_for_each_row<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: shape mismatch in pick: rows [batch, classes] need labels [batch] (both shapes are named "
                  "here)");
    if constexpr (ops::has_label_for_each_row<expr::shape_of<A>, expr::shape_of<B>>)
        return expr::apply<ops::pick>(a, labels);
    else
        return a; // so that nothing follows that sentence
}

} // namespace tapeless

#endif

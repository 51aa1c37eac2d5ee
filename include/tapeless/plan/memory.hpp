// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_MEMORY_HPP
#define TAPELESS_PLAN_MEMORY_HPP

#include "adjoints.hpp"
#include "fusion.hpp"

namespace tapeless::plan {

/// Tensors in the workspace start at multiples of this many elements, so that vector code meets aligned rows.
inline constexpr index_t slot_alignment = 16;

constexpr index_t slot_size(const meta::dimensions& extents) noexcept {
    return (static_cast<index_t>(extents.size()) + slot_alignment - 1) / slot_alignment * slot_alignment;
}

/// What the backward step of a node reads: which operands (of a group: inputs), and its own value.
struct backward_reads {
    std::uint64_t operands = 0;
    bool result = false;

    constexpr bool operand(index_t i) const noexcept { return i >= 64 || (operands >> i & 1) != 0; }
};

/// Where the tensors of both sweeps lie in one workspace. A place is taken again as soon as what was there is not read
/// any more, and an elementwise loop may write over what it reads. Tensor symbols lie in the user's memory.
template <std::size_t Nodes>
struct memory {
    index_t value[Nodes]{};   ///< where the value of a node lies
    index_t adjoint[Nodes]{}; ///< where the adjoint lies
    index_t product[Nodes]{}; ///< of a group: the input that is computed straight into it; or nowhere
    bool streams[Nodes]{};    ///< whether a node is such an input
    index_t elements = 0;     ///< the size of the workspace
    index_t bound = 0;        ///< how many elements are alive at once, at most: no order of places does with less
};

namespace detail {

/// A tensor in the workspace and the steps from the one that writes it to the last that reads it. Nodes are computed at
/// the steps 1, 2, ...; the backward step of node k is step 2 Nodes - k. All zeros is no tensor: GCC 12 forgets other
/// initial values of the members of an array.
struct lifetime {
    index_t size = 0;
    index_t first = 0, last = 0;
    index_t over = 0; ///< one more than the lifetime whose place it takes over
    index_t at = 0;

    constexpr void write(index_t step) noexcept {
        if (first == 0 || step < first) first = step;
        if (step > last) last = step;
    }
    constexpr void read(index_t step) noexcept {
        if (step > last) last = step;
    }
    constexpr bool exists() const noexcept { return first != 0; }
};

/// Gives all lifetimes their places: the largest first, each as low as it fits.
template <std::size_t Count>
constexpr void place(lifetime (&all)[Count], index_t& elements, index_t& bound) {
    // Those that take over a place, all as large, live on as the one whose place it was.
    index_t owner[Count]{};
    for (index_t i = 0; i < Count; ++i) {
        owner[i] = i;
        while (all[owner[i]].over != 0) owner[i] = all[owner[i]].over - 1;
        if (all[i].last > all[owner[i]].last) all[owner[i]].last = all[i].last;
    }
    index_t order[Count]{}, count = 0;
    for (index_t i = 0; i < Count; ++i) {
        if (!all[i].exists() || owner[i] != i) continue;
        index_t at = count++;
        for (; at > 0 && all[order[at - 1]].size < all[i].size; --at) order[at] = order[at - 1];
        order[at] = i;
    }
    const auto meet = [](const lifetime& a, const lifetime& b) { return a.last >= b.first && a.first <= b.last; };
    for (index_t i = 0; i < count; ++i) {
        lifetime& l = all[order[i]];
        for (bool moved = true; moved;) {
            moved = false;
            for (index_t j = 0; j < i; ++j) {
                const lifetime& o = all[order[j]];
                if (meet(o, l) && l.at < o.at + o.size && o.at < l.at + l.size) {
                    l.at = o.at + o.size;
                    moved = true;
                }
            }
        }
        if (l.at + l.size > elements) elements = l.at + l.size;
        index_t alive = 0;
        for (index_t j = 0; j < count; ++j)
            if (all[order[j]].first <= l.first && l.first <= all[order[j]].last) alive += all[order[j]].size;
        if (alive > bound) bound = alive;
    }
    for (index_t i = 0; i < Count; ++i) all[i].at = all[owner[i]].at;
}

} // namespace detail

/// `backward[k]` tells what the backward step of node k reads, `late[k]` whether the derivative by a symbol is kept until
/// then; without a backward sweep there are none.
template <std::size_t Nodes, std::size_t Edges>
constexpr memory<Nodes> make_memory(const schedule<Nodes, Edges>& s, const fusion<Nodes, Edges>& f,
                                    const adjoints<Nodes, Edges>& adjoint, const backward_reads* backward,
                                    const bool* late) {
    memory<Nodes> m;
    detail::lifetime tensor[2 * Nodes]{}; // values, then adjoints
    detail::lifetime* const values = tensor;
    detail::lifetime* const adjoints = tensor + Nodes;
    bool read_backward[Nodes]{};
    const auto is_tensor = [&](index_t k) {
        return s.node[k]->what == expr::role::operation && s.node[k]->extents.rank != 0;
    };
    const auto each_operand = [&](index_t k, auto use) {
        index_t i = 0;
        if (f.group[k] == k)
            f.each_input(s, k, [&](index_t e, index_t from) { use(i++, e, from); });
        else
            for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e) use(i++, e, s.operand[e]);
    };
    for (index_t k = 0; k < Nodes; ++k)
        if (adjoint.exists[k] && !f.inside[k])
            each_operand(k, [&](index_t i, index_t, index_t from) {
                if (backward[k].operand(i)) read_backward[from] = true;
            });

    // A product that only a group uses, and nothing backward, is computed straight into the group.
    index_t user[Nodes]{}, computed[Nodes]{};
    for (index_t k = 0; k < Nodes; ++k) {
        computed[k] = k;
        m.product[k] = nowhere;
        for (index_t e = s.first_edge[k]; e < s.first_edge[k + 1]; ++e) {
            const index_t g = f.group[k] == nowhere ? k : f.group[k];
            index_t& u = user[s.operand[e]];
            u = u == 0 || u == g + 1 ? g + 1 : nowhere;
        }
    }
    for (index_t g = 0; g < Nodes; ++g)
        if (f.group[g] == g && is_tensor(g))
            each_operand(g, [&](index_t i, index_t, index_t from) {
                if (s.node[from]->streams && user[from] == g + 1 && !read_backward[from] &&
                    s.node[from]->extents == s.node[g]->extents)
                    m.product[g] = i;
            });
    for (index_t g = 0; g < Nodes; ++g)
        if (m.product[g] != nowhere)
            each_operand(g, [&](index_t i, index_t, index_t from) {
                if (i != m.product[g]) return;
                computed[from] = g;
                m.streams[from] = true;
            });

    for (index_t k = 0; k < Nodes; ++k) {
        if (f.inside[k]) continue;
        const index_t step = computed[k] + 1;
        if (is_tensor(k) && computed[k] == k) {
            values[k].size = slot_size(s.node[k]->extents);
            values[k].write(step);
            if (k + 1 == Nodes) values[k].read(2 * Nodes + 1);
        }
        each_operand(k, [&](index_t i, index_t, index_t from) {
            if (!is_tensor(from) || computed[from] != from) return;
            values[from].read(step);
            if (adjoint.exists[k] && backward[k].operand(i)) values[from].read(2 * Nodes - k);
        });
        if (adjoint.exists[k] && is_tensor(k) && backward[k].result) values[k].read(2 * Nodes - k);
    }
    const auto has_adjoint = [&](index_t k) { return is_tensor(k) || (late != nullptr && late[k]); };
    for (index_t k = Nodes; k-- > 0;) {
        if (f.inside[k] || !adjoint.exists[k]) continue;
        const index_t step = 2 * Nodes - k;
        if (has_adjoint(k)) {
            adjoints[k].size = slot_size(s.node[k]->extents);
            adjoints[k].write(step); // of the root, which its own step finds there
        }
        each_operand(k, [&](index_t, index_t e, index_t to) {
            if (adjoint.along[e] != contribution::none && has_adjoint(to)) {
                adjoints[to].size = slot_size(s.node[to]->extents);
                adjoints[to].write(step);
            }
        });
    }

    // Elementwise loops write over what they read for the last time.
    const auto take_over = [&](detail::lifetime& from, detail::lifetime& to, index_t step) {
        if (from.exists() && from.last == step && to.first == step && to.over == 0) {
            to.over = static_cast<index_t>(&from - tensor) + 1;
            return true;
        }
        return false;
    };
    for (index_t g = 0; g < Nodes; ++g) {
        if (f.group[g] != g || f.inside[g]) continue;
        const meta::dimensions& whole = s.node[f.body[g]]->extents;
        bool taken = !is_tensor(g) || m.product[g] != nowhere;
        if (!taken)
            each_operand(g, [&](index_t, index_t, index_t from) {
                if (!taken && is_tensor(from) && s.node[from]->extents == whole)
                    taken = take_over(values[from], values[g], g + 1);
            });
        if (!adjoint.exists[g]) continue;
        const index_t step = 2 * Nodes - g;
        taken = false;
        each_operand(g, [&](index_t, index_t e, index_t to) {
            if (taken || adjoint.along[e] != contribution::assign || !has_adjoint(to) || s.node[to]->extents != whole)
                return;
            taken = take_over(adjoints[g], adjoints[to], step) || take_over(values[g], adjoints[to], step);
            each_operand(g, [&](index_t, index_t, index_t from) {
                if (!taken && s.node[from]->extents == whole) taken = take_over(values[from], adjoints[to], step);
            });
        });
    }
    detail::place(tensor, m.elements, m.bound);
    for (index_t k = 0; k < Nodes; ++k) {
        m.value[k] = values[k].at;
        m.adjoint[k] = adjoints[k].at;
    }
    return m;
}

} // namespace tapeless::plan

#endif

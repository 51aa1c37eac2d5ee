// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PLAN_SYMBOLS_HPP
#define TAPELESS_PLAN_SYMBOLS_HPP

#include "schedule.hpp"

namespace tapeless::plan {

constexpr bool is_symbol(const record& r) noexcept {
    return r.what == expr::role::variable || r.what == expr::role::data;
}
constexpr bool is_variable(const record& r) noexcept { return r.what == expr::role::variable; }

/// A set of ids. Complexity of the queries: linear.
template <std::size_t Capacity>
struct id_list {
    hash_t id[Capacity + 1]{};
    std::size_t count = 0;

    constexpr void push(hash_t i) noexcept { id[count++] = i; }
    constexpr bool contains(hash_t i) const noexcept { return find(i) != count; }
    constexpr std::size_t find(hash_t i) const noexcept {
        std::size_t at = 0;
        while (at < count && id[at] != i) ++at;
        return at;
    }
    /// The position of the first id that stands earlier already; `count` if there is none.
    constexpr std::size_t first_repeated() const noexcept {
        for (std::size_t i = 0; i < count; ++i)
            if (find(id[i]) < i) return i;
        return count;
    }
};

template <std::size_t Nodes, std::size_t Edges, class Predicate>
constexpr id_list<Nodes> select(const schedule<Nodes, Edges>& s, Predicate predicate) {
    id_list<Nodes> list;
    for (const record* r : s.node)
        if (predicate(*r)) list.push(r->id);
    return list;
}

/// The symbols an expression depends on, in order of first use.
template <hash_t Root>
inline constexpr auto symbols_of = select(schedule_of<Root>, is_symbol);

template <hash_t Root, hash_t Wrt>
constexpr auto make_request() {
    if constexpr (Wrt == 0) {
        return select(schedule_of<Root>, is_variable);
    } else {
        constexpr const record& selection = expr::record_of<Wrt>;
        id_list<selection.arity> list;
        for (unsigned i = 0; i < selection.arity; ++i) list.push(selection.operands[i]->id);
        return list;
    }
}

/// The symbols to differentiate by: the operands of the selection `Wrt`, or every variable of the expression if it is
/// 0.
template <hash_t Root, hash_t Wrt>
inline constexpr auto request_of = make_request<Root, Wrt>();

} // namespace tapeless::plan

#endif

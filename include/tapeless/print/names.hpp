// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_PRINT_NAMES_HPP
#define TAPELESS_PRINT_NAMES_HPP

#include "../diff/arguments.hpp"
#include "../expr/symbol.hpp"
#include "../plan/request.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tapeless::print {

using expr::hash_t;
using expr::index_t;

/// A symbol's id, and what it is called; a function's argument has a place instead of a label.
struct symbol_entry {
    hash_t id = 0;
    const char* label = nullptr;
    std::size_t place = 0;
};

template <class Leaf>
inline constexpr symbol_entry entry_of_leaf{};
template <expr::role Role, fixed_string Name, std::size_t... Extents>
inline constexpr symbol_entry entry_of_leaf<expr::symbol_leaf<Role, Name, Extents...>>{
    0, expr::symbol_leaf<Role, Name, Extents...>::label.text, 0};
template <expr::role Role, std::size_t Place, class Shape>
inline constexpr symbol_entry entry_of_leaf<diff::argument_leaf<Role, Place, Shape>>{0, nullptr, Place};

/// The names of symbols, found by their ids. The arguments of a function are x0, x1 and so on; one of several leaves
/// has x0_0, x0_1 and so on.
class names {
public:
    struct named {
        hash_t id;
        std::string name;
    };

    template <hash_t... Ids>
    explicit names(plan::ids<Ids...>) {
        const symbol_entry entries[]{entry<Ids>()..., {}};
        for (std::size_t i = 0; i < sizeof...(Ids); ++i) {
            const symbol_entry& e = entries[i];
            if (e.label != nullptr) {
                all_.push_back({e.id, e.label});
                continue;
            }
            std::string name = 'x' + std::to_string(e.place >> 16);
            const std::size_t leaf = e.place & 0xFFFF;
            bool alone = true;
            for (std::size_t k = 0; k < sizeof...(Ids); ++k)
                alone = alone && (k == i || entries[k].label != nullptr || entries[k].place >> 16 != e.place >> 16);
            if (leaf != diff::the_whole && (leaf != 0 || !alone)) name += '_' + std::to_string(leaf);
            all_.push_back({e.id, name});
        }
    }

    const std::string& operator[](hash_t id) const {
        static const std::string unknown = "?";
        for (const named& n : all_)
            if (n.id == id) return n.name;
        return unknown;
    }
    const std::vector<named>& all() const { return all_; }
    std::vector<named>& all() { return all_; }

private:
    template <hash_t Id>
    static constexpr symbol_entry entry() {
        symbol_entry e = entry_of_leaf<typename expr::node_of<Id>::op>;
        e.id = Id;
        return e;
    }

    std::vector<named> all_;
};

namespace detail {
template <hash_t Root, std::size_t... I>
plan::ids<plan::symbols_of<Root>.id[I]...> symbols_in(std::index_sequence<I...>);
}
/// The symbols of an expression in order of first use, as a list of ids.
template <hash_t Root>
using symbols_in = decltype(detail::symbols_in<Root>(std::make_index_sequence<plan::symbols_of<Root>.count>{}));

template <hash_t... Ids>
std::vector<hash_t> list_of(plan::ids<Ids...>) {
    return {Ids...};
}

} // namespace tapeless::print

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_ARGUMENTS_HPP
#define TAPELESS_DIFF_ARGUMENTS_HPP

#include "../expr/lift.hpp"
#include "../plan/request.hpp"
#include "gradient.hpp"
#include "inputs.hpp"
#include "structure.hpp"
#include "wrt.hpp"

#include <tuple>
#include <utility>

namespace tapeless::diff {

/// The node of a leaf of a function's argument. Arguments that are differentiated are variables, the others data.
template <expr::role Role, std::size_t Place, class Shape>
struct argument_leaf {
    static constexpr expr::role what = Role;
    static constexpr meta::dimensions extents = meta::dimensions_of(Shape{});
    static constexpr hash_t tag =
        meta::hash_dimensions(meta::mix(meta::mix(static_cast<hash_t>(Role), ~hash_t{0}), Place), extents);
};

// The place of a leaf: the number of its argument, and its number within.
constexpr std::size_t place(std::size_t argument, std::size_t leaf = 0) noexcept { return argument << 16 | leaf; }
inline constexpr std::size_t the_whole = 0xFFFF;

template <expr::role Role, std::size_t Place, class Leaf>
inline constexpr hash_t argument_id =
    expr::intern_leaf<argument_leaf<Role, Place, typename value_traits<Leaf>::shape_type>>;

template <class List, std::size_t K>
struct nth;
template <std::size_t K, class T>
struct numbered {
    using type = T;
};
template <class Indices, class... T>
struct numbered_list;
template <std::size_t... K, class... T>
struct numbered_list<std::index_sequence<K...>, T...> : numbered<K, T>... {};
template <std::size_t K, class T>
numbered<K, T> pick(const numbered<K, T>&);
template <class... T, std::size_t K>
struct nth<list<T...>, K> : decltype(pick<K>(numbered_list<std::index_sequence_for<T...>, T...>{})) {};

/// The symbols a function is traced with. `Chosen` are the numbers of the arguments that are differentiated; none means
/// all.
template <class Chosen, class... V>
struct argument_symbols;
template <std::size_t... Chosen, class... V>
struct argument_symbols<std::index_sequence<Chosen...>, V...> {
    static constexpr bool symbolic = true;

    template <std::size_t Argument>
    static constexpr expr::role role_of = sizeof...(Chosen) == 0 || (false || ... || (Argument == Chosen))
                                              ? expr::role::variable
                                              : expr::role::data;

    template <std::size_t Argument>
    using value = typename nth<list<V...>, Argument>::type;

    template <std::size_t Place>
    static constexpr hash_t id =
        argument_id<role_of<(Place >> 16)>, Place,
                    typename nth<typename structure<value<(Place >> 16)>>::types, (Place & 0xFFFF)>::type>;
    template <std::size_t Place, class Array>
    static constexpr hash_t whole = argument_id<role_of<(Place >> 16)>, (Place | the_whole), Array>;

    template <std::size_t Place>
    static constexpr bool is_argument = (Place & 0xFFFF) == 0;

    template <std::size_t Place>
    constexpr auto leaf() const noexcept {
        return symbol<id<Place>>{};
    }
    /// Argument I, made of symbols.
    template <std::size_t I>
    constexpr auto argument() const noexcept {
        return structure<value<I>>::template make<place(I)>(*this);
    }
};

/// The ids of the leaves of one argument.
template <class Symbols, std::size_t Argument, class V, class Leaves = std::make_index_sequence<structure<V>::leaves>>
struct ids_of_argument;
template <class Symbols, std::size_t Argument, class V, std::size_t... K>
struct ids_of_argument<Symbols, Argument, V, std::index_sequence<K...>> {
    using type = plan::ids<Symbols::template id<place(Argument, K)>...>;
};
template <class Symbols, std::size_t Argument, class T, std::size_t N>
struct ids_of_argument<Symbols, Argument, whole<std::array<T, N>>, std::index_sequence<0>> {
    using type = plan::ids<Symbols::template whole<place(Argument), std::array<T, N>>>;
};

template <class... Ids>
struct join_ids;
template <hash_t... A>
struct join_ids<plan::ids<A...>> {
    using type = plan::ids<A...>;
};
template <hash_t... A, hash_t... B, class... Rest>
struct join_ids<plan::ids<A...>, plan::ids<B...>, Rest...> : join_ids<plan::ids<A..., B...>, Rest...> {};
template <>
struct join_ids<> {
    using type = plan::ids<>;
};

/// The type of the value itself.
template <class V>
struct held {
    using type = V;
};
template <class V>
struct held<whole<V>> {
    using type = V;
};

template <std::size_t Argument, class V>
struct held_value {
    const V* value;
};

/// The values of a call, found by the ids of their symbols. `V` are the arguments' types, an array that is used as a
/// vector being `whole<array>`.
template <class T, class Symbols, class Indices, class... V>
class argument_inputs;
template <class T, class Symbols, std::size_t... I, class... V>
class argument_inputs<T, Symbols, std::index_sequence<I...>, V...> : held_value<I, typename held<V>::type>... {
public:
    template <class... Values>
    [[gnu::always_inline]] constexpr explicit argument_inputs(const Values&... values) noexcept
        : held_value<I, typename held<V>::type>{&values}... {}

    template <hash_t Id>
    [[gnu::always_inline]] constexpr T scalar() const {
        return static_cast<T>(leaf<Id>());
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr auto elements() const noexcept {
        const auto& bound = leaf<Id>();
        return value_traits<std::remove_cvref_t<decltype(bound)>>::elements(bound);
    }

private:
    template <std::size_t Argument>
    using value = typename nth<list<V...>, Argument>::type;
    template <std::size_t Argument>
    using ids = typename ids_of_argument<Symbols, Argument, value<Argument>>::type;

    struct location {
        std::size_t argument = 0, leaf = 0;
    };
    /// Where the leaf of an id is; argument 0 if nowhere.
    static constexpr location locate(hash_t id) noexcept {
        constexpr const hash_t* first[]{ids<I>::id...};
        constexpr std::size_t count[]{ids<I>::count...};
        for (std::size_t a = 0; a < sizeof...(V); ++a)
            for (std::size_t k = 0; k < count[a]; ++k)
                if (first[a][k] == id) return {a, k};
        return {};
    }
    template <std::size_t Argument, class Value>
    [[gnu::always_inline]] static constexpr const Value& get(const held_value<Argument, Value>& v) noexcept {
        return *v.value;
    }
    template <hash_t Id>
    [[gnu::always_inline]] constexpr const auto& leaf() const noexcept {
        constexpr location at = locate(Id);
        return structure<value<at.argument>>::template leaf<at.leaf>(get<at.argument>(*this));
    }
};

template <class Leaf>
inline constexpr bool is_argument = false;
template <expr::role Role, std::size_t Place, class Shape>
inline constexpr bool is_argument<argument_leaf<Role, Place, Shape>> = true;

/// The symbols of an expression.
template <hash_t Root, class Indices = std::make_index_sequence<plan::symbols_of<Root>.count>>
struct symbols_in;
template <hash_t Root, std::size_t... I>
struct symbols_in<Root, std::index_sequence<I...>> {
    using type = plan::ids<plan::symbols_of<Root>.id[I]...>;
};

/// The numbers of the arguments that are differentiated, spelled out.
template <class Given, std::size_t Arguments>
struct chosen_numbers {
    using type = Given;
};
template <std::size_t Arguments>
struct chosen_numbers<std::index_sequence<>, Arguments> {
    using type = std::make_index_sequence<Arguments>;
};

template <class List>
struct value_type_of;
template <class... V>
struct value_type_of<list<V...>> {
    using type = value_type<V...>;
};

/// The selection of some symbols, as the sweeps take it.
template <class Ids>
inline constexpr hash_t selection_of = 0;
template <hash_t... Ids>
inline constexpr hash_t selection_of<plan::ids<Ids...>> = expr::intern_elementwise<selection_node, Ids...>;

/// Everything that is known of a call's arguments by their types.
template <class Argnums, class... V>
struct argument_layout {
    using symbols = argument_symbols<Argnums, typename held<V>::type...>;
    using all = std::index_sequence_for<V...>;
    using numbers = typename chosen_numbers<Argnums, sizeof...(V)>::type;
    using value_type = typename value_type_of<typename join_lists<typename structure<V>::types...>::type>::type;
    template <class T>
    using inputs = argument_inputs<T, symbols, all, V...>;

    template <std::size_t I>
    using ids_of = typename ids_of_argument<symbols, I, typename nth<list<V...>, I>::type>::type;
    template <std::size_t... I>
    static typename join_ids<ids_of<I>...>::type join(std::index_sequence<I...>);
    /// The ids of the leaves of the arguments that are differentiated, and of all.
    using chosen = decltype(join(numbers{}));
    using bound = decltype(join(all{}));

    /// The id of the leaf at a place.
    template <std::size_t Place>
    static constexpr hash_t id = ids_of<(Place >> 16)>::id[Place & 0xFFFF];

    /// The trees of the arguments that are differentiated, of leaves that `source.leaf<Place>()` gives: one bare, several
    /// as a tuple.
    template <class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        return make(source, numbers{});
    }

    /// Refuses expressions with symbols that are none of the arguments.
    template <hash_t... Symbols>
    static constexpr bool check_symbols(plan::ids<Symbols...>) noexcept {
        return (true && ... && check_symbol<Symbols>());
    }
    template <hash_t Symbol>
    static constexpr bool check_symbol() noexcept {
        if constexpr (plan::position<Symbol>(bound{}) < bound::count)
            return true;
        else if constexpr (is_argument<typename expr::node_of<Symbol>::op>)
            static_assert(
                plan::position<Symbol>(bound{}) < bound::count,
                "tapeless: an array argument is used as a vector and by its elements in one function: choose one");
        else
            return require_bound<Symbol, false>();
        return false;
    }

    /// Whether some trees have as many leaves as the arguments of these numbers.
    template <class... Trees, std::size_t... I>
    static constexpr bool same_leaves(std::index_sequence<I...>) noexcept {
        return (true && ... && (structure<Trees>::leaves == ids_of<I>::count));
    }

    /// Refuses values that cannot stand for their symbols.
    template <class T, class... Leaves, hash_t... Ids>
    static constexpr bool check(list<Leaves...>, plan::ids<Ids...>) noexcept {
        return (true && ... && require_value<T, Ids, Leaves>());
    }
    template <class T>
    static constexpr bool check() noexcept {
        return check<T>(typename join_lists<typename structure<V>::types...>::type{}, bound{});
    }

private:
    template <class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto make(const Source& source, std::index_sequence<I...>) {
        if constexpr (sizeof...(I) == 1)
            return (structure<typename nth<list<V...>, I>::type>::template make<place(I)>(source), ...);
        else
            return std::make_tuple(structure<typename nth<list<V...>, I>::type>::template make<place(I)>(source)...);
    }
};

/// Leaves out of a gradient.
template <class Layout, class Gradient>
struct gradient_source {
    static constexpr bool symbolic = false;
    const Gradient& gradient;

    template <std::size_t Place>
    [[gnu::always_inline]] constexpr const auto& leaf() const noexcept {
        return value_in<Layout::template id<Place>>(gradient);
    }
};
/// Leaves out of a row of derivatives by the chosen symbols, in their order.
template <class Layout, class Row>
struct row_source {
    static constexpr bool symbolic = false;
    const Row& row;

    template <std::size_t Place>
    [[gnu::always_inline]] constexpr const auto& leaf() const noexcept {
        return row[plan::position<Layout::template id<Place>>(typename Layout::chosen{})];
    }
};

} // namespace tapeless::diff

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_DIFF_HANA_HPP
#define TAPELESS_DIFF_HANA_HPP

#include "../ops/arithmetic.hpp"
#include "function.hpp"

#include <boost/hana/accessors.hpp>
#include <boost/hana/at_key.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/core/tag_of.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/keys.hpp>
#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/size.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/unpack.hpp>

/// Hana's structures as arguments and results of functions. A Hana Struct (BOOST_HANA_DEFINE_STRUCT, BOOST_HANA_ADAPT_STRUCT)
/// is given to the function as a map from its members' names to symbols, `p[key<"rate">]`; its gradient is the same struct.
namespace tapeless {

namespace detail {
template <class Name>
struct hana_string;
template <char... Characters>
struct hana_string<name<Characters...>> {
    using type = boost::hana::string<Characters...>;
};
} // namespace detail

/// The key of a member of a Hana Struct, or of a map: `p[key<"rate">]`.
template <fixed_string Name>
inline constexpr typename detail::hana_string<name_of<Name>>::type key{};

// Hana's own operators take anything, and temporaries better than ours do.
template <meta::hash_t A, std::size_t M, class T, T Value>
constexpr auto operator+(expression<A, M>&& e, const boost::hana::integral_constant<T, Value>& n) noexcept {
    return e + expr::lift(n);
}
template <class T, T Value, meta::hash_t A, std::size_t M>
constexpr auto operator+(const boost::hana::integral_constant<T, Value>& n, expression<A, M>&& e) noexcept {
    return expr::lift(n) + e;
}
template <meta::hash_t A, std::size_t M, class T, T Value>
constexpr auto operator-(expression<A, M>&& e, const boost::hana::integral_constant<T, Value>& n) noexcept {
    return e - expr::lift(n);
}
template <class T, T Value, meta::hash_t A, std::size_t M>
constexpr auto operator-(const boost::hana::integral_constant<T, Value>& n, expression<A, M>&& e) noexcept {
    return expr::lift(n) - e;
}
template <meta::hash_t A, std::size_t M, class T, T Value>
constexpr auto operator*(expression<A, M>&& e, const boost::hana::integral_constant<T, Value>& n) noexcept {
    return e * expr::lift(n);
}
template <class T, T Value, meta::hash_t A, std::size_t M>
constexpr auto operator*(const boost::hana::integral_constant<T, Value>& n, expression<A, M>&& e) noexcept {
    return expr::lift(n) * e;
}
template <meta::hash_t A, std::size_t M, class T, T Value>
constexpr auto operator/(expression<A, M>&& e, const boost::hana::integral_constant<T, Value>& n) noexcept {
    return e / expr::lift(n);
}
template <class T, T Value, meta::hash_t A, std::size_t M>
constexpr auto operator/(const boost::hana::integral_constant<T, Value>& n, expression<A, M>&& e) noexcept {
    return expr::lift(n) / e;
}

namespace diff {

namespace hana = boost::hana;

template <class... V>
struct structure<hana::tuple<V...>> {
    static constexpr std::size_t leaves = (std::size_t{0} + ... + structure<V>::leaves);
    using types = typename join_lists<typename structure<V>::types...>::type;

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        return make_at<First>(source, std::index_sequence_for<V...>{});
    }
    template <std::size_t K>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf(const hana::tuple<V...>& value) noexcept {
        return hana::unpack(value, [](const V&... v) -> decltype(auto) { return leaf_among<K>(v...); });
    }

private:
    template <std::size_t First, class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto make_at(const Source& source, std::index_sequence<I...>) {
        return hana::make_tuple(structure<V>::template make<First + leaves_before<V...>.at[I]>(source)...);
    }
};

/// A map is the tree of its values; keys stay. Its types are those of its storage, a sequence of pairs.
template <class Storage>
struct structure_of_map;
template <class... Keys, class... V>
struct structure_of_map<hana::tuple<hana::pair<Keys, V>...>> {
    static constexpr std::size_t leaves = (std::size_t{0} + ... + structure<V>::leaves);
    using types = typename join_lists<typename structure<V>::types...>::type;

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        return make_at<First>(source, std::index_sequence_for<V...>{});
    }
    template <std::size_t K, class Map>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf(const Map& map) noexcept {
        return leaf_among<K>(hana::at_key(map, Keys{})...);
    }

private:
    template <std::size_t First, class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto make_at(const Source& source, std::index_sequence<I...>) {
        return hana::make_map(
            hana::make_pair(Keys{}, structure<V>::template make<First + leaves_before<V...>.at[I]>(source))...);
    }
};
template <class Map>
using storage_of = std::decay_t<decltype(hana::unpack(std::declval<const Map&>(), hana::make_tuple))>;

template <class V>
concept hana_map = std::is_same_v<typename hana::tag_of<V>::type, hana::map_tag>;

template <hana_map Map>
struct structure<Map> : structure_of_map<storage_of<Map>> {};

/// A struct: like the map from its keys to its members, but what is made of numbers is the struct again.
template <class S>
    requires(hana::Struct<S>::value)
struct structure<S> {
    template <std::size_t I>
    using member =
        std::decay_t<decltype(hana::second(hana::accessors<S>()[hana::size_c<I>])(std::declval<const S&>()))>;
    template <std::size_t I>
    using key = std::decay_t<decltype(hana::first(hana::accessors<S>()[hana::size_c<I>]))>;
    using indices = std::make_index_sequence<decltype(hana::size(hana::accessors<S>()))::value>;

    template <std::size_t... I>
    static structure_of_map<hana::tuple<hana::pair<key<I>, member<I>>...>> as_map(std::index_sequence<I...>);
    using map = decltype(as_map(indices{}));

    static constexpr std::size_t leaves = map::leaves;
    using types = typename map::types;

    template <std::size_t First, class Source>
    [[gnu::always_inline]] static constexpr auto make(const Source& source) {
        if constexpr (Source::symbolic)
            return map::template make<First>(source);
        else
            return rebuild<First>(source, indices{});
    }
    template <std::size_t K>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf(const S& value) noexcept {
        return leaf_of<K>(value, indices{});
    }

private:
    template <std::size_t K, std::size_t... I>
    [[gnu::always_inline]] static constexpr decltype(auto) leaf_of(const S& value, std::index_sequence<I...>) noexcept {
        return leaf_among<K>(hana::second(hana::accessors<S>()[hana::size_c<I>])(value)...);
    }
    template <std::size_t First, class Source, std::size_t... I>
    [[gnu::always_inline]] static constexpr auto rebuild(const Source& source, std::index_sequence<I...>) {
        using made = std::tuple<decltype(structure<member<I>>::template make<First + leaves_before<member<I>...>.at[I]>(
            source))...>;
        if constexpr (std::is_constructible_v<std::tuple<member<I>...>, made>) {
            S result{};
            ((hana::second(hana::accessors<S>()[hana::size_c<I>])(result) = static_cast<member<I>>(
                  structure<member<I>>::template make<First + leaves_before<member<I>...>.at[I]>(source))),
             ...);
            return result;
        } else { // rows of derivatives are no members: they are found by the members' names
            return map::template make<First>(source);
        }
    }
};

template <class... V>
inline constexpr bool is_symbolic<hana::tuple<V...>> = (false || ... || is_symbolic<V>);
template <class Key, class V>
inline constexpr bool is_symbolic<hana::pair<Key, V>> = is_symbolic<V>;
template <hana_map Map>
inline constexpr bool is_symbolic<Map> = is_symbolic<storage_of<Map>>;

} // namespace diff
} // namespace tapeless

#endif

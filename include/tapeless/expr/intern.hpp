// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_INTERN_HPP
#define TAPELESS_EXPR_INTERN_HPP

#include "../meta/hash.hpp"

namespace tapeless::expr {

using meta::hash_t;

// GCC notes that the friends below are no templates. That is the point: each key declares a function of its own.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif

template <unsigned Number>
struct table;

// Part of the table: `key<Id>` is the name under which the definition of an id is found, by argument-dependent lookup
// alone; instantiating `entry<Id, Node>` defines it. Compilers search all functions of one name in one namespace for each
// new one, so the ids are spread over sixteen namespaces; a namespace is the one thing that no template can make.
#define TAPELESS_TABLE(number)                                                                                         \
    namespace table_##number {                                                                                         \
        template <hash_t Id>                                                                                           \
        struct key {                                                                                                   \
            friend constexpr auto definition_of_expression_id(key<Id>);                                                \
        };                                                                                                             \
        template <hash_t Id, class Node>                                                                               \
        struct entry {                                                                                                 \
            friend constexpr auto definition_of_expression_id(key<Id>) { return Node{}; }                              \
        };                                                                                                             \
    }                                                                                                                  \
    template <>                                                                                                        \
    struct table<number> {                                                                                             \
        template <hash_t Id>                                                                                           \
        using key = table_##number::key<Id>;                                                                           \
        template <hash_t Id, class Node>                                                                               \
        using entry = table_##number::entry<Id, Node>;                                                                 \
    };
TAPELESS_TABLE(0)
TAPELESS_TABLE(1)
TAPELESS_TABLE(2)
TAPELESS_TABLE(3)
TAPELESS_TABLE(4)
TAPELESS_TABLE(5)
TAPELESS_TABLE(6)
TAPELESS_TABLE(7)
TAPELESS_TABLE(8)
TAPELESS_TABLE(9)
TAPELESS_TABLE(10)
TAPELESS_TABLE(11)
TAPELESS_TABLE(12)
TAPELESS_TABLE(13)
TAPELESS_TABLE(14)
TAPELESS_TABLE(15)
#undef TAPELESS_TABLE

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// The intern table. It is a pure memo: an id has one definition in every translation unit, nobody asks whether one
/// exists, and a second, different definition of an id is refused by the compiler as a redefinition of
/// `definition_of_expression_id(key<Id>)`.
template <hash_t Id>
using key = typename table<(Id >> 32 & 15)>::template key<Id>;
template <hash_t Id, class Node>
using table_entry = typename table<(Id >> 32 & 15)>::template entry<Id, Node>;

/// The node that an id stands for.
template <hash_t Id>
using node_of = decltype(definition_of_expression_id(key<Id>{}));

} // namespace tapeless::expr

#endif

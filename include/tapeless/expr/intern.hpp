// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_INTERN_HPP
#define TAPELESS_EXPR_INTERN_HPP

#include "record.hpp"

namespace tapeless::expr {

// GCC notes that the friends below are no templates. That is the point: each key declares a function of its own.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif

template <unsigned Number>
struct table;
template <class Op, unsigned Arity>
struct prototype;

/// The intern table. It is a pure memo: an id has one definition in every translation unit, nobody asks whether one
/// exists, and a second, different definition of an id is refused by the compiler as a redefinition of
/// `definition_of_expression_id(key<Id>*)`.
template <hash_t Id>
using key = typename table<(Id >> 32 & 63)>::template key<Id>;
template <hash_t Id, class Node>
using table_entry = typename table<(Id >> 32 & 63)>::template entry<Id, Node>;
template <class Op, hash_t Id, hash_t... Operands>
using small_node = typename table<(Id >> 32 & 63)>::template small_node<Op, Id, Operands...>;

/// The node that an id stands for.
template <hash_t Id>
using node_of = decltype(definition_of_expression_id(static_cast<key<Id>*>(nullptr)));

// Part of the table: `key<Id>` is the name under which the definition of an id is found, by argument-dependent lookup
// alone; instantiating `entry<Id, Node>` or a `small_node` defines it. Nearly all nodes of a large expression are
// elementwise operations on one or two operands, so their node is this one class and its record. Compilers search all
// functions of one name in one namespace for each new one, so the ids are spread over 64 namespaces; a namespace is the
// one thing that no template can make.
#define TAPELESS_TABLE(number)                                                                                         \
    namespace table_##number {                                                                                         \
        template <hash_t Id>                                                                                           \
        struct key {                                                                                                   \
            friend constexpr auto definition_of_expression_id(key<Id>*);                                                \
        };                                                                                                             \
        template <hash_t Id, class Node>                                                                               \
        struct entry {                                                                                                 \
            friend constexpr auto definition_of_expression_id(key<Id>*) { return Node{}; }                              \
        };                                                                                                             \
        template <class Op, hash_t Id, hash_t... Operands>                                                             \
        struct small_node {                                                                                            \
            using op = Op;                                                                                             \
            static constexpr record entry{prototype<Op, sizeof...(Operands)>::entry, Id, node_of<Operands>::entry...}; \
            friend constexpr auto definition_of_expression_id(key<Id>*) { return small_node{}; }                        \
        };                                                                                                             \
    }                                                                                                                  \
    template <>                                                                                                        \
    struct table<number> {                                                                                             \
        template <hash_t Id>                                                                                           \
        using key = table_##number::key<Id>;                                                                           \
        template <hash_t Id, class Node>                                                                               \
        using entry = table_##number::entry<Id, Node>;                                                                 \
        template <class Op, hash_t Id, hash_t... Operands>                                                             \
        using small_node = table_##number::small_node<Op, Id, Operands...>;                                            \
    };
// clang-format off
TAPELESS_TABLE(0) TAPELESS_TABLE(1) TAPELESS_TABLE(2) TAPELESS_TABLE(3) TAPELESS_TABLE(4) TAPELESS_TABLE(5)
TAPELESS_TABLE(6) TAPELESS_TABLE(7) TAPELESS_TABLE(8) TAPELESS_TABLE(9) TAPELESS_TABLE(10) TAPELESS_TABLE(11)
TAPELESS_TABLE(12) TAPELESS_TABLE(13) TAPELESS_TABLE(14) TAPELESS_TABLE(15) TAPELESS_TABLE(16) TAPELESS_TABLE(17)
TAPELESS_TABLE(18) TAPELESS_TABLE(19) TAPELESS_TABLE(20) TAPELESS_TABLE(21) TAPELESS_TABLE(22) TAPELESS_TABLE(23)
TAPELESS_TABLE(24) TAPELESS_TABLE(25) TAPELESS_TABLE(26) TAPELESS_TABLE(27) TAPELESS_TABLE(28) TAPELESS_TABLE(29)
TAPELESS_TABLE(30) TAPELESS_TABLE(31) TAPELESS_TABLE(32) TAPELESS_TABLE(33) TAPELESS_TABLE(34) TAPELESS_TABLE(35)
TAPELESS_TABLE(36) TAPELESS_TABLE(37) TAPELESS_TABLE(38) TAPELESS_TABLE(39) TAPELESS_TABLE(40) TAPELESS_TABLE(41)
TAPELESS_TABLE(42) TAPELESS_TABLE(43) TAPELESS_TABLE(44) TAPELESS_TABLE(45) TAPELESS_TABLE(46) TAPELESS_TABLE(47)
TAPELESS_TABLE(48) TAPELESS_TABLE(49) TAPELESS_TABLE(50) TAPELESS_TABLE(51) TAPELESS_TABLE(52) TAPELESS_TABLE(53)
TAPELESS_TABLE(54) TAPELESS_TABLE(55) TAPELESS_TABLE(56) TAPELESS_TABLE(57) TAPELESS_TABLE(58) TAPELESS_TABLE(59)
TAPELESS_TABLE(60) TAPELESS_TABLE(61) TAPELESS_TABLE(62) TAPELESS_TABLE(63)
// clang-format on
#undef TAPELESS_TABLE

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

} // namespace tapeless::expr

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXPR_INTERN_HPP
#define TAPELESS_EXPR_INTERN_HPP

#include "../meta/hash.hpp"

namespace tapeless::expr {

using meta::hash_t;

// GCC notes that the friend below is no template. That is the point: each key declares a function of its own.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif

/// The name under which the definition of an id is found, by argument-dependent lookup alone.
///
/// The definition is injected by the class that describes the node (a friend function of that class). The table
/// is a pure memo: an id has one definition in every translation unit, nobody asks whether one exists, and a
/// second, different definition of an id is refused by the compiler as a redefinition of
/// `definition_of_expression_id(key<Id>)`.
template <hash_t Id>
struct key {
    friend constexpr auto definition_of_expression_id(key<Id>);
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// The node that an id stands for.
template <hash_t Id>
using node_of = decltype(definition_of_expression_id(key<Id>{}));

} // namespace tapeless::expr

#endif

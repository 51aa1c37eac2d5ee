// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;
namespace expr = tapeless::expr;
namespace plan = tapeless::plan;
using expr::traced;
using plan::index_t;
using plan::listing;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;

template <class Handle>
constexpr auto id_of = expr::id_of<std::remove_cvref_t<Handle>>;

/// Whether `check(guards, at)` holds for some roots, of which `at(e)` is the instruction of a subexpression.
template <class Check, class... E>
constexpr bool holds(const Check& check, E...) {
    listing code;
    const plan::traced_roots<plan::ids<id_of<E>...>> given(code);
    const auto size = code.size();
    const plan::guards guard(code, size, given.roots.begin(), sizeof...(E),
                             [](const expr::operation& op) { return op.selects; });
    const auto at = [&code](auto e) {
        const plan::traced_roots<plan::ids<id_of<decltype(e)>>> found(code); // equal instructions are one
        return found.roots[0];
    };
    return guard.size() == size && check(guard, at);
}

} // namespace

TEST_CASE("without selections everything matters always") {
    STATIC_REQUIRE(holds(
        [](const auto& guard, const auto& at) {
            return guard.of(at(sin(x))) == 0 && guard.of(at(x)) == 0 && guard.is_used(at(x * y));
        },
        sin(x) + x * y));
}

TEST_CASE("what one side alone uses belongs to it") {
    constexpr auto e = where(x < 0_c, sin(y), cos(y) * z);
    STATIC_REQUIRE(holds(
        [](const auto& guard, const auto& at) {
            const auto& first = guard[guard.of(at(sin(y)))];
            const auto& second = guard[guard.of(at(cos(y)))];
            return first.side == 1 && second.side == 2 && first.parent == 0 && second.parent == 0 && first.depth == 1 &&
                   guard.of(at(z)) == guard.of(at(cos(y)));
        },
        e));
    // The condition, the selection itself and what both sides use are outside.
    STATIC_REQUIRE(holds(
        [](const auto& guard, const auto& at) {
            return guard.of(at(x)) == 0 && guard.of(at(x < 0_c)) == 0 && guard.of(at(y)) == 0 &&
                   guard.of(at(where(x < 0_c, sin(y), cos(y) * z))) == 0;
        },
        e));
}

TEST_CASE("what is used outside too belongs to the outside") {
    STATIC_REQUIRE(
        holds([](const auto& guard, const auto& at) { return guard.of(at(sin(y))) == 0 && guard.of(at(exp(z))) != 0; },
              where(x < 0_c, sin(y), exp(z)) + sin(y)));
    // As another root.
    STATIC_REQUIRE(
        holds([](const auto& guard, const auto& at) { return guard.of(at(sin(y))) == 0 && guard.of(at(exp(z))) != 0; },
              where(x < 0_c, sin(y), exp(z)), sin(y)));
    // As the condition of the same selection.
    STATIC_REQUIRE(
        holds([](const auto& guard, const auto& at) { return guard.of(at(sin(y))) == 0; }, where(sin(y), sin(y), x)));
}

TEST_CASE("guards are nested") {
    constexpr auto e = where(x < 0_c, where(y < 0_c, sin(z), cos(z)) * exp(z), z);
    STATIC_REQUIRE(holds(
        [](const auto& guard, const auto& at) {
            const index_t inner = guard.of(at(sin(z))), other = guard.of(at(cos(z))), outer = guard.of(at(exp(z)));
            return inner != other && guard[inner].parent == outer && guard[other].parent == outer &&
                   guard[inner].depth == 2 && guard[outer].depth == 1 && guard.of(at(y < 0_c)) == outer &&
                   guard.of(at(z)) == 0;
        },
        e));
}

TEST_CASE("what both sides of an inner selection use belongs to the side around it") {
    constexpr auto e = where(x < 0_c, where(y < 0_c, sin(z), sin(z) * y), x);
    STATIC_REQUIRE(holds(
        [](const auto& guard, const auto& at) {
            const index_t g = guard.of(at(sin(z)));
            return guard[g].depth == 1 && guard[g].side == 1;
        },
        e));
}

TEST_CASE("selections on one condition have one guard") {
    STATIC_REQUIRE(holds(
        [](const auto& guard, const auto& at) {
            const index_t g = guard.of(at(sin(y)));
            return g != 0 && guard[g].side == 1 && guard.of(at(exp(y))) == g && guard.of(at(cos(y))) == g;
        },
        where(x < 0_c, sin(y) + exp(y), x) + where(x < 0_c, sin(y) * cos(y), z)));
    // Opposite sides have nothing in common.
    STATIC_REQUIRE(holds([](const auto& guard, const auto& at) { return guard.of(at(sin(y))) == 0; },
                         where(x < 0_c, sin(y), x) + where(x < 0_c, z, sin(y))));
    STATIC_REQUIRE(holds([](const auto& guard, const auto& at) { return guard.of(at(sin(y))) == 0; },
                         where(x < 0_c, sin(y), x) + where(z < 0_c, sin(y), x)));
}

TEST_CASE("what no root needs is not used") {
    STATIC_REQUIRE([] {
        listing code;
        const plan::traced_roots<plan::ids<id_of<decltype(sin(x))>, id_of<decltype(cos(y))>>> given(code);
        const plan::guards guard(code, code.size(), given.roots.begin(), 1,
                                 [](const expr::operation& op) { return op.selects; });
        return guard.is_used(given.roots[0]) && !guard.is_used(given.roots[1]);
    }());
}

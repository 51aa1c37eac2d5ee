// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Derivatives as instructions of a listing, without running them.

#include "catch.hpp"

#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;
namespace expr = tapeless::expr;
namespace ops = tapeless::ops;
namespace plan = tapeless::plan;
using expr::traced;
using plan::index_list;
using plan::index_t;
using plan::listing;
using plan::nowhere;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto k = tapeless::data<"k">;

template <class Handle>
constexpr auto id_of = expr::id_of<std::remove_cvref_t<Handle>>;
template <class... E>
using roots_of = plan::ids<id_of<E>...>;
using xy = roots_of<decltype(x), decltype(y)>;

/// Whether `check(listing, given)` holds for expressions written into a listing.
template <class Check, class... E>
constexpr bool holds(const Check& check, E...) {
    listing code;
    const plan::traced_roots<roots_of<E...>> given(code);
    return check(code, given);
}
/// The derivative of root 0 by the only symbol wanted.
template <class Given>
constexpr traced slope(listing& code, const Given& given, index_t symbol) {
    index_list wanted(2), found(2);
    wanted.push(symbol);
    given.gradient(wanted, found);
    return {code, found[0]};
}

} // namespace

TEST_CASE("derivatives are instructions like any other") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            const index_t symbol = given.template symbol<id_of<decltype(x)>>();
            return slope(code, given, symbol).same_as(cos(traced(code, symbol)));
        },
        sin(x)));
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            const traced a(code, given.template symbol<id_of<decltype(x)>>()),
                b(code, given.template symbol<id_of<decltype(y)>>());
            return slope(code, given, b.at).same_as(a) && slope(code, given, a.at).same_as(b);
        },
        x * y));
}

TEST_CASE("derivatives share what the value computes") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            const index_t before = code.size();
            const traced d = slope(code, given, given.template symbol<id_of<decltype(x)>>());
            return d.at == given.roots[0] && code.size() <= before + 1; // the number 1, with which the sweep begins
        },
        exp(x)));
}

TEST_CASE("what does not depend on a symbol has no derivative by it") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            return slope(code, given, given.template symbol<id_of<decltype(y)>>()).at == nowhere &&
                   slope(code, given, given.template symbol<id_of<decltype(x)>>()).at != nowhere;
        },
        sin(x) * k));
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            return slope(code, given, given.template symbol<id_of<decltype(x)>>()).at == nowhere;
        },
        stop_gradient(x) * y));
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            return slope(code, given, given.template symbol<id_of<decltype(x)>>()).at == nowhere;
        },
        (x < y) * y));
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            return slope(code, given, given.template symbol<id_of<decltype(x)>>()).at == nowhere;
        },
        3_c * 4_c));
}

TEST_CASE("the derivative of a symbol by itself is one") {
    STATIC_REQUIRE(
        holds([](listing& code,
                 const auto& given) { return slope(code, given, given.template symbol<id_of<decltype(x)>>()).is(1); },
              x));
}

TEST_CASE("seeds weight the roots and a root without a seed adds nothing") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            plan::derivation<traced> derive(code);
            index_list wanted(2), found(2);
            wanted.push(given.template symbol<id_of<decltype(x)>>());
            const index_t seeds[]{nowhere, given.template symbol<id_of<decltype(k)>>()};
            derive.pull_back(given.roots.begin(), seeds, 2, wanted, found);
            return traced(code, found[0]).same_as(traced(code, seeds[1]) * cos(traced(code, wanted[0])));
        },
        exp(x), sin(x)));
}

TEST_CASE("tangents move the symbols and what does not move stays a structural zero") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            plan::derivation<traced> derive(code);
            index_list wanted(2), tangents(2), found(3);
            wanted.push(given.template symbol<id_of<decltype(x)>>());
            wanted.push(given.template symbol<id_of<decltype(y)>>());
            tangents.push(given.template symbol<id_of<decltype(k)>>());
            tangents.push(nowhere);
            derive.push_forward(given.roots, wanted, tangents, found);
            return found[0] != nowhere && found[1] == nowhere && found[2] == tangents[0];
        },
        sin(x) * y, exp(y), x));
}

TEST_CASE("both modes write the same derivative of a chain") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            plan::derivation<traced> derive(code);
            const index_t one = derive.literal(1);
            index_list wanted(2), tangents(2), forward(2), reverse(2);
            wanted.push(given.template symbol<id_of<decltype(x)>>());
            tangents.push(one);
            derive.push_forward(given.roots, wanted, tangents, forward, true);
            const index_t size = code.size();
            derive.pull_back(given.roots.begin(), &one, 1, wanted, reverse, true);
            return forward[0] == reverse[0] && code.size() == size;
        },
        sin(exp(x))));
}

TEST_CASE("dependence and use") {
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            const plan::derivation<traced> derive(code);
            index_list wanted(2), roots(2);
            wanted.push(given.template symbol<id_of<decltype(x)>>());
            roots.push(given.roots[1]);
            const bool* const active = derive.depends_on(wanted);
            const bool* const needed = derive.used_by(roots);
            const bool right = active[given.roots[0]] && !active[given.roots[1]] && active[given.roots[2]] &&
                               !needed[given.roots[0]] && needed[given.roots[1]] && !needed[wanted[0]] &&
                               needed[given.template symbol<id_of<decltype(y)>>()];
            delete[] active;
            delete[] needed;
            return right;
        },
        sin(x), cos(y), x * y));
}

TEST_CASE("sides of a selection contribute where they are taken") {
    // d/dx where(c, exp x, y) = where(c, exp x, 0), made outside of the side.
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            const traced d = slope(code, given, given.template symbol<id_of<decltype(x)>>());
            return d.is_made_by<ops::choose, 3>() && d.operand(1).is_made_by<ops::exp, 1>() && d.operand(2).is(0);
        },
        where(y < 0_c, exp(x), y)));
    STATIC_REQUIRE(holds(
        [](listing& code, const auto& given) {
            const traced d = slope(code, given, given.template symbol<id_of<decltype(x)>>());
            return d.is_made_by<ops::branch, 3>() && d.operand(1).is(0);
        },
        if_else(y < 0_c, y, exp(x))));
}

TEST_CASE("requests list values first and then derivatives") {
    constexpr bool right = [] {
        listing code;
        index_list outputs(8);
        plan::value_and_gradient<roots_of<decltype(sin(x) * k)>, xy>::derive(code, outputs);
        return outputs.size() == 3 && outputs[1] != nowhere && outputs[2] == nowhere;
    }();
    STATIC_REQUIRE(right);
    using hessian = plan::hessian<roots_of<decltype(x * x * y)>, xy>;
    constexpr bool triangle = [] {
        listing code;
        index_list outputs(8);
        hessian::derive(code, outputs);
        return outputs.size() == 6 && outputs[hessian::output(0, 1)] == outputs[hessian::output(1, 0)] &&
               outputs[hessian::output(0, 0)] != nowhere && outputs[hessian::output(0, 1)] != nowhere &&
               outputs[hessian::output(1, 1)] == nowhere;
    }();
    STATIC_REQUIRE(triangle);
    using jacobian = plan::jacobian<roots_of<decltype(x * y), decltype(y)>, xy>;
    constexpr bool matrix = [] {
        listing code;
        index_list outputs(8);
        jacobian::derive(code, outputs);
        return outputs.size() == 6 && outputs[jacobian::output(1, 0)] == nowhere &&
               outputs[jacobian::output(0, 0)] != nowhere && code[outputs[jacobian::output(1, 1)]].is_literal(1);
    }();
    STATIC_REQUIRE(matrix);
}

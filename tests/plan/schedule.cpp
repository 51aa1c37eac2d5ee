// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cstddef>
#include <cstdint>
#include <tapeless/scalar.hpp>
#include <type_traits>
#include <utility>

using namespace tapeless::literals;
namespace plan = tapeless::plan;
using tapeless::expr::role;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto k = tapeless::data<"k">;

template <class Handle>
constexpr auto id_of = tapeless::expr::id_of<std::remove_cv_t<Handle>>;
template <class Handle>
constexpr std::size_t nodes = plan::size_of<id_of<Handle>>.nodes;

/// t = t * t + x, Levels times.
template <int Levels>
constexpr auto tower(auto t) {
    if constexpr (Levels == 0)
        return t;
    else
        return tower<Levels - 1>(t * t + x);
}

/// Operands stand before their users, every node is distinct, and the root is last.
template <class Handle>
constexpr bool is_ordered() {
    constexpr const auto& s = plan::schedule_of<id_of<Handle>>;
    if (s.node[s.nodes - 1]->id != id_of<Handle>) return false;
    for (std::size_t n = 0; n < s.nodes; ++n) {
        if (s.first_edge[n + 1] - s.first_edge[n] != s.node[n]->arity) return false;
        for (plan::index_t e = s.first_edge[n]; e < s.first_edge[n + 1]; ++e)
            if (s.operand[e] >= n) return false;
        for (std::size_t m = 0; m < n; ++m)
            if (s.node[m]->id == s.node[n]->id && s.node[n]->constants == 0) return false;
    }
    return s.first_edge[s.nodes] == s.edges;
}

/// A pseudo-random graph: each step combines the latest value with an earlier one.
template <std::uint32_t State, int Steps, class Latest, class Earlier>
constexpr auto graph(Latest latest, Earlier earlier) {
    constexpr std::uint32_t next = State * 1664525u + 1013904223u;
    if constexpr (Steps == 0) {
        return latest;
    } else {
        const auto combined = [&] {
            if constexpr ((State >> 28) % 4 == 0)
                return latest * earlier;
            else if constexpr ((State >> 28) % 4 == 1)
                return sin(latest) + earlier;
            else if constexpr ((State >> 28) % 4 == 2)
                return latest - earlier * latest;
            else
                return max(earlier, latest) / 2_c;
        }();
        if constexpr ((State >> 24) % 2 == 0)
            return graph<next, Steps - 1>(combined, latest);
        else
            return graph<next, Steps - 1>(combined, earlier);
    }
}

template <std::uint32_t... Seeds>
constexpr bool all_ordered(std::integer_sequence<std::uint32_t, Seeds...>) {
    return (true && ... && is_ordered<decltype(graph<Seeds * 2654435761u + 7, 30>(x * y, y + k))>());
}

} // namespace

TEST_CASE("a schedule has each distinct value once") {
    STATIC_REQUIRE(nodes<decltype(x)> == 1);
    STATIC_REQUIRE(nodes<decltype(1_c)> == 1);
    STATIC_REQUIRE(nodes<decltype(sin(x))> == 2);
    STATIC_REQUIRE(nodes<decltype(x * y + sin(x * y))> == 5);
    STATIC_REQUIRE(nodes<decltype((x + y) * (x + y))> == 4);
    STATIC_REQUIRE(nodes<decltype((x + y) * (y + x))> == 5); // addition is not reordered
    STATIC_REQUIRE(nodes<decltype(exp(sin(x)) * exp(sin(x)) + sin(x))> == 5);
}

TEST_CASE("64 levels of t * t + x") {
    // x, and two nodes per level; without sharing there were 2^64.
    using tall = decltype(tower<64>(x));
    STATIC_REQUIRE(nodes<tall> == 1 + 2 * 64);
    STATIC_REQUIRE(is_ordered<tall>());
    const auto r = tapeless::value_and_grad(tower<64>(x))(x = -0.5);
    long double value = -0.5L, slope = 1;
    for (int i = 0; i < 64; ++i) {
        slope = 2 * value * slope + 1;
        value = value * value - 0.5L;
    }
    CHECK(r.value == Approx(static_cast<double>(value)).epsilon(1e-13));
    CHECK(r.grad[x] == Approx(static_cast<double>(slope)).epsilon(1e-12));
}

TEST_CASE("operands come before their users, whatever the graph") {
    STATIC_REQUIRE(is_ordered<decltype(x)>());
    STATIC_REQUIRE(is_ordered<decltype(sin(x) * cos(y) + sin(x))>());
    STATIC_REQUIRE(all_ordered(std::make_integer_sequence<std::uint32_t, 24>{}));
}

TEST_CASE("runtime constants make a node per use") {
    const auto e = (2.0 * x) * (3.0 * x);
    STATIC_REQUIRE(nodes<decltype(e)> == 6);
    constexpr const auto& s = plan::schedule_of<id_of<decltype(e)>>;
    // Each constant is found at an offset of its own in the handle.
    unsigned offsets = 0;
    for (std::size_t n = 0; n < s.nodes; ++n)
        if (s.node[n]->what == role::constant) offsets |= 1u << s.offset[n];
    CHECK(offsets == 3);
}

TEST_CASE("symbols are listed in the order of first use") {
    constexpr auto e = k * sin(y) + x * y;
    constexpr auto symbols = plan::symbols_of<id_of<decltype(e)>>;
    STATIC_REQUIRE(symbols.count == 3);
    STATIC_REQUIRE(symbols.contains(id_of<decltype(x)>));
    STATIC_REQUIRE(symbols.contains(id_of<decltype(y)>));
    STATIC_REQUIRE(symbols.contains(id_of<decltype(k)>));
    constexpr auto variables = plan::request_of<id_of<decltype(e)>, 0>;
    STATIC_REQUIRE(variables.count == 2);
    STATIC_REQUIRE_FALSE(variables.contains(id_of<decltype(k)>));
}

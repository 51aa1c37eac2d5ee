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

namespace {

constexpr auto x = tapeless::var<"x">;

/// 2 * Levels nodes on top of t. The recursion of templates goes a tenth as deep as the expression.
template <int Levels>
constexpr auto chain(auto t) {
    if constexpr (Levels == 0)
        return t;
    else
        return chain<Levels - 5>(sin(sin(sin(sin(sin(t) + x) + x) + x) + x) + x);
}

template <class Handle>
constexpr auto id_of = tapeless::expr::id_of<std::remove_cv_t<Handle>>;

} // namespace

TEST_CASE("a chain of 2,000 nodes is traversed with the compiler's default limits") {
    using deep = decltype(chain<1000>(x));
    constexpr auto size = plan::size_of<id_of<deep>>;
    STATIC_REQUIRE(size.nodes == 2001);
    STATIC_REQUIRE(size.edges == 3000);
    constexpr const auto& s = plan::schedule_of<id_of<deep>>;
    bool ordered = true;
    for (std::size_t e = 0, n = 0; n < s.nodes; ++n)
        for (; e < s.first_edge[n + 1]; ++e) ordered = ordered && s.operand[e] < n;
    CHECK(ordered);
    STATIC_REQUIRE(plan::symbols_of<id_of<deep>>.count == 1);
}

TEST_CASE("maps and buffers of constant evaluation grow") {
    constexpr bool grown = [] {
        plan::buffer<int> b(1);
        for (int i = 0; i < 100; ++i) b.push(i);
        for (int i = 0; i < 100; ++i)
            if (b[static_cast<std::size_t>(i)] != i) return false;
        b.pop();
        return b.size() == 99 && b.back() == 98;
    }();
    STATIC_REQUIRE(grown);
    constexpr bool found = [] {
        plan::occurrence_map map;
        // Many keys of one id and many ids that agree in the bits the map starts from.
        for (plan::index_t i = 0; i < 400; ++i) map.insert({(std::uint64_t{1} << 63) | (std::uint64_t{i} << 40), i % 7, i % 3}, i);
        for (plan::index_t i = 0; i < 400; ++i)
            if (map.find({(std::uint64_t{1} << 63) | (std::uint64_t{i} << 40), i % 7, i % 3}) != i) return false;
        return map.find({std::uint64_t{1} << 63, 1, 0}) == plan::nowhere;
    }();
    STATIC_REQUIRE(found);
}

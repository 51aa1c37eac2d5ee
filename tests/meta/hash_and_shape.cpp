// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <algorithm>
#include <cstdint>
#include <tapeless/meta/fixed_string.hpp>
#include <tapeless/meta/hash.hpp>
#include <tapeless/meta/shape.hpp>
#include <string>
#include <type_traits>
#include <vector>

namespace meta = tapeless::meta;

namespace {

template <class T>
struct box {};
struct one {};
struct two {};

} // namespace

TEST_CASE("mix depends on every bit, and on the order of what is mixed in") {
    STATIC_REQUIRE(meta::mix(meta::mix(0, 1), 2) != meta::mix(meta::mix(0, 2), 1));
    // Every one of the 64 bits of either input changes some bits of the output, and never few.
    int fewest = 64;
    for (int bit = 0; bit < 64; ++bit)
        for (std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0x123456789ABCDEF0}}) {
            const std::uint64_t flip = std::uint64_t{1} << bit;
            const std::uint64_t a = meta::mix(seed, 42) ^ meta::mix(seed, 42 ^ flip);
            int changed = 0;
            for (std::uint64_t rest = a; rest != 0; rest &= rest - 1) ++changed;
            fewest = std::min(fewest, changed);
        }
    CHECK(fewest >= 8);
}

TEST_CASE("hashes of small structures do not collide") {
    // The structures that the library hashes most: trees of pairs of small numbers.
    std::vector<std::uint64_t> seen;
    for (std::uint64_t a = 0; a < 300; ++a)
        for (std::uint64_t b = 0; b < 300; ++b) seen.push_back(meta::mix(meta::mix(7, a), b) & ~std::uint64_t{3});
    std::sort(seen.begin(), seen.end());
    CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}

TEST_CASE("texts and types have hashes of their own") {
    STATIC_REQUIRE(meta::hash_text("x", 1) != meta::hash_text("y", 1));
    STATIC_REQUIRE(meta::hash_text("xy", 2) != meta::hash_text("yx", 2));
    STATIC_REQUIRE(meta::hash_text("", 0) != meta::hash_text("\0", 1));
    STATIC_REQUIRE(meta::hash_type<one>() == meta::hash_type<one>());
    STATIC_REQUIRE(meta::hash_type<one>() != meta::hash_type<two>());
    STATIC_REQUIRE(meta::hash_type<box<one>>() != meta::hash_type<box<two>>());
    STATIC_REQUIRE(meta::hash_type<box<int>>() != meta::hash_type<box<unsigned>>());
}

TEST_CASE("a name is its characters") {
    STATIC_REQUIRE(std::is_same_v<tapeless::name_of<"xy">, tapeless::name<'x', 'y'>>);
    STATIC_REQUIRE(std::is_same_v<tapeless::name_of<"">, tapeless::name<>>);
    STATIC_REQUIRE(tapeless::fixed_string<3>("xy").size() == 2);
    CHECK(std::string(tapeless::name_of<"weight">::text) == "weight");
}

TEST_CASE("a shape as a type and as a value agree") {
    STATIC_REQUIRE(tapeless::shape<>::rank == 0);
    STATIC_REQUIRE(tapeless::shape<>::size == 1);
    STATIC_REQUIRE(tapeless::shape<2, 3, 4>::size == 24);
    constexpr meta::dimensions d = meta::dimensions_of(tapeless::shape<2, 3, 4>{});
    STATIC_REQUIRE(d.rank == 3);
    STATIC_REQUIRE(d.size() == 24);
    STATIC_REQUIRE(d.extent[0] == 2);
    STATIC_REQUIRE(d.extent[2] == 4);
    constexpr meta::hash_t seed = meta::hash_text("seed", 4);
    STATIC_REQUIRE(meta::dimensions{}.size() == 1);
    STATIC_REQUIRE(meta::dimensions_of(tapeless::shape<2, 3>{}) != meta::dimensions_of(tapeless::shape<3, 2>{}));
    STATIC_REQUIRE(meta::hash_dimensions(seed, meta::dimensions_of(tapeless::shape<2, 3>{})) !=
                   meta::hash_dimensions(seed, meta::dimensions_of(tapeless::shape<3, 2>{})));
    STATIC_REQUIRE(meta::hash_dimensions(seed, meta::dimensions_of(tapeless::shape<1>{})) !=
                   meta::hash_dimensions(seed, meta::dimensions_of(tapeless::shape<>{})));
}

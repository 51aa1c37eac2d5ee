// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Expected numbers come from an implementation in Python, written from the papers.

#include "catch.hpp"

#include <tapeless/nn/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace {

using tapeless::nn::random;

TEST_CASE("the bits are those of splitmix64", "[random]") {
    constexpr auto first = [](std::uint64_t seed) {
        random r(seed);
        std::array<std::uint64_t, 5> bits{};
        for (auto& b : bits) b = r.bits();
        return bits;
    };
    STATIC_REQUIRE(first(0) == std::array<std::uint64_t, 5>{0xe220a8397b1dcdafu, 0x6e789e6aa1b965f4u,
                                                            0x06c45d188009454fu, 0xf88bb8a8724c81ecu,
                                                            0x1b39896a51a8749bu});
    // The first of these is the value that is published with the generator.
    STATIC_REQUIRE(first(1234567) == std::array<std::uint64_t, 5>{6457827717110365317u, 0x2c73f08458540fa5u,
                                                                  0x883ebce5a3f27c77u, 0x3fbef740e9177b3fu,
                                                                  0xe3b8346708cb5ecdu});
}

TEST_CASE("uniform numbers are at least 0, below 1, and use 53 bits", "[random]") {
    random r(1);
    for (const double expected :
         {0x1.22145bd91204bp-1, 0x1.7dd71b42cb1ddp-1, 0x1.f12745ddf664ap-1, 0x1.c7061a43b90b2p-2})
        CHECK(r.uniform() == expected);

    double least = 1, most = 0, sum = 0;
    for (int i = 0; i < 100000; ++i) {
        const double u = r.uniform();
        least = std::min(least, u);
        most = std::max(most, u);
        sum += u;
    }
    CHECK(least >= 0);
    CHECK(least < 1e-3);
    CHECK(most < 1);
    CHECK(most > 0.999);
    CHECK(std::fabs(sum / 100000 - 0.5) < 5 * std::sqrt(1.0 / 12 / 100000));
}

TEST_CASE("below() stays below", "[random]") {
    random r(1);
    for (const std::uint64_t expected :
         {5u, 9u, 0u, 5u, 1u, 8u, 5u, 3u, 0u, 0u, 7u, 0u, 4u, 2u, 6u, 9u, 5u, 1u, 4u, 2u})
        CHECK(r.below(10) == expected);

    for (int i = 0; i < 100; ++i) CHECK(r.below(1) == 0);
    for (const std::uint64_t bound : {2u, 3u, 7u, 1000u}) {
        std::vector<int> count(bound);
        for (int i = 0; i < 20000; ++i) {
            const std::uint64_t x = r.below(bound);
            REQUIRE(x < bound);
            ++count[x];
        }
        // Within five deviations of the mean for each.
        const double mean = 20000.0 / static_cast<double>(bound);
        for (const int c : count) CHECK(std::fabs(c - mean) < 5 * std::sqrt(mean));
    }
}

// 2^64 is 3 * 2^62 and a third of that: without a second draw every result below 2^62 would be twice as likely. The
// bits of seed 7 begin with 0x63c... and 0x044..., and 0x044... is among the 2^62 that are drawn again.
TEST_CASE("below() is unbiased: what would favour small numbers is drawn again", "[random]") {
    random bits(7);
    CHECK(bits.bits() == 0x63cbe1e459320dd7u);
    CHECK(bits.bits() == 0x044c3cd7f43c661cu);
    random r(7);
    for (const std::uint64_t expected :
         {0x63cbe1e459320dd7u, 0x26984080bab12a02u, 0x953aeb70673e29cbu, 0x73d33b666a1e21dau, 0x77cbc4a133c2d0f6u,
          0x53fcd6513d02befeu})
        CHECK(r.below(std::uint64_t{3} << 62) == expected);

    // All results are reached, evenly in each third.
    std::array<int, 3> thirds{};
    for (int i = 0; i < 30000; ++i) ++thirds[r.below(std::uint64_t{3} << 62) >> 62];
    for (const int c : thirds) CHECK(std::abs(c - 10000) < 5 * 82);
}

TEST_CASE("normal numbers by the polar method", "[random]") {
    random r(1);
    for (const double expected : {0.42945220538400686, 0.4564552075888475, -0.3268385200683801, 1.0555239041168596,
                                  -0.6643745494506655, -1.5075493027609177})
        CHECK(r.normal() == Approx(expected).epsilon(1e-15));

    constexpr int n = 100000;
    double sum = 0, squares = 0, fourth = 0;
    for (int i = 0; i < n; ++i) {
        const double x = r.normal();
        sum += x;
        squares += x * x;
        fourth += x * x * x * x;
    }
    CHECK(std::fabs(sum / n) < 5 / std::sqrt(n));
    CHECK(std::fabs(squares / n - 1) < 5 * std::sqrt(2.0 / n));
    CHECK(std::fabs(fourth / n - 3) < 5 * std::sqrt(96.0 / n));
}

TEST_CASE("shuffle gives a permutation, and another one each time", "[random]") {
    constexpr auto shuffled = [](int times) {
        random r(1);
        std::array<int, 10> a{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (int i = 0; i < times; ++i) r.shuffle(a);
        return a;
    };
    STATIC_REQUIRE(shuffled(1) == std::array<int, 10>{4, 2, 8, 1, 9, 3, 0, 6, 7, 5});
    STATIC_REQUIRE(shuffled(2) == std::array<int, 10>{8, 3, 6, 1, 2, 9, 5, 7, 0, 4});

    random r(3);
    std::vector<std::size_t> order(257);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto before = order;
    r.shuffle(order);
    CHECK(order != before);
    CHECK(std::is_permutation(order.begin(), order.end(), before.begin()));

    std::vector<int> none, one{7};
    r.shuffle(none);
    r.shuffle(one);
    CHECK(one == std::vector<int>{7});
}

// Of three things, each of the six orders is as likely as any other.
TEST_CASE("every permutation is as likely", "[random]") {
    random r(5);
    std::array<int, 27> count{};
    for (int i = 0; i < 60000; ++i) {
        std::array<std::size_t, 3> a{0, 1, 2};
        r.shuffle(a);
        ++count[9 * a[0] + 3 * a[1] + a[2]];
    }
    int orders = 0;
    for (const int c : count) {
        if (c == 0) continue; // not three different things
        ++orders;
        CHECK(std::abs(c - 10000) < 5 * 92);
    }
    CHECK(orders == 6);
}

} // namespace

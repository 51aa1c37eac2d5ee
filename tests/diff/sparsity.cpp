// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace tapeless::literals;
using namespace diff_test;
using tapeless::compressed;
using tapeless::hessian;
using tapeless::jacobian;
using tapeless::sparsity;
using tapeless::wrt;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;
constexpr auto k = tapeless::data<"k">;

constexpr auto banded = [](auto v) {
    return tapeless::array(v[0_c] * v[1_c], sin(v[1_c]) * v[2_c], exp(v[2_c] * v[3_c]), v[3_c] / v[4_c], 3_c, v[4_c]);
};
/// The extended Rosenbrock function: a Hessian of three diagonals.
constexpr auto rosenbrock = [](auto v) {
    const auto part = [](auto a, auto b) { return 100_c * (b - a * a) * (b - a * a) + (1_c - a) * (1_c - a); };
    return part(v[0_c], v[1_c]) + part(v[1_c], v[2_c]) + part(v[2_c], v[3_c]) + part(v[3_c], v[4_c]);
};

using five = std::array<double, 5>;

/// Points that no accident makes a zero at.
five random_point(unsigned seed) {
    five at{};
    for (double& a : at) {
        seed = seed * 1664525u + 1013904223u;
        a = 0.25 + static_cast<double>(seed >> 8) / 0x1p24;
    }
    return at;
}

template <class Pattern, class Dense, class Entries>
void check_pattern(const Pattern& pattern, const Dense& dense, const Entries& entries) {
    const reals all = leaves(dense);
    REQUIRE(all.size() == pattern.rows * pattern.columns);
    REQUIRE(entries.size() == pattern.nonzeros);
    std::size_t entry = 0;
    for (std::size_t r = 0; r < pattern.rows; ++r)
        for (std::size_t c = 0; c < pattern.columns; ++c) {
            const real value = all[r * pattern.columns + c];
            CHECK(pattern(r, c) == (value != 0));
            if (!pattern(r, c)) continue;
            CHECK(pattern.at(entry).row == r);
            CHECK(pattern.at(entry).column == c);
            CHECK(close(entries[entry], value));
            ++entry;
        }
    CHECK(entry == pattern.nonzeros);
    CHECK(pattern.at(entry).row == pattern.rows);
}

} // namespace

TEST_CASE("the pattern of a Jacobian is that of the dense one") {
    constexpr auto pattern = sparsity<five>(jacobian(banded));
    STATIC_REQUIRE(pattern.rows == 6);
    STATIC_REQUIRE(pattern.columns == 5);
    STATIC_REQUIRE(pattern.nonzeros == 9);
    STATIC_REQUIRE_FALSE(pattern(4, 0));
    for (unsigned seed = 1; seed < 6; ++seed) {
        const five at = random_point(seed);
        check_pattern(pattern, jacobian(banded)(at), compressed(jacobian(banded))(at));
    }
}

TEST_CASE("the pattern of a Hessian is that of the dense one") {
    constexpr auto pattern = sparsity<five>(hessian(rosenbrock));
    STATIC_REQUIRE(pattern.nonzeros == 13);
    for (unsigned seed = 1; seed < 6; ++seed) {
        const five at = random_point(seed);
        check_pattern(pattern, hessian(rosenbrock)(at), compressed(hessian(rosenbrock))(at));
    }
}

TEST_CASE("patterns of expressions of symbols") {
    constexpr auto e = x * x * y + exp(z) * k;
    constexpr auto pattern = sparsity(hessian(e));
    STATIC_REQUIRE(pattern.nonzeros == 4);
    STATIC_REQUIRE(pattern(0, 1));
    STATIC_REQUIRE(pattern(1, 0));
    STATIC_REQUIRE_FALSE(pattern(1, 1));
    STATIC_REQUIRE_FALSE(pattern(0, 2));
    STATIC_REQUIRE(pattern(2, 2));
    constexpr auto entries = compressed(hessian(e))(x = 1.0, y = 2.0, z = 0.0, k = 1.0);
    CHECK(close_trees<double>(entries, reals{4, 2, 2, 1}));
    STATIC_REQUIRE(sparsity(hessian(e, wrt(z, x))).nonzeros == 2);
    constexpr auto j = sparsity(jacobian(std::tuple(x * y, z)));
    STATIC_REQUIRE(j.nonzeros == 3);
    STATIC_REQUIRE_FALSE(j(1, 0));
    STATIC_REQUIRE(compressed(jacobian(std::tuple(x * y, z)))(x = 3.0, y = 5.0, z = 7.0) == std::array{5.0, 3.0, 1.0});
}

TEST_CASE("argument numbers choose columns of a pattern") {
    constexpr auto f = [](auto a, auto b, auto c) { return std::tuple(a * b, c); };
    constexpr auto pattern = sparsity<double, double, double>(jacobian<2, 0>(f));
    STATIC_REQUIRE(pattern.columns == 2);
    STATIC_REQUIRE(pattern(0, 1));
    STATIC_REQUIRE_FALSE(pattern(0, 0));
    STATIC_REQUIRE(pattern(1, 0));
    CHECK(compressed(jacobian<2, 0>(f))(2.0, 3.0, 4.0) == std::array{3.0, 1.0});
}

TEST_CASE("a matrix without entries") {
    constexpr auto linear = [](auto a, auto b) { return 2_c * a + b; };
    STATIC_REQUIRE(sparsity<double, double>(hessian(linear)).nonzeros == 0);
    STATIC_REQUIRE(compressed(hessian(linear))(1.0, 2.0).size() == 0);
    STATIC_REQUIRE(sparsity<double>(jacobian([](auto) { return 3_c; })).nonzeros == 0);
}

TEST_CASE("an entry that is zero at a point alone is no structural zero") {
    STATIC_REQUIRE(sparsity(hessian(x * x * x)).nonzeros == 1);
    STATIC_REQUIRE(compressed(hessian(x * x * x))(x = 0.0) == std::array{0.0});
    STATIC_REQUIRE(sparsity(jacobian(std::tuple(stop_gradient(x) * y, x))).nonzeros == 2);
}

TEST_CASE("structural zeros cost no instruction") {
    constexpr auto two = sin(x) + sin(y);
    constexpr auto three = sin(x) + sin(y) + sin(z);
    using xy = plan::ids<id<decltype(x)>, id<decltype(y)>>;
    using xyz = plan::ids<id<decltype(x)>, id<decltype(y)>, id<decltype(z)>>;
    using small = tapeless::diff::compressed<plan::hessian<plan::ids<id<decltype(two)>>, xy>>;
    using large = tapeless::diff::compressed<plan::hessian<plan::ids<id<decltype(three)>>, xyz>>;
    STATIC_REQUIRE(operations<small>() <= 4); // sin and a sign of each; no value, no gradient
    STATIC_REQUIRE(2 * operations<large>() == 3 * operations<small>());
    // Of a Jacobian: nothing for the rows that hold one symbol each.
    using rows = plan::ids<id<decltype(sin(x))>, id<decltype(sin(y))>, id<decltype(sin(z))>>;
    STATIC_REQUIRE(operations<tapeless::diff::compressed<plan::jacobian<rows, xyz>>>() == 3);
}

TEST_CASE("where and if_else keep their sides in the pattern") {
    STATIC_REQUIRE(sparsity(jacobian(std::tuple(where(x < 0_c, y, z), y))).nonzeros == 3);
    STATIC_REQUIRE(sparsity(hessian(if_else(x < 0_c, y * z, z))).nonzeros == 2);
}

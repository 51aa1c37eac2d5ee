// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <array>
#include <tapeless.hpp>
#include <tapeless/ops/fold.hpp>
#include <tuple>

using namespace ops_test;
using namespace tapeless::literals;

namespace {

constexpr auto a = tapeless::var<"a">;
constexpr auto b = tapeless::var<"b">;
constexpr auto c = tapeless::var<"c">;
constexpr auto d = tapeless::var<"d">;
constexpr auto e = tapeless::var<"e">;

} // namespace

TEST_CASE("sums and products are balanced trees from left to right") {
    STATIC_REQUIRE(std::is_same_v<decltype(sum(+a)), decltype(+a)>);
    STATIC_REQUIRE(std::is_same_v<decltype(sum(a, b)), decltype(a + b)>);
    STATIC_REQUIRE(std::is_same_v<decltype(sum(a, b, c)), decltype((a + b) + c)>);
    STATIC_REQUIRE(std::is_same_v<decltype(sum(a, b, c, d)), decltype((a + b) + (c + d))>);
    STATIC_REQUIRE(std::is_same_v<decltype(sum(a, b, c, d, e)), decltype(((a + b) + (c + d)) + e)>);
    STATIC_REQUIRE(std::is_same_v<decltype(sum(a, b, c, d, e, a)), decltype(((a + b) + (c + d)) + (e + a))>);
    STATIC_REQUIRE(std::is_same_v<decltype(sum(a, b, c, d, e, a, b)), decltype(((a + b) + (c + d)) + ((e + a) + b))>);
    STATIC_REQUIRE(std::is_same_v<decltype(product(+a)), decltype(+a)>);
    STATIC_REQUIRE(std::is_same_v<decltype(product(a, b, c, d, e)), decltype(((a * b) * (c * d)) * e)>);
    STATIC_REQUIRE(std::is_same_v<decltype(product(a, a)), decltype(a * a)>);
}

TEST_CASE("the sum of one tensor still adds its elements") {
    constexpr auto x = tapeless::var<"x", 3>;
    CHECK(tapeless::eval(sum(x))(x = std::array{1.0, 2.0, 4.0}) == 7.0);
}

TEMPLATE_TEST_CASE("sums of any number of scalars", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto... x) { return sum(x...); });
    const auto [v, g] = f(T(1), T(-2), T(0.5), T(7), infinity<T>, T(3), T(0));
    CHECK(v == infinity<T>);
    CHECK(g == std::tuple{T(1), T(1), T(1), T(1), T(1), T(1), T(1)});
    CHECK(f(T(1), T(-2), T(0.5), T(7), T(16)).value == T(22.5));
    // A chain adds each one to the large number, where it is lost; a tree adds the ones first.
    const T large = 2 / std::numeric_limits<T>::epsilon();
    CHECK(tapeless::eval(sum(a, b, c, d))(a = large, b = T(0), c = T(1), d = T(1)) == large + 2);
    CHECK(tapeless::eval((((a + b) + c) + d))(a = large, b = T(0), c = T(1), d = T(1)) == large);
}

TEMPLATE_TEST_CASE("products with zero factors have the right derivatives", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto... x) { return product(x...); });
    const auto none = f(T(2), T(3), T(-1), T(5), T(0.5));
    CHECK(none.value == -15);
    CHECK(none.grad == std::tuple{T(-7.5), T(-5), T(15), T(-3), T(-30)});
    const auto one = f(T(2), T(0), T(-1), T(5), T(0.5));
    CHECK(one.value == 0);
    CHECK(one.grad == std::tuple{T(0), T(-5), T(0), T(0), T(0)});
    const auto two = f(T(2), T(0), T(-1), T(5), T(0));
    CHECK(two.grad == std::tuple{T(0), T(0), T(0), T(0), T(0)});
    const auto pair = f(T(0), T(3));
    CHECK(pair.grad == std::tuple{T(3), T(0)});
}

TEST_CASE("sums and products take numbers, integral constants and literals") {
    CHECK(tapeless::eval(sum(a, 2.0, 3_c, std::integral_constant<int, 4>{}))(a = 1.0) == 10.0);
    CHECK(tapeless::eval(product(2.0, a, 0.5_c, 3))(a = 5.0) == 15.0);
    CHECK(tapeless::grad(product(a, a + 1.0, a, 2_c))(a = 3.0)[a] == 2 * (3 * 9.0 + 2 * 3.0));
    CHECK(tapeless::grad(sum(a, a, a, a, 1.0, a))(a = 3.0)[a] == 5.0);
}

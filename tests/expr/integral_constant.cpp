// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <boost/hana/integral_constant.hpp>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;

namespace {

template <class A, class B>
constexpr bool same(A, B) {
    return std::is_same_v<A, B>;
}

constexpr auto x = tapeless::var<"x">;

} // namespace

TEST_CASE("integral constants of the standard library are literals") {
    constexpr std::integral_constant<int, 2> two{};
    STATIC_REQUIRE(same(x + two, x + 2_c));
    STATIC_REQUIRE(same(two * x, 2_c * x));
    STATIC_REQUIRE(same(x - std::integral_constant<long, -30>{}, x - (-(30_c))));
    STATIC_REQUIRE(same(x / std::integral_constant<unsigned char, 7>{}, x / 7_c));
    STATIC_REQUIRE(same(x * std::true_type{}, tapeless::expr::lift(1_c * x)));
    STATIC_REQUIRE(same(pow(x, two), pow(x, 2_c)));
    STATIC_REQUIRE(same(max(x, std::integral_constant<int, 0>{}), max(x, 0_c)));
}

TEST_CASE("integral constants of Hana are literals") {
    namespace hana = boost::hana;
    STATIC_REQUIRE(same(x + hana::int_c<2>, x + 2_c));
    STATIC_REQUIRE(same(hana::int_c<2> + x, 2_c + x));
    STATIC_REQUIRE(same(hana::long_c<-3> * x, -(3_c)*x));
    STATIC_REQUIRE(same(x / hana::size_c<4>, x / 4_c));
    STATIC_REQUIRE(same(hana::int_c<5> - x, 5_c - x));
    STATIC_REQUIRE(same(pow(x, hana::int_c<3>), pow(x, 3_c)));
    STATIC_REQUIRE(tapeless::grad(pow(x, hana::int_c<3>))(x = 2.0)[x] == 12.0);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cstdint>
#include <tapeless/scalar.hpp>
#include <type_traits>

using namespace tapeless::literals;
using tapeless::data;
using tapeless::var;
namespace expr = tapeless::expr;

namespace {

template <class Handle>
constexpr auto id(Handle) {
    return expr::id_of<Handle>;
}

constexpr auto x = var<"x">;
constexpr auto y = var<"y">;

} // namespace

TEST_CASE("a symbol is its name, its extents and whether it is data") {
    STATIC_REQUIRE(id(var<"x">) == id(x));
    STATIC_REQUIRE(id(var<"x">) != id(var<"y">));
    STATIC_REQUIRE(id(var<"x">) != id(data<"x">));
    STATIC_REQUIRE(id(var<"x">) != id(var<"x", 1>));
    STATIC_REQUIRE(id(var<"x", 2, 3>) != id(var<"x", 3, 2>));
    STATIC_REQUIRE(id(var<"x", 6>) != id(var<"x", 2, 3>));
    STATIC_REQUIRE(id(var<"ab">) != id(var<"ba">));
    STATIC_REQUIRE(id(var<"">) != id(x));
    STATIC_REQUIRE(id(var<"a name of many letters, with spaces">) != id(var<"a name of many letters, with space">));
}

TEST_CASE("ids tell a tensor and a literal without a look-up") {
    STATIC_REQUIRE(expr::is_tensor(id(var<"x", 1>)));
    STATIC_REQUIRE(expr::is_tensor(id(data<"x", 2, 2>)));
    STATIC_REQUIRE_FALSE(expr::is_tensor(id(x)));
    STATIC_REQUIRE_FALSE(expr::is_tensor(id(x * y + 1_c)));
    STATIC_REQUIRE(expr::is_literal(id(0.5_c)));
    STATIC_REQUIRE_FALSE(expr::is_literal(id(x)));
    STATIC_REQUIRE_FALSE(expr::is_literal(id(x + 0.5_c)));
    STATIC_REQUIRE(expr::is_tensor(id(var<"u", 3> + x)));
    STATIC_REQUIRE(std::is_same_v<expr::shape_of<id(var<"u", 3> * x)>, tapeless::shape<3>>);
    STATIC_REQUIRE(std::is_same_v<expr::shape_of<id(var<"W", 2, 3> + var<"u", 3>)>, tapeless::shape<2, 3>>);
}

TEST_CASE("equal expressions have one type, and different ones do not") {
    STATIC_REQUIRE(std::is_same_v<decltype(sin(x * y) + x), decltype(sin(x * y) + x)>);
    STATIC_REQUIRE(std::is_same_v<decltype(sin(x * y) + x), decltype(sin(var<"x"> * var<"y">) + var<"x">)>);
    STATIC_REQUIRE_FALSE(std::is_same_v<decltype(x - y), decltype(y - x)>);
    STATIC_REQUIRE_FALSE(std::is_same_v<decltype(x - y), decltype(x + y)>);
    STATIC_REQUIRE_FALSE(std::is_same_v<decltype((x + y) + x), decltype(x + (y + x))>);
    STATIC_REQUIRE_FALSE(std::is_same_v<decltype(sin(x)), decltype(cos(x))>);
}

TEST_CASE("a handle without constants is empty, and every handle is trivially copyable") {
    constexpr auto e = sin(x * y) + 2_c * x;
    STATIC_REQUIRE(std::is_empty_v<std::remove_const_t<decltype(e)>>);
    STATIC_REQUIRE(std::is_empty_v<std::remove_const_t<decltype(x)>>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<std::remove_const_t<decltype(e)>>);
    const auto with_constants = 2.0 * x + 3.0;
    using handle = std::remove_const_t<decltype(with_constants)>;
    STATIC_REQUIRE(std::is_trivially_copyable_v<handle>);
    STATIC_REQUIRE(sizeof(handle) == 2 * sizeof(double)); // the two constants, and nothing else
}

TEST_CASE("a handle that outlives every object it was made from keeps its meaning") {
    const auto make = [] {
        const double k = 3.0;
        const auto inner = k * var<"x">;
        const auto outer = sin(inner) + inner;
        return outer;
    };
    const auto e = make();
    double overwritten[16];
    for (double& d : overwritten) d = -1.0;
    CHECK(tapeless::eval(e)(x = 0.0) == 0.0);
    CHECK(tapeless::grad(e)(x = 0.0)[x] == 6.0);
    CHECK(overwritten[3] == -1.0);
}

TEST_CASE("binding a symbol keeps scalars by value and what is large by reference") {
    double value = 1.0;
    const auto b = x = value;
    value = 2.0;
    CHECK(b.value == 1.0);
    STATIC_REQUIRE(std::is_same_v<decltype((x = 3)), tapeless::binding<id(x), int>>);
    STATIC_REQUIRE(std::is_same_v<decltype((x = 3.0f)), tapeless::binding<id(x), float>>);
    const double many[4]{};
    const auto r = var<"u", 4> = many;
    CHECK(&r.value[0] == &many[0]);
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cstddef>
#include <cstdint>
#include <tapeless/scalar.hpp>
#include <utility>

using namespace tapeless::literals;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

/// A user's own operation of three operands: x * y + z, and 100, 200, 300 as derivatives, so that a mix-up shows.
struct marked {
    static constexpr bool elementwise = true;
    template <class T>
    static constexpr T value(const T& a, const T& b, const T& c) {
        return a * b + c;
    }
    template <std::size_t I, class T>
    static constexpr T pullback(const T& adjoint, const T& result, const T& a, const T& b, const T& c) {
        // Every argument reaches the rule in its place.
        return where(result == a * b + c, adjoint * T(100 * (I + 1)), T(-1));
    }
};

/// Counts how often it is evaluated and pulled back.
struct calls {
    static inline int values = 0, pullbacks = 0;
};
struct counted {
    static constexpr bool elementwise = true;
    static constexpr bool opaque = true; // counting is no operation
    template <class T>
    static T value(const T& a) {
        ++calls::values;
        return a + T(1);
    }
    template <std::size_t, class T>
    static T pullback(const T& adjoint, const T&, const T&) {
        ++calls::pullbacks;
        return adjoint;
    }
};

/// t = t * t + x, Levels times: several blocks of steps.
template <int Levels>
constexpr auto tower(auto t) {
    if constexpr (Levels == 0)
        return t;
    else
        return tower<Levels - 1>(t * t + x);
}

template <int Levels>
void check_tower() {
    const auto r = tapeless::value_and_grad(tower<Levels>(x))(x = -0.75);
    double value = -0.75, slope = 1;
    for (int i = 0; i < Levels; ++i) {
        slope = 2 * value * slope + 1;
        value = value * value - 0.75;
    }
    CAPTURE(Levels);
    CHECK(r.value == Approx(value).epsilon(1e-12));
    CHECK(r.grad[x] == Approx(slope).epsilon(1e-12));
    CHECK(tapeless::eval(tower<Levels>(x))(x = -0.75) == Approx(r.value).epsilon(1e-12)); // contracted otherwise, maybe
}

template <int... I>
void check_towers(std::integer_sequence<int, I...>) {
    (check_tower<I>(), ...);
}

} // namespace

TEST_CASE("an operation of three operands meets each in its place") {
    constexpr auto z = tapeless::var<"z">;
    constexpr auto e = tapeless::expr::apply<marked>(x, y, z);
    const auto r = tapeless::value_and_grad(e)(x = 2.0, y = 3.0, z = 4.0);
    CHECK(r.value == 10.0);
    CHECK(r.grad[x] == 100.0);
    CHECK(r.grad[y] == 200.0);
    CHECK(r.grad[z] == 300.0);
    // One symbol in several places, and a literal among them.
    CHECK(tapeless::grad(tapeless::expr::apply<marked>(x, x, x))(x = 2.0)[x] == 600.0);
    CHECK(tapeless::grad(tapeless::expr::apply<marked>(x, 2_c, x))(x = 2.0)[x] == 400.0);
    CHECK(tapeless::grad(tapeless::expr::apply<marked>(1_c, 2_c, x))(x = 2.0)[x] == 300.0);
}

TEST_CASE("each node is evaluated once forward and once backward") {
    constexpr auto shared = tapeless::expr::apply<counted>(x);
    calls::values = calls::pullbacks = 0;
    CHECK(tapeless::grad(shared * shared + sin(shared) * shared)(x = 0.0)[x] != 0.0);
    CHECK(calls::values == 1);
    CHECK(calls::pullbacks == 1);
    // Toward data nothing is pulled back.
    constexpr auto k = tapeless::data<"k">;
    calls::values = calls::pullbacks = 0;
    CHECK(tapeless::grad(x * tapeless::expr::apply<counted>(k))(x = 1.0, k = 2.0)[x] == 3.0);
    CHECK(calls::values == 1);
    CHECK(calls::pullbacks == 0);
}

TEST_CASE("expressions of every length around the size of a block") {
    check_towers(std::integer_sequence<int, 0, 1, 2, 30, 31, 32, 33, 63, 64, 65, 96>{});
}

TEST_CASE("the sweeps are constant expressions") {
    constexpr auto e = tower<40>(x) + x * y;
    constexpr auto r = tapeless::value_and_grad(e)(x = 0.0, y = 3.0);
    STATIC_REQUIRE(r.value == 0.0);
    STATIC_REQUIRE(r.grad[x] == 4.0);
    STATIC_REQUIRE(r.grad[y] == 0.0);
}

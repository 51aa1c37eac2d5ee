// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <tapeless/ops/extremum.hpp>

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

/// The second derivative, of a derivative.
template <class F>
double second(const F& f, double x) {
    return tapeless::grad(tapeless::grad(f))(x);
}

} // namespace

TEST_CASE("abs and sign and max and min and clamp keep the laws") {
    constexpr double at_abs[]{1, -1, 0.1, -1e10, 1e-10};
    constexpr double at[][2]{{1, 2}, {2, 1}, {-1, -2}, {0, 1e-3}, {1e10, -1e10}, {0.1, 0.2}};
    constexpr double at_clamp[][3]{{1, 0, 2}, {-1, 0, 2}, {3, 0, 2}, {0.1, -1e10, 1e10}, {-5, -2, -1}};
    CHECK(broken<ops::abs>(at_abs) == "");
    CHECK(broken<ops::sign>(at_abs) == "");
    CHECK(broken<ops::max>(at) == "");
    CHECK(broken<ops::min>(at) == "");
    CHECK(broken<ops::clamp>(at_clamp) == "");
}

TEMPLATE_TEST_CASE("abs is smooth but at 0 where its derivative is 0", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return abs(a); });
    for (T x : {T(1), T(0.1), tiny<T>, huge<T>, infinity<T>}) {
        CHECK(f(x).value == x);
        CHECK(f(x).grad == 1);
        CHECK(f(-x).value == x);
        CHECK(f(-x).grad == -1);
    }
    for (T zero : {T(0), T(-0.0)}) {
        CHECK(f(zero).value == 0);
        CHECK(!std::signbit(f(zero).value));
        CHECK(f(zero).grad == 0);
    }
    CHECK(std::isnan(f(not_a_number<T>).value));
    // What lies above has an infinite derivative where abs has none: no NaN comes of it.
    CHECK(tapeless::grad([](auto a) { return sqrt(abs(a)); })(T(0)) == 0);
}

TEMPLATE_TEST_CASE("sign is the sign and has no derivative", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return sign(a); });
    for (T x : {T(1), T(0.1), tiny<T>, huge<T>, infinity<T>}) {
        CHECK(f(x).value == 1);
        CHECK(f(-x).value == -1);
        CHECK(f(x).grad == 0);
        CHECK(f(-x).grad == 0);
    }
    CHECK(f(T(0)).value == 0);
    CHECK(f(T(0)).grad == 0);
    CHECK(std::isnan(f(not_a_number<T>).value));
    CHECK(tapeless::grad([](auto a) { return sign(a) * a; })(T(-3)) == -1);
}

TEMPLATE_TEST_CASE("max gives its adjoint to the larger operand and min to the smaller", "", float, double,
                   long double) {
    using T = TestType;
    const auto largest = tapeless::value_and_grad([](auto a, auto b) { return max(a, b); });
    const auto smallest = tapeless::value_and_grad([](auto a, auto b) { return min(a, b); });
    const auto check = [&](T x, T y, T value, T dx, T dy) {
        CAPTURE(x, y);
        const auto [v, d] = largest(x, y);
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dy);
        const auto [low, slope] = smallest(-x, -y);
        CHECK(low == -value);
        CHECK(std::get<0>(slope) == dx);
        CHECK(std::get<1>(slope) == dy);
    };
    check(T(1), T(2), T(2), T(0), T(1));
    check(T(2), T(1), T(2), T(1), T(0));
    check(T(-3), T(-2), T(-2), T(0), T(1));
    check(tiny<T>, T(0), tiny<T>, T(1), T(0));
    check(infinity<T>, huge<T>, infinity<T>, T(1), T(0));
    check(-infinity<T>, -huge<T>, -huge<T>, T(0), T(1));
    // Ties share.
    check(T(2), T(2), T(2), T(0.5), T(0.5));
    check(T(0), T(-0.0), T(0), T(0.5), T(0.5));
    check(infinity<T>, infinity<T>, infinity<T>, T(0.5), T(0.5));
    for (const auto& f :
         {+[](T x, T y) { return ops::max::value(x, y); }, +[](T x, T y) { return ops::min::value(x, y); }}) {
        CHECK(std::isnan(f(not_a_number<T>, T(1))));
        CHECK(std::isnan(f(T(1), not_a_number<T>)));
        CHECK(std::isnan(f(not_a_number<T>, infinity<T>)));
        CHECK(std::isnan(f(-infinity<T>, not_a_number<T>)));
    }
}

TEST_CASE("max and min of an expression with itself and with numbers and of many") {
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    constexpr auto z = tapeless::var<"z">;
    CHECK(tapeless::grad(max(x, x))(x = 3.0)[x] == 1.0); // two halves
    CHECK(tapeless::grad(min(x, x))(x = 3.0)[x] == 1.0);
    CHECK(tapeless::grad(max(x, 1.0))(x = 3.0)[x] == 1.0);
    CHECK(tapeless::grad(max(4.0, x))(x = 3.0)[x] == 0.0);
    CHECK(tapeless::grad(max(x, 0_c))(x = 3.0)[x] == 1.0);
    CHECK(tapeless::grad(max(0_c, x))(x = 0.0)[x] == 0.5);
    const auto largest = tapeless::value_and_grad(max(x, y, z, 2.0))(x = 1.0, y = 5.0, z = 3.0);
    CHECK(largest.value == 5.0);
    CHECK(largest.grad[x] == 0.0);
    CHECK(largest.grad[y] == 1.0);
    CHECK(largest.grad[z] == 0.0);
    const auto smallest = tapeless::value_and_grad(min(7_c, x, y, z))(x = 1.0, y = 5.0, z = 1.0);
    CHECK(smallest.value == 1.0);
    CHECK(smallest.grad[x] == 0.5);
    CHECK(smallest.grad[y] == 0.0);
    CHECK(smallest.grad[z] == 0.5);
}

TEST_CASE("the operand that max does not choose receives zero though its own derivative is infinite") {
    constexpr auto x = tapeless::var<"x">;
    CHECK(tapeless::grad(max(log(x), 0_c))(x = 0.5)[x] == 0.0);
    CHECK(tapeless::grad(max(x, 1_c) * max(1_c, x))(x = 2.0)[x] == 4.0);
}

TEMPLATE_TEST_CASE("clamp passes the adjoint on to what its value is", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto x, auto low, auto high) { return clamp(x, low, high); });
    const auto check = [&](T x, T value, T dx, T dlow, T dhigh) {
        CAPTURE(x);
        const auto [v, d] = f(x, T(-1), T(2));
        CHECK(v == value);
        CHECK(std::get<0>(d) == dx);
        CHECK(std::get<1>(d) == dlow);
        CHECK(std::get<2>(d) == dhigh);
    };
    check(T(0.5), T(0.5), T(1), T(0), T(0));
    check(T(-1), T(-1), T(1), T(0), T(0)); // at the bounds all goes to x
    check(T(2), T(2), T(1), T(0), T(0));
    check(T(-1.5), T(-1), T(0), T(1), T(0));
    check(T(2.5), T(2), T(0), T(0), T(1));
    check(infinity<T>, T(2), T(0), T(0), T(1));
    check(-infinity<T>, T(-1), T(0), T(1), T(0));
    CHECK(std::isnan(f(not_a_number<T>, T(0), T(1)).value));
    CHECK(f(T(3), not_a_number<T>, T(1)).value == 1);
    CHECK(tapeless::grad([](auto x) { return clamp(x, 0_c, 1.0); })(T(0.25)) == 1);
}

TEST_CASE("second derivatives pass through abs and max and min and clamp") {
    CHECK(second([](auto a) { return abs(a * a * a); }, -2.0) == 12.0);
    CHECK(second([](auto a) { return abs(a); }, -2.0) == 0.0);
    CHECK(second([](auto a) { return max(a * a, a); }, 3.0) == 2.0);
    CHECK(second([](auto a) { return max(a * a, a); }, 0.5) == 0.0);
    CHECK(second([](auto a) { return min(a * a, a); }, 0.5) == 2.0);
    CHECK(second([](auto a) { return clamp(a * a, 0_c, 4_c); }, 1.5) == 2.0);
    CHECK(second([](auto a) { return clamp(a * a, 0_c, 4_c); }, 2.5) == 0.0);
    CHECK(second([](auto a) { return sign(a) * a * a; }, -2.5) == -2.0);
}

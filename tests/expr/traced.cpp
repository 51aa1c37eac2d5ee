// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Values that record what is computed with them: derivative rules run with these while compiling.

#include "catch.hpp"

#include <string_view>
#include <tapeless/scalar.hpp>
#include <type_traits>

namespace expr = tapeless::expr;
namespace ops = tapeless::ops;
using expr::index_t;
using expr::listing;
using expr::traced;

namespace {

constexpr traced symbol(listing& code, expr::hash_t id) {
    expr::instruction leaf;
    leaf.what = expr::role::variable;
    leaf.payload = id;
    return {code, code.add(leaf)};
}

/// Whether a check of a listing with two symbols holds.
template <class Check>
constexpr bool holds(const Check& check) {
    listing code;
    const traced x = symbol(code, 8), y = symbol(code, 12);
    return check(code, x, y);
}

struct opaque_rule {
    static constexpr bool elementwise = true;
    static constexpr bool opaque = true;
    static constexpr auto name = "opaque";

    template <class T>
    static constexpr T value(const T& x) {
        return x < T(0) ? -x * x : x * x;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return x < T(0) ? adjoint * (T(-2) * x) : adjoint * (T(2) * x);
    }
};
constexpr auto signed_square = [](auto x) { return expr::apply<opaque_rule>(x); };

} // namespace

TEST_CASE("operators on traced values record operations") {
    STATIC_REQUIRE(holds([](listing& code, traced x, traced y) {
        const traced sum = x + y;
        return code.size() == 3 && code[sum.at].arity == 2 && code[sum.at].operand[0] == x.at &&
               code[sum.at].operand[1] == y.at && std::string_view(code[sum.at].op->name) == "+" &&
               sum.is_made_by<ops::add, 2>() && !sum.is_made_by<ops::multiply, 2>();
    }));
    STATIC_REQUIRE(holds([](listing& code, traced x, traced y) {
        const traced q = sin(x / y) - exp(x);
        return code.size() == 6 && q.operand(0).is_made_by<ops::sin, 1>() && q.operand(1).is_made_by<ops::exp, 1>();
    }));
}

TEST_CASE("what is computed twice is recorded once") {
    STATIC_REQUIRE(holds([](listing& code, traced x, traced y) {
        const traced a = sin(x) * y, b = sin(x) * y;
        return a.same_as(b) && code.size() == 4;
    }));
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced y) { return (x * y).same_as(y * x) && (x + y).same_as(y + x); }));
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced y) { return !(x - y).same_as(y - x) && !(x / y).same_as(y / x); }));
}

TEST_CASE("numbers of a rule join the listing of the value they meet") {
    STATIC_REQUIRE(holds([](listing& code, traced x, traced) {
        const traced three(3.0);
        if (three.in != nullptr || !three.exists()) return false;
        const traced product = three * x;
        return product.in == &code && code[product.at].operand[0] < code.size() &&
               (product.operand(0).is(3) || product.operand(1).is(3));
    }));
    // Quotients of numbers stay exact: a third is no literal of 18 digits.
    STATIC_REQUIRE(holds([](listing&, traced x, traced) {
        const traced third = traced(1.0) / traced(3.0), sum = x + third;
        const traced recorded = sum.operand(1).same_as(x) ? sum.operand(0) : sum.operand(1);
        return third.is_loose() && recorded.is_made_by<ops::divide, 2>() && recorded.operand(0).is(1) &&
               recorded.operand(1).is(3);
    }));
    STATIC_REQUIRE(holds([](listing&, traced x, traced) {
        const traced number = (traced(2.0) + traced(1.0)) * traced(3.0) - traced(2.0); // 7
        const traced sum = x + number;
        return sum.operand(0).is(7) || sum.operand(1).is(7);
    }));
}

TEST_CASE("simplifications keep every IEEE result") {
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced) { return (x * traced(1.0)).same_as(x) && (traced(1.0) * x).same_as(x); }));
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced) { return (x / traced(1.0)).same_as(x) && (x - traced(0.0)).same_as(x); }));
    STATIC_REQUIRE(holds([](listing&, traced x, traced) { return (-(-x)).same_as(x); }));
    STATIC_REQUIRE(holds([](listing&, traced x, traced) { return (x * traced(-1.0)).same_as(-x); }));
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced y) { return (x + -y).same_as(x - y) && (x - -y).same_as(x + y); }));
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced y) { return (-x * y).same_as(-(x * y)) && (x / -y).same_as(-(x / y)); }));
    STATIC_REQUIRE(holds([](listing&, traced x, traced) { return (x * x).is_made_by<ops::square, 1>(); }));
    // 0 * x is no 0, for x may be infinite; x + 0 is no x, for x may be -0.
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced) { return !(traced(0.0) * x).is(0) && !(x + traced(0.0)).same_as(x); }));
}

TEST_CASE("rules may choose and compare") {
    STATIC_REQUIRE(holds([](listing& code, traced x, traced y) {
        const traced r = where(x < y && !(y == x), x, y);
        return code.selection == r.at && r.is_made_by<ops::choose, 3>() && r.operand(0).is_made_by<ops::both, 2>();
    }));
    STATIC_REQUIRE(
        holds([](listing&, traced x, traced y) { return (x > y).same_as(y < x) && (x >= y).same_as(y <= x); }));
}

TEST_CASE("the description of an operation is what it declares") {
    constexpr const expr::operation& add = expr::operation_entry<ops::add, 2>::description;
    STATIC_REQUIRE(add.commutative);
    STATIC_REQUIRE(add.flops == 1);
    STATIC_REQUIRE_FALSE(add.selects);
    STATIC_REQUIRE(add.pullback != nullptr);
    STATIC_REQUIRE(std::string_view(add.name) == "+");
    constexpr const expr::operation& less = expr::operation_entry<ops::less, 2>::description;
    STATIC_REQUIRE(less.differentiable == 0);
    STATIC_REQUIRE(less.pullback == nullptr);
    constexpr const expr::operation& branch = expr::operation_entry<ops::branch, 3>::description;
    STATIC_REQUIRE(branch.selects);
    STATIC_REQUIRE(branch.branches);
    STATIC_REQUIRE(branch.differentiable == 0b110);
    STATIC_REQUIRE(expr::operation_entry<ops::choose, 3>::description.tag != branch.tag);
    // The type is found again by the tag.
    STATIC_REQUIRE(std::is_same_v<expr::node_of<add.tag>::op, ops::add>);
}

TEST_CASE("an opaque rule is run and not traced") {
    constexpr auto x = tapeless::var<"x">;
    STATIC_REQUIRE(tapeless::grad(signed_square(x))(x = 3.0)[x] == 6.0);
    STATIC_REQUIRE(tapeless::grad(signed_square(x) * x)(x = -3.0)[x] == -27.0);
    CHECK(tapeless::jvp(signed_square)(-2.0)(0.5).tangent == 2.0);
    CHECK(tapeless::eval(tapeless::grad(signed_square(x))[x])(x = -2.0) == 4.0);
}

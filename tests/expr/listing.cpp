// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless/expr/listing.hpp>

namespace expr = tapeless::expr;
using expr::index_t;
using expr::instruction;
using expr::listing;
using tapeless::meta::decimal;

namespace {

constexpr expr::operation plus{.tag = 0x1001};
constexpr expr::operation minus{.tag = 0x2001};
constexpr expr::operation choice{.tag = 0x3001, .selects = true};

constexpr instruction apply(const expr::operation& op, index_t a, index_t b) {
    instruction i;
    i.op = &op;
    i.arity = 2;
    i.operand[0] = a;
    i.operand[1] = b;
    return i;
}
constexpr instruction symbol(expr::hash_t id) {
    instruction i;
    i.what = expr::role::variable;
    i.payload = id;
    return i;
}

} // namespace

TEST_CASE("equal instructions are one") {
    constexpr bool right = [] {
        listing code;
        const index_t x = code.add(symbol(7)), y = code.add(symbol(9));
        const index_t sum = code.add(apply(plus, x, y));
        if (x != 0 || y != 1 || sum != 2) return false;
        return code.add(symbol(7)) == x && code.add(apply(plus, x, y)) == sum && code.size() == 3;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("instructions that differ in anything are two") {
    constexpr bool right = [] {
        listing code;
        const index_t x = code.add(symbol(7)), y = code.add(symbol(9));
        const index_t sum = code.add(apply(plus, x, y));
        if (code.add(apply(plus, y, x)) == sum || code.add(apply(minus, x, y)) == sum) return false;
        instruction data = symbol(7);
        data.what = expr::role::data;
        instruction constant;
        constant.what = expr::role::constant;
        const index_t first = code.add(constant);
        constant.operand[0] = 1;
        return code.add(data) != x && code.add(constant) != first && code.size() == 8;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("literals are found by their number") {
    constexpr bool right = [] {
        listing code;
        const index_t two = code.add_literal(decimal::canonical(2));
        if (code.add_literal(decimal::canonical(2)) != two || code.add_literal(decimal::canonical(20)) == two)
            return false;
        if (!code[two].is_literal(2) || code[two].is_literal(20) || code[two].is_literal(-2)) return false;
        const index_t negative = code.add_literal(decimal::canonical(-15, -1));
        const index_t zero = code.add_literal({});
        return code[negative].number() == decimal{-15, -1} && code[zero].is_literal(0) && !code[two].is_literal(0);
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("a listing grows and finds everything again") {
    constexpr bool right = [] {
        listing code;
        for (index_t i = 0; i < 600; ++i)
            if (code.add(symbol(expr::hash_t{i} << 32)) != i) return false;
        for (index_t i = 1; i < 600; ++i)
            if (code.add(apply(plus, i, i - 1)) != 599 + i) return false;
        for (index_t i = 0; i < 600; ++i)
            if (code.add(symbol(expr::hash_t{i} << 32)) != i || code[i].payload != expr::hash_t{i} << 32) return false;
        for (index_t i = 1; i < 600; ++i)
            if (code.add(apply(plus, i, i - 1)) != 599 + i) return false;
        return code.size() == 1199;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("a listing knows its first selection") {
    constexpr bool right = [] {
        listing code;
        code.add(apply(plus, code.add(symbol(1)), code.add(symbol(2))));
        if (code.selection != expr::nowhere) return false;
        instruction select = apply(choice, 0, 1);
        select.arity = 3;
        const index_t first = code.add(select);
        select.operand[2] = 1;
        code.add(select);
        return code.selection == first && code[first].is_selection() && !code[0].is_selection() &&
               !code[2].is_selection();
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("aliases of one value are told apart by their payloads") {
    constexpr bool right = [] {
        listing code;
        instruction alias;
        alias.what = expr::role::bound;
        alias.arity = 1;
        alias.payload = 1;
        alias.operand[0] = code.add(symbol(1));
        const index_t first = code.add(alias);
        alias.payload = 2;
        return code.add(alias) != first && code.size() == 3;
    }();
    STATIC_REQUIRE(right);
}

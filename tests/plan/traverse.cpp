// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <cstddef>
#include <cstdint>
#include <tapeless/scalar.hpp>
#include <type_traits>
#include <utility>

using namespace tapeless::literals;
namespace plan = tapeless::plan;

namespace {

constexpr auto x = tapeless::var<"x">;

/// Numbers what it visits, and counts what each visit was given.
struct recorder {
    tapeless::meta::buffer<const plan::record*> nodes{8};
    tapeless::meta::buffer<plan::index_t> offsets{8};
    tapeless::meta::buffer<plan::index_t> first_operands{8};
    plan::index_t bound = 0, gradients = 0, body = 0, symbols = 0;

    constexpr plan::index_t visit(const plan::record& node, plan::index_t offset, const plan::index_t* operands) {
        nodes.push(&node);
        offsets.push(offset);
        first_operands.push(node.arity == 0 ? plan::nowhere : operands[0]);
        return static_cast<plan::index_t>(nodes.size() - 1);
    }
};
/// The same of expressions that hold derivatives. A bound symbol has the number 1000 and up.
struct deriving_recorder : recorder {
    constexpr plan::index_t bind(plan::index_t) { return 1000 + bound++; }
    constexpr plan::index_t gradient(plan::index_t count, const plan::index_t* of, plan::index_t of_body) {
        ++gradients;
        symbols = count;
        body = of_body;
        return of[0];
    }
};

constexpr const plan::record& record_of(auto handle) {
    return tapeless::expr::record_of<tapeless::expr::id_of<decltype(handle)>>;
}

/// 2 * Levels nodes on top of t. The recursion of templates goes a tenth as deep as the expression.
template <int Levels>
constexpr auto chain(auto t) {
    if constexpr (Levels == 0)
        return t;
    else
        return chain<Levels - 5>(sin(sin(sin(sin(sin(t) + x) + x) + x) + x) + x);
}

template <class Handle>
constexpr auto id_of = tapeless::expr::id_of<std::remove_cv_t<Handle>>;

} // namespace

TEST_CASE("a chain of 2,000 nodes is traversed with the compiler's default limits") {
    using deep = decltype(chain<1000>(x));
    constexpr auto size = plan::size_of<id_of<deep>>;
    STATIC_REQUIRE(size.nodes == 2001);
    STATIC_REQUIRE(size.edges == 3000);
    constexpr const auto& s = plan::schedule_of<id_of<deep>>;
    bool ordered = true;
    for (std::size_t e = 0, n = 0; n < s.nodes; ++n)
        for (; e < s.first_edge[n + 1]; ++e) ordered = ordered && s.operand[e] < n;
    CHECK(ordered);
    STATIC_REQUIRE(plan::symbols_of<id_of<deep>>.count == 1);
}

TEST_CASE("maps and buffers of constant evaluation grow") {
    constexpr bool grown = [] {
        tapeless::meta::buffer<int> b(1);
        for (int i = 0; i < 100; ++i) b.push(i);
        for (int i = 0; i < 100; ++i)
            if (b[static_cast<std::size_t>(i)] != i) return false;
        b.pop();
        return b.size() == 99 && b.back() == 98;
    }();
    STATIC_REQUIRE(grown);
    constexpr bool found = [] {
        plan::occurrence_map map;
        // Many keys of one id and many ids that agree in the bits the map starts from.
        for (plan::index_t i = 0; i < 400; ++i)
            map.insert({(std::uint64_t{1} << 63) | (std::uint64_t{i} << 40), i % 7, i % 3}, i);
        for (plan::index_t i = 0; i < 400; ++i)
            if (map.find({(std::uint64_t{1} << 63) | (std::uint64_t{i} << 40), i % 7, i % 3}) != i) return false;
        return map.find({std::uint64_t{1} << 63, 1, 0}) == plan::nowhere;
    }();
    STATIC_REQUIRE(found);
}

TEST_CASE("operands are visited before their users and each value once") {
    constexpr bool right = [] {
        recorder visitor;
        plan::traversal walk(visitor);
        const auto s = sin(x);
        const plan::index_t root = walk.run(record_of((s + x) * s));
        // x, sin x, sin x + x, the product
        if (root != 3 || visitor.nodes.size() != 4) return false;
        if (visitor.nodes[0] != &record_of(tapeless::expression<id_of<decltype(x)>, 0>{})) return false;
        return visitor.first_operands[0] == plan::nowhere && visitor.first_operands[1] == 0 &&
               visitor.first_operands[2] == 1 && visitor.first_operands[3] == 2;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("expressions that are walked one after the other share their values") {
    constexpr bool right = [] {
        recorder visitor;
        plan::traversal walk(visitor);
        const plan::index_t first = walk.run(record_of(sin(x)));
        const plan::index_t second = walk.run(record_of(exp(sin(x))));
        const plan::index_t again = walk.run(record_of(sin(x)));
        return first == 1 && second == 2 && again == first && visitor.nodes.size() == 3;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("runtime constants are told apart by their offsets") {
    constexpr bool right = [] {
        recorder visitor;
        plan::traversal walk(visitor);
        const auto e = 2.5 * x + 3.5;
        walk.run(record_of(e));
        walk.run(record_of(e), 2); // another expression of the same type, with constants of its own
        // constant, x, product, constant, sum; the second time all but x again
        if (visitor.nodes.size() != 9) return false;
        return visitor.offsets[0] == 0 && visitor.offsets[3] == 1 && visitor.offsets[5] == 2 && visitor.offsets[7] == 3;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("a let vanishes and its symbol is what it stands for") {
    constexpr bool right = [] {
        recorder visitor;
        plan::traversal walk(visitor);
        const plan::index_t root = walk.run(record_of(let(2.5 * x, [](auto s) { return sin(s) * s; })));
        // constant, x, product, sine of the product, product
        return root == 4 && visitor.nodes.size() == 5 && visitor.first_operands[3] == 2 &&
               visitor.first_operands[4] == 3;
    }();
    STATIC_REQUIRE(right);
}

TEST_CASE("the symbols of a derivative are bound afresh") {
    constexpr bool right = [] {
        deriving_recorder visitor;
        plan::traversal walk(visitor);
        const auto f = [](auto a, auto b) { return a * b; };
        const auto by_a = std::get<0>(tapeless::grad(f)(x, sin(x)));
        walk.run(record_of(by_a));
        // x, sin x, then the product of two bound symbols, then the component
        return visitor.bound == 2 && visitor.gradients == 1 && visitor.symbols == 2 && visitor.body == 2 &&
               visitor.first_operands[2] == 1000 && visitor.nodes.size() == 4;
    }();
    STATIC_REQUIRE(right);
    constexpr bool shared = [] {
        deriving_recorder visitor;
        plan::traversal walk(visitor);
        const auto f = [](auto a, auto b) { return a * b; };
        const auto [by_a, by_b] = tapeless::grad(f)(x, sin(x));
        walk.run(record_of(by_a + by_b));
        return visitor.gradients == 1; // two components of one derivative
    }();
    STATIC_REQUIRE(shared);
    constexpr bool of_symbols = [] {
        deriving_recorder visitor;
        plan::traversal walk(visitor);
        walk.run(record_of(tapeless::grad(x * sin(x))[x]));
        return visitor.gradients == 1 && visitor.bound == 0 && visitor.symbols == 1;
    }();
    STATIC_REQUIRE(of_symbols);
}

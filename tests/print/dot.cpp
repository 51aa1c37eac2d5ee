// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless.hpp>
#include <tapeless/ops/comparison.hpp>
#include <tapeless/print.hpp>

using namespace tapeless::literals;
using tapeless::to_dot;
using tapeless::var;

namespace {

constexpr auto x = var<"x">;
constexpr auto y = var<"y">;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("a graph has one node for each distinct subexpression") {
    CHECK(to_dot(sin(x * y) + x * y) == R"(digraph {
    rankdir = LR;
    n0 [shape = box, label = "x"];
    n1 [shape = box, label = "y"];
    n2 [label = "*"];
    n0 -> n2;
    n1 -> n2;
    n3 [label = "sin"];
    n2 -> n3;
    n4 [label = "+"];
    n3 -> n4;
    n2 -> n4;
}
)");
}

TEST_CASE("a graph shows value and derivative of every node") {
    // At (2, 3): x y = 6 and (x y + x)^2 = 64; the derivatives are 2 (x y + x) = 16 by the sum, 16 (y + 1) and 16 x.
    const auto e = x * y + x;
    CHECK(to_dot(e * e)(x = 2.0, y = 3.0) == R"(digraph {
    rankdir = LR;
    n0 [shape = record, label = "{ x | data 2 | grad 64 }"];
    n1 [shape = record, label = "{ y | data 3 | grad 32 }"];
    n2 [shape = record, label = "{ data 6 | grad 16 }"];
    n2_op [label = "*"];
    n2_op -> n2;
    n0 -> n2_op;
    n1 -> n2_op;
    n3 [shape = record, label = "{ data 8 | grad 16 }"];
    n3_op [label = "+"];
    n3_op -> n3;
    n2 -> n3_op;
    n0 -> n3_op;
    n4 [shape = record, label = "{ data 64 | grad 1 }"];
    n4_op [label = "square"];
    n4_op -> n4;
    n3 -> n4_op;
}
)");
}

TEST_CASE("what the engine would simplify is drawn as it was written") {
    const std::string text = to_dot(x + -y)(x = 2.0, y = 3.0);
    CHECK(contains(text, "n2 [shape = record, label = \"{ data -3 | grad 1 }\"]"));
    CHECK(contains(text, "n1 [shape = record, label = \"{ y | data 3 | grad -1 }\"]"));
}

TEST_CASE("the untaken side has no influence") {
    const auto e = if_else(x < 1_c, x * y, 3_c * x);
    const std::string text = to_dot(e)(x = 2.0, y = 5.0);
    CHECK(contains(text, "{ y | data 5 | grad 0 }"));
    CHECK(contains(text, "{ data 10 | grad 0 }"));
    CHECK(contains(text, "{ x | data 2 | grad 3 }"));
}

TEST_CASE("names are escaped") {
    const auto odd = var<"a|b \"c\"">;
    CHECK(contains(to_dot(odd + x), R"(label = "a|b \"c\"")"));
    CHECK(contains(to_dot(odd + 0.5)((odd = 1)), R"({ a\|b \"c\" | data 1 | grad 1 })"));
}

TEST_CASE("tensors are drawn by structure") {
    CHECK(contains(to_dot(sum(var<"W", 2, 3> * tapeless::data<"u", 3>)), "[label = \"sum\"]"));
}

TEST_CASE("derivatives are drawn as the expressions that they are") {
    CHECK(contains(to_dot(tapeless::grad(sin(x))[x]), "[label = \"cos\"]"));
    CHECK(contains(to_dot(tapeless::grad(x * x * x)[x])(x = 2.0), "{ data 12 | grad 1 }"));
}

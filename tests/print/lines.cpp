// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <array>
#include <tapeless/ops/comparison.hpp>
#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

using namespace tapeless::literals;
using tapeless::grad;
using tapeless::to_string;
using tapeless::value_and_grad;
using tapeless::var;

namespace {

constexpr auto x = var<"x">;
constexpr auto y = var<"y">;

} // namespace

TEST_CASE("a gradient is written step by step") {
    CHECK(to_string(value_and_grad(x * x * y)) == "t1 = x^2\n"
                                                  "t2 = t1 * y\n"
                                                  "value = t2\n"
                                                  "t3 = x + x\n"
                                                  "t4 = y * t3\n"
                                                  "grad[x] = t4\n"
                                                  "grad[y] = t1\n");
}

TEST_CASE("a gradient without the value leaves out what only the value needs") {
    CHECK(to_string(grad(x * x * y)) == "t1 = x^2\n"
                                        "t2 = x + x\n"
                                        "t3 = y * t2\n"
                                        "grad[x] = t3\n"
                                        "grad[y] = t1\n");
    CHECK(to_string(grad(x * y, wrt(y))) == "grad[y] = x\n");
}

TEST_CASE("numbers with a sign stand in parentheses where powers are taken") {
    CHECK(to_string(grad(pow(-2.5, 3_c) * x + sin(y) * -2_c)) == "t1 = cos(y)\n"
                                                                 "t2 = (-2.5)^3\n"
                                                                 "grad[x] = t2\n"
                                                                 "t3 = -2 * t1\n"
                                                                 "grad[y] = t3\n");
}

TEST_CASE("branches are written as branches") {
    const auto f = [](auto a, auto b) { return if_else(a < b, exp(a), b); };
    CHECK(to_string<2>(f) == "t1 = x0 < x1\n"
                             "if t1 {\n"
                             "    t3 = exp(x0)\n"
                             "    t2 = t3\n"
                             "} else {\n"
                             "    t2 = x1\n"
                             "}\n"
                             "value = t2\n");
}

TEST_CASE("the arguments of functions are numbered") {
    const auto f = [](auto a, auto b) { return a * sin(b); };
    CHECK(to_string<2>(f) == "t1 = sin(x1)\n"
                             "t2 = x0 * t1\n"
                             "value = t2\n");
    CHECK(to_string<2>(grad<0>(f)) == "t1 = sin(x1)\n"
                                      "grad[x0] = t1\n");
}

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

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("a gradient is written step by step") {
    CHECK(to_string(value_and_grad(exp(x))) == "t1 = exp(x)\n"
                                               "value = t1\n"
                                               "grad[x] = t1\n");
    const std::string text = to_string(value_and_grad(x * exp(y)));
    CHECK(contains(text, "t1 = exp(y)\n"));
    CHECK(contains(text, "t2 = x * t1\n"));
    CHECK(contains(text, "value = t2\n"));
    CHECK(contains(text, "grad[x] = t1\n"));
    CHECK(contains(text, "grad[y] = t2\n"));
}

TEST_CASE("a gradient without the value leaves out what only the value needs") {
    CHECK(to_string(grad(log(x))) == "t1 = 1 / x\n"
                                     "grad[x] = t1\n");
    CHECK(to_string(grad(x * y, wrt(y))) == "grad[y] = x\n");
    CHECK(to_string(grad(sin(x))) == "t1 = cos(x)\n"
                                     "grad[x] = t1\n");
}

TEST_CASE("steps that have two results are two lines") {
    const std::string text = to_string(value_and_grad(sin(x)));
    CHECK(contains(text, " = sin(x)\n"));
    CHECK(contains(text, " = cos(x)\n"));
}

TEST_CASE("a product that is taken into a sum is written with it") {
    CHECK(to_string<3>([](auto a, auto b, auto c) { return a * b + c; }) == "t1 = x0 * x1 + x2\n"
                                                                            "value = t1\n");
}

TEST_CASE("numbers with a sign stand in parentheses where powers are taken") {
    CHECK(to_string(grad(pow(-2.5, 3_c) * x)) == "t1 = (-2.5)^3\n"
                                                 "grad[x] = t1\n");
    CHECK(to_string<1>([](auto a) { return a * -0.5; }) == "t1 = x0 * -0.5\n"
                                                           "value = t1\n");
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

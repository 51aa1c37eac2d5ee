// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <limits>
#include <tapeless.hpp>
#include <tapeless/ops/comparison.hpp>
#include <tapeless/print.hpp>

using namespace tapeless::literals;
using tapeless::data;
using tapeless::grad;
using tapeless::let;
using tapeless::to_latex;
using tapeless::to_string;
using tapeless::var;

namespace {

constexpr auto x = var<"x">;
constexpr auto y = var<"y">;
constexpr auto rate = data<"rate_1">;

} // namespace

TEST_CASE("an expression is written with the parentheses that its order of evaluation needs") {
    CHECK(to_string(x) == "x");
    CHECK(to_string(sin(x * y) + x / y) == "sin(x * y) + x / y");
    CHECK(to_string((x + y) * x) == "(x + y) * x");
    CHECK(to_string(x - y - x) == "x - y - x");
    CHECK(to_string(x - (y - x)) == "x - (y - x)");
    CHECK(to_string(x + (y + x)) == "x + (y + x)");
    CHECK(to_string(x * (y / x)) == "x * (y / x)");
    CHECK(to_string(x / (y * x)) == "x / (y * x)");
    CHECK(to_string(-x * y) == "-x * y");
    CHECK(to_string(-(x * y)) == "-(x * y)");
    CHECK(to_string(-(-x)) == "-(-x)");
    CHECK(to_string(atan2(x + y, y)) == "atan2(x + y, y)");
}

TEST_CASE("powers are written with a circumflex") {
    CHECK(to_string(x * x) == "x^2");
    CHECK(to_string(pow(x, 3_c) * y) == "x^3 * y");
    CHECK(to_string(pow(x * y, -3_c)) == "(x * y)^-3");
    CHECK(to_string(pow(pow(x, 2_c), 3_c)) == "(x^2)^3");
    CHECK(to_string(pow(-x, 2_c)) == "(-x)^2");
    CHECK(to_string(-pow(x, 2_c)) == "-x^2");
    CHECK(to_string(pow(-2_c, 2_c) * pow(x, y)) == "(-2)^2 * pow(x, y)");
}

TEST_CASE("numbers are written in full unless zeros are many") {
    CHECK(to_string(0.5_c * x) == "0.5 * x");
    CHECK(to_string(1e-3_c * x) == "0.001 * x");
    CHECK(to_string(1200_c * x) == "1200 * x");
    CHECK(to_string(1.25e-9_c * x) == "1.25e-9 * x");
    CHECK(to_string(6.02214076e23_c * x) == "6.02214076e23 * x");
    CHECK(to_string(x * -2_c) == "x * -2");
    CHECK(to_string(x - 0_c - 0_c * y) == "x - 0 * y");
    // runtime constants
    CHECK(to_string(0.1 * x + 1.0 / 3) == "0.1 * x + 0.3333333333333333");
    CHECK(to_string(x * 1e300) == "x * 1e300");
    CHECK(to_string(x * -0.0 + 4) == "x * -0 + 4");
    CHECK(to_string(pow(-2.5, x)) == "pow(-2.5, x)");
    CHECK(to_string(x * std::numeric_limits<double>::infinity()) == "x * inf");
    CHECK(to_string(x * std::numeric_limits<double>::denorm_min()) == "x * 5e-324");
}

TEST_CASE("conditions bind as in C++") {
    CHECK(to_string(x > y) == "y < x");
    CHECK(to_string(!(x < y) || (x == y && x + 1_c <= y)) == "!(x < y) || x == y && x + 1 <= y");
    CHECK(to_string((x < y || x != y) && y < x) == "(x < y || x != y) && y < x");
    CHECK(to_string(if_else(x < y, x, sqrt(y))) == "if_else(x < y, x, sqrt(y))");
    CHECK(to_string(where(x < y, x, rate)) == "where(x < y, x, rate_1)");
}

TEST_CASE("tensors are written like scalars") {
    constexpr auto w = var<"W", 4, 3>;
    constexpr auto u = data<"u", 3>;
    constexpr auto bias = var<"b", 4>;
    CHECK(to_string(sum(relu(w * u + bias))) == "sum(relu(W * u + b))");
    CHECK(to_string(transpose(w) * (w * u)) == "W * u * W"); // a row times W: nothing is transposed
}

TEST_CASE("what occurs more than once is named in long expressions alone") {
    const auto f = [](auto s) { return sin(s) * s + cos(s) / s; };
    CHECK(to_string(f(x + y)) == "sin(x + y) * (x + y) + cos(x + y) / (x + y)");
    CHECK(to_string(f(f(f(x)))) == "let t1 = sin(x) * x + cos(x) / x;\n"
                                   "let t2 = sin(t1) * t1 + cos(t1) / t1;\n"
                                   "sin(t2) * t2 + cos(t2) / t2");
    CHECK(to_string(f(f(f(f(f(f(f(f(f(f(x))))))))))).size() < 600);
}

TEST_CASE("let has the value in place of its symbol") {
    CHECK(to_string(let(2.0 * x, [](auto s) { return s * s + s; })) == "(2 * x)^2 + 2 * x");
    const auto inner = [](auto s) { return let(s * 0.5, [&](auto t) { return t * s; }); };
    CHECK(to_string(let(3.0 * x, inner)) == "3 * x * 0.5 * (3 * x)");
}

TEST_CASE("derivatives are written as expressions") {
    const auto e = sin(x * y) + x / y;
    CHECK(to_string(grad(e)[x]) == "1 / y + y * cos(x * y)");
    CHECK(to_string(x * grad(x * x * x)[x] + 1_c) == "x * (x^2 + x * (x + x)) + 1");
    CHECK(to_string(grad(5_c * rate * x)[x]) == "5 * rate_1");
}

TEST_CASE("LaTeX has fractions and roots and powers") {
    CHECK(to_latex(sin(x * y) + x / y) == R"(\sin\left(x \, y\right) + \frac{x}{y})");
    CHECK(to_latex((x + y) / (x - y)) == R"(\frac{x + y}{x - y})");
    CHECK(to_latex((x + y) * x) == R"(\left(x + y\right) \, x)");
    CHECK(to_latex(x * (x / y)) == R"(x \, \frac{x}{y})");
    CHECK(to_latex(sqrt(x + y)) == R"(\sqrt{x + y})");
    CHECK(to_latex(x * x) == R"({x}^2)");
    CHECK(to_latex(pow(x / y, 2_c)) == R"({\left(\frac{x}{y}\right)}^2)");
    CHECK(to_latex(exp(x) * exp(x)) == R"({\left(e^{x}\right)}^2)");
    CHECK(to_latex(exp(x + y)) == R"(e^{x + y})");
    CHECK(to_latex(-(x + y)) == R"(-\left(x + y\right))");
    CHECK(to_latex(abs(x - y)) == R"(\left|x - y\right|)");
    CHECK(to_latex(erf(x + y)) == R"(\operatorname{erf}\left(x + y\right))");
}

TEST_CASE("LaTeX separates signs from operators") {
    CHECK(to_latex(x * -2_c) == R"(x \, \left(-2\right))");
    CHECK(to_latex(-2_c * x) == R"(-2 \, x)");
    CHECK(to_latex(1e-9_c * x) == R"(1 \cdot 10^{-9} \, x)");
    CHECK(to_latex(x / 1e-9_c) == R"(\frac{x}{1 \cdot 10^{-9}})");
}

TEST_CASE("LaTeX sets names of several letters upright") {
    CHECK(to_latex(rate + var<"theta"> + var<"\\theta"> + var<"x_10"> + var<"θ">) ==
          R"(\mathrm{rate}_{1} + \mathrm{theta} + \theta + x_{10} + θ)");
}

TEST_CASE("LaTeX writes a choice as cases") {
    CHECK(to_latex(if_else(x < y, x + 1_c, y)) ==
          R"(\begin{cases} x + 1 & [x < y] \\ y & \text{otherwise} \end{cases})");
    CHECK(to_latex(!(x < y) && x == y) == R"(\neg [x < y] \wedge [x = y])");
}

TEST_CASE("LaTeX defines what a long formula uses more than once") {
    const auto f = [](auto s) { return sin(s) * s + cos(s) / s; };
    CHECK(to_latex(f(f(f(x)))) == R"(\begin{aligned}
t_{1} &= \sin\left(x\right) \, x + \frac{\cos\left(x\right)}{x} \\
t_{2} &= \sin\left(t_{1}\right) \, t_{1} + \frac{\cos\left(t_{1}\right)}{t_{1}} \\
&\phantom{{}={}} \sin\left(t_{2}\right) \, t_{2} + \frac{\cos\left(t_{2}\right)}{t_{2}}
\end{aligned})");
}

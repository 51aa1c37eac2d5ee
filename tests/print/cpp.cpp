// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <array>
#include <limits>
#include <tapeless/ops/comparison.hpp>
#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

// What this text computes is compared with the library in tests/to_cpp.

using namespace tapeless::literals;
using tapeless::data;
using tapeless::grad;
using tapeless::to_cpp;
using tapeless::value_and_grad;
using tapeless::var;

namespace {

constexpr auto x = var<"x">;
constexpr auto y = var<"y">;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

/// An operation that says how it is written, with a function of its own.
struct twice {
    static constexpr bool elementwise = true;
    static constexpr auto name = "twice";
    static constexpr auto cpp = "times_two($1)";
    static constexpr auto cpp_support = "\ninline double times_two(double x) { return 2 * x; }\n";

    template <class T>
    static constexpr T value(const T& a) {
        return a + a;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T&) {
        return tapeless::expr::call<twice>(adjoint);
    }
};

} // namespace

TEST_CASE("an expression is a function of its symbols") {
    CHECK(to_cpp(sin(x * y) / x, "f") == R"(#include <cmath>

double f(double x, double y) {
    const double t1 = x * y;
    const double t2 = std::sin(t1);
    const double t3 = t2 / x;
    return t3;
}
)");
    CHECK(to_cpp(x, "identity") == "#include <cmath>\n\ndouble identity(double x) {\n    return x;\n}\n");
    CHECK(to_cpp(2_c + 0_c * 3_c, "constant").find("double constant() {") != std::string::npos);
}

TEST_CASE("a gradient is written to an array") {
    CHECK(to_cpp(value_and_grad(exp(x)), "f") == R"(#include <cmath>

// grad[0] is the derivative by x
double f(double x, double* grad) {
    const double t1 = std::exp(x);
    grad[0] = t1;
    return t1;
}
)");
    const std::string text = to_cpp(grad(x * y), "f");
    CHECK(contains(text, R"(
// grad[0] is the derivative by x
// grad[1] is the derivative by y
void f(double x, double y, double* grad) {
)"));
    CHECK(contains(text, "\n    grad[0] = y;\n"));
    CHECK(contains(text, "\n    grad[1] = x;\n"));
}

TEST_CASE("parameters that are not read have no name") {
    CHECK(to_cpp(grad(x * exp(y), wrt(x)), "f") == R"(#include <cmath>

// grad[0] is the derivative by x
void f(double /*x*/, double y, double* grad) {
    const double t1 = std::exp(y);
    grad[0] = t1;
}
)");
}

TEST_CASE("if_else becomes a branch") {
    CHECK(to_cpp(if_else(x < y, exp(x), y), "f") == R"(#include <cmath>

double f(double x, double y) {
    const double t1 = x < y ? 1.0 : 0.0;
    double t2;
    if (t1 != 0.0) {
        const double t3 = std::exp(x);
        t2 = t3;
    } else {
        t2 = y;
    }
    return t2;
}
)");
}

TEST_CASE("numbers are read back as they were") {
    CHECK(contains(to_cpp(x * 0.1_c, "f"), "x * 0.1;"));
    CHECK(contains(to_cpp(x * -2_c, "f"), "x * (-2.0);"));
    CHECK(contains(to_cpp(x * (1.0 / 3), "f"), "x * 0.3333333333333333;"));
    CHECK(contains(to_cpp(x * 0.123456789012345678_c, "f"), "x * 0.12345678901234568;"));
    CHECK(contains(to_cpp(x * 1e300, "f"), "x * 1e300;"));
    CHECK(contains(to_cpp(x * 5e-324, "f"), "x * 5e-324;"));
    CHECK(contains(to_cpp(x * -std::numeric_limits<double>::infinity(), "f"), "x * (-INFINITY);"));
    CHECK(contains(to_cpp(x * std::numeric_limits<double>::quiet_NaN(), "f"), "x * NAN;"));
}

TEST_CASE("names become valid and stay distinct") {
    const auto e = data<"double"> * data<"2nd rate"> * data<"2nd-rate"> * data<"t1"> * data<"__x__"> * data<"θ"> *
                   data<"M_PI"> * data<"f"> * data<"grad"> * data<"std"> * data<"t">;
    const std::string text = to_cpp(e, "f");
    CHECK(contains(text, "double f(double double_2, double x2nd_rate, double x2nd_rate_2, double t1, double x, "
                         "double x_2, double x_M_PI, double f_2, double grad_2, double std_2, double t) {"));
    CHECK(contains(text, "const double tt1 = double_2 * x2nd_rate;"));
    CHECK(contains(text, "// x_M_PI is M_PI\n"));
    CHECK(!contains(text, "// t1 is"));
}

TEST_CASE("functions that operations need are written once and guarded") {
    const auto f = tapeless::expr::apply<twice>(x) + tapeless::expr::apply<twice>(y);
    const std::string text = to_cpp(f + pow(x, 3_c) + pow(y, 5_c), "f");
    CHECK(count(text, "inline double times_two") == 1);
    CHECK(count(text, "inline double tapeless_integer_power") == 1);
    CHECK(count(text, "#ifndef TAPELESS_SUPPORT_") == 2);
    CHECK(contains(text, "= times_two(x);"));
    CHECK(contains(to_cpp(grad(f), "f"), "= times_two(1.0);"));
}

TEST_CASE("functions are given the types of their arguments") {
    const auto f = [](auto a, auto b) { return a / b + 0.5; };
    CHECK(to_cpp<2>(f, "f") == R"(#include <cmath>

double f(double x0, double x1) {
    const double t1 = x0 / x1;
    const double t2 = t1 + 0.5;
    return t2;
}
)");
    const auto g = [](auto a, const auto& b) { return a * b[0_c] + exp(b[1_c]); };
    const std::string text = to_cpp<double, std::array<double, 3>>(grad<1>(g), "g");
    CHECK(contains(text, R"(
// grad[0] is the derivative by x1_0
// grad[1] is the derivative by x1_1
// grad[2] is the derivative by x1_2
void g(double x0, double /*x1_0*/, double x1_1, double /*x1_2*/, double* grad) {
    const double t1 = std::exp(x1_1);
)"));
    CHECK(contains(text, "\n    grad[0] = x0;\n"));
    CHECK(contains(text, "\n    grad[1] = t1;\n"));
    CHECK(contains(text, "\n    grad[2] = 0.0;\n"));
}

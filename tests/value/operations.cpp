// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Elementwise operations in every type of number, up to third derivatives, away from kinks. The others are in
// special_operations.cpp.

#include "type_laws.hpp"

using namespace type_laws;

TEMPLATE_TEST_CASE("arithmetic in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "x + y", [](auto x, auto y) { return x + y; }, pairs);
    check<T>(
        "x - y", [](auto x, auto y) { return x - y; }, pairs);
    check<T>(
        "x * y", [](auto x, auto y) { return x * y; }, pairs);
    check<T>(
        "x / y", [](auto x, auto y) { return x / y; }, pairs);
    check<T>(
        "-x", [](auto x) { return -x; }, anywhere);
    check<T>(
        "x * x", [](auto x) { return x * x; }, anywhere);
    check<T>("fma", [](auto x, auto y, auto z) { return fma(x, y, z); }, {{0.75, -1.25, 2.5}});
}

TEMPLATE_TEST_CASE("powers in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "sqrt", [](auto x) { return sqrt(x); }, positive);
    check<T>(
        "cbrt", [](auto x) { return cbrt(x); }, positive);
    check<T>(
        "cube", [](auto x) { return pow(x, 3_c); }, anywhere, 1024);
    check<T>(
        "inverse square", [](auto x) { return pow(x, -(2_c)); }, anywhere, 1024);
    check<T>(
        "pow", [](auto x, auto y) { return pow(x, y); }, {{0.75, -1.25}, {2.5, 3}}, 1024);
    check<T>(
        "hypot", [](auto x, auto y) { return hypot(x, y); }, pairs);
    check<T>("hypot", [](auto x, auto y, auto z) { return hypot(x, y, z); }, {{0.75, -1.25, 2.5}});
}

TEMPLATE_TEST_CASE("exponential functions in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "exp", [](auto x) { return exp(x); }, anywhere, 1024);
    check<T>(
        "exp2", [](auto x) { return exp2(x); }, anywhere);
    check<T>(
        "expm1", [](auto x) { return expm1(x); }, anywhere, 1024);
    check<T>(
        "log", [](auto x) { return log(x); }, positive, 1024);
    check<T>(
        "log2", [](auto x) { return log2(x); }, positive, 1024);
    check<T>(
        "log10", [](auto x) { return log10(x); }, positive, 1024);
    check<T>(
        "log1p", [](auto x) { return log1p(x); }, positive);
    check<T>(
        "sinh", [](auto x) { return sinh(x); }, anywhere, 1024);
    check<T>(
        "cosh", [](auto x) { return cosh(x); }, anywhere, 1024);
    check<T>(
        "tanh", [](auto x) { return tanh(x); }, anywhere);
    check<T>(
        "asinh", [](auto x) { return asinh(x); }, anywhere);
    check<T>(
        "acosh", [](auto x) { return acosh(x); }, {{1.5}, {3.25}}, 1024);
    check<T>(
        "atanh", [](auto x) { return atanh(x); }, within, 1024);
}

TEMPLATE_TEST_CASE("trigonometric functions in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "sin", [](auto x) { return sin(x); }, anywhere);
    check<T>(
        "cos", [](auto x) { return cos(x); }, anywhere);
    check<T>(
        "tan", [](auto x) { return tan(x); }, anywhere, 4096);
    check<T>(
        "asin", [](auto x) { return asin(x); }, within, 1024);
    check<T>(
        "acos", [](auto x) { return acos(x); }, within, 1024);
    check<T>(
        "atan", [](auto x) { return atan(x); }, anywhere);
    check<T>(
        "atan2", [](auto x, auto y) { return atan2(x, y); }, pairs);
    check<T>(
        "sinc", [](auto x) { return sinc(x); }, anywhere);
}

TEMPLATE_TEST_CASE("operations with kinks in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "abs", [](auto x) { return abs(x); }, anywhere);
    check<T>(
        "sign", [](auto x) { return sign(x); }, anywhere);
    check<T>(
        "max", [](auto x, auto y) { return max(x, y); }, pairs);
    check<T>(
        "min", [](auto x, auto y) { return min(x, y); }, pairs);
    check<T>(
        "clamp", [](auto x) { return clamp(x, -(1_c), 1_c); }, anywhere);
    check<T>(
        "where", [](auto x, auto y) { return where(x < y, x * y, x / y); }, pairs);
    check<T>(
        "floor", [](auto x) { return floor(x) * x; }, anywhere);
    check<T>(
        "ceil", [](auto x) { return ceil(x) * x; }, anywhere);
    check<T>("round", [](auto x) { return round(x) * x; }, {{0.75}, {-1.125}});
    check<T>(
        "trunc", [](auto x) { return trunc(x) * x; }, anywhere);
    check<T>("fmod", [](auto x, auto y) { return fmod(x, y); }, {{0.75, -1.25}, {2.5, 0.75}});
    check<T>(
        "copysign", [](auto x, auto y) { return copysign(x, y); }, pairs);
}

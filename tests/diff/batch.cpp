// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <tapeless/diff/batch.hpp>
#include <tapeless/scalar.hpp>
#include <tuple>
#include <vector>

using namespace tapeless::literals;
using tapeless::batch_value_and_grad;

namespace {

constexpr auto f = [](auto x, auto y) { return exp(x * y) + 0.5_c * log(x) / y; };

/// The closed forms, in long double.
struct expected {
    long double value, by_x, by_y;

    expected(long double x, long double y)
        : value(std::exp(x * y) + std::log(x) / (2 * y)), by_x(y * std::exp(x * y) + 1 / (2 * x * y)),
          by_y(x * std::exp(x * y) - std::log(x) / (2 * y * y)) {}
};

template <class T>
bool close(T actual, long double wanted) {
    return std::abs(actual - wanted) <= 20 * std::numeric_limits<T>::epsilon() * std::max(1.0L, std::abs(wanted));
}

template <class T>
std::vector<T> numbers(std::size_t count, double from, double step) {
    std::vector<T> v(count);
    for (std::size_t i = 0; i < count; ++i) v[i] = static_cast<T>(from + step * static_cast<double>(i));
    return v;
}

constexpr std::size_t longest = 3 * tapeless::default_lanes<float> + 2;

} // namespace

TEMPLATE_TEST_CASE("a batch of any length holds value and derivatives at each point", "[batch]", float, double) {
    using T = TestType;
    for (std::size_t count = 0; count <= longest; ++count) {
        const std::vector<T> x = numbers<T>(count, 0.25, 0.01), y = numbers<T>(count, 1.5, -0.005);
        // One more at each end, which must stay as it is.
        std::vector<T> value(count + 2, T(77)), by_x = value, by_y = value;
        const auto inside = [count](std::vector<T>& v) { return std::span<T>(v.data() + 1, count); };
        REQUIRE(batch_value_and_grad(f)(x, y).into(inside(value), inside(by_x), inside(by_y)));
        bool right = true;
        for (std::size_t i = 0; i < count; ++i) {
            const expected e(x[i], y[i]);
            right = right && close(value[i + 1], e.value) && close(by_x[i + 1], e.by_x) && close(by_y[i + 1], e.by_y);
        }
        CAPTURE(count);
        CHECK(right);
        for (const auto* v : {&value, &by_x, &by_y}) CHECK((v->front() == T(77) && v->back() == T(77)));
    }
}

TEST_CASE("a number serves all points of a batch, and is differentiated at each", "[batch]") {
    const auto x = numbers<double>(21, 0.5, 0.1);
    std::vector<double> value(21), by_x(21), by_y(21);
    REQUIRE(batch_value_and_grad(f)(x, 2).into(value, by_x, by_y));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const expected e(x[i], 2);
        CHECK((close(value[i], e.value) && close(by_x[i], e.by_x) && close(by_y[i], e.by_y)));
    }
}

TEST_CASE("a batch is differentiated by the arguments that are asked for", "[batch]") {
    const auto x = numbers<double>(19, 0.5, 0.1);
    std::vector<double> value(19), by_y(19), by_x(19);
    REQUIRE(batch_value_and_grad<1>(f)(x, 0.75).into(value, by_y));
    REQUIRE(batch_value_and_grad<1, 0>(f)(x, 0.75).into(value, by_y, by_x));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const expected e(x[i], 0.75);
        CHECK((close(value[i], e.value) && close(by_x[i], e.by_x) && close(by_y[i], e.by_y)));
    }
}

TEST_CASE("a batch of an expression is written by symbol", "[batch]") {
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    const auto e = f(x, y);
    const auto xs = numbers<double>(37, 0.5, 0.1), ys = numbers<double>(37, 0.1, 0.02);
    std::vector<double> value(37), by_x(37), by_y(37);
    REQUIRE(batch_value_and_grad(e)(y = ys, x = xs).into(value, x = std::span(by_x), y = std::span(by_y)));
    for (std::size_t i = 0; i < xs.size(); ++i) {
        const expected w(xs[i], ys[i]);
        CHECK((close(value[i], w.value) && close(by_x[i], w.by_x) && close(by_y[i], w.by_y)));
    }
    REQUIRE(batch_value_and_grad(e)(x = xs, y = 0.3).into(value, y = std::span(by_y)));
    for (std::size_t i = 0; i < xs.size(); ++i) {
        const expected w(xs[i], 0.3);
        CHECK((close(value[i], w.value) && close(by_y[i], w.by_y)));
    }
}

TEST_CASE("a batch of an expression with runtime constants", "[batch]") {
    constexpr auto x = tapeless::var<"x">;
    const volatile double three = 3;
    const std::array<double, 5> xs{1, 2, 3, 4, 5};
    double value[5], by_x[5];
    REQUIRE(batch_value_and_grad(three * x * x)(x = xs).into(value, x = std::span(by_x)));
    CHECK(value[4] == 75);
    CHECK(by_x[4] == 30);
    REQUIRE(batch_value_and_grad([k = double{three}](auto v) { return k * v * v; })(xs).into(value, by_x));
    CHECK(value[3] == 48);
    CHECK(by_x[3] == 24);
}

TEST_CASE("arrays that are not equally long are refused, and left as they are", "[batch]") {
    const std::vector<double> nine(9, 1.0), ten(10, 1.0);
    std::vector<double> value(9, 7.0), by_x = value, by_y = value, longer(10, 7.0);
    CHECK_FALSE(batch_value_and_grad(f)(nine, ten).into(value, by_x, by_y));
    CHECK_FALSE(batch_value_and_grad(f)(ten, nine).into(value, by_x, by_y));
    CHECK_FALSE(batch_value_and_grad(f)(nine, nine).into(longer, by_x, by_y));
    CHECK_FALSE(batch_value_and_grad(f)(nine, nine).into(value, longer, by_y));
    CHECK_FALSE(batch_value_and_grad(f)(nine, nine).into(value, by_x, longer));
    for (const auto* v : {&value, &by_x, &by_y, &longer})
        for (const double d : *v) CHECK(d == 7);
}

TEST_CASE("a batch may be written where it is read", "[batch]") {
    for (const std::size_t count : {std::size_t{3}, longest}) {
        auto x = numbers<double>(count, 0.5, 0.1), y = numbers<double>(count, 0.2, 0.01);
        const auto old_x = x, old_y = y;
        std::vector<double> value(count);
        REQUIRE(batch_value_and_grad(f)(x, y).into(value, x, y));
        for (std::size_t i = 0; i < count; ++i) {
            const expected e(old_x[i], old_y[i]);
            CHECK((close(value[i], e.value) && close(x[i], e.by_x) && close(y[i], e.by_y)));
        }
    }
}

TEST_CASE("lanes are arguments of value_and_grad", "[batch]") {
    using number = tapeless::lanes<double, 4>;
    const double x[]{0.5, 1, 1.5, 2};
    const auto [value, gradient] = tapeless::value_and_grad(f)(number::load(x), number(0.5));
    for (std::size_t i = 0; i < 4; ++i) {
        const expected e(x[i], 0.5);
        CHECK((close(value[i], e.value) && close(std::get<0>(gradient)[i], e.by_x)));
        CHECK(close(std::get<1>(gradient)[i], e.by_y));
    }
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The rows of docs/singularities.md: what values and derivatives are at kinks, poles, ties and ends of domains.

#include "support.hpp"

#include <array>
#include <tuple>
#include <utility>
#include <vector>

using namespace ops_test;
using namespace tapeless::literals;

namespace {

/// A number that the result must be; NaN must be NaN.
template <class T>
bool is(const T& computed, double expected) {
    return std::isnan(expected) ? std::isnan(computed) : computed == static_cast<T>(expected);
}

template <std::size_t I>
constexpr auto symbol_at() {
    if constexpr (I == 0)
        return tapeless::var<"x">;
    else if constexpr (I == 1)
        return tapeless::var<"y">;
    else
        return tapeless::var<"z">;
}

/// Checks f at a point: as a function; as an expression of symbols, its gradient as numbers and as expressions.
template <class T, class F, std::size_t N>
void row(F f, const double (&at)[N], double value, const double (&derivatives)[N]) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const std::tuple point{static_cast<T>(at[I])...};
        const auto [v, d] = tapeless::value_and_grad(f)(std::get<I>(point)...);
        CAPTURE(Catch::Detail::stringify(std::vector<double>{at[I]...}), v);
        CHECK(is(v, value));
        const auto e = f(symbol_at<I>()...);
        const auto r = value_and_grad(e)((symbol_at<I>() = std::get<I>(point))...);
        CHECK(is(r.value, value));
        const auto by_argument = [&found = d] {
            if constexpr (N == 1)
                return std::tuple{found};
            else
                return found;
        }();
        const auto check = [&](auto index) {
            constexpr std::size_t k = decltype(index)::value;
            CAPTURE(k);
            CHECK(is(std::get<k>(by_argument), derivatives[k]));
            CHECK(is(r.grad[symbol_at<k>()], derivatives[k]));
            // A derivative may no longer contain a symbol, which could then not be bound.
            const auto derivative = where(0_c == 0_c, grad(e)[symbol_at<k>()], (symbol_at<I>() + ...));
            CHECK(is(eval(derivative)((symbol_at<I>() = std::get<I>(point))...), derivatives[k]));
        };
        (check(std::integral_constant<std::size_t, I>{}), ...);
    }(std::make_index_sequence<N>{});
}

constexpr double inf = infinity<double>;
constexpr double undefined = not_a_number<double>;

} // namespace

TEMPLATE_TEST_CASE("singularities: kinks", "", float, double) {
    using T = TestType;
    for (double zero : {0.0, -0.0}) {
        row<T>([](auto x) { return abs(x); }, {zero}, 0, {0});
        row<T>([](auto x) { return sign(x); }, {zero}, 0, {0});
        row<T>([](auto x) { return relu(x); }, {zero}, 0, {0});
        row<T>([](auto x) { return leaky_relu(x, 0.25_c); }, {zero}, 0, {0.25});
        row<T>([](auto x) { return elu(x, 0.5_c); }, {zero}, 0, {0.5});
        row<T>([](auto x) { return softsign(x); }, {zero}, 0, {1});
        row<T>([](auto x) { return copysign(x, 1_c); }, {zero}, 0, {0});
    }
}

TEMPLATE_TEST_CASE("singularities: ties and bounds", "", float, double) {
    using T = TestType;
    row<T>([](auto x, auto y) { return max(x, y); }, {2, 2}, 2, {0.5, 0.5});
    row<T>([](auto x, auto y) { return min(x, y); }, {2, 2}, 2, {0.5, 0.5});
    row<T>([](auto x, auto y, auto z) { return max(x, y, z); }, {2, 2, 2}, 2, {0.25, 0.25, 0.5});
    row<T>([](auto x) { return max(x, x); }, {2}, 2, {1});
    row<T>([](auto x, auto low, auto high) { return clamp(x, low, high); }, {-1, -1, 2}, -1, {1, 0, 0});
    row<T>([](auto x, auto low, auto high) { return clamp(x, low, high); }, {2, -1, 2}, 2, {1, 0, 0});
}

TEMPLATE_TEST_CASE("singularities: jumps", "", float, double) {
    using T = TestType;
    row<T>([](auto x) { return floor(x); }, {2}, 2, {0});
    row<T>([](auto x) { return round(x); }, {2.5}, 3, {0});
    row<T>([](auto x, auto y) { return fmod(x, y); }, {6, 3}, 0, {1, -2});
    row<T>([](auto x, auto y) { return fmod(x, y); }, {-6, 3}, 0, {1, 2});
    row<T>([](auto x, auto y) { return remainder(x, y); }, {1.5, 3}, 1.5, {1, 0});
    row<T>([](auto x, auto y) { return remainder(x, y); }, {4.5, 3}, -1.5, {1, -2});
}

TEMPLATE_TEST_CASE("singularities: roots and lengths", "", float, double) {
    using T = TestType;
    row<T>([](auto x) { return sqrt(x); }, {0}, 0, {inf});
    row<T>([](auto x) { return cbrt(x); }, {0}, 0, {inf});
    row<T>([](auto x) { return sqrt(x * x); }, {0}, 0, {0});
    row<T>([](auto x) { return sqrt(pow(x, 2_c)); }, {-3}, 3, {-1});
    row<T>([](auto x, auto y) { return sqrt(x * x + y * y); }, {0, 0}, 0, {0, 0});
    row<T>([](auto x, auto y, auto z) { return sqrt(x * x + y * y + z * z); }, {0, 0, 0}, 0, {0, 0, 0});
    row<T>([](auto x, auto y) { return hypot(x, y); }, {0, 0}, 0, {0, 0});
    row<T>([](auto x, auto y, auto z) { return hypot(x, y, z); }, {0, 0, 0}, 0, {0, 0, 0});
    row<T>([](auto y, auto x) { return atan2(y, x); }, {0, 0}, 0, {0, 0});
}

TEMPLATE_TEST_CASE("singularities: powers", "", float, double) {
    using T = TestType;
    const auto power = [](auto x, auto y) { return pow(x, y); };
    row<T>(power, {0, 3}, 0, {0, 0});
    row<T>(power, {0, 1}, 0, {1, 0});
    row<T>(power, {0, 0.5}, 0, {inf, 0});
    row<T>(power, {0, 0}, 1, {0, 0});
    row<T>(power, {0, -1}, inf, {-inf, -inf});
    row<T>(power, {1, 0}, 1, {0, 0});
    row<T>(power, {-2, 0}, 1, {0, undefined});
    row<T>(power, {-2, 3}, -8, {12, undefined});
    row<T>([](auto x) { return pow(x, 3_c); }, {0}, 0, {0});
    row<T>([](auto x) { return x / x; }, {0}, undefined, {undefined});
}

TEMPLATE_TEST_CASE("singularities: logarithms", "", float, double) {
    using T = TestType;
    row<T>([](auto x) { return log(x); }, {0}, -inf, {inf});
    row<T>([](auto x) { return x * log(x); }, {0}, 0, {-inf});
    row<T>([](auto x) { return log(x) * x; }, {0}, 0, {-inf});
    row<T>([](auto x, auto y) { return xlogy(x, y); }, {0, 0}, 0, {-inf, 0});
    row<T>([](auto x, auto y) { return xlogy(x, y); }, {0, 2}, 0, {static_cast<double>(std::log(T(2))), 0});
    row<T>([](auto x, auto y) { return logsumexp(x, y); }, {-inf, -inf}, -inf, {0.5, 0.5});
    row<T>([](auto x, auto y) { return logsumexp(x, y); }, {-inf, 1}, 1, {0, 1});
    row<T>([](auto x, auto y) { return logsumexp(x, y); }, {inf, 1}, inf, {1, 0});
}

TEMPLATE_TEST_CASE("singularities: trigonometry", "", float, double) {
    using T = TestType;
    const double half_pi = static_cast<double>(std::asin(T(1)));
    row<T>([](auto x) { return asin(x); }, {1}, half_pi, {inf});
    row<T>([](auto x) { return asin(x); }, {-1}, -half_pi, {inf});
    row<T>([](auto x) { return acos(x); }, {1}, 0, {-inf});
    row<T>([](auto x) { return acosh(x); }, {1}, 0, {inf});
    row<T>([](auto x) { return atanh(x); }, {1}, inf, {inf});
    row<T>([](auto x) { return sinc(x); }, {0}, 1, {0});
}

TEMPLATE_TEST_CASE("singularities: the untaken side of a branch", "", float, double) {
    using T = TestType;
    row<T>([](auto x) { return where(x > 0_c, sqrt(x), 0_c); }, {0}, 0, {0});
    row<T>([](auto x) { return where(x > 0_c, log(x), x); }, {-1}, -1, {1});
    row<T>([](auto x) { return where(x == 0_c, 1_c, sin(x) / x); }, {0}, 1, {0});
    row<T>([](auto x) { return if_else(x > 0_c, sqrt(x), 0_c); }, {0}, 0, {0});
    row<T>([](auto x) { return if_else(x > 0_c, log(x), x); }, {-1}, -1, {1});
    row<T>([](auto x) { return if_else(x == 0_c, 1_c, sin(x) / x); }, {0}, 1, {0});
}

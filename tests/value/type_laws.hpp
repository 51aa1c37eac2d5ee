// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_VALUE_TYPE_LAWS_HPP
#define TAPELESS_TESTS_VALUE_TYPE_LAWS_HPP

// The laws of derivatives, for operations and formulas in every type of number. The oracle is 50 digits wide: values
// are compared with Boost's functions, gradients with differences of values, second and third derivatives (the tangents
// of duals) with differences of gradients.

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <string>
#include <tapeless/scalar.hpp>
#include <tapeless/value/dual.hpp>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace type_laws {

using tapeless::dual;
using namespace tapeless::literals;

using real = boost::multiprecision::cpp_bin_float_50;
using decimal = boost::multiprecision::cpp_dec_float_50; // with expression templates
using complex = std::complex<double>;

// What the engine computes

template <std::size_t Arity>
constexpr std::make_index_sequence<Arity> each{};

template <std::size_t I>
constexpr auto symbol = [] {
    if constexpr (I == 0)
        return tapeless::var<"x">;
    else if constexpr (I == 1)
        return tapeless::var<"y">;
    else
        return tapeless::var<"z">;
}();

template <class T, class F, std::size_t... I>
T value_of(F f, const std::array<T, sizeof...(I)>& x, std::index_sequence<I...>) {
    return tapeless::eval(f(symbol<I>...))((symbol<I> = x[I])...);
}
template <class T, std::size_t Arity>
using value_and_partials = std::array<T, Arity + 1>;

template <class T, class F, std::size_t... I>
value_and_partials<T, sizeof...(I)> derive(F f, const std::array<T, sizeof...(I)>& x, std::index_sequence<I...>) {
    const auto [value, grad] = tapeless::value_and_grad(f)(x[I]...);
    if constexpr (sizeof...(I) == 1)
        return {value, grad};
    else
        return {value, std::get<I>(grad)...};
}

// Numbers, whatever their type

template <class T>
struct base_of {
    using type = T;
};
template <class T>
struct base_of<dual<T>> : base_of<T> {};
template <class T>
using base = typename base_of<T>::type;

template <class T>
double size(const T& x) {
    using std::abs;
    if constexpr (std::is_same_v<T, complex>)
        return abs(x);
    else
        return static_cast<double>(T(abs(x)));
}
template <class T>
double distance(const T& a, const T& b) {
    return size(T(a - b)) / std::max(1.0, size(b));
}
template <class T>
double distance(const dual<T>& a, const dual<T>& b) {
    return std::max(distance(a.value, b.value), distance(a.tangent[0], b.tangent[0]));
}

/// The direction in which the tangents of the n-th level of duals point.
inline double direction(std::size_t level, std::size_t operand) {
    constexpr double components[]{1, -0.5, 2, 0.25, -1.5};
    return components[(2 * level + operand) % 5];
}
template <class T>
T seeded(double x, std::size_t operand) {
    if constexpr (tapeless::duals::depth<T> == 0) {
        return static_cast<T>(x);
    } else {
        using U = typename T::value_type;
        return {seeded<U>(x, operand), U(direction(tapeless::duals::depth<T>, operand))};
    }
}

// The oracle

template <std::size_t Arity>
using point = std::array<real, Arity>;
template <std::size_t Arity>
using oracle = std::function<value_and_partials<real, Arity>(const point<Arity>&)>;

template <std::size_t Arity>
point<Arity> moved(point<Arity> x, const real& by, const auto& along) {
    for (std::size_t i = 0; i < Arity; ++i) x[i] += by * along(i);
    return x;
}

/// The derivative by one operand from values alone, by differences of sixth order.
template <class F, std::size_t Arity>
real difference(F f, const point<Arity>& x, std::size_t operand) {
    const real h("1e-7");
    const auto odd = [&](int n) {
        const auto axis = [&](std::size_t i) { return i == operand ? n : 0; };
        return real(value_of(f, moved(x, h, axis), each<Arity>) - value_of(f, moved(x, -h, axis), each<Arity>));
    };
    return (45 * odd(1) - 9 * odd(2) + odd(3)) / (60 * h);
}

/// What a level of duals adds to the oracle.
template <std::size_t Arity>
oracle<Arity> along(oracle<Arity> f, std::size_t level) {
    return [f, level](const point<Arity>& x) {
        const real h("1e-10");
        const auto towards = [&](std::size_t i) { return direction(level, i); };
        auto result = f(moved(x, h, towards));
        const auto back = f(moved(x, -h, towards));
        for (std::size_t i = 0; i <= Arity; ++i) result[i] = (result[i] - back[i]) / (2 * h);
        return result;
    };
}

/// The largest distance of computed values and derivatives, tangents included, to the oracle.
template <class T, std::size_t Arity>
double worst(const value_and_partials<T, Arity>& computed, const oracle<Arity>& exact, const point<Arity>& x) {
    double result = 0;
    if constexpr (tapeless::duals::depth<T> == 0) {
        const auto expected = exact(x);
        for (std::size_t i = 0; i <= Arity; ++i) result = std::max(result, distance(real(computed[i]), expected[i]));
    } else {
        value_and_partials<typename T::value_type, Arity> values, tangents;
        for (std::size_t i = 0; i <= Arity; ++i) values[i] = computed[i].value, tangents[i] = computed[i].tangent[0];
        result = std::max(worst<typename T::value_type, Arity>(values, exact, x),
                          worst<typename T::value_type, Arity>(tangents, along(exact, tapeless::duals::depth<T>), x));
    }
    return result;
}

// The laws

template <class T, std::size_t Arity>
struct sample {
    std::array<T, Arity> x;
    std::array<dual<T>, Arity> moving;
    point<Arity> exact;

    explicit sample(const double (&at)[Arity]) {
        for (std::size_t i = 0; i < Arity; ++i) {
            exact[i] = at[i];
            x[i] = seeded<T>(at[i], i);
            moving[i] = {x[i], T(direction(7, i))};
        }
    }
};

/// The gradient is that of the oracle. In 50 digits the oracle is differences of values; the gradient in 50 digits is
/// the oracle of the others, and of higher derivatives.
template <class T, class F, std::size_t Arity>
double off_the_oracle(F f, const sample<T, Arity>& at) {
    const auto computed = derive(f, at.x, each<Arity>);
    if constexpr (std::is_same_v<T, real>) {
        double result = 0;
        for (std::size_t i = 0; i < Arity; ++i)
            result = std::max(result, distance(computed[i + 1], difference(f, at.exact, i)));
        return result;
    } else {
        const oracle<Arity> gradient = [f](const point<Arity>& x) { return derive(f, x, each<Arity>); };
        return worst<T, Arity>(computed, gradient, at.exact);
    }
}

/// Forward and reverse agree: the tangent is the gradient times the direction.
template <class T, class F, std::size_t Arity>
double forward_off_reverse(F f, const sample<T, Arity>& at) {
    const auto computed = derive(f, at.x, each<Arity>);
    const dual<T> forward = value_of(f, at.moving, each<Arity>);
    T expected(0);
    for (std::size_t i = 0; i < Arity; ++i) expected = expected + computed[i + 1] * at.moving[i].tangent[0];
    return std::max(distance(forward.value, computed[0]), distance(forward.tangent[0], expected));
}

/// The derivative of 2 f - 3 x y ... is what the rules of sums say.
template <class T, class F, std::size_t Arity>
double off_linearity(F f, const sample<T, Arity>& at) {
    const auto product = [](auto... a) { return (a * ... * 3_c); };
    const auto computed = derive(f, at.x, each<Arity>), other = derive(product, at.x, each<Arity>);
    const auto combined = derive([=](auto... a) { return 2_c * f(a...) - product(a...); }, at.x, each<Arity>);
    double result = 0;
    for (std::size_t i = 0; i <= Arity; ++i)
        result = std::max(result, distance(combined[i], T(T(2) * computed[i] - other[i])));
    return result;
}

/// The derivatives of f(s x, s y, ...) at s = 1 are what the chain rule says.
template <class T, class F, std::size_t Arity>
double off_the_chain_rule(F f, const sample<T, Arity>& at) {
    const auto computed = derive(f, at.x, each<Arity>);
    std::array<T, Arity + 1> scaled{T(1)};
    T radial(0);
    for (std::size_t i = 0; i < Arity; ++i) {
        scaled[i + 1] = at.x[i];
        radial = radial + at.x[i] * computed[i + 1];
    }
    const auto chained = derive([=](auto s, auto... a) { return f((s * a)...); }, scaled, each<Arity + 1>);
    double result = distance(chained[1], radial);
    for (std::size_t i = 0; i < Arity; ++i) result = std::max(result, distance(chained[i + 2], computed[i + 1]));
    return result;
}

/// The error allowed in the type T: `units` epsilons. Differences in 50 digits are good to 33.
template <class T>
double allowed(double units) {
    return std::max(units * static_cast<double>(std::numeric_limits<base<T>>::epsilon()), 1e-33);
}

/// Checks an operation in the type T: gradient, tangents (to third derivatives for a dual of duals), and that forward
/// and reverse agree. `units` is the error allowed in epsilons, relative to the larger of 1 and what is compared.
template <class T, class F, std::size_t Points, std::size_t Arity>
void check(const char* name, F f, const double (&points)[Points][Arity], double units = 128) {
    for (const auto& row : points) {
        const sample<T, Arity> at(row);
        CAPTURE(name, row[0], row[Arity - 1]);
        CHECK(off_the_oracle(f, at) / allowed<T>(units) <= 1);
        if constexpr (tapeless::duals::depth<T> < 2) CHECK(forward_off_reverse(f, at) / allowed<T>(units) <= 1);
    }
}

/// Checks a formula: the same, linearity and the chain rule.
template <class T, class F, std::size_t Points, std::size_t Arity>
void check_formula(const char* name, F f, const double (&points)[Points][Arity], double units = 128) {
    check<T>(name, f, points, units);
    for (const auto& row : points) {
        const sample<T, Arity> at(row);
        CAPTURE(name, row[0], row[Arity - 1]);
        CHECK(off_linearity(f, at) / allowed<T>(units) <= 1);
        CHECK(off_the_chain_rule(f, at) / allowed<T>(units) <= 1);
    }
}

constexpr double anywhere[][1]{{0.75}, {-1.25}, {2.5}};
constexpr double positive[][1]{{0.375}, {1}, {3.5}};
constexpr double within[][1]{{0.375}, {-0.625}}; // (-1, 1)
constexpr double pairs[][2]{{0.75, -1.25}, {2.5, 0.625}};
constexpr double positive_pairs[][2]{{0.75, 1.25}, {2.5, 0.625}};

} // namespace type_laws

// The types of a TEMPLATE_TEST_CASE: its name shows them as they are written here.
#define TAPELESS_TEST_TYPES                                                                                            \
    float, double, long double, type_laws::real, type_laws::decimal, tapeless::dual<double>,                           \
        tapeless::dual<tapeless::dual<double>>

#endif

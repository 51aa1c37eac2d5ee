// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>
#include <tapeless/testing/laws.hpp>

#include <cmath>
#include <cstdio>
#include <tuple>

using namespace tapeless::literals;

// [operation]
namespace math = tapeless::math; // <cmath> for every number type

/// log(1 - exp(-x)) for x > 0, to full accuracy on both sides; its derivative is 1 / (exp(x) - 1).
struct log1mexp_operation {
    static constexpr bool elementwise = true; // a function of scalars; tensors apply it to each element
    static constexpr auto name = "log1mexp";

    template <class T>
    static constexpr T value(const T& x) {
        return tapeless::where(x < T(0.7), math::log(T(-math::expm1(T(-x)))), math::log1p(T(-math::exp(T(-x)))));
    }
    template <std::size_t, class T> // the operand's number, for operations with several
    static constexpr T pullback(const T& adjoint, const T& /*result*/, const T& x) {
        return adjoint / math::expm1(x);
    }
};

template <class E>
constexpr auto log1mexp(const E& x) {
    return tapeless::expr::apply<log1mexp_operation>(x);
}
// [/operation]

// [implicit]
/// Kepler's equation: E of E - e sin(E) = M, for 0 <= e <= 0.8. Newton's method finds the value; the derivatives are
/// those of the equation, not of the iteration.
struct kepler_operation {
    static constexpr bool elementwise = true;
    static constexpr auto name = "kepler";

    template <class T>
    static constexpr T value(const T& M, const T& e) {
        T E = M + e * math::sin(M);
        for (int i = 0; i < 8; ++i) E = E - (E - e * math::sin(E) - M) / (T(1) - e * math::cos(E));
        return E;
    }
    template <std::size_t I, class T>
    static constexpr T pullback(const T& adjoint, const T& E, const T& /*M*/, const T& e) {
        const T by_M = adjoint / (T(1) - e * math::cos(E));
        if constexpr (I == 0)
            return by_M;
        else
            return by_M * math::sin(E);
    }
};

template <class A, class B>
    requires tapeless::expr::operands<A, B> // expressions, numbers and literals, at least one of them an expression
constexpr auto kepler(const A& M, const B& e) {
    using tapeless::expr::lift;
    return tapeless::expr::apply<kepler_operation>(lift(M), lift(e));
}
// [/implicit]

// [table]
constexpr double table[]{0.0, 0.8, 1.1, 1.2, 1.25};

/// A table, interpolated linearly between whole numbers. A number says which piece it is, so the rule must know that
/// number and cannot be traced.
struct lookup_operation {
    static constexpr bool elementwise = true;
    static constexpr bool opaque = true;
    static constexpr auto name = "lookup";

    static constexpr int piece(double x) { return x < 0 ? 0 : x < 3 ? static_cast<int>(x) : 3; }

    template <class T>
    static constexpr T value(const T& x) {
        const int i = piece(static_cast<double>(x));
        return T(table[i]) + (x - T(i)) * T(table[i + 1] - table[i]);
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        const int i = piece(static_cast<double>(x));
        return adjoint * T(table[i + 1] - table[i]);
    }
};
// [/table]

int main() {
    // [use]
    auto f = [](auto x) { return log1mexp(x * x); };
    auto [value, slope] = tapeless::value_and_grad(f)(1.0);
    std::printf("%.6f %.6f\n", value, slope);
    // [/use]

    // [second]
    auto anomaly = [](auto M, auto e) { return kepler(M, e); };
    auto [by_M, by_e] = tapeless::grad(anomaly)(1.0, 0.5);
    auto [row_M, row_e] = tapeless::hessian(anomaly)(1.0, 0.5); // second derivatives of the same rule
    std::printf("%.6f %.6f / %.6f %.6f %.6f\n", by_M, by_e, std::get<0>(row_M), std::get<1>(row_M), std::get<1>(row_e));
    // [/second]

    // [lookup]
    auto curve = [](auto x) { return tapeless::expr::apply<lookup_operation>(x * x); };
    std::printf("%.6f\n", tapeless::grad(curve)(1.5)); // 2.25 lies in the third piece: 0.1 * 2 x
    // [/lookup]

    // [laws]
    using tapeless::testing::operation_laws;
    constexpr double positive[]{0.01, 0.5, 0.7, 1, 5, 30};
    constexpr double orbits[][2]{{0, 0.5}, {1, 0.5}, {-2, 0.7}, {3, 0}, {0.1, 0.8}};
    const auto first = operation_laws<log1mexp_operation>(positive);
    const auto second = operation_laws<kepler_operation>(orbits);
    for (const auto& report : {first, second}) std::printf("%s\n", report.hold() ? "all laws hold" : report.broken);
    // [/laws]
    return first.hold() && second.hold() && std::abs(slope - 2 / std::expm1(1.0)) < 1e-15 ? 0 : 1;
}

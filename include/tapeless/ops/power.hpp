// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_POWER_HPP
#define TAPELESS_OPS_POWER_HPP

#include "../meta/math.hpp"
#include "../meta/spelled.hpp"
#include "arithmetic.hpp"
#include "comparison.hpp"
#include "constants.hpp"
#include "exponential.hpp"
#include "ordinary.hpp"

namespace tapeless {

namespace ops {

struct sqrt {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sqrt";
    static constexpr auto domain = "x >= 0";
    static constexpr auto note = "the derivative at 0 is infinite";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\sqrt{$1})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::sqrt(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return T(0.5) * (adjoint / result);
    }
};

/// The square root of a sum of squares: where that is 0, so are the derivatives of a length by its coordinates.
struct length_root {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sqrt";
    static constexpr auto domain = "x >= 0";
    static constexpr auto note = "what sqrt of a sum of squares becomes: the derivative at 0 is 0";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\sqrt{$1})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::sqrt(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        // If the condition guarded the quotient, compilers would branch around the division.
        return T(0.5) * (adjoint / T(where(result <= T(0), expr::constant<infinity, T>(), result)));
    }
};

namespace detail {

template <class Op, unsigned Arity>
constexpr bool is_made_by(const expr::record& r) noexcept {
    return r.elementwise && r.arity == Arity && r.op->tag == expr::operation_entry<Op, Arity>::description.tag;
}
constexpr bool is_square(const expr::record& r) noexcept { return is_made_by<square, 1>(r); }
constexpr bool is_sum_of_squares(const expr::record& r) noexcept {
    return is_square(r) ||
           (is_made_by<add, 2>(r) && is_sum_of_squares(*r.operands[0]) && is_sum_of_squares(*r.operands[1]));
}

} // namespace detail

struct cbrt {
    static constexpr bool elementwise = true;
    static constexpr auto name = "cbrt";
    static constexpr auto domain = "all x";
    static constexpr auto note = "the derivative at 0 is infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\sqrt[3]{$1})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::cbrt(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint / (T(3) * (result * result));
    }
};

namespace detail {
constexpr int products(int n) noexcept { return n < 2 ? 0 : 1 + (n % 2 == 0 ? products(n / 2) : products(n - 1)); }
} // namespace detail

/// x to the power of a whole number, by repeated squaring: at most 2 log2(N) products.
template <int N>
struct integer_power {
    static constexpr bool elementwise = true;
    static constexpr auto name = meta::spelled<"pow<#>", N>;
    static constexpr int precedence = 80;
    static constexpr auto text = meta::spelled<"$1^#", N>;
    static constexpr auto domain = N < 0 ? "x != 0" : "all x";
    static constexpr auto note = N < 0 ? "value and derivative at 0 are infinite" : "";
    static constexpr int flops = detail::products(N < 0 ? -N : N) + (N < 0);
    static constexpr int calls = 0;
    static constexpr auto latex = meta::spelled<R"(\left($1\right)^{#})", N>;
    static constexpr auto cpp = meta::spelled<"tapeless_integer_power($1, #)", N>;
    static constexpr auto cpp_support = R"(
inline double tapeless_integer_power(double x, int n) {
    if (n < 0) return 1 / tapeless_integer_power(x, -n);
    if (n < 2) return n == 0 ? 1 : x;
    return n % 2 == 0 ? tapeless_integer_power(x * x, n / 2) : x * tapeless_integer_power(x, n - 1);
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        if constexpr (N < 0)
            return T(1) / integer_power<-N>::value(x);
        else if constexpr (N == 0)
            return T(1);
        else if constexpr (N == 1)
            return x;
        else if constexpr (N % 2 == 0)
            return integer_power<N / 2>::value(T(x * x));
        else
            return x * integer_power<N - 1>::value(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        if constexpr (N == 0)
            return T(0);
        else if constexpr (N == 1)
            return adjoint;
        else
            return adjoint * (T(N) * integer_power<N - 1>::value(x));
    }
};

struct lower_power;

struct pow {
    static constexpr bool elementwise = true;
    static constexpr auto name = "pow";
    static constexpr auto domain = "x > 0, or any x and whole y";
    static constexpr auto note = "the derivative by x is 0 where y = 0; that by y is 0 where x = 0 and y >= 0, and NaN "
                                 "where x < 0";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\left($1\right)^{$2})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return math::pow(x, y);
    }
    // 0 * x^-1 and x^y log x at x = 0: what would be 0 * infinity is kept from arising, so that the derivatives of
    // these derivatives are finite too.
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        if constexpr (I == 0)
            return adjoint * (y * where(y == T(0), T(1), T(expr::call<lower_power>(x, y, result))));
        else
            return adjoint * (result * math::log(where(x == T(0) && (result == T(0) || y == T(0)), T(1), x)));
    }
};

/// x^(y - 1), given x^y. A quotient does, unless x^y has lost digits: where it is zero, subnormal or infinite.
struct lower_power {
    static constexpr bool elementwise = true;
    static constexpr auto name = "lower_power";
    static constexpr auto domain = "x > 0, or any x and whole y";
    static constexpr auto note = "x^(y-1) from x, y and x^y: the derivatives are those of x^(y-1)";
    static constexpr std::uint64_t differentiable = 0b011;
    static constexpr int flops = 3;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\left($1\right)^{$2-1})";
    static constexpr auto cpp = "tapeless_lower_power($1, $2, $3)";
    static constexpr auto cpp_support = R"(
inline double tapeless_lower_power(double x, double y, double power) {
    const double size = power < 0 ? -power : power;
    return size >= 2.2250738585072014e-308 && size <= 1.7976931348623157e308 ? power / x : std::pow(x, y - 1);
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& power) {
        if constexpr (branching<T>) {
            if (is_ordinary(power)) return power / x;
        }
        return math::pow(x, T(y - T(1)));
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y,
                                                       const T&) {
        return pow::pullback<I>(adjoint, result, x, T(y - T(1)));
    }
};

struct hypot {
    static constexpr bool elementwise = true;
    static constexpr auto name = "hypot";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "the derivatives at the origin are 0";
    static constexpr bool commutative = true;
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\sqrt{\left($1\right)^{2}+\left($2\right)^{2}})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return math::hypot(x, y);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        const auto origin = result == T(0);
        return where(origin, T(0), adjoint) * ((I == 0 ? x : y) / where(origin, T(1), result));
    }
};

struct hypot3 {
    static constexpr bool elementwise = true;
    static constexpr auto name = "hypot";
    static constexpr auto domain = "all x, y, z";
    static constexpr auto note = "the derivatives at the origin are 0";
    static constexpr int flops = 0;
    static constexpr int calls = 2;
    static constexpr auto latex = R"(\sqrt{\left($1\right)^{2}+\left($2\right)^{2}+\left($3\right)^{2}})";
    static constexpr auto cpp = "std::hypot(std::hypot($1, $2), $3)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& z) {
        return math::hypot(math::hypot(x, y), z);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y,
                                                       const T& z) {
        const auto origin = result == T(0);
        return where(origin, T(0), adjoint) * ((I == 0 ? x : I == 1 ? y : z) / where(origin, T(1), result));
    }
};

} // namespace ops

/// x * x, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::square, expression<A, M>> square(const expression<A, M>& x) noexcept {
    return expr::apply<ops::square>(x);
}

/// The square root, elementwise. Domain: x >= 0; the derivative at 0 is infinite. The root of x * x is abs(x), which is the
/// same number without overflow, and that of a sum of squares is a length: their derivatives at 0 are 0.
template <meta::hash_t A, std::size_t M>
constexpr auto sqrt(const expression<A, M>& x) noexcept {
    constexpr const expr::record& root = expr::record_of<A>;
    if constexpr (ops::detail::is_square(root)) {
        expression<root.operands[0]->id, M> base{};
        if constexpr (M != 0)
            for (std::size_t i = 0; i < M; ++i) base.constants[i] = x.constants[i];
        return expr::apply<ops::abs>(base);
    } else if constexpr (ops::detail::is_sum_of_squares(root)) {
        return expr::apply<ops::length_root>(x);
    } else {
        return expr::apply<ops::sqrt>(x);
    }
}
constexpr expr::traced sqrt(const expr::traced& x) { return expr::trace<ops::sqrt>(x); }

/// The cube root, elementwise, of negative numbers too. The derivative at 0 is infinite.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::cbrt, expression<A, M>> cbrt(const expression<A, M>& x) noexcept {
    return expr::apply<ops::cbrt>(x);
}

/// x to the power y, elementwise. Domain: x > 0, or any x where y is whole. A whole literal exponent (`2_c`) of at most
/// 64 is a chain of products.
///
/// The derivative by x is y x^(y-1): 0 where y is 0, infinite at x = 0 where y < 1. The derivative by y is x^y log x: 0
/// where x is 0 and y is not negative, minus infinity where x is 0 and y negative, NaN where x is negative, since then
/// the neighbours of y have no power.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto pow(const A& x, const B& y) noexcept {
    const auto base = expr::lift(x);
    const auto exponent = expr::lift(y);
    constexpr meta::hash_t id = expr::id_of<std::remove_const_t<decltype(exponent)>>;
    if constexpr (expr::is_literal(id)) {
        constexpr meta::decimal n = expr::decimal_of<id>;
        constexpr bool small = n.exponent == 0 && n.mantissa >= -64 && n.mantissa <= 64 && n.mantissa != 0;
        constexpr bool round = n.exponent == 1 && n.mantissa >= -6 && n.mantissa <= 6;
        if constexpr (small && n.mantissa == 1)
            return base;
        else if constexpr (small && n.mantissa == 2)
            return expr::apply<ops::square>(base);
        else if constexpr (small)
            return expr::apply<ops::integer_power<static_cast<int>(n.mantissa)>>(base);
        else if constexpr (round)
            return expr::apply<ops::integer_power<static_cast<int>(n.mantissa * 10)>>(base);
        else
            return expr::apply<ops::pow>(base, exponent);
    } else {
        return expr::apply<ops::pow>(base, exponent);
    }
}

/// The length of a vector, the square root of the sum of the squares, without undue overflow or underflow, elementwise.
/// The derivatives at the origin are 0.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto hypot(const A& x, const B& y) noexcept { return expr::apply<ops::hypot>(expr::lift(x), expr::lift(y)); }
template <class A, class B, class C>
    requires expr::operands<A, B, C>
constexpr auto hypot(const A& x, const B& y, const C& z) noexcept {
    return expr::apply<ops::hypot3>(expr::lift(x), expr::lift(y), expr::lift(z));
}

} // namespace tapeless

#endif

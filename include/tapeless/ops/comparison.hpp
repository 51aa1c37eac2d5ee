// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_COMPARISON_HPP
#define TAPELESS_OPS_COMPARISON_HPP

#include "../expr/lift.hpp"
#include "../meta/select.hpp"

namespace tapeless {

constexpr expr::traced operator<(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator>(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator<=(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator>=(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator==(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator!=(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator&&(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator||(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator!(const expr::traced& x);
constexpr expr::traced where(const expr::traced& condition, const expr::traced& a, const expr::traced& b);

namespace ops {

/// A condition is a number: 1 where it holds, 0 where it does not. It has no derivative.
struct condition {
    static constexpr bool elementwise = true;
    static constexpr std::uint64_t differentiable = 0;
    static constexpr int flops = 1;
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "1 or 0; derivative 0";
};

struct less : condition {
    static constexpr auto name = "<";
    static constexpr int precedence = 40;
    static constexpr auto text = "$1 < $2";
    static constexpr auto cpp = "$1 < $2 ? 1.0 : 0.0";
    static constexpr auto latex = "[$1 < $2]";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x < y, T(1), T(0));
    }
};
struct less_equal : condition {
    static constexpr auto name = "<=";
    static constexpr int precedence = 40;
    static constexpr auto text = "$1 <= $2";
    static constexpr auto cpp = "$1 <= $2 ? 1.0 : 0.0";
    static constexpr auto latex = R"([$1 \le $2])";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x <= y, T(1), T(0));
    }
};
struct equal : condition {
    static constexpr auto name = "==";
    static constexpr int precedence = 30;
    static constexpr auto text = "$1 == $2";
    static constexpr auto cpp = "$1 == $2 ? 1.0 : 0.0";
    static constexpr auto latex = "[$1 = $2]";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x == y, T(1), T(0));
    }
};
struct not_equal : condition {
    static constexpr auto name = "!=";
    static constexpr int precedence = 30;
    static constexpr auto text = "$1 != $2";
    static constexpr auto cpp = "$1 != $2 ? 1.0 : 0.0";
    static constexpr auto latex = R"([$1 \ne $2])";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x != y, T(1), T(0));
    }
};
struct both : condition {
    static constexpr auto name = "&&";
    static constexpr int precedence = 20;
    static constexpr auto text = "$1 && $2";
    static constexpr auto cpp = "$1 != 0.0 && $2 != 0.0 ? 1.0 : 0.0";
    static constexpr auto latex = R"($1 \wedge $2)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x != T(0) && y != T(0), T(1), T(0));
    }
};
struct either : condition {
    static constexpr auto name = "||";
    static constexpr int precedence = 10;
    static constexpr auto text = "$1 || $2";
    static constexpr auto cpp = "$1 != 0.0 || $2 != 0.0 ? 1.0 : 0.0";
    static constexpr auto latex = R"($1 \vee $2)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return where(x != T(0) || y != T(0), T(1), T(0));
    }
};
struct negation : condition {
    static constexpr auto name = "!";
    static constexpr int precedence = 70;
    static constexpr auto text = "!$1";
    static constexpr auto cpp = "$1 != 0.0 ? 0.0 : 1.0";
    static constexpr auto latex = R"(\neg $1)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return where(x != T(0), T(0), T(1));
    }
};

/// Operand 1 where operand 0 is not zero, else operand 2. What one side alone uses receives an adjoint only where that
/// side is taken, so that an infinite derivative of the other side cannot turn zeros into NaN.
struct selection {
    static constexpr bool elementwise = true;
    static constexpr std::uint64_t differentiable = 0b110;
    static constexpr bool selects = true;
    static constexpr int flops = 1;
    static constexpr auto domain = "all c, a, b";
    static constexpr auto cpp = "$1 != 0.0 ? $2 : $3";
    static constexpr auto latex = R"(\begin{cases} $2 & $1 \\ $3 & \text{otherwise} \end{cases})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& condition, const T& a, const T& b) {
        return where(condition != T(0), a, b);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& condition, const T&,
                                                       const T&) {
        return I == 1 ? where(condition != T(0), adjoint, T(0)) : where(condition != T(0), T(0), adjoint);
    }
};
struct choose : selection {
    static constexpr auto name = "where";
    static constexpr auto note =
        "both sides are evaluated; the untaken one contributes nothing, whatever its derivative";
};
struct branch : selection {
    static constexpr auto name = "if_else";
    static constexpr bool branches = true;
    static constexpr auto note = "only the side that is taken is evaluated and differentiated";
};

} // namespace ops

constexpr expr::traced operator<(const expr::traced& x, const expr::traced& y) { return expr::trace<ops::less>(x, y); }
constexpr expr::traced operator>(const expr::traced& x, const expr::traced& y) { return y < x; }
constexpr expr::traced operator<=(const expr::traced& x, const expr::traced& y) {
    return expr::trace<ops::less_equal>(x, y);
}
constexpr expr::traced operator>=(const expr::traced& x, const expr::traced& y) { return y <= x; }
constexpr expr::traced operator==(const expr::traced& x, const expr::traced& y) {
    return expr::trace<ops::equal>(x, y);
}
constexpr expr::traced operator!=(const expr::traced& x, const expr::traced& y) {
    return expr::trace<ops::not_equal>(x, y);
}
constexpr expr::traced operator&&(const expr::traced& x, const expr::traced& y) { return expr::trace<ops::both>(x, y); }
constexpr expr::traced operator||(const expr::traced& x, const expr::traced& y) {
    return expr::trace<ops::either>(x, y);
}
constexpr expr::traced operator!(const expr::traced& x) { return expr::trace<ops::negation>(x); }
constexpr expr::traced where(const expr::traced& condition, const expr::traced& a, const expr::traced& b) {
    return expr::trace<ops::choose>(condition, a, b);
}

// Comparisons of expressions are expressions: 1 where they hold, 0 where they do not. They have no derivative.

template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator<(const A& a, const B& b) noexcept {
    return expr::apply<ops::less>(expr::lift(a), expr::lift(b));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator>(const A& a, const B& b) noexcept {
    return expr::apply<ops::less>(expr::lift(b), expr::lift(a));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator<=(const A& a, const B& b) noexcept {
    return expr::apply<ops::less_equal>(expr::lift(a), expr::lift(b));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator>=(const A& a, const B& b) noexcept {
    return expr::apply<ops::less_equal>(expr::lift(b), expr::lift(a));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator==(const A& a, const B& b) noexcept {
    return expr::apply<ops::equal>(expr::lift(a), expr::lift(b));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator!=(const A& a, const B& b) noexcept {
    return expr::apply<ops::not_equal>(expr::lift(a), expr::lift(b));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator&&(const A& a, const B& b) noexcept {
    return expr::apply<ops::both>(expr::lift(a), expr::lift(b));
}
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto operator||(const A& a, const B& b) noexcept {
    return expr::apply<ops::either>(expr::lift(a), expr::lift(b));
}
template <meta::hash_t A, std::size_t M>
constexpr auto operator!(const expression<A, M>& a) noexcept {
    return expr::apply<ops::negation>(a);
}

/// `a` where the condition holds (is not zero), else `b`, elementwise. Both are evaluated; the one that is not taken
/// contributes nothing to any derivative, even where its own derivative is infinite or NaN. (In expressions of scalars. Where
/// tensors occur, 0 times such a derivative is NaN as in the arithmetic of numbers.)
template <class C, class A, class B>
    requires expr::operands<C, A, B>
constexpr auto where(const C& condition, const A& a, const B& b) noexcept {
    return expr::apply<ops::choose>(expr::lift(condition), expr::lift(a), expr::lift(b));
}

/// The same of scalars, and what only one side needs is evaluated, and differentiated, only where that side is taken.
/// (Where tensors occur in the expression, both sides are evaluated.)
template <class C, class A, class B>
    requires expr::operands<C, A, B>
constexpr auto if_else(const C& condition, const A& a, const B& b) noexcept {
    const auto c = expr::lift(condition);
    const auto taken = expr::lift(a);
    const auto other = expr::lift(b);
    static_assert(!expr::is_tensor(expr::id_of<std::remove_const_t<decltype(c)>> |
                                   expr::id_of<std::remove_const_t<decltype(taken)>> |
                                   expr::id_of<std::remove_const_t<decltype(other)>>),
                  "tapeless: if_else chooses between scalars; choose between tensors with where(c, a, b)");
    return expr::apply<ops::branch>(c, taken, other);
}

} // namespace tapeless

#endif

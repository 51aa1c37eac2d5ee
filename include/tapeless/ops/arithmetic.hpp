// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_ARITHMETIC_HPP
#define TAPELESS_OPS_ARITHMETIC_HPP

#include "../expr/lift.hpp"

namespace tapeless {

// Rules compute with these, and they are recorded as the operations below.
constexpr expr::traced operator+(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator-(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator*(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator/(const expr::traced& x, const expr::traced& y);
constexpr expr::traced operator-(const expr::traced& x);

namespace ops {

struct add {
    static constexpr bool elementwise = true;
    static constexpr auto arithmetic = expr::arithmetic::sum;
    static constexpr auto name = "+";
    static constexpr int precedence = 50;
    static constexpr auto text = "$1 + $2";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "";
    static constexpr bool commutative = true;
    static constexpr int flops = 1;
    static constexpr auto cpp = "$1 + $2";
    static constexpr auto latex = "$1 + $2";

    static constexpr expr::traced simplify(const expr::traced* x);
    static constexpr expr::traced contract(const expr::traced* x, const bool* only);

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return x + y;
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T&, const T&) {
        return adjoint;
    }
};

struct subtract {
    static constexpr bool elementwise = true;
    static constexpr auto arithmetic = expr::arithmetic::difference;
    static constexpr auto name = "-";
    static constexpr int precedence = 50;
    static constexpr auto text = "$1 - $2";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "";
    static constexpr int flops = 1;
    static constexpr auto cpp = "$1 - $2";
    static constexpr auto latex = "$1 - $2";

    static constexpr expr::traced simplify(const expr::traced* x);
    static constexpr expr::traced contract(const expr::traced* x, const bool* only);

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return x - y;
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T&, const T&) {
        if constexpr (I == 0)
            return adjoint;
        else
            return -adjoint;
    }
};

struct multiply {
    static constexpr bool elementwise = true;
    static constexpr auto arithmetic = expr::arithmetic::product;
    static constexpr auto name = "*";
    static constexpr int precedence = 60;
    static constexpr auto text = "$1 * $2";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "";
    static constexpr bool commutative = true;
    static constexpr int flops = 1;
    static constexpr auto cpp = "$1 * $2";
    static constexpr auto latex = R"($1 \, $2)";

    static constexpr expr::traced simplify(const expr::traced* x);

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return x * y;
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        return adjoint * (I == 0 ? y : x);
    }
};

/// x * x: one contribution to one adjoint, where the product would make two.
struct square {
    static constexpr bool elementwise = true;
    static constexpr auto arithmetic = expr::arithmetic::square;
    static constexpr auto name = "square";
    static constexpr int precedence = 80;
    static constexpr auto text = "$1^2";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 1;
    static constexpr auto cpp = "$1 * $1";
    static constexpr auto latex = "{$1}^2";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return x * x;
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return (adjoint + adjoint) * x; // the squares of a sum share the first factor
    }
};

struct divide {
    static constexpr bool elementwise = true;
    static constexpr auto name = "/";
    static constexpr int precedence = 60;
    static constexpr auto text = "$1 / $2";
    static constexpr auto domain = "y != 0";
    static constexpr auto note = "as IEEE arithmetic divides by 0";
    static constexpr int flops = 1;
    static constexpr auto cpp = "$1 / $2";
    static constexpr auto latex = R"(\frac{$1}{$2})";

    static constexpr expr::traced simplify(const expr::traced* x);

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return x / y;
    }
    // One reciprocal serves both operands and every other quotient by y, and an adjoint waits for a product instead of a
    // division.
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&, const T& y) {
        if constexpr (I == 0)
            return adjoint / y;
        else
            return -(adjoint / y) * result;
    }
};

/// 1 / x, whose derivative needs no further division.
struct reciprocal {
    static constexpr bool elementwise = true;
    static constexpr auto name = "1/";
    static constexpr int precedence = 60;
    static constexpr auto text = "1 / $1";
    static constexpr auto domain = "x != 0";
    static constexpr auto note = "as IEEE arithmetic divides by 0";
    static constexpr int flops = 1;
    static constexpr auto cpp = "1.0 / $1";
    static constexpr auto latex = R"(\frac{1}{$1})";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return T(1) / x;
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return -adjoint * (result * result);
    }
};

struct negate {
    static constexpr bool elementwise = true;
    static constexpr auto arithmetic = expr::arithmetic::opposite;
    static constexpr auto name = "-";
    static constexpr int precedence = 70;
    static constexpr auto text = "-$1";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 1;
    static constexpr auto cpp = "-$1";
    static constexpr auto latex = "-$1";

    static constexpr expr::traced simplify(const expr::traced* x);

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return -x;
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T&) {
        return -adjoint;
    }
};

// A product and the sum it goes into, in one expression: Clang contracts a product and a sum to one instruction only there
// (-ffp-contract=on), GCC wherever they meet. Whether they are contracted stays the compiler's decision. Last things to be
// made of a program, so that they need no derivatives.

struct contracted {
    static constexpr bool elementwise = true;
    static constexpr std::uint64_t differentiable = 0;
    static constexpr int flops = 2;
};
struct multiply_add : contracted {
    static constexpr auto name = "x*y+z";
    static constexpr auto text = "$1 * $2 + $3";
    static constexpr auto cpp = "$1 * $2 + $3";
    static constexpr auto latex = R"($1 \, $2 + $3)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& z) {
        return x * y + z;
    }
};
struct multiply_subtract : contracted {
    static constexpr auto name = "x*y-z";
    static constexpr auto text = "$1 * $2 - $3";
    static constexpr auto cpp = "$1 * $2 - $3";
    static constexpr auto latex = R"($1 \, $2 - $3)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& z) {
        return x * y - z;
    }
};
struct subtract_product : contracted {
    static constexpr auto name = "z-x*y";
    static constexpr auto text = "$3 - $1 * $2";
    static constexpr auto cpp = "$3 - $1 * $2";
    static constexpr auto latex = R"($3 - $1 \, $2)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y, const T& z) {
        return z - x * y;
    }
};

/// The factors of what is a product.
struct factors {
    expr::traced x, y;
    constexpr explicit factors(const expr::traced& product) {
        const bool is_square = product.is_made_by<square, 1>();
        if (!is_square && !product.is_made_by<multiply, 2>()) return;
        x = product.operand(0);
        y = product.operand(is_square ? 0 : 1);
    }
    constexpr explicit operator bool() const noexcept { return x.exists(); }
};

constexpr expr::traced add::contract(const expr::traced* x, const bool* only) {
    if (x[0].same_as(x[1])) return {};
    for (int i = 1; i >= 0; --i)
        if (const factors f(x[i]); f && only[i]) return expr::trace<multiply_add>(f.x, f.y, x[1 - i]);
    return {};
}
constexpr expr::traced subtract::contract(const expr::traced* x, const bool* only) {
    if (const factors f(x[1]); f && only[1]) return expr::trace<subtract_product>(f.x, f.y, x[0]);
    if (const factors f(x[0]); f && only[0]) return expr::trace<multiply_subtract>(f.x, f.y, x[1]);
    return {};
}

// Simplifications keep every IEEE result. Signs travel outward: -x * y is -(x * y), x + -y is x - y.

constexpr bool is_negated(const expr::traced& x) { return x.is_made_by<negate, 1>(); }

// Twice a decimal, and the product with a power of two, are exact in every binary number type.
constexpr expr::traced scaled_literal(const expr::traced& literal, std::int64_t factor) {
    const meta::decimal d = literal.made().number();
    if (literal.made().what != expr::role::literal || d.mantissa > (1 << 30) || d.mantissa < -(1 << 30)) return {};
    return {*literal.in, literal.in->add_literal(meta::decimal::canonical(factor * d.mantissa, d.exponent))};
}

constexpr expr::traced add::simplify(const expr::traced* x) {
    if (x[0].same_as(x[1]) && x[0].made().what == expr::role::literal) return scaled_literal(x[0], 2);
    if (is_negated(x[1])) return x[0] - x[1].operand(0);
    if (is_negated(x[0])) return x[1] - x[0].operand(0);
    return {};
}
constexpr expr::traced subtract::simplify(const expr::traced* x) {
    if (x[1].is(0)) return x[0];
    if (is_negated(x[1])) return x[0] + x[1].operand(0);
    if (is_negated(x[0])) return -(x[0].operand(0) + x[1]);
    return {};
}
constexpr expr::traced multiply::simplify(const expr::traced* x) {
    if (x[0].is(1)) return x[1];
    if (x[1].is(1)) return x[0];
    if (x[0].is(-1)) return -x[1];
    if (x[1].is(-1)) return -x[0];
    if (x[0].is(2) && x[1].made().what == expr::role::literal) return scaled_literal(x[1], 2);
    if (x[1].is(2)) return x[0].made().what == expr::role::literal ? scaled_literal(x[0], 2) : x[0] + x[0];
    if (x[0].is(2)) return x[1] + x[1];
    if (is_negated(x[0])) return -(x[0].operand(0) * x[1]);
    if (is_negated(x[1])) return -(x[0] * x[1].operand(0));
    if (x[0].same_as(x[1])) return expr::trace<square>(x[0]);
    for (int i = 0; i < 2; ++i)
        if (x[i].made().is_operation() && x[i].made().op->has_times)
            if (const expr::traced product = x[i].made().op->times(x[i], x[1 - i]); product.exists()) return product;
    return {};
}
constexpr expr::traced divide::simplify(const expr::traced* x) {
    if (x[1].is(1)) return x[0];
    if (is_negated(x[0])) return -(x[0].operand(0) / x[1]);
    if (is_negated(x[1])) return -(x[0] / x[1].operand(0));
    if (x[0].is(1)) return expr::trace<reciprocal>(x[1]);
    if (x[0].is(-1)) return -expr::trace<reciprocal>(x[1]);
    return {};
}
constexpr expr::traced negate::simplify(const expr::traced* x) {
    return is_negated(x[0]) ? x[0].operand(0) : scaled_literal(x[0], -1);
}

} // namespace ops

// Rewrites keep every IEEE result: x * 1, x / 1, x - 0 are x, and x * x is square(x).

template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto operator+(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    if constexpr (expr::is_plain(A | B, M + N))
        return expr::plain<ops::add, A, B>{};
    else
        return expr::apply<ops::add>(a, b);
}

template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto operator-(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    if constexpr (B == expr::zero)
        return a;
    else if constexpr (expr::is_plain(A | B, M + N))
        return expr::plain<ops::subtract, A, B>{};
    else
        return expr::apply<ops::subtract>(a, b);
}

/// The product of scalars, a tensor scaled by a scalar, or the matrix product of two tensors (ops/matmul.hpp).
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto operator*(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    if constexpr (expr::is_tensor(A & B))
        return matmul(a, b);
    else if constexpr (A == expr::one)
        return b;
    else if constexpr (B == expr::one)
        return a;
    else if constexpr (A == B && M + N == 0)
        return expr::apply<ops::square>(a);
    else if constexpr (expr::is_plain(A | B, M + N))
        return expr::plain<ops::multiply, A, B>{};
    else
        return expr::apply<ops::multiply>(a, b);
}

template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto operator/(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    if constexpr (B == expr::one)
        return a;
    else if constexpr (expr::is_plain(A | B, M + N))
        return expr::plain<ops::divide, A, B>{};
    else
        return expr::apply<ops::divide>(a, b);
}

template <meta::hash_t A, std::size_t M>
constexpr auto operator-(const expression<A, M>& a) noexcept {
    if constexpr (expr::is_literal(A) && A != expr::zero)
        return expr::literal<-expr::decimal_of<A>>{};
    else
        return expr::apply<ops::negate>(a);
}
template <meta::hash_t A, std::size_t M>
constexpr auto operator+(const expression<A, M>& a) noexcept {
    return a;
}

// Numbers that a rule writes are combined exactly, as quotients: T(2) / T(3) is right in every precision.
constexpr expr::traced quotient_of(double dividend, double divisor) noexcept {
    return expr::traced::quotient(dividend, divisor, expr::operation_entry<ops::divide, 2>::description);
}

constexpr expr::traced operator+(const expr::traced& x, const expr::traced& y) {
    if (x.is_loose() && y.is_loose())
        return quotient_of(x.number * y.divisor + y.number * x.divisor, x.divisor * y.divisor);
    return expr::trace<ops::add>(x, y);
}
constexpr expr::traced operator-(const expr::traced& x, const expr::traced& y) {
    if (x.is_loose() && y.is_loose()) return x + -y;
    return expr::trace<ops::subtract>(x, y);
}
constexpr expr::traced operator*(const expr::traced& x, const expr::traced& y) {
    if (x.is_loose() && y.is_loose()) return quotient_of(x.number * y.number, x.divisor * y.divisor);
    return expr::trace<ops::multiply>(x, y);
}
constexpr expr::traced operator/(const expr::traced& x, const expr::traced& y) {
    if (x.is_loose() && y.is_loose()) return quotient_of(x.number * y.divisor, x.divisor * y.number);
    return expr::trace<ops::divide>(x, y);
}
constexpr expr::traced operator-(const expr::traced& x) {
    if (x.is_loose()) return quotient_of(-x.number, x.divisor);
    return expr::trace<ops::negate>(x);
}

template <class A, class B>
    requires expr::mixed<A, B>
constexpr auto operator+(const A& a, const B& b) noexcept { return expr::lift(a) + expr::lift(b); }
template <class A, class B>
    requires expr::mixed<A, B>
constexpr auto operator-(const A& a, const B& b) noexcept { return expr::lift(a) - expr::lift(b); }
template <class A, class B>
    requires expr::mixed<A, B>
constexpr auto operator*(const A& a, const B& b) noexcept { return expr::lift(a) * expr::lift(b); }
template <class A, class B>
    requires expr::mixed<A, B>
constexpr auto operator/(const A& a, const B& b) noexcept { return expr::lift(a) / expr::lift(b); }

} // namespace tapeless

#endif

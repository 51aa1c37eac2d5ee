// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_TRIGONOMETRIC_HPP
#define TAPELESS_OPS_TRIGONOMETRIC_HPP

#include "../meta/math.hpp"
#include "../meta/spelled.hpp"
#include "comparison.hpp"
#include "ordinary.hpp"
#include "power.hpp"

#include <limits>
#include <type_traits>

namespace tapeless {

namespace ops {

struct cos;

struct sin {
    static constexpr bool elementwise = true;
    using partner = cos;
    static constexpr auto name = "sin";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\sin\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::sin(x);
    }
    template <class T>
    [[gnu::always_inline]] static constexpr void both(const T& x, T& sine, T& cosine) {
        math::sincos(x, sine, cosine);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * math::cos(x);
    }
};

struct cos {
    static constexpr bool elementwise = true;
    using partner = sin;
    static constexpr auto name = "cos";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\cos\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::cos(x);
    }
    template <class T>
    [[gnu::always_inline]] static constexpr void both(const T& x, T& cosine, T& sine) {
        math::sincos(x, sine, cosine);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return -adjoint * math::sin(x);
    }
};

struct tan {
    static constexpr bool elementwise = true;
    static constexpr auto name = "tan";
    static constexpr auto domain = "all x but odd multiples of pi/2";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\tan\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::tan(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T&) {
        return adjoint * (T(1) + result * result);
    }
};

struct asin {
    static constexpr bool elementwise = true;
    static constexpr auto name = "asin";
    static constexpr auto domain = "-1 <= x <= 1";
    static constexpr auto note = "the derivatives at -1 and 1 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\arcsin\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::asin(x);
    }
    // Both factors are exact near 1, where 1 - x * x cancels.
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / math::sqrt(T((T(1) - x) * (T(1) + x)));
    }
};

struct acos {
    static constexpr bool elementwise = true;
    static constexpr auto name = "acos";
    static constexpr auto domain = "-1 <= x <= 1";
    static constexpr auto note = "the derivatives at -1 and 1 are infinite";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\arccos\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::acos(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return -adjoint / math::sqrt(T((T(1) - x) * (T(1) + x)));
    }
};

struct atan {
    static constexpr bool elementwise = true;
    static constexpr auto name = "atan";
    static constexpr auto domain = "all x";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\arctan\left($1\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        return math::atan(x);
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint / (T(1) + x * x);
    }
};

struct angle_corate;

/// x / (x^2 + y^2): the derivative of the angle of (x, y) by y. No overflow or underflow of the squares shows, and the
/// origin has 0.
struct angle_rate {
    static constexpr bool elementwise = true;
    using partner = angle_corate;
    static constexpr auto name = "angle_rate";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "x / (x^2 + y^2); value and derivatives at the origin are 0";
    static constexpr int flops = 7;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\frac{$1}{\left($1\right)^{2}+\left($2\right)^{2}})";
    static constexpr auto cpp = "tapeless_angle_rate($1, $2)";
    static constexpr auto cpp_support = R"(
inline double tapeless_angle_rate(double x, double y) {
    const double square = x * x + y * y;
    if (square >= 2.2250738585072014e-308 && square <= 4.4942328371557898e307) return x * (1 / square);
    return x == 0 ? 0 : 1 / (x + y * (y / x));
}
)";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        if constexpr (ordered<T>) {
            const T square = x * x + y * y;
            if (is_within_range(square)) [[likely]]
                return x * (T(1) / square);
            return far_value(x, y);
        } else {
            return robust(x, y);
        }
    }
    // One reciprocal serves both derivatives of an angle.
    template <class T>
    [[gnu::always_inline]] static constexpr void both(const T& x, const T& y, T& mine, T& partners) {
        if constexpr (ordered<T>) {
            const T square = x * x + y * y;
            if (is_within_range(square)) [[likely]] {
                const T inverse = T(1) / square;
                mine = x * inverse;
                partners = y * inverse;
            } else {
                mine = far_value(x, y);
                partners = far_value(y, x);
            }
        } else {
            mine = robust(x, y);
            partners = robust(y, x);
        }
    }
    // With p = x / (x^2 + y^2) and q = y / (x^2 + y^2): dp/dx = q^2 - p^2, dp/dy = -2 p q.
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        const T other = expr::call<angle_corate>(x, y);
        if constexpr (I == 0)
            return adjoint * ((other - result) * (other + result));
        else
            return -adjoint * ((result + result) * other);
    }

private:
    template <class T>
    static constexpr bool ordered = branching<T>&& std::numeric_limits<T>::is_specialized;

    /// Whether the reciprocal has all its digits; true of NaN.
    template <class T>
    [[gnu::always_inline]] static constexpr bool is_within_range(const T& square) {
        using limits = std::numeric_limits<T>;
        return !(square < limits::min()) && !(square > T(limits::max() / T(4)));
    }
    template <class T>
    [[gnu::always_inline]] static constexpr T robust(const T& x, const T& y) {
        const auto zero = x == T(0);
        const T divisor = where(zero, T(1), x);
        return where(zero, T(0), T(T(1) / (divisor + y * (y / divisor))));
    }
    /// Out of the way: inlined, it would slow down what is around it.
    template <class T>
    [[gnu::noinline, gnu::cold]] static constexpr T far_value(T x, T y) {
        return robust(x, y);
    }
};

/// y / (x^2 + y^2): the derivative of the angle of (x, y) by x, with its sign turned.
struct angle_corate {
    static constexpr bool elementwise = true;
    using partner = angle_rate;
    static constexpr auto name = "angle_corate";
    static constexpr auto domain = "all x, y";
    static constexpr auto note = "y / (x^2 + y^2); value and derivatives at the origin are 0";
    static constexpr int flops = 1;
    static constexpr int calls = 0;
    static constexpr auto latex = R"(\frac{$2}{\left($1\right)^{2}+\left($2\right)^{2}})";
    static constexpr auto cpp = "tapeless_angle_rate($2, $1)";
    static constexpr auto cpp_support = angle_rate::cpp_support;

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& y) {
        return angle_rate::value(y, x);
    }
    template <class T>
    [[gnu::always_inline]] static constexpr void both(const T& x, const T& y, T& mine, T& partners) {
        angle_rate::both(x, y, partners, mine);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x, const T& y) {
        const T other = expr::call<angle_rate>(x, y);
        if constexpr (I == 0)
            return -adjoint * ((result + result) * other);
        else
            return adjoint * ((other - result) * (other + result));
    }
};

struct atan2 {
    static constexpr bool elementwise = true;
    static constexpr auto name = "atan2";
    static constexpr auto domain = "all y, x";
    static constexpr auto note = "the derivatives at the origin are 0";
    static constexpr int flops = 0;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\operatorname{atan2}\left($1,$2\right))";

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& y, const T& x) {
        return math::atan2(y, x);
    }
    template <std::size_t I, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& y, const T& x) {
        if constexpr (I == 0)
            return adjoint * expr::call<angle_rate>(x, y);
        else
            return -adjoint * expr::call<angle_corate>(x, y);
    }
};

// The derivatives of sinc. With s = sin(x)/x, the N-th is, by the series and by the product rule on x s = sin x,
//
//     sum over k >= N/2 of (-1)^k x^(2k - N) / ((2k + 1) (2k - N)!)      and      (sin^(N)(x) - N s^(N-1)(x)) / x.
//
// The recurrence multiplies rounding errors by about N!/x^N, the series by about exp(x)/(2x): they are equally good
// near x = (N + 5)/4. In double the absolute error is at most 0.6 epsilon up to N = 3 and 2 epsilon up to N = 6, and
// below x = 1.5 the relative error of the first derivative is at most 1.2 epsilon.
namespace detail {

/// Below this distance from 0 the series serves.
template <int N>
inline constexpr double sinc_series_end = (N + 5) / 4.0;

/// The last term of the series, counted from 0, that counts for a type of so many binary digits.
template <int N>
constexpr int sinc_terms(int digits) noexcept {
    const long double square = static_cast<long double>(sinc_series_end<N>) * sinc_series_end<N>;
    long double term = 1, rounding = 0.5;
    for (int i = 0; i < digits; ++i) rounding /= 2;
    for (int k = (N + 1) / 2, terms = 0;; ++k, ++terms) {
        term *= square * (2 * k + 1) / ((2 * k + 3) * (2 * k + 1 - N) * (2 * k + 2 - N));
        if (term < rounding) return terms;
    }
}
template <class T>
inline constexpr int digits_of = binary_digits<T>();

/// 1 plus the terms from the K-th on, relative to the K-th.
template <int N, int K, int Last, class T>
[[gnu::always_inline]] constexpr T sinc_tail(const T& square) {
    if constexpr (K == Last) {
        return T(1);
    } else {
        const T numerator(-(2 * K + 1)), denominator((2 * K + 3) * (2 * K + 1 - N) * (2 * K + 2 - N));
        const T tail = sinc_tail<N, K + 1, Last>(square);
        if constexpr (expr::is_handle<T>) // a rule does not compute with two literals
            return T(1) + square * numerator / denominator * tail;
        else
            return T(1) + square * (numerator / denominator) * tail;
    }
}
template <int N, int Digits, class T>
[[gnu::always_inline]] constexpr T sinc_series(const T& x) {
    constexpr int first = (N + 1) / 2;
    const T sum = sinc_tail<N, first, first + sinc_terms<N>(Digits)>(T(x * x)) /
                  T(first % 2 == 0 ? 2 * first + 1 : -(2 * first + 1));
    if constexpr (N % 2 == 0)
        return sum;
    else
        return x * sum;
}

template <int N, class T>
[[gnu::always_inline]] constexpr T sinc_recurrence(const T& x, const T& sinc, const T& cosine) {
    if constexpr (N == 0) {
        return sinc;
    } else {
        const T before = sinc_recurrence<N - 1>(x, sinc, cosine);
        const T moved = N % 2 == 1 ? cosine : T(x * sinc); // up to its sign, the N-th derivative of the sine
        if constexpr (N % 4 == 1 || N % 4 == 0)
            return (moved - T(N) * before) / x;
        else
            return -(moved + T(N) * before) / x;
    }
}

} // namespace detail

/// The N-th derivative of sinc at x, given sinc(x).
template <int N>
struct sinc_derivative {
    static constexpr bool elementwise = true;
    static constexpr auto name = meta::spelled<"sinc_derivative<#>", N>;
    static constexpr auto domain = "all x";
    static constexpr auto note = "derivative of sin(x)/x, by its series near 0; the second operand is sinc(x)";
    static constexpr std::uint64_t differentiable = 0b01;
    static constexpr int flops = 3 * detail::sinc_terms<N>(53) + 3;
    static constexpr int calls = 1;
    static constexpr auto latex = meta::spelled<R"(\operatorname{sinc}^{(#)}\left($1\right))", N>;
    static constexpr auto cpp = meta::spelled<"tapeless_sinc_derivative<#, #>($1, $2)", N, detail::sinc_terms<N>(53)>;
    static constexpr auto cpp_support = R"(
template <int N, int Terms>
inline double tapeless_sinc_derivative(double x, double sinc) {
    const int first = (N + 1) / 2;
    if ((x < 0 ? -x : x) < (N + 5) / 4.0) {
        double sum = 1;
        for (int k = first + Terms - 1; k >= first; --k)
            sum = 1 + ((x * x) * (-(2.0 * k + 1) / ((2.0 * k + 3) * (2 * k + 1 - N) * (2 * k + 2 - N)))) * sum;
        sum = sum / (first % 2 == 0 ? 2 * first + 1 : -(2 * first + 1));
        return N % 2 == 0 ? sum : x * sum;
    }
    const double cosine = std::cos(x);
    double d = sinc;
    for (int n = 1; n <= N; ++n) {
        const double moved = n % 2 == 1 ? cosine : x * sinc;
        d = n % 4 < 2 ? (moved - n * d) / x : -(moved + n * d) / x;
    }
    return d;
}
)";
    static constexpr int highest = 6; ///< beyond this order the recurrence and the series themselves are differentiated

    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x, const T& sinc) {
        const auto near = where(x < T(0), T(-x), x) < T(detail::sinc_series_end<N>);
        if constexpr (branching<T>) {
            if (near) return detail::sinc_series<N, detail::digits_of<T>>(x);
            return detail::sinc_recurrence<N>(x, sinc, math::cos(x));
        } else {
            const T far = where(near, T(1), x);
            return where(near, detail::sinc_series<N, detail::digits_of<T>>(x),
                         detail::sinc_recurrence<N>(far, sinc, math::cos(far)));
        }
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& sinc) {
        if constexpr (N < highest)
            return adjoint * expr::call<sinc_derivative<N + 1>>(x, sinc);
        else
            return adjoint * sinc_derivative<N + 1>::value(x, sinc);
    }
};

struct sinc {
    static constexpr bool elementwise = true;
    static constexpr auto name = "sinc";
    static constexpr auto domain = "all x";
    static constexpr auto note = "sin(x)/x, and 1 at 0";
    static constexpr int flops = 2;
    static constexpr int calls = 1;
    static constexpr auto latex = R"(\operatorname{sinc}\left($1\right))";
    static constexpr auto cpp = "($1 == 0 ? 1 : std::sin($1) / $1)";

    // The quotient is accurate as a number; types that carry more, such as dual numbers, need the series near 0.
    template <class T>
    [[gnu::always_inline]] static constexpr T value(const T& x) {
        if constexpr (std::is_floating_point_v<T>) {
            return x == T(0) ? T(1) : math::sin(x) / x;
        } else {
            const auto near = where(x < T(0), T(-x), x) < T(1);
            const T far = where(near, T(1), x);
            return where(near, detail::sinc_series<0, detail::digits_of<T>>(x), T(math::sin(far) / far));
        }
    }
    template <std::size_t, class T>
    [[gnu::always_inline]] static constexpr T pullback(const T& adjoint, const T& result, const T& x) {
        return adjoint * expr::call<sinc_derivative<1>>(x, result);
    }
};

} // namespace ops

/// The sine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::sin, expression<A, M>> sin(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sin>(x);
}

/// The cosine, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::cos, expression<A, M>> cos(const expression<A, M>& x) noexcept {
    return expr::apply<ops::cos>(x);
}

/// The tangent, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::tan, expression<A, M>> tan(const expression<A, M>& x) noexcept {
    return expr::apply<ops::tan>(x);
}

/// The inverse sine, elementwise. Domain: -1 <= x <= 1; the derivative at the ends is infinite.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::asin, expression<A, M>> asin(const expression<A, M>& x) noexcept {
    return expr::apply<ops::asin>(x);
}

/// The inverse cosine, elementwise. Domain: -1 <= x <= 1; the derivative at the ends is minus infinity.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::acos, expression<A, M>> acos(const expression<A, M>& x) noexcept {
    return expr::apply<ops::acos>(x);
}

/// The inverse tangent, elementwise.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::atan, expression<A, M>> atan(const expression<A, M>& x) noexcept {
    return expr::apply<ops::atan>(x);
}

/// The angle of the point (x, y), from -pi to pi, elementwise. The derivatives at the origin are 0.
template <class A, class B>
    requires expr::operands<A, B>
constexpr auto atan2(const A& y, const B& x) noexcept { return expr::apply<ops::atan2>(expr::lift(y), expr::lift(x)); }

/// sin(x)/x, and 1 at 0, elementwise; not the function of signal processing, whose argument is scaled by pi.
template <meta::hash_t A, std::size_t M>
constexpr expr::applied<ops::sinc, expression<A, M>> sinc(const expression<A, M>& x) noexcept {
    return expr::apply<ops::sinc>(x);
}

} // namespace tapeless

#endif

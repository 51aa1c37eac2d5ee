// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_CONSTANTS_HPP
#define TAPELESS_OPS_CONSTANTS_HPP

/// Irrational numbers that rules and values of operations need, as operations without operands:
/// `expr::constant<ops::pi, T>()` is pi in the precision of T.

#include "../expr/expression.hpp"
#include "../meta/math.hpp"

#include <limits>
#include <type_traits>

namespace tapeless::ops {

namespace detail {

/// How many binary digits a type has; one made of others (SIMD lanes, dual numbers) has theirs.
template <class T>
constexpr int binary_digits() noexcept {
    if constexpr (std::numeric_limits<T>::digits > 0)
        return std::numeric_limits<T>::radix == 2 ? std::numeric_limits<T>::digits
                                                  : std::numeric_limits<T>::digits * 10 / 3 + 1;
    else if constexpr (requires { requires !std::is_same_v<typename T::value_type, T>; })
        return binary_digits<typename T::value_type>();
    else
        return std::numeric_limits<double>::digits;
}

/// What all constants declare.
struct number {
    static constexpr bool elementwise = true;
    static constexpr auto domain = "";
    static constexpr auto note = "";
    static constexpr int flops = 0;
    static constexpr int calls = 0;
};

/// A constant in the precision of T: for the built-in types the literal, rounded; for types made of others (dual
/// numbers, SIMD lanes) what it is in those; for types of more digits what `compute` makes of 1.
template <class T, class Compute>
[[gnu::always_inline]] constexpr T constant(long double literal, const Compute& compute) {
    if constexpr (std::is_floating_point_v<T>)
        return static_cast<T>(literal);
    else if constexpr (requires { requires !std::is_same_v<typename T::value_type, T>; })
        return T(constant<typename T::value_type>(literal, compute));
    else if constexpr (std::numeric_limits<T>::digits10 > std::numeric_limits<double>::digits10)
        return compute(T(1));
    else
        return T(static_cast<double>(literal));
}

} // namespace detail

/// What a rule divides by where the quotient is to be 0.
struct infinity : detail::number {
    static constexpr auto name = "infinity";
    static constexpr auto latex = R"(\infty)";
    static constexpr auto cpp = "HUGE_VAL";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(std::numeric_limits<long double>::infinity(),
                                   []<class U>(const U&) { return U(std::numeric_limits<double>::infinity()); });
    }
};

struct pi : detail::number {
    static constexpr auto name = "pi";
    static constexpr auto latex = R"(\pi)";
    static constexpr auto cpp = "3.141592653589793238463";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(3.14159265358979323846264338327950288L,
                                   []<class U>(const U& one) { return U(U(4) * math::atan(one)); });
    }
};

struct log_two : detail::number {
    static constexpr auto name = "log_two";
    static constexpr auto latex = R"(\log 2)";
    static constexpr auto cpp = "0.6931471805599453094172";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(0.693147180559945309417232121458176568L,
                                   []<class U>(const U&) { return math::log(U(2)); });
    }
};

struct log_ten : detail::number {
    static constexpr auto name = "log_ten";
    static constexpr auto latex = R"(\log 10)";
    static constexpr auto cpp = "2.302585092994045684018";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(2.30258509299404568401799145468436421L,
                                   []<class U>(const U&) { return math::log(U(10)); });
    }
};

struct inverse_log_two : detail::number {
    static constexpr auto name = "inverse_log_two";
    static constexpr auto latex = R"(\frac{1}{\log 2})";
    static constexpr auto cpp = "1.442695040888963407360";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(1.44269504088896340735992468100189214L,
                                   []<class U>(const U& one) { return U(one / math::log(U(2))); });
    }
};

struct inverse_log_ten : detail::number {
    static constexpr auto name = "inverse_log_ten";
    static constexpr auto latex = R"(\frac{1}{\log 10})";
    static constexpr auto cpp = "0.4342944819032518276511";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(0.434294481903251827651128918916605082L,
                                   []<class U>(const U& one) { return U(one / math::log(U(10))); });
    }
};

struct log_pi : detail::number {
    static constexpr auto name = "log_pi";
    static constexpr auto latex = R"(\log \pi)";
    static constexpr auto cpp = "1.144729885849400174143";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(1.14472988584940017414342735135305871L,
                                   []<class U>(const U&) { return math::log(pi::value<U>()); });
    }
};

struct half_log_two_pi : detail::number {
    static constexpr auto name = "half_log_two_pi";
    static constexpr auto latex = R"(\tfrac12 \log 2\pi)";
    static constexpr auto cpp = "0.9189385332046727417803";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(0.918938533204672741780329736405617640L,
                                   []<class U>(const U&) { return U(math::log(U(U(2) * pi::value<U>())) / U(2)); });
    }
};

struct two_over_sqrt_pi : detail::number {
    static constexpr auto name = "two_over_sqrt_pi";
    static constexpr auto latex = R"(\frac{2}{\sqrt{\pi}})";
    static constexpr auto cpp = "1.128379167095512573896";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(1.12837916709551257389615890312154517L,
                                   []<class U>(const U&) { return U(U(2) / math::sqrt(pi::value<U>())); });
    }
};

struct inverse_sqrt_two_pi : detail::number {
    static constexpr auto name = "inverse_sqrt_two_pi";
    static constexpr auto latex = R"(\frac{1}{\sqrt{2\pi}})";
    static constexpr auto cpp = "0.3989422804014326779399";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(0.398942280401432677939946059934381868L,
                                   []<class U>(const U& one) { return U(one / math::sqrt(U(U(2) * pi::value<U>()))); });
    }
};

struct sqrt_half : detail::number {
    static constexpr auto name = "sqrt_half";
    static constexpr auto latex = R"(\sqrt{\tfrac12})";
    static constexpr auto cpp = "0.7071067811865475244008";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(0.707106781186547524400844362104849039L,
                                   []<class U>(const U&) { return math::sqrt(U(0.5)); });
    }
};

// The two numbers for which selu keeps mean 0 and variance 1, in closed form: Klambauer et al., Self-Normalizing Neural
// Networks (2017), equation 14.

namespace detail {
/// sqrt(e) erfc(1/sqrt(2)).
template <class U>
U upper_tail() {
    return U(math::erfc(math::sqrt(U(0.5))) * math::exp(U(0.5)));
}
} // namespace detail

struct selu_alpha : detail::number {
    static constexpr auto name = "selu_alpha";
    static constexpr auto latex = R"(\alpha)";
    static constexpr auto cpp = "1.673263242354377284817";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(1.67326324235437728481704299167165204L, []<class U>(const U& one) {
            return U(math::sqrt(U(U(2) / pi::value<U>())) / (one - detail::upper_tail<U>()));
        });
    }
};

struct selu_scale : detail::number {
    static constexpr auto name = "selu_scale";
    static constexpr auto latex = R"(\lambda)";
    static constexpr auto cpp = "1.050700987355480493419";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(1.05070098735548049341933498529460635L, []<class U>(const U& one) {
            const U p = pi::value<U>(), c = detail::upper_tail<U>();
            const U variance =
                U(2) * math::erfc(math::sqrt(U(2))) * math::exp(U(2)) + p * c * c - U(2) * (U(2) + p) * c + p + U(2);
            return U((one - c) * math::sqrt(U(U(2) * p / variance)));
        });
    }
};

/// The product of the two.
struct selu_slope : detail::number {
    static constexpr auto name = "selu_slope";
    static constexpr auto latex = R"(\lambda \alpha)";
    static constexpr auto cpp = "1.758099340847376859940";

    template <class T>
    [[gnu::always_inline]] static constexpr T value() {
        return detail::constant<T>(1.75809934084737685994021752081227958L, []<class U>(const U&) {
            return U(selu_scale::value<U>() * selu_alpha::value<U>());
        });
    }
};

} // namespace tapeless::ops

#endif

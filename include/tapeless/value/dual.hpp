// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_VALUE_DUAL_HPP
#define TAPELESS_VALUE_DUAL_HPP

#include "../meta/math.hpp"
#include "../meta/select.hpp"

#include <concepts>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

namespace tapeless {

template <class T, std::size_t N>
struct dual;

namespace duals {

/// How many duals lie inside each other.
template <class T>
inline constexpr std::size_t depth = 0;
template <class T, std::size_t N>
inline constexpr std::size_t depth<dual<T, N>> = depth<T> + 1;

/// Complex numbers are not.
template <class T>
concept ordered = requires(const T& x) {
    x < x;
};

/// Where a number is zero, and all that it carries besides.
template <class T>
constexpr auto vanishes(const T& t) {
    return t == T(0);
}
template <class T, std::size_t N>
constexpr auto vanishes(const dual<T, N>& t) {
    auto all = vanishes(t.value);
    for (const T& tangent : t.tangent) all = all && vanishes(tangent);
    return all;
}

/// A derivative times a tangent. A tangent of zero stays zero even if the derivative is infinite.
template <class T>
constexpr T times(const T& derivative, const T& tangent) {
    return where(vanishes(tangent), T(0), T(derivative * tangent));
}

/// A constant that is computed from 1, for duals, lanes and the like once in what they are made of.
template <class T, class Compute>
constexpr T constant(Compute compute) {
    if constexpr (requires { requires !std::same_as<typename T::value_type, T>; })
        return T(constant<typename T::value_type>(compute));
    else
        return compute(T(1));
}
template <class T, int N>
constexpr T log_of() {
    return constant<T>([]<class U>(const U&) { return math::log(U(N)); });
}

/// The derivative of the logarithm of the gamma function, Abramowitz and Stegun 6.3.5 (recurrence), 6.3.7 (reflection)
/// and 6.3.18 (asymptotic series, to the term of x^-20). The error is about as large as the spacing of numbers at 1.
template <class T>
constexpr T digamma(const T& x) {
    constexpr double numerator[]{1, -1, 1, -1, 1, -691, 1, -3617, 43867, -174611}; // of B_2k / 2k
    constexpr double denominator[]{12, 120, 252, 240, 132, 32760, 12, 8160, 14364, 6600};
    // The first term left out is 281 / x^22: x has to be 10^(1/22) times as large for each decimal digit.
    constexpr int shifts = [] {
        using limits = std::numeric_limits<T>;
        double least = 1.3;
        for (int digit = limits::is_specialized ? limits::digits10 : 15; digit > -2; --digit) least *= 1.1104;
        return static_cast<int>(least) + 1;
    }();
    const T one(1), pi = constant<T>([]<class U>(const U&unit) { return U(U(4) * math::atan(unit)); });
    const auto reflected = x < T(0.5);
    T z = where(reflected, T(one - x), x), sum(0);
    for (int i = 0; i < shifts; ++i) {
        const auto small = z < T(shifts);
        sum = sum - where(small, T(one / z), T(0));
        z = where(small, T(z + one), z);
    }
    const T w = one / (z * z);
    T series(0);
    for (int k = 9; k >= 0; --k) series = (series + T(numerator[k]) / T(denominator[k])) * w;
    sum = sum + math::log(z) - T(0.5) / z - series;
    return where(reflected, T(sum - pi / math::tan(T(pi * (x - math::round(x))))), sum);
}

} // namespace duals

/// A number and N tangents, which the chain rule carries along: forward differentiation. `dual<double>(3.0, 1.0)` is 3
/// with tangent 1, `dual<double, 2>::variable(3.0, 0)` the first of two variables; any other number becomes a dual with
/// tangents of zero. T is any number type, a dual too, which gives second derivatives.
///
/// Comparisons compare values. A tangent of zero stays zero, even where it meets an infinite derivative. At a kink the
/// derivative of abs, hypot and atan2 is 0, and rounding functions have the derivative 0 everywhere.
template <class T, std::size_t N = 1>
struct dual {
    using value_type = T;

    T value;
    T tangent[N];

    dual() = default;

    template <class U>
        requires(duals::depth<U> <= duals::depth<T> && std::constructible_from<T, const U&>)
    constexpr explicit(!std::convertible_to<const U&, T>) dual(const U& number)
        : value(static_cast<T>(number)), tangent{} {}

    template <class... U>
        requires(sizeof...(U) == N && (std::constructible_from<T, const U&> && ...))
    constexpr dual(const T& number, const U&... tangents) : value(number), tangent{static_cast<T>(tangents)...} {}

    template <class U>
        requires(duals::depth<U> == duals::depth<T> && !std::same_as<U, T> && std::constructible_from<T, const U&>)
    constexpr explicit dual(const dual<U, N>& other)
        : dual(make(static_cast<T>(other.value), [&](std::size_t i) { return static_cast<T>(other.tangent[i]); })) {}

    /// The variable by which tangent i differentiates.
    static constexpr dual variable(const T& number, std::size_t i = 0) {
        dual x(number);
        x.tangent[i] = T(1);
        return x;
    }

    friend constexpr dual operator+(const dual& x) { return x; }
    friend constexpr dual operator-(const dual& x) {
        return make(-x.value, [&](std::size_t i) { return T(-x.tangent[i]); });
    }
    friend constexpr dual operator+(const dual& x, const dual& y) {
        return make(x.value + y.value, [&](std::size_t i) { return T(x.tangent[i] + y.tangent[i]); });
    }
    friend constexpr dual operator-(const dual& x, const dual& y) {
        return make(x.value - y.value, [&](std::size_t i) { return T(x.tangent[i] - y.tangent[i]); });
    }
    friend constexpr dual operator*(const dual& x, const dual& y) {
        return chain(x, y, x.value * y.value, y.value, x.value);
    }
    friend constexpr dual operator/(const dual& x, const dual& y) {
        const T quotient = x.value / y.value;
        return make(quotient, [&](std::size_t i) {
            const T change = x.tangent[i] - duals::times(quotient, y.tangent[i]);
            return where(duals::vanishes(change), T(0), T(change / y.value));
        });
    }
    constexpr dual& operator+=(const dual& x) { return *this = *this + x; }
    constexpr dual& operator-=(const dual& x) { return *this = *this - x; }
    constexpr dual& operator*=(const dual& x) { return *this = *this * x; }
    constexpr dual& operator/=(const dual& x) { return *this = *this / x; }

    friend constexpr auto operator==(const dual& x, const dual& y) { return x.value == y.value; }
    friend constexpr auto operator!=(const dual& x, const dual& y) { return x.value != y.value; }
    friend constexpr auto operator<(const dual& x, const dual& y) requires duals::ordered<T> {
        return x.value < y.value;
    }
    friend constexpr auto operator>(const dual& x, const dual& y) requires duals::ordered<T> {
        return x.value > y.value;
    }
    friend constexpr auto operator<=(const dual& x, const dual& y) requires duals::ordered<T> {
        return x.value <= y.value;
    }
    friend constexpr auto operator>=(const dual& x, const dual& y) requires duals::ordered<T> {
        return x.value >= y.value;
    }

    /// Chooses lane by lane, if comparing T gives a mask rather than a bool.
    template <class Mask>
        requires(!std::same_as<Mask, bool> && std::same_as<Mask, decltype(std::declval<T>() == std::declval<T>())>)
    friend constexpr dual where(const Mask& condition, const dual& x, const dual& y) {
        return make(where(condition, x.value, y.value),
                    [&](std::size_t i) { return where(condition, x.tangent[i], y.tangent[i]); });
    }

    friend constexpr dual sqrt(const dual& x) {
        const T root = math::sqrt(x.value);
        return chain(x, root, T(0.5) / root);
    }
    friend constexpr dual cbrt(const dual& x) {
        const T root = math::cbrt(x.value);
        return chain(x, root, T(1) / (T(3) * root * root));
    }
    friend constexpr dual exp(const dual& x) {
        const T power = math::exp(x.value);
        return chain(x, power, power);
    }
    friend constexpr dual exp2(const dual& x) {
        const T power = math::exp2(x.value);
        return chain(x, power, power * duals::log_of<T, 2>());
    }
    friend constexpr dual expm1(const dual& x) {
        const T less = math::expm1(x.value);
        return chain(x, less, less + T(1));
    }
    friend constexpr dual log(const dual& x) { return chain(x, math::log(x.value), T(1) / x.value); }
    friend constexpr dual log2(const dual& x) {
        return chain(x, math::log2(x.value), T(1) / (x.value * duals::log_of<T, 2>()));
    }
    friend constexpr dual log10(const dual& x) {
        return chain(x, math::log10(x.value), T(1) / (x.value * duals::log_of<T, 10>()));
    }
    friend constexpr dual log1p(const dual& x) { return chain(x, math::log1p(x.value), T(1) / (T(1) + x.value)); }

    friend constexpr dual sin(const dual& x) { return chain(x, math::sin(x.value), math::cos(x.value)); }
    friend constexpr dual cos(const dual& x) { return chain(x, math::cos(x.value), -math::sin(x.value)); }
    friend constexpr dual tan(const dual& x) {
        const T tangens = math::tan(x.value);
        return chain(x, tangens, T(1) + tangens * tangens);
    }
    friend constexpr dual asin(const dual& x) { return chain(x, math::asin(x.value), T(1) / cathetus(x.value)); }
    friend constexpr dual acos(const dual& x) { return chain(x, math::acos(x.value), T(-1) / cathetus(x.value)); }
    friend constexpr dual atan(const dual& x) {
        return chain(x, math::atan(x.value), T(1) / (T(1) + x.value * x.value));
    }
    friend constexpr dual atan2(const dual& y, const dual& x) {
        const T h = math::hypot(y.value, x.value);
        const auto nowhere = h == T(0);
        return chain(y, x, math::atan2(y.value, x.value), where(nowhere, T(0), T(x.value / h / h)),
                     where(nowhere, T(0), T(-y.value / h / h)));
    }

    friend constexpr dual sinh(const dual& x) { return chain(x, math::sinh(x.value), math::cosh(x.value)); }
    friend constexpr dual cosh(const dual& x) { return chain(x, math::cosh(x.value), math::sinh(x.value)); }
    friend constexpr dual tanh(const dual& x) {
        const T ratio = math::tanh(x.value);
        return chain(x, ratio, T(1) - ratio * ratio);
    }
    friend constexpr dual asinh(const dual& x) {
        return chain(x, math::asinh(x.value), T(1) / math::hypot(T(1), x.value));
    }
    friend constexpr dual acosh(const dual& x) {
        return chain(x, math::acosh(x.value), T(1) / (math::sqrt(T(x.value - T(1))) * math::sqrt(T(x.value + T(1)))));
    }
    friend constexpr dual atanh(const dual& x) {
        return chain(x, math::atanh(x.value), T(1) / ((T(1) - x.value) * (T(1) + x.value)));
    }

    friend constexpr dual erf(const dual& x) { return chain(x, math::erf(x.value), bell(x.value)); }
    friend constexpr dual erfc(const dual& x) { return chain(x, math::erfc(x.value), -bell(x.value)); }
    friend constexpr dual tgamma(const dual& x) {
        const T gamma = math::tgamma(x.value);
        return chain(x, gamma, gamma * duals::digamma(x.value));
    }
    friend constexpr dual lgamma(const dual& x) { return chain(x, math::lgamma(x.value), duals::digamma(x.value)); }

    friend constexpr dual floor(const dual& x) { return math::floor(x.value); }
    friend constexpr dual ceil(const dual& x) { return math::ceil(x.value); }
    friend constexpr dual round(const dual& x) { return math::round(x.value); }
    friend constexpr dual trunc(const dual& x) { return math::trunc(x.value); }
    friend constexpr dual abs(const dual& x) {
        const T negative = where(x.value < T(0), T(-1), T(0));
        return chain(x, math::abs(x.value), where(x.value > T(0), T(1), negative));
    }
    friend constexpr dual copysign(const dual& x, const dual& sign) {
        const T signed_x = math::copysign(x.value, sign.value);
        const T flip = where(signed_x == x.value, T(1), T(-1));
        return chain(x, signed_x, where(x.value == T(0), T(0), flip));
    }
    friend constexpr dual fmod(const dual& x, const dual& y) { return rest(x, y, math::fmod(x.value, y.value)); }
    friend constexpr dual remainder(const dual& x, const dual& y) {
        return rest(x, y, math::remainder(x.value, y.value));
    }

    friend constexpr dual hypot(const dual& x, const dual& y) {
        const T h = math::hypot(x.value, y.value);
        const auto corner = h == T(0);
        return chain(x, y, h, where(corner, T(0), T(x.value / h)), where(corner, T(0), T(y.value / h)));
    }
    /// By the base 0 where the exponent is 0, by the exponent 0 where the base is 0 and the exponent not negative.
    friend constexpr dual pow(const dual& x, const dual& y) {
        const T power = math::pow(x.value, y.value);
        const auto constant = y.value == T(0);
        const auto flat = x.value == T(0) && (power == T(0) || constant);
        return chain(x, y, power, where(constant, T(0), T(y.value * math::pow(x.value, T(y.value - T(1))))),
                     where(flat, T(0), T(power * math::log(x.value))));
    }
    friend constexpr dual fma(const dual& x, const dual& y, const dual& z) {
        const dual product = chain(x, y, math::fma(x.value, y.value, z.value), y.value, x.value);
        return make(product.value, [&](std::size_t i) { return T(product.tangent[i] + z.tangent[i]); });
    }

private:
    template <class Tangent>
    static constexpr dual make(const T& value, Tangent tangent) {
        dual result;
        result.value = value;
        for (std::size_t i = 0; i < N; ++i) result.tangent[i] = tangent(i);
        return result;
    }
    /// A function of x, of x and y, from its value and its derivatives.
    static constexpr dual chain(const dual& x, const T& value, const T& derivative) {
        return make(value, [&](std::size_t i) { return duals::times(derivative, x.tangent[i]); });
    }
    static constexpr dual chain(const dual& x, const dual& y, const T& value, const T& by_x, const T& by_y) {
        return make(value, [&](std::size_t i) {
            return T(duals::times(by_x, x.tangent[i]) + duals::times(by_y, y.tangent[i]));
        });
    }
    /// What is left of x when y is taken away a whole number of times.
    static constexpr dual rest(const dual& x, const dual& y, const T& left) {
        return chain(x, y, left, T(1), -math::round(T((x.value - left) / y.value)));
    }
    static constexpr T cathetus(const T& x) { return math::sqrt(T((T(1) - x) * (T(1) + x))); }
    /// 2/sqrt(pi) exp(-x^2); sqrt(pi)/2 is sqrt(atan(1)).
    static constexpr T bell(const T& x) {
        return math::exp(T(-x * x)) /
               duals::constant<T>([]<class U>(const U& one) { return math::sqrt(math::atan(one)); });
    }
};

} // namespace tapeless

/// A dual number has the precision and the range of its value.
template <class T, std::size_t N>
struct std::numeric_limits<tapeless::dual<T, N>> : std::numeric_limits<T> {
    using number = tapeless::dual<T, N>;
    static constexpr number min() { return std::numeric_limits<T>::min(); }
    static constexpr number max() { return std::numeric_limits<T>::max(); }
    static constexpr number lowest() { return std::numeric_limits<T>::lowest(); }
    static constexpr number epsilon() { return std::numeric_limits<T>::epsilon(); }
    static constexpr number round_error() { return std::numeric_limits<T>::round_error(); }
    static constexpr number infinity() { return std::numeric_limits<T>::infinity(); }
    static constexpr number quiet_NaN() { return std::numeric_limits<T>::quiet_NaN(); }
    static constexpr number signaling_NaN() { return std::numeric_limits<T>::signaling_NaN(); }
    static constexpr number denorm_min() { return std::numeric_limits<T>::denorm_min(); }
};

/// What duals and other numbers have in common is a dual of what their values have in common.
template <class T, std::size_t N, class U>
    requires(tapeless::duals::depth<U> == 0)
&&requires { typename std::common_type_t<T, U>; }
struct std::common_type<tapeless::dual<T, N>, U> {
    using type = tapeless::dual<std::common_type_t<T, U>, N>;
};
template <class T, std::size_t N, class U>
    requires(tapeless::duals::depth<U> == 0)
&&requires { typename std::common_type_t<T, U>; }
struct std::common_type<U, tapeless::dual<T, N>> {
    using type = tapeless::dual<std::common_type_t<T, U>, N>;
};
template <class T, class U, std::size_t N>
    requires requires { typename std::common_type_t<T, U>; }
struct std::common_type<tapeless::dual<T, N>, tapeless::dual<U, N>> {
    using type = tapeless::dual<std::common_type_t<T, U>, N>;
};

#endif

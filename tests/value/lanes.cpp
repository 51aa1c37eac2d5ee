// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <tapeless/value/lanes_math.hpp>
#include <type_traits>
#include <vector>

using tapeless::lanes;
using tapeless::lanes_mask;

namespace {

template <class T, std::size_t N>
struct kind {
    using number = T;
    using type = lanes<T, N>;
    static constexpr std::size_t size = N;
};

/// `f` of one number: that number in one lane, others around it.
template <class Kind, class F>
typename Kind::number in_a_lane(F f, typename Kind::number x, std::size_t lane) {
    typename Kind::number in[Kind::size], out[Kind::size];
    for (std::size_t i = 0; i < Kind::size; ++i) in[i] = i == lane ? x : 0.25f * static_cast<float>(i + 1);
    f(Kind::type::load(in)).store(out);
    return out[lane];
}

/// The error of a result in units in the last place of the expected one.
template <class T>
double error_in_ulp(T actual, long double expected) {
    const T rounded = static_cast<T>(expected);
    if (std::isnan(rounded) || std::isnan(actual)) return std::isnan(rounded) && std::isnan(actual) ? 0 : 1e9;
    if (std::isinf(rounded) || std::isinf(actual)) return rounded == actual ? 0 : 1e9;
    if (rounded == 0 && actual == 0) return std::signbit(rounded) == std::signbit(actual) ? 0 : 1e9;
    int exponent = 0;
    std::frexp(rounded, &exponent);
    if (rounded == 0 || exponent < std::numeric_limits<T>::min_exponent)
        exponent = std::numeric_limits<T>::min_exponent;
    return static_cast<double>(std::abs(actual - expected) /
                               std::ldexp(1.0L, exponent - std::numeric_limits<T>::digits));
}

/// Numbers at and beside which a function may go wrong.
template <class T>
std::vector<T> edges() {
    using limits = std::numeric_limits<T>;
    std::vector<T> points{limits::infinity(), limits::quiet_NaN(), limits::denorm_min(), limits::min(),
                          limits::max(),      limits::epsilon(),   limits::min() / 2,    limits::epsilon() / 4};
    for (const double x : {0.0,
                           0.5,
                           1.0,
                           2.0,
                           0.25,
                           0.55,
                           0.7071067811865476,
                           1.4142135623730951,
                           3.75,
                           3.5,
                           10.5,
                           28.0,
                           9.2,
                           26.55,
                           27.3,
                           39.0,
                           14.5,
                           20.0,
                           40.0,
                           87.3,
                           88.7,
                           88.8,
                           103.9,
                           105.0,
                           104.0,
                           700.0,
                           708.4,
                           709.7,
                           709.8,
                           710.0,
                           745.1,
                           745.2,
                           746.0,
                           750.0,
                           1e5,
                           1e6,
                           1048576.0,
                           1.5707963267948966,
                           3.141592653589793,
                           1e15,
                           4503599627370496.0,
                           1e30})
        for (const T near :
             {std::nextafter(static_cast<T>(x), T(-1)), static_cast<T>(x), std::nextafter(static_cast<T>(x), T(1e38))})
            points.push_back(near);
    const std::size_t positive = points.size();
    for (std::size_t i = 0; i < positive; ++i) points.push_back(-points[i]);
    return points;
}

/// The largest error over edges and over random points between `low` and `high`, on a logarithmic scale as well.
template <class T, std::size_t N, class F, class Oracle>
double largest_error(F f, Oracle oracle, double low, double high) {
    constexpr std::size_t random_points = 40000;
    std::vector<T> points = edges<T>();
    std::mt19937_64 generator(2026);
    std::uniform_real_distribution<double> uniform(low, high), exponent(-40, std::log2(high));
    for (std::size_t i = 0; i < random_points; ++i) {
        points.push_back(static_cast<T>(uniform(generator)));
        points.push_back(static_cast<T>(std::exp2(exponent(generator))));
    }
    while (points.size() % N != 0) points.push_back(T(1));
    double worst = 0;
    for (std::size_t i = 0; i < points.size(); i += N) {
        T out[N];
        f(lanes<T, N>::load(points.data() + i)).store(out);
        for (std::size_t lane = 0; lane < N; ++lane) {
            const double error = error_in_ulp(out[lane], oracle(static_cast<long double>(points[i + lane])));
            if (error > worst) {
                worst = error;
                if (error > 4) UNSCOPED_INFO("at " << points[i + lane] << ": " << out[lane]);
            }
        }
    }
    return worst;
}

/// The bounds are those of double and of float.
template <class F>
void check_everywhere(F, double bound, double float_bound, double low, double high) {
    const auto ours = [](const auto& x) { return F::of(x); };
    const auto oracle = [](long double x) { return F::oracle(x); };
    CHECK(largest_error<double, 2>(ours, oracle, low, high) <= bound);
    CHECK(largest_error<double, 8>(ours, oracle, low, high) <= bound);
    CHECK(largest_error<float, 32>(ours, oracle, low, high) <= float_bound);
}

} // namespace

TEMPLATE_TEST_CASE("arithmetic of lanes is that of each lane", "[lanes]", (kind<double, 2>), (kind<double, 8>),
                   (kind<double, 32>), (kind<float, 2>), (kind<float, 16>), (kind<float, 64>)) {
    using T = typename TestType::number;
    using number = typename TestType::type;
    constexpr std::size_t n = TestType::size;
    // One more in front, so that nothing is aligned. Nothing is known to the compiler, whose own cbrt may differ.
    T a[n + 1], b[n + 1], out[n + 2];
    const volatile T shift = T(2.5);
    for (std::size_t i = 0; i <= n; ++i) {
        a[i] = static_cast<T>(i) - shift;
        b[i] = T(3) - static_cast<T>(i % 5);
    }
    const number x = number::load(a + 1), y = number::load(b + 1);
    const auto check = [&](const number& result, auto expected) {
        out[0] = out[n + 1] = T(77);
        result.store(out + 1);
        bool equal = out[0] == T(77) && out[n + 1] == T(77);
        for (std::size_t i = 0; i < n; ++i) {
            const T e = expected(a[i + 1], b[i + 1]);
            const bool same = out[i + 1] == e && std::signbit(out[i + 1]) == std::signbit(e);
            equal = equal && (same || (std::isnan(e) && std::isnan(out[i + 1])));
        }
        CHECK(equal);
    };
    check(x + y, [](T v, T w) { return v + w; });
    check(x - y, [](T v, T w) { return v - w; });
    check(x * y, [](T v, T w) { return v * w; });
    check(y / x, [](T v, T w) { return w / v; });
    check(-x, [](T v, T) { return -v; });
    check(+x, [](T v, T) { return v; });
    check(T(2) * x, [](T v, T) { return 2 * v; });
    check(x - 1, [](T v, T) { return v - 1; });
    check(number(-0.0), [](T, T) { return T(-0.0); });
    check(number(3), [](T, T) { return T(3); });
    number sum = x;
    sum += y;
    sum *= y;
    sum -= x;
    sum /= T(2);
    check(sum, [](T v, T w) { return ((v + w) * w - v) / 2; });

    check(where(x < y, x, y), [](T v, T w) { return v < w ? v : w; });
    check(where(x <= 1, x, number(9)), [](T v, T) { return v <= 1 ? v : 9; });
    check(where(x > y, 1, y), [](T v, T w) { return v > w ? 1 : w; });
    check(where(x >= T(1.5), x, y), [](T v, T w) { return v >= T(1.5) ? v : w; });
    check(where(y == 2, x, y), [](T v, T w) { return w == 2 ? v : w; });
    check(where(y != 2, x, y), [](T v, T w) { return w != 2 ? v : w; });
    check(where(x < 3 && !(y < 2), x, y), [](T v, T w) { return v < 3 && !(w < 2) ? v : w; });
    check(where(x < 0 || y < 0, x, y), [](T v, T w) { return v < 0 || w < 0 ? v : w; });
    check(where(true, x, y), [](T v, T) { return v; });
    check(where(false, x, y), [](T, T w) { return w; });
    CHECK(x[0] == a[1]);
    CHECK(x[n - 1] == a[n]);
    CHECK((x < y)[0] == (a[1] < b[1]));

    check(abs(x), [](T v, T) { return std::abs(v); });
    check(min(x, y), [](T v, T w) { return std::min(v, w); });
    check(max(x, y), [](T v, T w) { return std::max(v, w); });
    check(copysign(x, y), [](T v, T w) { return std::copysign(v, w); });
    check(fma(x, y, y), [](T v, T w) { return std::fma(v, w, w); });
    check(sqrt(x), [](T v, T) { return std::sqrt(v); });
    check(fmod(x, y), [](T v, T w) { return std::fmod(v, w); });
    check(pow(x, y), [](T v, T w) { return std::pow(v, w); });
    check(atan2(x, y), [](T v, T w) { return std::atan2(v, w); });
    check(cbrt(x), [](T v, T) { return std::cbrt(v); });
}

TEST_CASE("masks can be asked for any and all", "[lanes]") {
    const double numbers[]{1, 2, 3, 4};
    const auto x = lanes<double, 4>::load(numbers);
    CHECK(any(x == 3));
    CHECK_FALSE(any(x == 5));
    CHECK(all(x < 5));
    CHECK_FALSE(all(x < 4));
    CHECK(all(lanes_mask<double, 4>(true)));
    CHECK_FALSE(any(lanes_mask<double, 4>(false)));
}

TEST_CASE("lanes are trivial values", "[lanes]") {
    CHECK(std::is_trivially_copyable_v<lanes<double>>);
    CHECK(std::is_trivially_default_constructible_v<lanes<float, 8>>);
    CHECK(std::is_same_v<std::common_type_t<lanes<float, 8>, double>, lanes<float, 8>>);
    CHECK(sizeof(lanes<double, 8>) == 64);
    CHECK(std::numeric_limits<lanes<float, 8>>::epsilon() == std::numeric_limits<float>::epsilon());
}

TEST_CASE("a fused multiply-add of lanes rounds once", "[lanes]") {
    const double x = 1 + 0x1p-30, y = 1 - 0x1p-30;
    const lanes<double, 4> product = fma(lanes<double, 4>(x), lanes<double, 4>(y), lanes<double, 4>(-1));
    CHECK(product[3] == -0x1p-60);
}

TEST_CASE("rounding functions of lanes are exact", "[lanes]") {
    std::vector<double> points = edges<double>();
    for (int i = -40; i <= 40; ++i) points.push_back(i * 0.25);
    for (const double x : {0.49999999999999994, 4503599627370495.5, 4503599627370497.0, 2251799813685247.75})
        for (const double signed_x : {x, -x}) points.push_back(signed_x);
    for (const double x : points) {
        const auto check = [x](auto ours, auto standard) {
            CAPTURE(x);
            CHECK(error_in_ulp(in_a_lane<kind<double, 8>>(ours, x, 5), standard(x)) == 0);
            const float single = static_cast<float>(x);
            CHECK(error_in_ulp(in_a_lane<kind<float, 4>>(ours, single, 2), standard(single)) == 0);
        };
        check([](auto v) { return floor(v); }, [](auto v) { return std::floor(v); });
        check([](auto v) { return ceil(v); }, [](auto v) { return std::ceil(v); });
        check([](auto v) { return trunc(v); }, [](auto v) { return std::trunc(v); });
        check([](auto v) { return round(v); }, [](auto v) { return std::round(v); });
        check([](auto v) { return rint(v); }, [](auto v) { return std::rint(v); });
        check([](auto v) { return sqrt(v); }, [](auto v) { return std::sqrt(v); });
        check([](auto v) { return fmin(v, decltype(v)(1)); }, [](auto v) { return std::fmin(v, decltype(v)(1)); });
        check([](auto v) { return fmax(v, decltype(v)(1)); }, [](auto v) { return std::fmax(v, decltype(v)(1)); });
    }
}

// The bounds that the headers state. The oracle is long double.

namespace {
struct exp_function {
    template <class X>
    static X of(const X& x) {
        return exp(x);
    }
    static long double oracle(long double x) { return std::exp(x); }
};
struct expm1_function {
    template <class X>
    static X of(const X& x) {
        return expm1(x);
    }
    static long double oracle(long double x) { return std::expm1(x); }
};
struct log_function {
    template <class X>
    static X of(const X& x) {
        return log(x);
    }
    static long double oracle(long double x) { return std::log(x); }
};
struct log1p_function {
    template <class X>
    static X of(const X& x) {
        return log1p(x);
    }
    static long double oracle(long double x) { return std::log1p(x); }
};
struct tanh_function {
    template <class X>
    static X of(const X& x) {
        return tanh(x);
    }
    static long double oracle(long double x) { return std::tanh(x); }
};
struct erf_function {
    template <class X>
    static X of(const X& x) {
        return erf(x);
    }
    static long double oracle(long double x) { return std::erf(x); }
};
struct erfc_function {
    template <class X>
    static X of(const X& x) {
        return erfc(x);
    }
    static long double oracle(long double x) { return std::erfc(x); }
};
struct normal_cdf_function {
    template <class X>
    static X of(const X& x) {
        return normal_cdf(x);
    }
    static long double oracle(long double x) { return std::erfc(x * -0.707106781186547524400844362104849039L) / 2; }
};
struct normal_pdf_function {
    template <class X>
    static X of(const X& x) {
        return normal_pdf(x);
    }
    static long double oracle(long double x) { return 0.398942280401432677939946059934381868L * std::exp(-x * x / 2); }
};
struct sin_function {
    template <class X>
    static X of(const X& x) {
        return sin(x);
    }
    static long double oracle(long double x) { return std::sin(x); }
};
struct cos_function {
    template <class X>
    static X of(const X& x) {
        return cos(x);
    }
    static long double oracle(long double x) { return std::cos(x); }
};
} // namespace

TEST_CASE("exponential functions of lanes", "[lanes]") {
    check_everywhere(exp_function{}, 1, 1.1, -110, 90);
    check_everywhere(exp_function{}, 1, 1.1, -750, 712);
    check_everywhere(expm1_function{}, 1.3, 2, -50, 5);
    check_everywhere(expm1_function{}, 1.3, 2, -1, 712);
}
TEST_CASE("logarithms of lanes", "[lanes]") {
    check_everywhere(log_function{}, 1, 1, 0, 3);
    check_everywhere(log_function{}, 1, 1, 0.9, 1e300);
    check_everywhere(log1p_function{}, 1.4, 1.5, -1, 2);
    check_everywhere(log1p_function{}, 1.4, 1.5, -0.1, 1e300);
}
TEST_CASE("hyperbolic tangent of lanes", "[lanes]") { check_everywhere(tanh_function{}, 1.5, 2.7, -3, 30); }
TEST_CASE("error functions of lanes", "[lanes]") {
    check_everywhere(erf_function{}, 1.5, 2.2, -1.5, 7);
    check_everywhere(erfc_function{}, 3.5, 5.8, -7, 11);
    check_everywhere(erfc_function{}, 3.5, 5.8, 0, 28);
}
TEST_CASE("the normal distribution in lanes", "[lanes]") {
    check_everywhere(normal_cdf_function{}, 4.5, 5.8, -39, 9);
    check_everywhere(normal_cdf_function{}, 4.5, 5.8, -4, 4);
    check_everywhere(normal_pdf_function{}, 2, 2, -39, 39);
}
TEST_CASE("sine and cosine of lanes", "[lanes]") {
    check_everywhere(sin_function{}, 1, 1, -10, 10);
    check_everywhere(cos_function{}, 1, 1, -10, 10);
    check_everywhere(sin_function{}, 1, 1, -2e6, 2e6);
    check_everywhere(cos_function{}, 1, 1, -2e6, 2e6);
}

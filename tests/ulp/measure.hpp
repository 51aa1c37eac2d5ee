// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_ULP_MEASURE_HPP
#define TAPELESS_TESTS_ULP_MEASURE_HPP

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <tapeless/ops/activation.hpp>
#include <tapeless/value/lanes_math.hpp>
#include <vector>

/// The errors of the functions of `lanes<float>`, measured over bit patterns of their argument.
namespace ulp {

/// A function, the largest error that its header states, and what it should be: `exact`; `small`, a Taylor polynomial, of
/// numbers below 2^-14 in size, which are most; and from `end` on the same as at the end. All are right to far less than
/// a thousandth of an ulp of float.
struct function {
    const char* name;
    double bound;
    void (*in_lanes)(const float* x, float* y, std::size_t count);
    void (*exact)(const float* x, double* y, std::size_t count);
    void (*small)(const float* x, double* y, std::size_t count) = nullptr;
    float end = std::numeric_limits<float>::infinity();
};

/// Numbers are computed this many at a time; a count of them is a multiple of it.
inline constexpr std::size_t width = tapeless::default_lanes<float>;

template <class F>
void in_lanes(const float* x, float* y, std::size_t count) {
    using number = tapeless::lanes<float, width>;
    for (std::size_t i = 0; i < count; i += width) F{}(number::load(x + i)).store(y + i);
}
template <class F>
void one_by_one(const float* x, double* y, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) y[i] = F{}(static_cast<double>(x[i]));
}

/// The largest error that was found, and one argument that has it. Infinite where a result is wrong altogether: not
/// NaN or infinite where it should be, or of the wrong sign.
struct error {
    double ulp = 0;
    float at = 0;
};

/// |result - exact| in units in the last place of the float that `exact` lies beside.
inline void errors_in_ulp(const float* result, const double* exact, double* errors, std::size_t count) {
    using number = tapeless::lanes<double, width / 2>;
    using bits = tapeless::simd::lanes_bits<double, width / 2>;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < count; ++i) errors[i] = result[i];
    for (std::size_t i = 0; i < count; i += number::size) {
        const number y = number::load(errors + i), e = number::load(exact + i);
        const number power = (bits(e) & bits(bits::pattern{0x7ff} << 52)).number();
        const number finite = abs(y - e) / (max(power, number(0x1p-126)) * 0x1p-23);
        const auto overflows = abs(e) >= 0x1.ffffffp127;
        const auto same_sign = ((bits(y) ^ bits(e)) & bits(bits::pattern{1} << 63)) == bits(0);
        const number infinite = where(abs(y) == infinity, number(0), number(infinity));
        const number error = where(same_sign, where(overflows, infinite, finite), number(infinity));
        // NaN minus a number is NaN, and counts as wrong.
        const number known = where(error >= 0, error, number(infinity));
        where(e == e, known, where(y == y, number(infinity), number(0))).store(errors + i);
    }
}

/// Over all patterns first, first + stride, first + 2 stride, ... below 2^32.
inline error measure(const function& f, std::uint64_t first, std::uint64_t stride) {
    constexpr std::size_t block = 4096;
    static_assert(block % width == 0);
    std::vector<float> x(block), y(block);
    std::vector<double> exact(block), errors(block);
    error worst;
    for (std::uint64_t pattern = first; pattern < std::uint64_t{1} << 32; pattern += block * stride) {
        // Sizes are compared as patterns, which is quicker. Beyond the last pattern come others again.
        std::uint32_t smallest = ~0u, largest = 0;
        for (std::size_t i = 0; i < block; ++i) {
            const auto p = static_cast<std::uint32_t>(pattern + i * stride);
            x[i] = std::bit_cast<float>(p);
            smallest = std::min(smallest, p & 0x7fffffff);
            largest = std::max(largest, p & 0x7fffffff);
        }
        f.in_lanes(x.data(), y.data(), block);
        if (smallest >= std::bit_cast<std::uint32_t>(f.end) && std::signbit(x.front()) == std::signbit(x.back())) {
            const float end = std::copysign(f.end, x.front());
            f.exact(&end, exact.data(), 1);
            for (std::size_t i = 1; i < block; ++i) exact[i] = exact[0];
            for (std::size_t i = 0; i < block; ++i) exact[i] = x[i] == x[i] ? exact[i] : static_cast<double>(x[i]);
        } else {
            (largest < std::bit_cast<std::uint32_t>(0x1p-14f) && f.small != nullptr ? f.small : f.exact)(
                x.data(), exact.data(), block);
        }
        errors_in_ulp(y.data(), exact.data(), errors.data(), block);
        std::uint64_t worse = 0;
        for (std::size_t i = 0; i < block; ++i) worse += errors[i] > worst.ulp ? 1 : 0;
        for (std::size_t i = 0; worse != 0 && i < block; ++i)
            if (errors[i] > worst.ulp) worst = {errors[i], x[i]};
    }
    return worst;
}

// What is measured.
struct exp_of {
    auto operator()(const auto& x) const { return exp(x); }
};
struct expm1_of {
    auto operator()(const auto& x) const { return expm1(x); }
};
struct log_of {
    auto operator()(const auto& x) const { return log(x); }
};
struct log1p_of {
    auto operator()(const auto& x) const { return log1p(x); }
};
struct tanh_of {
    auto operator()(const auto& x) const { return tanh(x); }
};
struct sigmoid_of {
    auto operator()(const auto& x) const { return tapeless::ops::sigmoid::value(x); }
};
struct erf_of {
    auto operator()(const auto& x) const { return erf(x); }
};
struct erfc_of {
    auto operator()(const auto& x) const { return erfc(x); }
};
struct normal_cdf_of {
    auto operator()(const auto& x) const { return normal_cdf(x); }
};
struct normal_pdf_of {
    auto operator()(const auto& x) const { return normal_pdf(x); }
};
struct sqrt_of {
    auto operator()(const auto& x) const { return sqrt(x); }
};

struct log_exact {
    double operator()(double x) const { return x < 0 ? std::numeric_limits<double>::quiet_NaN() : std::log(x); }
};
struct sqrt_exact {
    double operator()(double x) const { return x < 0 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(x); }
};

inline constexpr double root_half = std::numbers::sqrt2 / 2;
inline constexpr double peak = std::numbers::inv_sqrtpi * root_half; // of the normal density

template <class Lanes, class Exact, class Small>
function make(const char* name, double bound, float end, Lanes, Exact, Small) {
    return {name, bound, in_lanes<Lanes>, one_by_one<Exact>, one_by_one<Small>, end};
}

inline const function functions[]{
    make(
        "exp", 1.1, 105, exp_of{}, [](double x) { return std::exp(x); },
        [](double x) { return 1 + x * (1 + x * (0.5 + x / 6)); }),
    make(
        "expm1", 2, 105, expm1_of{}, [](double x) { return std::expm1(x); },
        [](double x) { return x * (1 + x * (0.5 + x / 6)); }),
    {"log", 1, in_lanes<log_of>, one_by_one<log_exact>},
    make(
        "log1p", 1.5, std::numeric_limits<float>::infinity(), log1p_of{},
        [](double x) { return x < -1 ? std::numeric_limits<double>::quiet_NaN() : std::log1p(x); },
        [](double x) { return x * (1 - x * (0.5 - x / 3)); }),
    make(
        "tanh", 2.7, 20, tanh_of{}, [](double x) { return std::tanh(x); },
        [](double x) { return x * (1 - x * x / 3); }),
    make(
        "sigmoid", 2.6, 105, sigmoid_of{}, [](double x) { return x < -88.722835 ? 0 : 1 / (1 + std::exp(-x)); },
        [](double x) { return 0.5 + x * (0.25 - x * x / 48); }),
    make(
        "erf", 2.2, 6, erf_of{}, [](double x) { return std::erf(x); },
        [](double x) { return 2 * std::numbers::inv_sqrtpi * (x * (1 - x * x / 3)); }),
    make(
        "erfc", 5.8, 12, erfc_of{}, [](double x) { return std::erfc(x); },
        [](double x) { return 1 - 2 * std::numbers::inv_sqrtpi * (x * (1 - x * x / 3)); }),
    make(
        "normal_cdf", 5.8, 16, normal_cdf_of{}, [](double x) { return std::erfc(x * -root_half) / 2; },
        [](double x) { return 0.5 + peak * (x * (1 - x * x / 6)); }),
    make(
        "normal_pdf", 2, 16, normal_pdf_of{}, [](double x) { return peak * std::exp(-x * x / 2); },
        [](double x) { return peak * (1 - x * x / 2); }),
    {"sqrt", 0.5, in_lanes<sqrt_of>, one_by_one<sqrt_exact>},
};

} // namespace ulp

#endif

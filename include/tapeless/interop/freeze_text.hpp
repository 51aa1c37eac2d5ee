// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_FREEZE_TEXT_HPP
#define TAPELESS_INTEROP_FREEZE_TEXT_HPP

/// The text of what a frozen header consists of besides its network: products, and the functions that the library has of
/// its own for lanes, with the same operations in the same order.

#include "../ops/constants.hpp"
#include "../value/lanes_math.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace tapeless::interop::detail {

/// A finite number, exactly.
template <class T>
std::string hexadecimal(T x) {
    char text[40];
    std::snprintf(text, sizeof(text), sizeof(T) == 4 ? "%af" : "%a", static_cast<double>(x));
    return text;
}

template <class T, class Array>
std::string constants_text(const char* name, const Array& numbers) {
    std::string text = "inline constexpr real " + (name + ("[] = {" + std::string()));
    std::size_t column = text.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::string number = hexadecimal(static_cast<T>(numbers[i]));
        if (i != 0) text += column + number.size() > 116 ? ",\n    " : ", ";
        if (column + number.size() > 116) column = 4;
        column += number.size() + 2;
        text += number;
    }
    return text + "};\n";
}

/// What is fused, and what is not. GCC from -O2 on joins a product with a sum that follows it, Clang where both are one
/// expression; products that neither joins are written so that nobody can.
inline constexpr std::string_view arithmetic_text = R"(
#if (defined(__FMA__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA)) && defined(__clang__)
inline real product(real a, real b) { return std::fma(a, b, -real(0)); }
inline real mul_add(real a, real b, real c) { return std::fma(a, b, c); }
inline real joined(real a, real b, real c) { return product(a, b) + c; }
inline real two_products(real a, real b, real c, real d) { return std::fma(c, d, product(a, b)); }
inline constexpr bool fused = true;
#elif (defined(__FMA__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA)) && defined(__OPTIMIZE__)
inline real product(real a, real b) { return std::fma(a, b, -real(0)); }
inline real mul_add(real a, real b, real c) { return std::fma(a, b, c); }
inline real joined(real a, real b, real c) { return std::fma(a, b, c); }
inline real two_products(real a, real b, real c, real d) { return std::fma(a, b, product(c, d)); }
inline constexpr bool fused = true;
#else
inline real product(real a, real b) { return a * b; }
inline real mul_add(real a, real b, real c) { return a * b + c; }
inline real joined(real a, real b, real c) { return a * b + c; }
inline real two_products(real a, real b, real c, real d) { return a * b + c * d; }
#if defined(__FMA__) || defined(__aarch64__) || defined(__ARM_FEATURE_FMA)
inline constexpr bool fused = true;
#else
inline constexpr bool fused = false;
#endif
#endif
)";

/// A row times a matrix: the order of the sums is the kernels' for this target.
inline constexpr std::string_view product_text = R"(
#if defined(__AVX512F__)
inline constexpr std::size_t register_lanes = 64 / sizeof(real), registers = 32;
#elif defined(__AVX__)
inline constexpr std::size_t register_lanes = 32 / sizeof(real), registers = 16;
#elif defined(__aarch64__)
inline constexpr std::size_t register_lanes = 16 / sizeof(real), registers = 32;
#else
inline constexpr std::size_t register_lanes = 16 / sizeof(real), registers = 16;
#endif
inline constexpr std::size_t spare = fused ? 1 : 2, sums_in_flight = 8;

constexpr std::size_t smaller(std::size_t a, std::size_t b) { return a < b ? a : b; }
constexpr std::size_t larger(std::size_t a, std::size_t b) { return a < b ? b : a; }
constexpr std::size_t ceil_div(std::size_t a, std::size_t b) { return (a + b - 1) / b; }
constexpr std::size_t lanes_for(std::size_t count) {
    std::size_t lanes = register_lanes;
    while (lanes / 2 >= count && lanes / 2 * sizeof(real) >= 16) lanes /= 2;
    return lanes;
}
constexpr std::size_t cost_of_tile(std::size_t columns) {
    return 8 * larger(columns + 1, sums_in_flight / 2) + columns + 1;
}
constexpr std::size_t columns_of_tile(std::size_t vectors) {
    std::size_t best = 1, best_cost = ~std::size_t{0};
    for (std::size_t columns = 1; columns <= smaller(vectors, registers - 1 - spare); ++columns) {
        const std::size_t pieces = ceil_div(vectors, columns), size = vectors / pieces, more = vectors % pieces;
        const std::size_t cost = (pieces - more) * cost_of_tile(size) + more * cost_of_tile(size + 1);
        if (cost < best_cost) best_cost = cost, best = columns;
    }
    return best;
}

template <std::size_t K, std::size_t N>
struct row_and_matrix {
    static constexpr std::size_t lanes = lanes_for(N), vectors = ceil_div(N, lanes);
    static constexpr std::size_t pieces = ceil_div(vectors, columns_of_tile(vectors)), columns = vectors / pieces;

    static void run(const real* x, const real* w, real* y) {
        std::size_t at = 0;
        for (std::size_t p = 0; p < vectors % pieces; ++p) at = piece<columns + 1>(at, x, w, y);
        while (at < N) at = piece<columns>(at, x, w, y);
    }

private:
    template <std::size_t Columns>
    static std::size_t piece(std::size_t first, const real* x, const real* w, real* y) {
        constexpr std::size_t room = (registers - spare) / Columns;
        constexpr std::size_t split = larger(1, smaller(smaller(ceil_div(sums_in_flight, Columns), room - 1), K / 2));
        constexpr std::size_t width = Columns * lanes;
        constexpr bool straight = K * Columns <= 128;
        const std::size_t count = smaller(width, N - first);
        real sum[split][width] = {};
        for (std::size_t k = straight && K > 1 ? split : 0; k < K; ++k) {
            real* const s = sum[k % split];
            const real* const row = w + k * N + first;
            if (straight && K == 1) {
                for (std::size_t j = 0; j < count; ++j) s[j] = product(x[k], row[j]);
            } else if (straight && k < 2 * split) {
                const real* const before = row - split * N;
                for (std::size_t j = 0; j < count; ++j) s[j] = two_products(x[k - split], before[j], x[k], row[j]);
            } else {
                for (std::size_t j = 0; j < count; ++j) s[j] = mul_add(x[k], row[j], s[j]);
            }
        }
        for (std::size_t n = split; n > 1; n -= n / 2)
            for (std::size_t i = n - n / 2 * 2; i < n - n / 2; ++i)
                for (std::size_t j = 0; j < count; ++j) sum[i][j] += sum[i + n / 2][j];
        for (std::size_t j = 0; j < count; ++j) y[first + j] = sum[0][j];
        return first + count;
    }
};

template <std::size_t K>
struct row_and_matrix<K, 1> {
    static constexpr std::size_t lanes = lanes_for(K), tail = K % lanes;
    static constexpr std::size_t split = larger(1, smaller(sums_in_flight, K / lanes));

    static void run(const real* x, const real* w, real* y) {
        real sum[split][lanes] = {};
        for (std::size_t v = 0; v < K / lanes; ++v)
            for (std::size_t l = 0; l < lanes; ++l)
                sum[v % split][l] = mul_add(x[v * lanes + l], w[v * lanes + l], sum[v % split][l]);
        if (K < lanes) {
            for (std::size_t l = 0; l < K; ++l) sum[0][l] = product(x[l], w[l]);
        } else if (tail != 0) {
            real* const s = sum[K / lanes % split];
            for (std::size_t l = 0; l < lanes - tail; ++l) s[l] += 0;
            for (std::size_t l = lanes - tail; l < lanes; ++l) s[l] = mul_add(x[K - lanes + l], w[K - lanes + l], s[l]);
        }
        for (std::size_t i = 1; i < split; ++i)
            for (std::size_t l = 0; l < lanes; ++l) sum[0][l] += sum[i][l];
        for (std::size_t n = lanes / 2; n > 0; n /= 2)
            for (std::size_t l = 0; l < n; ++l) sum[0][l] += sum[0][l + n];
        y[0] = sum[0][0];
    }
};
template <>
struct row_and_matrix<1, 1> {
    static void run(const real* x, const real* w, real* y) { y[0] = product(x[0], w[0]); }
};
template <std::size_t K, std::size_t N>
void row_times_matrix(const real* x, const real* w, real* y) {
    row_and_matrix<K, N>::run(x, w, y);
}
)";

/// What is done to the one line of elements of a sample, in the order of ops::reduce.
inline constexpr std::string_view lines_text = R"(
template <std::size_t N, class At, class Join>
real reduced(At at, Join join) {
    constexpr std::size_t lanes = N < 16 ? 1 : 16, whole_rounds = N / lanes * lanes;
    real part[lanes];
    for (std::size_t i = 0; i < lanes; ++i) part[i] = at(i);
    for (std::size_t i = lanes; i < whole_rounds; ++i) part[i % lanes] = join(part[i % lanes], at(i));
    real total = part[0];
    for (std::size_t i = 1; i < lanes; ++i) total = join(total, part[i]);
    for (std::size_t i = whole_rounds; i < N; ++i) total = join(total, at(i));
    return total;
}
template <std::size_t N, std::size_t>
void sum_of(const real* x, real* y) {
    y[0] = reduced<N>([&](std::size_t i) { return x[i]; }, [](real a, real b) { return a + b; });
}
template <std::size_t N, std::size_t>
void variance_of(const real* x, real* y) {
    real mean = 0, sum = 0;
    sum_of<N, 1>(x, &mean);
    mean = mean / real(N);
    const auto square = [&](std::size_t i) { return product(x[i] - mean, x[i] - mean); };
    sum = reduced<N>(square, [](real a, real b) { return a + b; });
    y[0] = sum / real(N);
}
template <std::size_t N, std::size_t>
void softmax(const real* x, real* y) {
    const auto larger_of = [](real a, real b) { return a < b || !(b == b) ? b : a; };
    const real peak = reduced<N>([&](std::size_t i) { return x[i]; }, larger_of);
    for (std::size_t i = 0; i < N; ++i) y[i] = std::exp(x[i] - peak);
    real sum = 0;
    sum_of<N, 1>(y, &sum);
    for (std::size_t i = 0; i < N; ++i) y[i] = y[i] / sum;
}
template <std::size_t N, std::size_t>
void copied(const real* x, real* y) {
    for (std::size_t i = 0; i < N; ++i) y[i] = x[i];
}
template <std::size_t N, std::size_t M>
void repeated(const real* x, real* y) {
    for (std::size_t i = 0; i < M; ++i) y[i] = x[i % N];
}
template <std::size_t Count, std::size_t Width, std::size_t Size>
void rows_of(const real* table, const int* label, real* y) {
    for (std::size_t i = 0; i < Count; ++i)
        for (std::size_t j = 0; j < Width; ++j) {
            const bool known = label[i] >= 0 && static_cast<std::size_t>(label[i]) < Size / Width;
            y[i * Width + j] = known ? table[static_cast<std::size_t>(label[i]) * Width + j] : static_cast<real>(NAN);
        }
}
)";

/// What all functions need.
inline constexpr std::string_view bits_text = R"(
inline bits bits_of(real x) {
    bits b = 0;
    __builtin_memcpy(&b, &x, sizeof(b));
    return b;
}
inline real number(bits b) {
    real x = 0;
    __builtin_memcpy(&x, &b, sizeof(x));
    return x;
}
inline real at_most(real x, real bound) { return bound < x ? bound : x; }
inline real at_least(real x, real bound) { return x < bound ? bound : x; }

template <std::size_t N>
real horner(const real (&c)[N], std::size_t first, std::size_t step, real x) {
    const std::size_t last = (N - 1 - first) / step;
    real sum = c[first + last * step];
    for (std::size_t i = last; i-- > 0;) sum = mul_add(sum, x, c[first + i * step]);
    return sum;
}
template <std::size_t N>
real polynomial(const real (&c)[N], real x) {
    const real square = product(x, x);
    if (N < 12) return mul_add(horner(c, 1, 2, square), x, horner(c, 0, 2, square));
    const real fourth = product(square, square);
    const real low = mul_add(horner(c, 1, 4, fourth), x, horner(c, 0, 4, fourth));
    const real high = mul_add(horner(c, 3, 4, fourth), x, horner(c, 2, 4, fourth));
    return mul_add(high, square, low);
}
inline real scaled(real x, bits exponents) {
    const bits half = exponents >> 1;
    return product(product(x, number(half << mantissa_bits)), number((exponents - half) << mantissa_bits));
}
)";

inline constexpr std::string_view float_text = R"(
// 2^k and e^x 2^-k - 1, in units of the factor A
struct exponential_parts {
    bits exponents;
    real p;
};
template <int A, int Factors, bool Precise, std::size_t N>
exponential_parts parts_of_exponential(const real (&c)[N], real x, real x_low = 0, bool has_low = false) {
    constexpr real shifter = 1.5f * whole + real(Factors) * real(bias);
    const real shifted = mul_add(x, real(A) * log2_e, shifter), k = shifted - shifter;
    real r = fused && !Precise ? mul_add(k, -ln2 / real(A), x)
                               : mul_add(k, -ln2_low / real(A), mul_add(k, -ln2_high / real(A), x));
    if (has_low) r += x_low;
    return {bits_of(shifted), mul_add(product(r, r), polynomial(c, r), r)};
}
inline real signed_as(real x, real y) { return number(bits_of(x) | (bits_of(y) & sign)); }

inline real exponential(real x) {
    const exponential_parts e = parts_of_exponential<1, 2, true>(exponential_1, at_least(at_most(x, 89), -105));
    return scaled(e.p + 1, e.exponents);
}
inline real exponential_minus_one(real x) {
    const real within = at_least(at_most(x, 89), -20);
    exponential_parts e = parts_of_exponential<1, 1, true>(exponential_1, within);
    const bool halved = within > 88;
    e.exponents -= halved ? 1u : 0u;
    const real power = number(e.exponents << mantissa_bits);
    return signed_as(product(mul_add(power, e.p, power - 1), halved ? 2 : 1), x);
}
inline real hyperbolic_tangent(real x) {
    const exponential_parts e = parts_of_exponential<2, 1, false>(exponential_2, at_most(std::fabs(x), 10));
    const real power = number(e.exponents << mantissa_bits);
    const real u = mul_add(power, e.p, mul_add(power, 0.5f, -0.5f));
    return signed_as(u / (u + 1), x);
}
inline real logarithm_of_one_plus(real x) {
    const bits above = bits_of(x + 1) - root_half;
    const real q = number(((bias + 2) << mantissa_bits) - (above & ~bits(0x7fffff)));
    const real f = mul_add(product(x, 0.25f), q, mul_add(q, 0.25f, -1));
    const real k = static_cast<real>(static_cast<int>(above) >> 23);
    const real square = product(f, f);
#if defined(__clang__)
    const real cube = mul_add(product(square, f), polynomial(logarithm, f), product(k, ln2_low));
#else
    const real cube = joined(k, ln2_low, product(product(square, f), polynomial(logarithm, f)));
#endif
    const real y = mul_add(k, ln2_high, f + mul_add(square, -0.5f, cube));
    const real anywhere = x >= -1 ? x > -1 ? x == infinity ? x : y : -infinity : nan;
    return std::fabs(x) < 0x1p-25f ? x : anywhere;
}
inline real normal_distribution(real x) {
    const real size = at_most(std::fabs(x), normal_end);
    const real factor = polynomial(normal_numerator, size) / polynomial(normal_denominator, size);
    real square = 0, low = 0;
    if (fused) {
        const real y = product(size, -0.5f);
        square = product(size, y);
        low = std::fma(size, y, -square);
    } else {
        const real high = number(bits_of(size) & ~bits(0xfff));
        square = product(product(high, high), -0.5f);
        low = product(product(size - high, size + high), -0.5f);
    }
    const exponential_parts e = parts_of_exponential<1, 2, true>(exponential_1, square, low, true);
    const real y = scaled(mul_add(factor, e.p, factor), e.exponents);
    return x < 0 ? y : 1 - y;
}
)";

inline constexpr std::string_view double_text = R"(
struct reduced_exponential {
    bits exponents;
    real r, r_low;
};
inline reduced_exponential reduced(real x) {
    constexpr real shifter = 1.5 * whole + 2 * real(bias);
    const real shifted = mul_add(x, log2_e, shifter), k = shifted - shifter;
    const real high = mul_add(k, -ln2_high, x), r = joined(k, -ln2_low, high);
    return {bits_of(shifted), r, joined(k, -ln2_low, high - r)};
}
inline reduced_exponential reduced(real x, real x_low) {
    constexpr real shifter = 1.5 * whole + 2 * real(bias);
    const real shifted = mul_add(x, log2_e, shifter), k = shifted - shifter;
    const real high = mul_add(k, -ln2_high, x), low = mul_add(k, -ln2_low, x_low), r = high + low;
    return {bits_of(shifted), r, (high - r) + low};
}
inline real rest_of(const reduced_exponential& e) {
    return mul_add(product(e.r, e.r), polynomial(exponential_1, e.r), e.r_low);
}

inline real exponential(real x) {
    const reduced_exponential e = reduced(at_least(at_most(x, 710), -750));
    return scaled(1 + (e.r + rest_of(e)), e.exponents);
}
inline real exponential_minus_one(real x) {
    const real within = at_least(at_most(x, 710), -40);
    const reduced_exponential e = reduced(within);
    const bool huge = within > 700;
    const real power = number((e.exponents - (huge ? bias + 1 : bias)) << mantissa_bits);
    const real rest = rest_of(e), s = e.r + rest, s_low = (e.r - s) + rest;
    const real a = power - (huge ? 0.5 : 1.0), sum = joined(power, s, a), sum_low = joined(power, s, a - sum);
    return std::copysign(product(sum + mul_add(power, s_low, sum_low), huge ? 2.0 : 1.0), x);
}
inline real hyperbolic_tangent(real x) {
    const real size = std::fabs(x), square = product(x, x);
    const real near_zero = mul_add(product(size, square), polynomial(tangent, square), size);
    const real far = 1 - 2 / (exponential(product(2, at_most(size, 20))) + 1);
    return std::copysign(size < 0.55 ? near_zero : far, x);
}
inline real logarithm_of_one_plus(real x) {
    const real sum = 1 + x, lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
    const bits pattern = bits_of(sum), exponent = (pattern + ((bias << mantissa_bits) - root_half)) >> mantissa_bits;
    const real m = number(pattern - ((exponent - bias) << mantissa_bits));
    const real k = number(exponent | bits_of(whole)) - (whole + real(bias));
    const real power = number((2 * bias - exponent) << mantissa_bits);
    const real f = m - 1 + (x < whole * 4 ? product(lost, power) : 0);
    const real half = product(0.5, f), s = f / (2 + f), square = product(s, s);
#if defined(__clang__)
    const real half_square = product(half, f);
    const real rest = mul_add(square, polynomial(logarithm, square), half_square);
    const real low = half_square - mul_add(s, rest, product(k, ln2_low));
#else
    const real rest = joined(half, f, product(square, polynomial(logarithm, square)));
    const real low = joined(half, f, -joined(k, ln2_low, product(s, rest)));
#endif
    const real y = std::copysign(mul_add(k, ln2_high, f - low), x);
    return x >= -1 ? x > -1 ? x == infinity ? x : y : -infinity : nan;
}
inline real normal_distribution(real x) {
    const real within = at_most(std::fabs(x), normal_end), z = product(within, 0.70710678118654752);
    const real t = (z - 3.75) / (z + 3.75);
    const real factor = product(0.5, mul_add(polynomial(tail, t), t, tail_first) / mul_add(z, 1.125, 1));
    real square = 0, square_low = 0;
    if (fused) {
        const real y = product(within, -0.5);
        square = product(within, y);
        square_low = std::fma(within, y, -square);
    } else {
        const real high = number(bits_of(within) & ~bits(0x7ffffff));
        square = product(product(high, high), -0.5);
        square_low = product(product(within - high, within + high), -0.5);
    }
    const reduced_exponential e = reduced(square, square_low);
    const real high = 1 + e.r, low = (1 - high) + e.r + rest_of(e);
#if defined(__clang__)
    const real y = scaled(mul_add(high, factor, product(low, factor)), e.exponents);
#else
    const real y = scaled(joined(low, factor, product(high, factor)), e.exponents);
#endif
    return x < 0 ? y : 1 - y;
}
)";

/// The functions of lanes of T.
template <class T>
std::string functions_text() {
    constexpr bool single = sizeof(T) == 4;
    std::string text = single ? "\nusing bits = unsigned int;\n" : "\nusing bits = unsigned long long;\n";
    const auto natural = [&](const char* name, std::uint64_t x) {
        text += "inline constexpr bits " + (name + (" = " + std::to_string(x))) + "u;\n";
    };
    natural("mantissa_bits", simd::format<T>::mantissa_bits);
    natural("bias", simd::format<T>::bias);
    natural("sign", simd::format<T>::sign);
    const auto number = [&](const char* name, T x) {
        text += "inline constexpr real " + (name + (" = " + hexadecimal(x))) + ";\n";
    };
    number("whole", simd::format<T>::whole);
    number("sqrt_half", ops::sqrt_half::value<T>());
    number("selu_scale", ops::selu_scale::value<T>());
    number("selu_slope", ops::selu_slope::value<T>());
    text += "inline constexpr real infinity = static_cast<real>(INFINITY), nan = static_cast<real>(NAN);\n";
    text += bits_text;
    if constexpr (single) {
        using c = simd::float_constants;
        using normal = simd::float_normal_constants;
        number("log2_e", c::log2_e);
        number("ln2", c::ln2);
        number("ln2_high", c::ln2_high);
        number("ln2_low", c::ln2_low);
        number("normal_end", simd::float_erf_constants::normal_end);
        text += constants_text<T>("exponential_1", c::exponential);
        text += constants_text<T>("exponential_2", simd::stretched<c::exponential, 2>);
        text += constants_text<T>("logarithm", c::logarithm);
        text += constants_text<T>("normal_numerator", normal::numerator);
        text += constants_text<T>("normal_denominator", normal::denominator);
        natural("root_half", c::root_half);
        return text.append(float_text);
    } else {
        using c = simd::exponential_constants;
        using e = simd::error_function_constants;
        number("log2_e", c::log2_e);
        number("ln2_high", c::ln2_high);
        number("ln2_low", c::ln2_low);
        number("normal_end", e::normal_end);
        number("tail_first", e::tail_first);
        text += constants_text<T>("exponential_1", c::exponential);
        text += constants_text<T>("logarithm", c::logarithm);
        text += constants_text<T>("tangent", c::hyperbolic_tangent);
        text += constants_text<T>("tail", e::tail);
        natural("root_half", c::root_half);
        return text.append(double_text);
    }
}

} // namespace tapeless::interop::detail

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The oracle is judged by differences of its own values, and these by numbers that are known.

#include "catch.hpp"
#include "oracle.hpp"

#include <array>
#include <cmath>
#include <initializer_list>
#include <tuple>

namespace {

using oracle::number;

/// Value, gradient and Hessian of `f` belong together: central differences of second order with a step of 2^-56 are
/// right to some 32 digits.
template <std::size_t N, class F>
void check(const F& f, std::initializer_list<std::array<double, N>> points) {
    constexpr double step = 0x1p-56;
    for (const auto& point : points)
        for (std::size_t i = 0; i < N; ++i) {
            const auto moved = [&](double by) {
                std::size_t k = 0;
                const auto input = [&](double x) {
                    const double move = k == i ? by : 0;
                    return number(x, k++, move);
                };
                return std::apply([&](auto... x) { return std::apply(f, std::array{input(x)...}); }, point);
            };
            CAPTURE(point[0], point[N - 1], i);
            CHECK(oracle::distance_from_differences(moved(0), moved(step), moved(-step), i, step) < 1e-28);
        }
}

constexpr std::initializer_list<std::array<double, 1>> anywhere{{-2.5}, {-0.75}, {0.125}, {1.0}, {3.25}};
constexpr std::initializer_list<std::array<double, 1>> positive{{0.125}, {0.75}, {1.5}, {4.0}};
constexpr std::initializer_list<std::array<double, 1>> unit{{-0.875}, {-0.25}, {0.5}, {0.75}};
constexpr std::initializer_list<std::array<double, 2>> plane{{0.5, -1.5}, {-2.0, 0.75}, {1.25, 3.0}};
constexpr std::initializer_list<std::array<double, 2>> quarter{{0.5, 1.5}, {2.0, 0.75}, {1.25, 3.0}};
constexpr std::initializer_list<std::array<double, 3>> space{{0.5, -1.5, 2.0}, {-2.0, 0.75, 1.0}, {1.25, 3.0, -0.5}};

bool is_near(const number& x, double expected) {
    return std::fabs(value(x).exact - expected) <= 1e-15 * std::fmax(1, std::fabs(expected));
}

} // namespace

TEST_CASE("the oracle's rules of one operand are derivatives") {
    check<1>([](auto x) { return -x; }, anywhere);
    check<1>([](auto x) { return sqrt(x); }, positive);
    check<1>([](auto x) { return cbrt(x); }, positive);
    check<1>([](auto x) { return square(x); }, anywhere);
    check<1>([](auto x) { return exp(x); }, anywhere);
    check<1>([](auto x) { return exp2(x); }, anywhere);
    check<1>([](auto x) { return expm1(x); }, anywhere);
    check<1>([](auto x) { return log(x); }, positive);
    check<1>([](auto x) { return log2(x); }, positive);
    check<1>([](auto x) { return log10(x); }, positive);
    check<1>([](auto x) { return log1p(x); }, unit);
    check<1>([](auto x) { return sin(x); }, anywhere);
    check<1>([](auto x) { return cos(x); }, anywhere);
    check<1>([](auto x) { return tan(x); }, anywhere);
    check<1>([](auto x) { return asin(x); }, unit);
    check<1>([](auto x) { return acos(x); }, unit);
    check<1>([](auto x) { return atan(x); }, anywhere);
    check<1>([](auto x) { return sinc(x); }, anywhere);
    check<1>([](auto x) { return sinh(x); }, anywhere);
    check<1>([](auto x) { return cosh(x); }, anywhere);
    check<1>([](auto x) { return tanh(x); }, anywhere);
    check<1>([](auto x) { return asinh(x); }, anywhere);
    check<1>([](auto x) { return acosh(x + 1.0); }, positive);
    check<1>([](auto x) { return atanh(x); }, unit);
    check<1>([](auto x) { return erf(x); }, anywhere);
    check<1>([](auto x) { return erfc(x); }, anywhere);
    check<1>([](auto x) { return normal_pdf(x); }, anywhere);
    check<1>([](auto x) { return normal_cdf(x); }, anywhere);
    check<1>([](auto x) { return normal_log_pdf(x); }, anywhere);
    check<1>([](auto x) { return normal_log_cdf(x); }, anywhere);
    check<1>([](auto x) { return tgamma(x); }, positive);
    check<1>([](auto x) { return lgamma(x); }, positive);
    check<1>([](auto x) { return digamma(x); }, positive);
    check<1>([](auto x) { return abs(x); }, anywhere);
    check<1>([](auto x) { return sigmoid(x); }, anywhere);
    check<1>([](auto x) { return softplus(x); }, anywhere);
    check<1>([](auto x) { return relu(x); }, anywhere);
    check<1>([](auto x) { return leaky_relu(x); }, anywhere);
    check<1>([](auto x) { return elu(x); }, anywhere);
    check<1>([](auto x) { return selu(x); }, anywhere);
    check<1>([](auto x) { return silu(x); }, anywhere);
    check<1>([](auto x) { return gelu(x); }, anywhere);
    check<1>([](auto x) { return softsign(x); }, anywhere);
    check<1>([](auto x) { return clamp(x, -1.0, 2.0); }, anywhere);
    check<1>([](auto x) { return pow(x, number("3")) / pow(x, number("-2")); }, anywhere);
    check<1>([](auto x) { return pow(2.5, x); }, anywhere);
}

TEST_CASE("the oracle's rules of several operands are derivatives") {
    check<2>([](auto x, auto y) { return x + y; }, plane);
    check<2>([](auto x, auto y) { return x - y; }, plane);
    check<2>([](auto x, auto y) { return x * y; }, plane);
    check<2>([](auto x, auto y) { return x / y; }, plane);
    check<2>([](auto x, auto y) { return pow(x, y); }, quarter);
    check<2>([](auto x, auto y) { return hypot(x, y); }, plane);
    check<2>([](auto x, auto y) { return atan2(x, y); }, plane);
    check<2>([](auto x, auto y) { return fmod(x, y); }, plane);
    check<2>([](auto x, auto y) { return remainder(x, y); }, plane);
    check<2>([](auto x, auto y) { return copysign(x, y) + sign(x) * y; }, plane);
    check<2>([](auto x, auto y) { return leaky_relu(x, y) + elu(x, y); }, plane);
    check<2>([](auto x, auto y) { return xlogy(x, y); }, quarter);
    check<2>([](auto x, auto y) { return beta(x, y); }, quarter);
    check<2>([](auto x, auto y) { return logsumexp(x, y); }, plane);
    check<2>([](auto x, auto y) { return min(x, y) * max(x, y); }, plane);
    check<2>([](auto x, auto y) { return where(x < y, x * y, sin(x)) + if_else(x >= y, y, x * x); }, plane);
    check<3>([](auto x, auto y, auto z) { return hypot(x, y, z); }, space);
    check<3>([](auto x, auto y, auto z) { return fma(x, y, z); }, space);
    check<3>([](auto x, auto y, auto z) { return logsumexp(x, y, z); }, space);
    check<3>([](auto x, auto y, auto z) { return sum(x, y, z) * product(x, y, z); }, space);
    check<3>([](auto x, auto y, auto z) { return min(x, y, z) * max(x, y, z); }, space);
}

TEST_CASE("the oracle composes derivatives") {
    check<3>(
        [](auto x, auto y, auto z) {
            const auto a = sin(x * y) + exp(z / (1.0 + x * x));
            const auto b = atan2(a, y) * a;
            return let(b, [&](auto u) { return u * a - tanh(u) / (2.0 + cos(z)); });
        },
        space);
}

TEST_CASE("the oracle stops gradients") {
    const number x(1.5, 0), y = stop_gradient(x) * x;
    CHECK(value(y).exact == 2.25);
    CHECK(gradient(y, 0).exact == 1.5);
    CHECK(hessian(y, 0, 0).exact == 0);
}

TEST_CASE("the oracle's values are known numbers") {
    const auto is = [](double x) { return number(x); };
    CHECK(is_near(cbrt(is(27.0)), 3));
    CHECK(is_near(square(is(-3.0)), 9));
    CHECK(is_near(hypot(is(3.0), is(4.0)), 5));
    CHECK(is_near(hypot(is(2.0), is(3.0), is(6.0)), 7));
    CHECK(is_near(fma(is(2.0), is(3.0), is(4.0)), 10));
    CHECK(is_near(exp2(is(3.0)), 8));
    CHECK(is_near(log2(is(8.0)), 3));
    CHECK(is_near(log10(is(1000.0)), 3));
    CHECK(is_near(expm1(is(1.0)), 1.7182818284590452));
    CHECK(is_near(log1p(is(1.0)), 0.69314718055994531));
    CHECK(is_near(logsumexp(is(1.0), is(1.0)), 1.6931471805599453));
    CHECK(is_near(logsumexp(is(0.0), is(0.0), is(0.0)), 1.0986122886681098));
    CHECK(is_near(sinc(is(2.0)), 0.45464871341284085));
    CHECK(is_near(atan2(is(1.0), is(-1.0)), 2.3561944901923449));
    CHECK(is_near(erf(is(0.5)), 0.52049987781304654));
    CHECK(is_near(erfc(is(0.5)), 0.47950012218695346));
    CHECK(is_near(normal_pdf(is(1.0)), 0.24197072451914335));
    CHECK(is_near(normal_cdf(is(1.0)), 0.84134474606854295));
    CHECK(is_near(normal_log_pdf(is(1.0)), -1.4189385332046727));
    CHECK(is_near(normal_log_cdf(is(0.0)), -0.69314718055994531));
    CHECK(is_near(tgamma(is(5.0)), 24));
    CHECK(is_near(beta(is(2.0), is(3.0)), 1 / 12.0));
    CHECK(is_near(xlogy(is(2.0), is(3.0)), 2.1972245773362194));
    CHECK(is_near(lgamma(is(5.0)), 3.1780538303479456));
    CHECK(is_near(digamma(is(1.0)), -0.57721566490153286));
    CHECK(is_near(abs(is(-2.0)), 2));
    CHECK(is_near(sign(is(-2.0)), -1));
    CHECK(is_near(floor(is(-1.25)), -2));
    CHECK(is_near(ceil(is(-1.25)), -1));
    CHECK(is_near(round(is(-1.75)), -2));
    CHECK(is_near(trunc(is(-1.75)), -1));
    CHECK(is_near(fmod(is(-5.75), is(2.0)), -1.75));
    CHECK(is_near(remainder(is(-5.75), is(2.0)), 0.25));
    CHECK(is_near(copysign(is(2.0), is(-3.0)), -2));
    CHECK(is_near(min(is(-2.0), is(1.0)), -2));
    CHECK(is_near(max(is(-2.0), is(1.0)), 1));
    CHECK(is_near(clamp(is(-2.0), is(-1.0), is(1.0)), -1));
    CHECK(is_near(clamp(is(2.0), is(-1.0), is(1.0)), 1));
    CHECK(is_near(sigmoid(is(1.0)), 0.73105857863000488));
    CHECK(is_near(softplus(is(1.0)), 1.3132616875182228));
    CHECK(is_near(relu(is(-1.0)), 0));
    CHECK(is_near(relu(is(2.0)), 2));
    CHECK(is_near(leaky_relu(is(-2.0), number("0.01")), -0.02));
    CHECK(is_near(elu(is(-1.0)), -0.63212055882855768));
    CHECK(is_near(elu(is(2.0)), 2));
    CHECK(is_near(elu(is(-1.0), is(2.0)), -1.2642411176571153));
    CHECK(is_near(selu(is(-1.0)), -1.1113307378125625));
    CHECK(is_near(silu(is(1.0)), 0.73105857863000488));
    CHECK(is_near(gelu(is(1.0)), 0.84134474606854295));
    CHECK(is_near(softsign(is(-3.0)), -0.75));
    CHECK(is_near(where(is(1.0) < is(2.0), is(3.0), is(4.0)), 3));
    CHECK(is_near(if_else(is(1.0) > is(2.0), is(3.0), is(4.0)), 4));
}

TEST_CASE("the oracle's log-densities are known numbers") {
    const auto is = [](double x) { return number(x); };
    CHECK(is_near(normal_log_density(is(3.0), is(1.0), is(2.0)), -2.1120857137646179));
    CHECK(is_near(cauchy_log_density(is(3.0), is(3.0), is(1.0)), -1.1447298858494002));
    CHECK(is_near(cauchy_log_density(is(5.0), is(3.0), is(2.0)), -2.5310242469692907));
    CHECK(is_near(uniform_log_density(is(0.0), is(-1.0), is(1.0)), -0.69314718055994531));
    CHECK(is_near(bernoulli_log_density(is(1.0), is(0.25)), -1.3862943611198906));
    CHECK(is_near(bernoulli_log_density(is(0.0), is(0.25)), -0.28768207245178093));
    CHECK(is_near(bernoulli_logit_log_density(is(1.0), is(-1.0)), -1.3132616875182228));
    CHECK(is_near(bernoulli_logit_log_density(is(0.0), is(1.0)), -1.3132616875182228));
    CHECK(is_near(gamma_log_density(is(2.0), is(3.0), is(1.5)), -1.0904574951155615));
    CHECK(is_near(beta_log_density(is(0.5), is(2.0), is(3.0)), 0.40546510810816438));
    CHECK(is_near(poisson_log_density(is(2.0), is(3.0)), -1.4959226032237257));
}

TEST_CASE("the oracle's bound is a few roundings where the function is well conditioned") {
    const number x(0.75, 0), y(1.25, 1), f = sin(x) * exp(y);
    for (const oracle::expected& e : {value(f), gradient(f, 0), gradient(f, 1), hessian(f, 0, 0), hessian(f, 0, 1)}) {
        CHECK(e.bound >= 4e-16 * std::fabs(e.exact));
        CHECK(e.bound <= 4e-14 * std::fabs(e.exact));
    }
}

TEST_CASE("the oracle's bound grows where digits cancel") {
    const number x(1e-10, 0), f = (1.0 + x) - 1.0;
    CHECK(value(f).bound >= 1e-16);
    CHECK(value(f).bound <= 1e-14);
    CHECK(gradient(f, 0).bound <= 1e-14);
    const number far = sin(number(1e10, 0) * 1.0); // a rounding of the operand moves the sine
    CHECK(value(far).bound >= 1e-7);
}

TEST_CASE("the oracle's bound of what is exact is nothing") {
    const number x(0.75, 0), f = max(x, -x);
    CHECK(gradient(f, 0).exact == 1);
    CHECK(hessian(f, 0, 0).exact == 0);
    CHECK(hessian(f, 0, 0).bound == 0);
}

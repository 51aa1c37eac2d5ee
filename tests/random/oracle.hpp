// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_RANDOM_ORACLE_HPP
#define TAPELESS_TESTS_RANDOM_ORACLE_HPP

// A number type of the test's own that computes value, gradient and Hessian by forward accumulation in 50 digits, and
// beside them how far double may be off. It knows nothing of the library.
//
// How far: next to the exact numbers, everything is computed eight times more with random errors of one rounding of
// double on every value, every partial derivative and every product of the chain rule, the partial derivatives being
// taken at operands that are off by a rounding of the operand and by what a rounding of the result stands for. The
// largest distance of these results to the exact ones shows how the expression magnifies rounding at this point. The
// bound is 8 times that, and 8 roundings of the exact number: correct code stays far below it, and a wrong rule, or one
// that loses digits where the function does not, is far above it.

#include <concepts>
#include <cstddef>
#include <memory>

namespace oracle {

inline constexpr std::size_t max_inputs = 5;

struct state;

class number {
public:
    template <std::same_as<double> T>
    number(T constant) : number(constant, max_inputs) {}
    /// A decimal number, in all its digits.
    explicit number(const char* decimal);
    /// The input of the given index. Inputs may be moved by less than a rounding.
    number(double at, std::size_t index, double moved = 0);
    explicit number(std::shared_ptr<const state> s) noexcept;

    const state& operator*() const noexcept { return *held; }

private:
    std::shared_ptr<const state> held;
};

/// What is expected of a number, and how far double may be off.
struct expected {
    double exact, bound;
};
expected value(const number& x);
expected gradient(const number& x, std::size_t i);
expected hessian(const number& x, std::size_t i, std::size_t j);

/// How far a number's derivatives by input `i` are from differences of `plus` and `minus`, which are the same function
/// with that input moved by `step` to either side: of the gradient from values, of the Hessian from gradients.
double distance_from_differences(const number& x, const number& plus, const number& minus, std::size_t i, double step);

number operator+(const number& x, const number& y);
number operator-(const number& x, const number& y);
number operator*(const number& x, const number& y);
number operator/(const number& x, const number& y);
number operator-(const number& x);

number sqrt(const number& x);
number cbrt(const number& x);
number square(const number& x);
number pow(const number& x, const number& y);
number hypot(const number& x, const number& y);
number hypot(const number& x, const number& y, const number& z);
number fma(const number& x, const number& y, const number& z);

number exp(const number& x);
number exp2(const number& x);
number expm1(const number& x);
number log(const number& x);
number log2(const number& x);
number log10(const number& x);
number log1p(const number& x);
number xlogy(const number& x, const number& y);
number logsumexp(const number& x, const number& y);
number logsumexp(const number& x, const number& y, const number& z);

number sin(const number& x);
number cos(const number& x);
number tan(const number& x);
number asin(const number& x);
number acos(const number& x);
number atan(const number& x);
number atan2(const number& y, const number& x);
number sinc(const number& x);

number sinh(const number& x);
number cosh(const number& x);
number tanh(const number& x);
number asinh(const number& x);
number acosh(const number& x);
number atanh(const number& x);

number erf(const number& x);
number erfc(const number& x);
number normal_pdf(const number& x);
number normal_cdf(const number& x);
number normal_log_pdf(const number& x);
number normal_log_cdf(const number& x);
number tgamma(const number& x);
number lgamma(const number& x);
number digamma(const number& x);
number beta(const number& x, const number& y);

// The derivative by k is 0.
number normal_log_density(const number& x, const number& mean, const number& sigma);
number cauchy_log_density(const number& x, const number& location, const number& scale);
number uniform_log_density(const number& x, const number& low, const number& high);
number bernoulli_log_density(const number& k, const number& p);
number bernoulli_logit_log_density(const number& k, const number& x);
number gamma_log_density(const number& x, const number& shape, const number& rate);
number beta_log_density(const number& x, const number& a, const number& b);
number poisson_log_density(const number& k, const number& rate);

number abs(const number& x);
number min(const number& x, const number& y);
number min(const number& x, const number& y, const number& z);
number max(const number& x, const number& y);
number max(const number& x, const number& y, const number& z);
number clamp(const number& x, const number& low, const number& high);
number sign(const number& x);
number floor(const number& x);
number ceil(const number& x);
number round(const number& x);
number trunc(const number& x);
number fmod(const number& x, const number& y);
number remainder(const number& x, const number& y);
number copysign(const number& x, const number& y);
number stop_gradient(const number& x);

number sigmoid(const number& x);
number softplus(const number& x);
number relu(const number& x);
number leaky_relu(const number& x, const number& slope = number("0.01"));
number elu(const number& x, const number& alpha = 1.0);
number selu(const number& x);
number silu(const number& x);
number gelu(const number& x);
number softsign(const number& x);

bool operator<(const number& x, const number& y);
inline bool operator>(const number& x, const number& y) { return y < x; }
inline bool operator<=(const number& x, const number& y) { return !(y < x); }
inline bool operator>=(const number& x, const number& y) { return !(x < y); }

template <class... Numbers>
number sum(const Numbers&... x) {
    return (... + x);
}
template <class... Numbers>
number product(const Numbers&... x) {
    return (... * x);
}

inline number where(bool condition, const number& a, const number& b) { return condition ? a : b; }
inline number if_else(bool condition, const number& a, const number& b) { return condition ? a : b; }

template <class Function>
number let(const number& x, const Function& fn) {
    return fn(x);
}

} // namespace oracle

#endif

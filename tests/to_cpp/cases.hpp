// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_TO_CPP_CASES_HPP
#define TAPELESS_TESTS_TO_CPP_CASES_HPP

#include <tapeless/ops/comparison.hpp>
#include <tapeless/ops/density.hpp>
#include <tapeless/ops/fused.hpp>
#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

namespace cases {

using namespace tapeless;
using namespace tapeless::literals;

// Names that are no identifiers of C++, or that generated code might use itself.
constexpr auto x = var<"x">;
constexpr auto y = var<"t1">;
constexpr auto z = var<"2nd-rate">;
constexpr auto k = data<"double">;
constexpr std::size_t symbols = 4;

/// The place of a symbol in a point.
template <meta::hash_t Id>
constexpr std::size_t index_of() {
    constexpr meta::hash_t ids[]{expr::id_of<std::remove_const_t<decltype(x)>>,
                                 expr::id_of<std::remove_const_t<decltype(y)>>,
                                 expr::id_of<std::remove_const_t<decltype(z)>>};
    for (std::size_t i = 0; i < 3; ++i)
        if (ids[i] == Id) return i;
    return 3;
}

/// Calls `visit(name, what)` for everything that is written as C++ and compared.
template <class Visit>
void all(const Visit& visit) {
    visit("value_alone", sin(x * y) + x / y - k);
    visit("gradient_alone", grad(exp(x * y) * sin(x) + y / k));
    visit("some_symbols", value_and_grad(x * y * z + exp(x), wrt(z, x)));
    visit("arithmetic",
          value_and_grad(sin(x * y) + x / y - 0.1_c * z * -2_c + 123456.789_c / (1e-9_c + k * k * x * x)));
    visit("runtime_constants",
          value_and_grad(let(0.1 * x + 1.0 / 3, [](auto s) { return s * s * sin(s) / (1 - s); }) * -7.25 + 1e300 * y));
    visit("powers", value_and_grad(pow(x, 3_c) + pow(y, -4_c) + pow(z, 7_c) + pow(x * x, y) + sqrt(x * x + 1_c) +
                                   cbrt(y) + hypot(x, y) + hypot(x, y, z)));
    visit("trigonometry",
          value_and_grad(sin(x) * cos(y) + tan(z) + asin(x / 4_c) + acos(y / 4_c) + atan(z) + atan2(x, y)));
    visit("sinc_alone", value_and_grad(sinc(x) * y));
    visit("hyperbolic",
          value_and_grad(sinh(x) + cosh(y) + tanh(z) + asinh(x * y) + acosh(1_c + x * x) + atanh(y / 4_c)));
    visit("exponentials",
          value_and_grad(exp(x) + exp2(y) + expm1(z) + log(x * x) + log2(y * y) + log10(z * z) + log1p(x * x)));
    visit("errors", value_and_grad(erf(x) + erfc(y) + normal_cdf(z) + normal_pdf(x) + normal_log_pdf(y)));
    visit("tails", value_and_grad(normal_log_cdf(x * y) * z));
    visit("gammas", value_and_grad(lgamma(x) + tgamma(y) + digamma(z) + beta(x * x, y * y)));
    visit("activations", value_and_grad(sigmoid(x) + softplus(y) + relu(z) * leaky_relu(x) + elu(y) + selu(z) +
                                        gelu(x) + silu(y) + softsign(z)));
    visit("extrema", value_and_grad(abs(x) + sign(y) * z + max(x, y, z) + min(x, y) * clamp(z, -1_c, x * x)));
    visit("rounding", value_and_grad(floor(x) * y + ceil(y) * x + round(z) * trunc(x) * y + fmod(x, y) +
                                     remainder(y, z) + copysign(x, z) + fma(x, y, z)));
    visit("comparisons",
          value_and_grad(where(x < y && !(z <= 1_c), x * y, z) + where(x == y || x != z, exp(x), log(y))));
    visit("branches", value_and_grad(if_else(x < y, if_else(z > 0_c, log(z) * exp(x), sin(y)), sqrt(x - y) * k) + x));
    visit("symbol_of_one_side", value_and_grad(if_else(x < y, y * z, x * x)));
    visit("densities", value_and_grad(normal_log_density(x, y, z * z) + cauchy_log_density(x, y, 1_c + z * z) +
                                      gamma_log_density(x * x, y * y, z * z)));
    visit("densities_of_counts",
          value_and_grad(uniform_log_density(x, y - 9_c, y + 9_c) +
                         bernoulli_log_density(where(x < y, 0_c, 1_c), sigmoid(z)) +
                         poisson_log_density(floor(4_c + x), exp(y)) + beta_log_density(sigmoid(x), exp(y), exp(z))));
    visit("second_derivatives_of_functions",
          value_and_grad(grad(atan2(x, y) + pow(x * x, y) + sinc(x * z) + digamma(x) + xlogy(x * x, y * y))[x]));
    visit("second_derivatives", value_and_grad(grad(sin(x * y) * exp(z) + pow(x, 3_c) / y)[x]));
    visit("logarithm_of_sum",
          value_and_grad(logsumexp(x, y, z) + stop_gradient(x) * y + sum(x, y, z, k) * product(x, y, z)));
}

/// Functions of three numbers.
template <class Visit>
void functions(const Visit& visit) {
    visit("function", value_and_grad([](auto a, auto b, auto c) { return a * exp(b * c) + 2.5 * sin(a); }));
    visit("function_by_one", value_and_grad<1>([](auto a, auto b, auto c) { return a * exp(b * c) + b; }));
}

} // namespace cases

#endif

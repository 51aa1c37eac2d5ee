// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Error and gamma functions, activations, sums of many and densities in every type of number, up to third derivatives.

#include "type_laws.hpp"

using namespace type_laws;

TEMPLATE_TEST_CASE("error functions in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "erf", [](auto x) { return erf(x); }, anywhere);
    check<T>(
        "normal_log_cdf", [](auto x) { return normal_log_cdf(x); }, anywhere);
    check<T>(
        "erfc", [](auto x) { return erfc(x); }, anywhere);
    check<T>(
        "normal_cdf", [](auto x) { return normal_cdf(x); }, anywhere);
    check<T>(
        "normal_pdf", [](auto x) { return normal_pdf(x); }, anywhere);
    check<T>(
        "normal_log_pdf", [](auto x) { return normal_log_pdf(x); }, anywhere);
}

TEMPLATE_TEST_CASE("activations in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "sigmoid", [](auto x) { return sigmoid(x); }, anywhere);
    check<T>(
        "relu", [](auto x) { return relu(x); }, anywhere);
    check<T>(
        "softplus", [](auto x) { return softplus(x); }, anywhere);
    check<T>(
        "leaky_relu", [](auto x) { return leaky_relu(x); }, anywhere);
    check<T>(
        "elu", [](auto x) { return elu(x); }, anywhere);
    check<T>(
        "selu", [](auto x) { return selu(x); }, anywhere);
    check<T>(
        "gelu", [](auto x) { return gelu(x); }, anywhere);
    check<T>(
        "silu", [](auto x) { return silu(x); }, anywhere);
    check<T>(
        "softsign", [](auto x) { return softsign(x); }, anywhere);
}

TEMPLATE_TEST_CASE("sums of many in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "sum", [](auto x, auto y) { return sum(x, y, x * y); }, pairs);
    check<T>(
        "product", [](auto x, auto y) { return product(x, y, x + y); }, pairs);
    check<T>(
        "xlogy", [](auto x, auto y) { return xlogy(x, y); }, positive_pairs);
    check<T>(
        "logsumexp", [](auto x, auto y) { return logsumexp(x, y, 0.5_c); }, pairs);
}

TEMPLATE_TEST_CASE("gamma functions in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "tgamma", [](auto x) { return tgamma(x); }, positive, 65536);
    check<T>(
        "lgamma", [](auto x) { return lgamma(x); }, positive, 1024);
    check<T>(
        "digamma", [](auto x) { return digamma(x); }, positive, 16384);
    check<T>(
        "trigamma", [](auto x) { return trigamma(x); }, positive, 65536);
    check<T>(
        "beta", [](auto x, auto y) { return beta(x, y); }, positive_pairs, 4096);
    check<T>(
        "log_beta", [](auto x, auto y) { return log_beta(x, y); }, positive_pairs, 1024);
}

TEMPLATE_TEST_CASE("log-densities in every type", "", TAPELESS_TEST_TYPES) {
    using T = TestType;
    check<T>(
        "normal", [](auto x, auto m, auto s) { return normal_log_density(x, m, s); }, {{0.75, -0.25, 1.5}}, 1024);
    check<T>(
        "Cauchy", [](auto x, auto m, auto s) { return cauchy_log_density(x, m, s); }, {{0.75, -0.25, 1.5}}, 1024);
    check<T>(
        "uniform", [](auto x, auto a, auto b) { return uniform_log_density(x, a, b); }, {{0.75, -0.25, 1.5}}, 1024);
    check<T>(
        "gamma", [](auto x, auto a, auto b) { return gamma_log_density(x, a, b); }, {{0.75, 2.5, 1.5}}, 1024);
    check<T>(
        "beta", [](auto x, auto a, auto b) { return beta_log_density(x, a, b); }, {{0.625, 2.5, 1.5}}, 1024);
    check<T>(
        "Bernoulli", [](auto p) { return bernoulli_log_density(1_c, p); }, {{0.375}, {0.875}}, 1024);
    check<T>(
        "Poisson", [](auto rate) { return poisson_log_density(3_c, rate); }, positive, 4096);
}

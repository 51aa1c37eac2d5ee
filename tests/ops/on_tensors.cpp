// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Every function of scalars, applied to tensors: element by element it is what it is of scalars, and so are its derivatives.

#include "tensor_support.hpp"

using namespace tensor_test;

namespace {

constexpr tensor<double, 3> first{0.25, 0.5, 0.8125}, second{0.75, 0.5625, 0.375};

/// f of vectors, summed, against f of each pair of elements.
template <class F>
void check_elementwise(F f) {
    const auto t = value_and_grad([&](auto u, auto v) { return sum(f(u, v)); })(first, second);
    double value = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        CAPTURE(i);
        const auto s = value_and_grad(f)(first[i], second[i]);
        value += s.value;
        CHECK(std::get<0>(t.grad)[i] == Approx(std::get<0>(s.grad)).epsilon(1e-12).margin(1e-12));
        CHECK(std::get<1>(t.grad)[i] == Approx(std::get<1>(s.grad)).epsilon(1e-12).margin(1e-12));
    }
    CHECK(t.value == Approx(value).epsilon(1e-12));
}

/// 1 a + 2 b + 3 c + ...: every term is seen in the sum.
template <std::size_t... I, class... E>
auto weighted_as(std::index_sequence<I...>, const E&... e) {
    return (... + (e * std::integral_constant<int, static_cast<int>(I) + 1>{}));
}
auto weighted(const auto&... e) { return weighted_as(std::make_index_sequence<sizeof...(e)>{}, e...); }

TEST_CASE("arithmetic and choices of tensors", "[elementwise]") {
    check_elementwise([](auto x, auto y) {
        return weighted(x + y, x - y, x / y, -x, x<y, x <= y, x == y, x != y, x> y, x >= y, x && y, x || y, !x,
                        where(x < y, x, y + y));
    });
    check_elementwise([](auto x, auto y) {
        return weighted(abs(x - y), sign(x - y), max(x, y), min(x, y), clamp(x, y / 2_c, y), fma(x, y, x),
                        floor(4_c * x), ceil(4_c * y), round(4_c * x), trunc(4_c * y), fmod(x, y), remainder(x, y),
                        copysign(x, -y), stop_gradient(x));
    });
}

TEST_CASE("powers and logarithms of tensors", "[elementwise]") {
    check_elementwise([](auto x, auto y) {
        return weighted(pow(x, 3_c), pow(x, -2_c), square(y), sqrt(x), cbrt(y), pow(x, y), hypot(x, y), hypot(x, y, x),
                        exp(x), exp2(y), expm1(x), log(y), log2(x), log10(y), log1p(x), xlogy(x, y), logsumexp(x, y));
    });
}

TEST_CASE("trigonometric and hyperbolic functions of tensors", "[elementwise]") {
    check_elementwise([](auto x, auto y) {
        return weighted(sin(x), cos(y), tan(x), asin(y), acos(x), atan(y), atan2(x, y), sinc(x), sinh(y), cosh(x),
                        tanh(y), asinh(x), acosh(1_c + y), atanh(x));
    });
}

TEST_CASE("activations and special functions of tensors", "[elementwise]") {
    check_elementwise([](auto x, auto y) {
        return weighted(sigmoid(x), softplus(y), relu(x - y), leaky_relu(x - y, 0.5_c), elu(x - y, y), selu(y), gelu(x),
                        silu(y), softsign(x), erf(y), erfc(x), normal_pdf(y), normal_cdf(x), normal_log_pdf(y),
                        normal_log_cdf(x));
    });
    check_elementwise([](auto x, auto y) {
        return weighted(tgamma(x), lgamma(y), digamma(x), polygamma<2>(y), trigamma(x), beta(x, y), log_beta(x, y));
    });
}

TEST_CASE("log-densities of tensors", "[elementwise]") {
    check_elementwise([](auto x, auto y) {
        return weighted(normal_log_density(x, y, y), cauchy_log_density(x, y, x), uniform_log_density(x, y - y, y + x),
                        bernoulli_log_density(0_c, y), bernoulli_logit_log_density(x, y), gamma_log_density(x, y, x),
                        beta_log_density(x, y, x), poisson_log_density(2_c, y));
    });
}

} // namespace

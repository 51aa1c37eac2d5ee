// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Expected numbers come from an implementation in Python, written from the papers.

#include "catch.hpp"

#include <tapeless/nn/initialise.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>

namespace {

namespace nn = tapeless::nn;

using small = nn::mlp<3, nn::dense<2, nn::relu>, nn::dense<4>>;

template <class T>
constexpr double digits = std::is_same_v<T, float> ? 1e-6 : 1e-14;

TEMPLATE_TEST_CASE("he: the weights in the order of the block, and biases zero", "[initialise]", float, double) {
    nn::parameters<small, TestType> p;
    std::fill_n(p.values, p.size(), TestType(99));
    nn::initialise(p, nn::he{}, 42);
    constexpr double first[]{0.40249252504096683, -1.0459952744461032, -0.4914313137003486,
                             -1.2593322232758504, -1.185153266998629,  1.5819669650251675};
    constexpr double second[]{0.6055666394007277,  -0.9633793129085929, -0.5990009581096276, 1.3817487275494966,
                              -0.3541988885759792, 0.6959933260687933,  0.34353978364685855, 0.4330749037283719};
    for (std::size_t i = 0; i < 6; ++i) CHECK(p.template weight<0>()[i] == Approx(first[i]).epsilon(digits<TestType>));
    for (std::size_t i = 0; i < 8; ++i) CHECK(p.template weight<1>()[i] == Approx(second[i]).epsilon(digits<TestType>));
    for (const TestType b : p.template bias<0>()) CHECK(b == 0);
    for (const TestType b : p.template bias<1>()) CHECK(b == 0);
}

TEMPLATE_TEST_CASE("xavier: the weights in the order of the block, and biases zero", "[initialise]", float, double) {
    nn::parameters<small, TestType> p;
    std::fill_n(p.values, p.size(), TestType(99));
    nn::initialise(p, nn::xavier{}, 42);
    constexpr double first[]{0.31176936929132726, -0.8102244556282828, -0.38066105875325656,
                             -0.9754745456179458, -0.9180157731578005, 1.2253863419585531};
    constexpr double second[]{0.34962406227026716,  -0.5562073056394928, -0.34583336440943724, 0.7977529998031248,
                              -0.20449682366600783, 0.40183193416000074, 0.19834278656585957,  0.25003591224684674};
    for (std::size_t i = 0; i < 6; ++i) CHECK(p.template weight<0>()[i] == Approx(first[i]).epsilon(digits<TestType>));
    for (std::size_t i = 0; i < 8; ++i) CHECK(p.template weight<1>()[i] == Approx(second[i]).epsilon(digits<TestType>));
    for (const TestType b : p.template bias<0>()) CHECK(b == 0);
    for (const TestType b : p.template bias<1>()) CHECK(b == 0);
}

TEST_CASE("one seed gives one network, another seed another", "[initialise]") {
    nn::parameters<small, float> a, b, c;
    nn::initialise(a, nn::he{}, 7);
    nn::initialise(b, nn::he{}, 7);
    nn::initialise(c, nn::he{}, 8);
    CHECK(std::equal(a.values, a.values + a.size(), b.values));
    CHECK_FALSE(std::equal(a.values, a.values + a.size(), c.values));
}

// Mean 0, the variance that was promised, and the fourth moment of a normal distribution, each within five deviations
// of what 20,000 draws give.
template <class Initialiser>
void check_moments(double variance) {
    using wide = nn::mlp<200, nn::dense<100>>;
    const auto p = std::make_unique<nn::parameters<wide, double>>();
    nn::initialise(*p, Initialiser{}, 1);
    constexpr double n = 20000;
    double sum = 0, squares = 0, fourth = 0;
    for (const double w : p->weight<0>()) {
        sum += w;
        squares += w * w;
        fourth += w * w * w * w;
    }
    CHECK(std::fabs(sum / n) < 5 * std::sqrt(variance / n));
    CHECK(std::fabs(squares / n / variance - 1) < 5 * std::sqrt(2 / n));
    CHECK(std::fabs(fourth / n / (variance * variance) - 3) < 5 * std::sqrt(96 / n));
    for (const double b : p->bias<0>()) CHECK(b == 0);
}

TEST_CASE("the moments of the weights", "[initialise]") {
    check_moments<nn::he>(2.0 / 200);
    check_moments<nn::xavier>(2.0 / 300);
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Expected numbers come from an implementation in Python, written from the papers.

#include "catch.hpp"

#include <tapeless/nn/initialise.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <type_traits>

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

// Mean, variance and fourth moment (as a multiple of the squared variance) that were promised, each within five
// deviations of what 20,000 draws give.
template <class Initialiser>
void check_moments(const Initialiser& initialiser, double mean, double variance, double kurtosis) {
    using wide = nn::mlp<200, nn::dense<100>>;
    const auto p = std::make_unique<nn::parameters<wide, double>>();
    nn::initialise(*p, initialiser, 1);
    constexpr double n = 20000;
    double sum = 0, squares = 0, fourth = 0;
    for (const double w : p->weight<0>()) {
        const double d = w - mean;
        sum += d;
        squares += d * d;
        fourth += d * d * d * d;
    }
    CAPTURE(mean, variance, kurtosis);
    CHECK(std::fabs(sum / n) < 5 * std::sqrt(variance / n));
    CHECK(std::fabs(squares / n / variance - 1) < 5 * std::sqrt((kurtosis - 1) / n));
    CHECK(std::fabs(fourth / n / (variance * variance) - kurtosis) < 5 * std::sqrt(96 / n));
    for (const double b : p->bias<0>()) CHECK(b == 0);
}

TEST_CASE("the moments of the weights", "[initialise]") {
    constexpr double normal = 3, uniform = 9.0 / 5;
    check_moments(nn::he{}, 0, 2.0 / 200, normal);
    check_moments(nn::xavier{}, 0, 2.0 / 300, normal);
    check_moments(nn::lecun{}, 0, 1.0 / 200, normal);
    check_moments(nn::he_uniform{}, 0, 2.0 / 200, uniform);
    check_moments(nn::xavier_uniform{}, 0, 2.0 / 300, uniform);
    check_moments(nn::lecun_uniform{}, 0, 1.0 / 200, uniform);
    check_moments(nn::normal_weights{.mean = 2, .deviation = 0.5}, 2, 0.25, normal);
    check_moments(nn::uniform_weights{.low = 1, .high = 4}, 2.5, 0.75, uniform);
}

TEST_CASE("uniform weights stay within their bounds", "[initialise]") {
    using wide = nn::mlp<33, nn::dense<17>>;
    nn::parameters<wide, double> p;
    const auto largest = [&] {
        return std::fabs(*std::max_element(p.values, p.values + p.size(),
                                           [](double a, double b) { return std::fabs(a) < std::fabs(b); }));
    };
    nn::initialise(p, nn::he_uniform{}, 3);
    CHECK(largest() <= std::sqrt(6.0 / 33));
    nn::initialise(p, nn::xavier_uniform{}, 3);
    CHECK(largest() <= std::sqrt(6.0 / 50));
    nn::initialise(p, nn::lecun_uniform{}, 3);
    CHECK(largest() <= std::sqrt(3.0 / 33));
    nn::initialise(p, nn::uniform_weights{.low = -0.25, .high = 0.25}, 3);
    CHECK(largest() <= 0.25);
    CHECK(largest() > 0.24);
}

TEST_CASE("zero and constant weights", "[initialise]") {
    nn::parameters<small, float> p;
    nn::initialise(p, nn::constant_weights{0.5}, 1);
    for (const float w : p.weight<0>()) CHECK(w == 0.5f);
    for (const float b : p.bias<0>()) CHECK(b == 0);
    nn::initialise(p, nn::zero_weights{}, 1);
    for (const float w : p.values) CHECK(w == 0);
}

// The columns of a tall matrix, the rows of a wide one: products of any two, less those of orthonormal vectors.
template <class T, std::size_t Inputs, std::size_t Outputs>
double distance_from_orthonormal(const nn::orthogonal& initialiser, std::uint64_t seed) {
    const auto p = std::make_unique<nn::parameters<nn::mlp<Inputs, nn::dense<Outputs>>, T>>();
    nn::initialise(*p, initialiser, seed);
    constexpr bool tall = Inputs >= Outputs;
    constexpr std::size_t count = tall ? Outputs : Inputs, length = tall ? Inputs : Outputs;
    const auto w = p->template weight<0>();
    long double worst = 0;
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b) {
            long double product = 0;
            for (std::size_t i = 0; i < length; ++i)
                product += static_cast<long double>(tall ? w(i, a) : w(a, i)) *
                           static_cast<long double>(tall ? w(i, b) : w(b, i));
            const long double expected = a == b ? initialiser.gain * initialiser.gain : 0.0;
            worst = std::max(worst, std::fabs(product - expected));
        }
    return static_cast<double>(worst);
}

TEMPLATE_TEST_CASE("orthogonal weights of every shape", "[initialise]", float, double) {
    using T = TestType;
    constexpr double tolerance = std::is_same_v<T, float> ? 1e-6 : 1e-12;
    CHECK(distance_from_orthonormal<T, 1, 1>({}, 1) < tolerance);
    CHECK(distance_from_orthonormal<T, 17, 1>({}, 2) < tolerance);
    CHECK(distance_from_orthonormal<T, 1, 17>({}, 3) < tolerance);
    CHECK(distance_from_orthonormal<T, 3, 2>({}, 4) < tolerance);
    CHECK(distance_from_orthonormal<T, 33, 33>({}, 5) < tolerance);
    CHECK(distance_from_orthonormal<T, 100, 33>({}, 6) < tolerance);
    CHECK(distance_from_orthonormal<T, 33, 100>({}, 7) < tolerance);
    CHECK(distance_from_orthonormal<T, 17, 33>({.gain = 2}, 8) < 8 * tolerance);
}

// A seed among many whose matrix is ill conditioned: small squares are, and one pass would not be enough in float.
TEST_CASE("orthogonal weights of matrices that are nearly singular", "[initialise]") {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) REQUIRE(distance_from_orthonormal<float, 3, 3>({}, seed) < 1e-6);
}

TEST_CASE("an orthogonal matrix has either sign of each element", "[initialise]") {
    int positive = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        nn::parameters<nn::mlp<2, nn::dense<2>>, double> p;
        nn::initialise(p, nn::orthogonal{}, seed);
        positive += p.weight<0>()(0, 0) * p.weight<0>()(1, 1) - p.weight<0>()(0, 1) * p.weight<0>()(1, 0) > 0;
    }
    CHECK(std::abs(positive - 500) < 80); // five deviations: rotations and reflections are equally likely
}

} // namespace

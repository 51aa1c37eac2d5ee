// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/ops/matmul.hpp>
#include <tapeless/ops/reduction.hpp>
#include <tapeless/ops/softmax_cross_entropy.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <type_traits>
#include <vector>

namespace {

using namespace tapeless::literals;
using oracle::numbers;
using oracle::real;
using oracle::reals;
using oracle::tolerance;
using oracle::widen;
using tapeless::data;
using tapeless::eval;
using tapeless::tensor;
using tapeless::value_and_grad;
using tapeless::var;

// The mean over the rows of -log(softmax(row)[label]), as the definition says, with the largest logit taken out of
// the fraction.
real cross_entropy(const reals& logits, const std::vector<std::size_t>& labels) {
    const std::size_t classes = logits.size() / labels.size();
    real total = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const real* row = logits.data() + i * classes;
        real top = row[0], sum = 0;
        for (std::size_t c = 0; c < classes; ++c) top = std::fmax(top, row[c]);
        for (std::size_t c = 0; c < classes; ++c) sum += std::exp(row[c] - top);
        total -= std::log(std::exp(row[labels[i]] - top) / sum);
    }
    return total / static_cast<real>(labels.size());
}

// On the heap in their exact size, so that a sanitizer sees the first element beyond.
template <class T, std::size_t Batch, std::size_t Classes>
void check() {
    CAPTURE(Batch, Classes);
    constexpr auto z = var<"z", Batch, Classes>;
    constexpr auto y = data<"y", Batch>;
    const auto a = std::make_unique<tensor<T, Batch, Classes>>(numbers<T, Batch, Classes>(1));
    for (T& x : *a) x = x * T(4);
    const auto labels = std::make_unique<std::array<std::int32_t, Batch>>();
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < Batch; ++i) {
        chosen.push_back((i * 7 + Classes - 1) % Classes); // the last class first
        (*labels)[i] = static_cast<std::int32_t>(chosen[i]);
    }
    reals at = widen(*a);
    const auto expected = [&] { return cross_entropy(at, chosen); };

    constexpr auto loss = softmax_cross_entropy(z, y);
    CHECK(oracle::distance(eval(loss)(z = *a, y = *labels), expected()) < tolerance<T>);
    const auto r = value_and_grad(loss)(y = *labels, z = *a);
    CHECK(oracle::distance(r.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[z], at, expected) < tolerance<T>);

    // By a function, with the labels as an argument that is not differentiated; onto an adjoint that is there: the
    // logits appear in a second term.
    const auto twice = [](auto x, auto l) { return softmax_cross_entropy(x, l) + mean(pow(x, 2_c)); };
    const auto sum = [&] {
        real squares = 0;
        for (const real x : at) squares += x * x;
        return expected() + squares / static_cast<real>(Batch * Classes);
    };
    const auto d = value_and_grad<0>(twice)(*a, *labels);
    CHECK(oracle::distance(d.value, sum()) < tolerance<T>);
    CHECK(oracle::gradient_distance(d.grad, at, sum) < tolerance<T>);
}

TEMPLATE_TEST_CASE("softmax cross-entropy and its gradient", "[softmax]", float, double) {
    check<TestType, 1, 1>();
    check<TestType, 1, 10>();
    check<TestType, 3, 17>();
    check<TestType, 33, 4>();
    check<TestType, 4, 64>();
}

TEST_CASE("one sample without a batch", "[softmax]") {
    constexpr auto z = var<"z", 3>;
    constexpr auto y = data<"y", 1>;
    const std::array<double, 3> a{1, 2, 3};
    const std::array<int, 1> label{2};
    const auto r = value_and_grad(softmax_cross_entropy(z, y))(z = a, y = label);
    reals at = widen(a);
    const auto expected = [&] { return cross_entropy(at, {2}); };
    CHECK(oracle::distance(r.value, expected()) < tolerance<double>);
    CHECK(oracle::gradient_distance(r.grad[z], at, expected) < tolerance<double>);
}

TEST_CASE("the labels are data: they have no adjoint even as a variable", "[softmax][plan]") {
    using tapeless::expr::id_of;
    constexpr auto z = var<"z", 2, 3>;
    constexpr auto y = var<"y", 2>;
    constexpr auto loss = softmax_cross_entropy(z, y);
    using plan = tapeless::plan::gradient_plan<id_of<std::remove_const_t<decltype(loss)>>, 0>;
    STATIC_REQUIRE(plan::reaches<id_of<std::remove_const_t<decltype(z)>>>);
    STATIC_REQUIRE_FALSE(plan::reaches<id_of<std::remove_const_t<decltype(y)>>>);

    // What is asked for and not reached is zero.
    const auto r = value_and_grad(loss)(z = tensor<double, 2, 3>{}, y = tensor<double, 2>{1, 2});
    CHECK(r.value == Approx(std::log(3.0)));
    CHECK(r.grad[y] == tensor<double, 2>{0, 0});
}

// The exponential of 1e4 overflows every type here, that of -1e4 underflows.
TEMPLATE_TEST_CASE("huge logits", "[softmax]", float, double) {
    using T = TestType;
    constexpr auto z = var<"z", 4, 3>;
    constexpr auto y = data<"y", 4>;
    const T big = T(1e4);
    const tensor<T, 4, 3> a{big, -big, 0, -big, -big, -big, big, big - 1, big - 2, 0, big, -big};
    const std::array<std::int32_t, 4> labels{0, 1, 2, 0};
    const auto r = value_and_grad(softmax_cross_entropy(z, y))(z = a, y = labels);
    const reals at = widen(a);
    CHECK(oracle::distance(r.value, (0 + std::log(3.0L) + cross_entropy({2, 1, 0}, {2}) + 1e4L) / 4) < tolerance<T>);

    const auto row = [&](std::size_t i) { return reals{r.grad[z](i, 0), r.grad[z](i, 1), r.grad[z](i, 2)}; };
    const real third = 1.0L / 3, e1 = std::exp(-1.0L), e2 = std::exp(-2.0L), total = 1 + e1 + e2;
    CHECK(oracle::distance(row(0), {0, 0, 0}) < tolerance<T>);
    CHECK(oracle::distance(row(1), {third / 4, (third - 1) / 4, third / 4}) < tolerance<T>);
    CHECK(oracle::distance(row(2), {1 / total / 4, e1 / total / 4, (e2 / total - 1) / 4}) < tolerance<T>);
    CHECK(oracle::distance(row(3), {-0.25L, 0.25L, 0}) < tolerance<T>);
}

// log(2) + 1e4 - 1e4 keeps three digits of log(2) in float; the difference of the logits is exact.
TEST_CASE("a shift of all logits does not cost digits", "[softmax]") {
    constexpr auto z = var<"z", 2>;
    constexpr auto y = data<"y", 1>;
    constexpr std::array<int, 1> label{0};
    for (const float shift : {0.0f, 1.0f, -1e4f, 1e4f, 1e6f}) {
        CAPTURE(shift);
        const std::array<float, 2> a{shift, shift};
        CHECK(oracle::distance(eval(softmax_cross_entropy(z, y))(z = a, y = label), std::log(2.0L)) < 1e-6L);
    }
}

TEST_CASE("ties", "[softmax]") {
    constexpr auto z = var<"z", 1, 4>;
    constexpr auto y = data<"y", 1>;
    for (int label = 0; label < 4; ++label) {
        const auto r = value_and_grad(softmax_cross_entropy(z, y))(z = tensor<double, 1, 4>{7, 7, 7, 7},
                                                                   y = std::array<int, 1>{label});
        CHECK(r.value == Approx(std::log(4.0)));
        for (int c = 0; c < 4; ++c) CHECK(r.grad[z][static_cast<std::size_t>(c)] == (c == label ? -0.75 : 0.25));
    }
}

// A sanitizer watches the memory around the logits.
TEMPLATE_TEST_CASE("a label that names no class makes the loss NaN", "[softmax]", int, std::int64_t, float) {
    using label = TestType;
    constexpr auto z = var<"z", 2, 3>;
    constexpr auto y = data<"y", 2>;
    const auto a = std::make_unique<tensor<float, 2, 3>>(numbers<float, 2, 3>(1));
    const auto loss = value_and_grad(softmax_cross_entropy(z, y));
    for (const label bad : {label(3), label(4), label(1000000000), label(-1), std::numeric_limits<label>::max(),
                            std::numeric_limits<label>::lowest()}) {
        CAPTURE(bad);
        CHECK(std::isnan(loss(z = *a, y = std::array<label, 2>{bad, 0}).value));
        CHECK(std::isnan(loss(z = *a, y = std::array<label, 2>{0, bad}).value));
    }
    CHECK_FALSE(std::isnan(loss(z = *a, y = std::array<label, 2>{0, 2}).value));
    if constexpr (std::is_floating_point_v<label>) {
        const label nan = std::numeric_limits<label>::quiet_NaN(), infinity = std::numeric_limits<label>::infinity();
        CHECK(std::isnan(loss(z = *a, y = std::array<label, 2>{nan, 0}).value));
        CHECK(std::isnan(loss(z = *a, y = std::array<label, 2>{0, infinity}).value));
    }
}

TEST_CASE("labels of any type, in any container", "[softmax]") {
    constexpr auto z = var<"z", 2, 3>;
    constexpr auto y = data<"y", 2>;
    const auto a = numbers<float, 2, 3>(1);
    const auto loss = value_and_grad(softmax_cross_entropy(z, y));
    const auto expected = loss(z = a, y = std::array<std::int32_t, 2>{2, 1});
    const auto same = [&](const auto& r) {
        STATIC_REQUIRE(std::is_same_v<decltype(r.value), float>); // labels do not decide what is computed in
        return r.value == expected.value && r.grad[z] == expected.grad[z];
    };
    const int c_array[]{2, 1};
    std::uint8_t bytes[]{2, 1};
    CHECK(same(loss(z = a, y = std::array<int, 2>{2, 1})));
    CHECK(same(loss(z = a, y = std::array<std::int64_t, 2>{2, 1})));
    CHECK(same(loss(z = a, y = std::array<std::size_t, 2>{2, 1})));
    CHECK(same(loss(z = a, y = std::array<float, 2>{2, 1})));
    CHECK(same(loss(z = a, y = tensor<std::int32_t, 2>{2, 1})));
    CHECK(same(loss(z = a, y = tensor<float, 2>{2, 1})));
    CHECK(same(loss(z = a, y = c_array)));
    CHECK(same(loss(z = a, y = tapeless::tensor_view<std::uint8_t, 2>{bytes})));
}

// As many classes as a byte can count, and more.
TEST_CASE("labels of a narrow type with many classes", "[softmax]") {
    constexpr auto z = var<"z", 1, 300>;
    constexpr auto y = data<"y", 1>;
    tensor<float, 1, 300> a{};
    a[255] = 1;
    const auto r = value_and_grad(softmax_cross_entropy(z, y))(z = a, y = std::array<std::uint8_t, 1>{255});
    CHECK(r.value == Approx(std::log(299 + std::exp(1.0)) - 1));
    CHECK(r.grad[z][255] < 0);
    CHECK(r.grad[z][299] > 0);
}

} // namespace

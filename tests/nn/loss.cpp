// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Losses against closed forms in long double and differences of them; extreme logits, exact zeros, ties.

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/nn/loss.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>

#include <cmath>
#include <cstdint>
#include <type_traits>

namespace {

namespace nn = tapeless::nn;
using namespace tapeless::literals;
using oracle::numbers;
using oracle::real;
using oracle::reals;
using oracle::widen;
using tapeless::data;
using tapeless::tensor;
using tapeless::value_and_grad;
using tapeless::var;

constexpr std::size_t batch = 3, classes = 5;
constexpr auto u = var<"u", batch, classes>;
constexpr auto t = data<"t", batch, classes>;
constexpr auto labels = data<"labels", batch>;
constexpr auto x = var<"x">;
constexpr auto y = data<"y">;

/// A loss at outputs and targets against `expected`, a function of all outputs.
template <class E, class T, class Target, class Targets, class Expected>
void check(const E& loss, const tensor<T, batch, classes>& outputs, const Target& target, const Targets& targets,
           const Expected& expected) {
    reals at = widen(outputs);
    const auto r = value_and_grad(loss)(u = outputs, target = targets);
    CHECK(oracle::distance(r.value, expected(at)) < oracle::tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[u], at, [&] { return expected(at); }) <
          (std::is_same_v<T, float> ? 1e-5L : 1e-9L));
}

/// The mean of f(output, target).
template <class E, class T, class F>
void check_mean(const E& loss, const tensor<T, batch, classes>& outputs, const tensor<T, batch, classes>& targets,
                const F& f) {
    check(loss, outputs, t, targets, [&](const reals& o) {
        real total = 0;
        for (std::size_t i = 0; i < o.size(); ++i) total += f(o[i], static_cast<real>(targets[i]));
        return total / static_cast<real>(o.size());
    });
}

template <class T>
tensor<T, batch, classes> scaled(T by, unsigned seed) {
    auto r = numbers<T, batch, classes>(seed);
    for (T& v : r) v *= by;
    return r;
}

real log_softmax(const reals& o, std::size_t row, std::size_t c) {
    real sum = 0;
    for (std::size_t k = 0; k < classes; ++k) sum += std::exp(o[row * classes + k] - o[row * classes + c]);
    return -std::log(sum);
}

TEMPLATE_TEST_CASE("losses of numbers", "[loss]", float, double) {
    using T = TestType;
    const auto outputs = scaled<T>(4, 1), targets = scaled<T>(2, 2);
    const auto square = [](real o, real goal) { return (o - goal) * (o - goal); };
    check_mean(mean_squared_error(u, t), outputs, targets, square);
    check_mean(half_squared_error(u, t), outputs, targets,
               [&](real o, real goal) { return square(o, goal) * real(classes) / 2; });
    check_mean(mean_absolute_error(u, t), outputs, targets, [](real o, real goal) { return std::fabs(o - goal); });
    for (const double delta : {0.25, 3.0})
        check_mean(huber(u, t, delta), outputs, targets, [&](real o, real goal) {
            const real e = std::fabs(o - goal), d = static_cast<real>(delta);
            return e <= d ? e * e / 2 : d * (e - d / 2);
        });

    auto signs = targets, shares = targets;
    for (T& s : signs) s = s < 0 ? T(-1) : T(1);
    for (T& s : shares) s = (s + 2) / 4;
    check_mean(hinge(u, t), outputs, signs, [](real o, real sign) { return std::fmax(0, 1 - o * sign); });
    check_mean(binary_cross_entropy(u, t), outputs, shares, [](real o, real share) {
        return -share * std::log(1 / (1 + std::exp(-o))) - (1 - share) * std::log(1 / (1 + std::exp(o)));
    });
}

struct weights {
    static constexpr double values[]{1, 0.25, 3, 0, 0.3};
};

TEMPLATE_TEST_CASE("losses of classes", "[loss]", float, double) {
    using T = TestType;
    const auto logits = scaled<T>(4, 3);
    const tensor<std::int32_t, batch> classes_of{4, 0, 2};
    // PyTorch's definition, written out.
    const auto cross_entropy = [&](real smoothing, const auto& weight) {
        return [&, smoothing](const reals& o) {
            real total = 0, all = 0;
            for (std::size_t i = 0; i < batch; ++i) {
                const auto label = static_cast<std::size_t>(classes_of[i]);
                all += weight(label);
                total -= (1 - smoothing) * weight(label) * log_softmax(o, i, label);
                for (std::size_t c = 0; c < classes; ++c)
                    total -= smoothing / real(classes) * weight(c) * log_softmax(o, i, c);
            }
            return total / all;
        };
    };
    const auto alike = [](std::size_t) { return real(1); };
    const auto weighted = [](std::size_t c) { return static_cast<real>(weights::values[c]); };
    check(nn::cross_entropy<>{}(u, labels), logits, labels, classes_of, cross_entropy(0, alike));
    check(nn::cross_entropy<std::ratio<1, 10>>{}(u, labels), logits, labels, classes_of, cross_entropy(0.1L, alike));
    check(nn::cross_entropy<std::ratio<1, 8>, weights>{}(u, labels), logits, labels, classes_of,
          cross_entropy(0.125L, weighted));

    tensor<T, batch, classes> shares{0.5, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 0.125, 0.125, 0.25, 0.25, 0.25};
    check(kl_divergence(u, t), logits, t, shares, [&](const reals& o) {
        real total = 0;
        for (std::size_t i = 0; i < o.size(); ++i) {
            const real s = static_cast<real>(shares[i]);
            if (s > 0) total += s * (std::log(s) - log_softmax(o, i / classes, i % classes));
        }
        return total / real(batch);
    });
}

TEST_CASE("a loss by its name in nn is the function's expression", "[loss]") {
    const auto same = [](const auto& a, const auto& b) { return std::is_same_v<decltype(a), decltype(b)>; };
    CHECK(same(nn::mean_squared_error{}(u, t), mean_squared_error(u, t)));
    CHECK(same(nn::half_squared_error{}(u, t), half_squared_error(u, t)));
    CHECK(same(nn::mean_absolute_error{}(u, t), mean_absolute_error(u, t)));
    CHECK(same(nn::huber<>{}(u, t), huber(u, t, 1_c)));
    CHECK(same(nn::huber<std::ratio<3, 7>>{}(u, t), huber(u, t, 3_c / 7_c)));
    CHECK(same(nn::hinge{}(u, t), hinge(u, t)));
    CHECK(same(nn::binary_cross_entropy{}(u, t), binary_cross_entropy(u, t)));
    CHECK(same(nn::kl_divergence{}(u, t), kl_divergence(u, t)));
    CHECK(same(nn::softmax_cross_entropy{}(u, labels), softmax_cross_entropy(u, labels)));
    CHECK(same(nn::cross_entropy<>{}(u, labels), softmax_cross_entropy(u, labels)));
    CHECK(same(nn::cross_entropy<std::ratio<1>>{}(u, labels), cross_entropy(u, labels, 1_c)));
}

TEST_CASE("half the squared error is a mean over the batch alone", "[loss]") {
    constexpr auto one = var<"one", 3>;
    const tensor<double, 3> at{1, 2, 4};
    const tensor<double, 3> goal{0, 0, 0};
    const auto r = value_and_grad(half_squared_error(one, data<"goal", 3>))(one = at, data<"goal", 3> = goal);
    CHECK(r.value == 10.5);
    for (std::size_t i = 0; i < 3; ++i) CHECK(r.grad[one][i] == at[i]); // y - t
    const auto scalar = value_and_grad(half_squared_error(x, y))(x = 3.0, y = 1.0);
    CHECK(scalar.value == 2);
    CHECK(scalar.grad[x] == 2);
}

TEMPLATE_TEST_CASE("losses at ties", "[loss]", float, double) {
    using T = TestType;
    const auto absolute = value_and_grad(mean_absolute_error(x, y))(x = T(2), y = T(2));
    CHECK(absolute.value == 0);
    CHECK(absolute.grad[x] == 0);
    for (const T side : {T(-1), T(1)}) {
        const auto edge = value_and_grad(huber(x, y, 0.5_c))(x = 2 + side / 2, y = T(2));
        CHECK(edge.value == T(0.125));
        CHECK(edge.grad[x] == side / 2);
        const auto margin = value_and_grad(hinge(x, y))(x = side, y = side);
        CHECK(margin.value == 0);
        CHECK(margin.grad[x] == 0);
        const auto beyond = value_and_grad(hinge(x, y))(x = -3 * side, y = side);
        CHECK(beyond.value == 4);
        CHECK(beyond.grad[x] == -side);
    }
}

TEMPLATE_TEST_CASE("cross-entropies of extreme logits", "[loss]", float, double) {
    using T = TestType;
    constexpr auto binary = value_and_grad(binary_cross_entropy(x, y));
    for (const T goal : {T(0), T(0.25), T(1)}) {
        const auto high = binary(x = T(1e4), y = goal), low = binary(x = T(-1e4), y = goal);
        CHECK(high.value == (1 - goal) * T(1e4));
        CHECK(high.grad[x] == 1 - goal);
        CHECK(low.value == goal * T(1e4));
        CHECK(low.grad[x] == -goal);
        const auto middle = binary(x = T(0), y = goal);
        CHECK(middle.value == Approx(std::log(2.0)));
        CHECK(middle.grad[x] == T(0.5) - goal);
    }
    // The small tail is not lost beside the large logit.
    CHECK(binary(x = T(20), y = T(1)).value == Approx(std::log1p(std::exp(-20.0))).epsilon(1e-6));
    CHECK(binary(x = T(-20), y = T(0)).grad[x] == Approx(std::exp(-20.0)).epsilon(1e-6));

    const tensor<T, batch, classes> far{T(1e4), T(-1e4), 0,        0,       T(-1e4), T(-1e4), T(-1e4), T(-1e4),
                                        T(-1e4), T(-1e4), T(1e4),  T(1e4), T(1e4), T(1e4),   T(-1e4)};
    const tensor<std::int32_t, batch> of{0, 1, 4};
    // Row by row: the label's loss is 0, log 5 and 2e4 + log 4; the mean of all is (0 + 2 + 1 + 1 + 2) / 5 1e4 in the
    // first, log 5 in the second, (2e4 + 5 log 4) / 5 in the third.
    const real l4 = std::log(4.0L), l5 = std::log(5.0L);
    const auto smooth = value_and_grad(nn::cross_entropy<std::ratio<1, 4>>{}(u, labels))(u = far, labels = of);
    CHECK(oracle::distance(smooth.value, (0.75L * (l5 + 2e4L + l4) + 0.25L * (1.2e4L + l5 + 4e3L + l4)) / 3) <
          oracle::tolerance<T>);
    CHECK(smooth.grad[u][0] == Approx((0.75 * 0 + 0.25 * 0.8) / 3));
    CHECK(smooth.grad[u][14] == Approx(-(0.75 + 0.25 * 0.2) / 3));
    tensor<T, batch, classes> shares{};
    for (std::size_t i = 0; i < batch; ++i) shares[i * classes + static_cast<std::size_t>(of[i])] = T(1);
    const auto kl = value_and_grad(kl_divergence(u, t))(u = far, t = shares);
    CHECK(oracle::distance(kl.value, (l5 + 2e4L + l4) / 3) < oracle::tolerance<T>);
    CHECK(kl.grad[u][0] == 0);
    CHECK(kl.grad[u][14] == Approx(-1.0 / 3));
}

} // namespace

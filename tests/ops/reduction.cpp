// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>

namespace {

using namespace tensor_test;

template <class T, std::size_t... Extents>
void check_sum_and_mean() {
    constexpr auto u = var<"u", Extents...>;
    const auto a = numbers<T, Extents...>(1);
    CAPTURE(a.size());
    reals at = widen(a);
    const auto total = [&] {
        real sum = 0;
        for (const real x : at) sum += x;
        return sum;
    };
    const auto n = static_cast<real>(a.size());

    const auto s = value_and_grad(sum(u))(u = a);
    CHECK(oracle::distance(s.value, total()) < tolerance<T>);
    for (const T g : s.grad[u]) CHECK(g == 1);

    const auto m = value_and_grad(mean(u))(u = a);
    CHECK(oracle::distance(m.value, total() / n) < tolerance<T>);
    for (const T g : m.grad[u]) CHECK(oracle::distance(g, 1 / n) < tolerance<T>);

    // Both at once, of something that is no leaf: the mean of (u - sum(u))^2.
    const auto f = [](auto x) { return mean(pow(x - sum(x), 2_c)); };
    const auto expected = [&] {
        const real centre = total();
        real sum = 0;
        for (const real x : at) sum += (x - centre) * (x - centre);
        return sum / n;
    };
    const auto r = value_and_grad(f)(a);
    CHECK(oracle::distance(r.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad, at, expected) < tolerance<T>);
}

// 15, 16, 17, 31, 32, 33: the ends of the runs of sixteen that partial sums take.
TEMPLATE_TEST_CASE("sum and mean, and their gradients", "[reduction]", float, double) {
    check_sum_and_mean<TestType, 1>();
    check_sum_and_mean<TestType, 3>();
    check_sum_and_mean<TestType, 15>();
    check_sum_and_mean<TestType, 16>();
    check_sum_and_mean<TestType, 17>();
    check_sum_and_mean<TestType, 31>();
    check_sum_and_mean<TestType, 32>();
    check_sum_and_mean<TestType, 33>();
    check_sum_and_mean<TestType, 4, 10>();
    check_sum_and_mean<TestType, 3, 1, 7>();
}

TEST_CASE("every element is summed once", "[reduction]") {
    constexpr auto u = var<"u", 67>;
    for (std::size_t i = 0; i < 67; ++i) {
        tensor<float, 67> unit{};
        unit[i] = 1;
        CHECK(eval(sum(u))(u = unit) == 1);
    }
}

// One chain of float additions is off by 2e-4 here.
TEST_CASE("a long sum keeps its digits", "[reduction]") {
    constexpr auto u = var<"u", 16384>;
    tensor<float, 16384> a{};
    for (float& x : a) x = 0.1f;
    CHECK(oracle::distance(eval(sum(u))(u = a), 16384.0L * static_cast<real>(0.1f)) < 2e-5L);
}

TEST_CASE("a scalar is its own sum and mean", "[reduction]") {
    constexpr auto x = var<"x">;
    STATIC_REQUIRE(std::is_same_v<decltype(sum(x * x)), decltype(x * x)>);
    STATIC_REQUIRE(std::is_same_v<decltype(mean(x * x)), decltype(x * x)>);
    constexpr auto u = var<"u", 3>;
    STATIC_REQUIRE(std::is_same_v<decltype(sum(sum(u))), decltype(sum(u))>);
}

TEMPLATE_TEST_CASE("dot is the sum of products, and its gradient the other operand", "[reduction]", float, double) {
    using T = TestType;
    constexpr auto u = var<"u", 33>;
    constexpr auto v = var<"v", 33>;
    const auto a = numbers<T, 33>(1);
    const auto b = numbers<T, 33>(2);
    const auto r = value_and_grad(dot(u, v))(u = a, v = b);
    real expected = 0;
    for (std::size_t i = 0; i < 33; ++i) expected += static_cast<real>(a[i]) * static_cast<real>(b[i]);
    CHECK(oracle::distance(r.value, expected) < tolerance<T>);
    CHECK(r.grad[u] == b);
    CHECK(r.grad[v] == a);

    // dot(u + v, v): v is reached on two ways.
    const auto two = value_and_grad(dot(u + v, v))(u = a, v = b);
    for (std::size_t i = 0; i < 33; ++i)
        CHECK(oracle::distance(two.grad[v][i], static_cast<real>(a[i] + 2 * b[i])) < tolerance<T>);
}

// A sum whose operand already has an adjoint adds to it, and one that comes first assigns.
TEST_CASE("sums of one tensor on several ways", "[reduction]") {
    constexpr auto u = var<"u", 3>;
    const std::array<double, 3> a{1, 2, 3};
    CHECK(value_and_grad(sum(u) + 2_c * sum(u))(u = a).grad[u] == tensor<double, 3>{3, 3, 3});
    CHECK(value_and_grad(sum(u) * mean(u))(u = a).grad[u] == tensor<double, 3>{4, 4, 4});
    CHECK(value_and_grad(sum(u) + u * u)(u = a).grad[u] == tensor<double, 3>{3, 5, 7});
    CHECK(value_and_grad(u * u + sum(u))(u = a).grad[u] == tensor<double, 3>{3, 5, 7});
}

TEST_CASE("reductions work in constant expressions", "[reduction]") {
    constexpr auto u = var<"u", 4>;
    STATIC_REQUIRE(eval(mean(u))(u = std::array<double, 4>{1, 2, 3, 6}) == 3);
    STATIC_REQUIRE(tapeless::grad(mean(pow(u, 2_c)))(u = std::array<double, 4>{1, 2, 3, 6})[u] ==
                   tensor<double, 4>{0.5, 1, 1.5, 3});
}

// Elements of [blocks, length, inner]: f of each line is one element of the result.
template <class F>
auto lines(std::size_t blocks, std::size_t length, std::size_t inner, F f) {
    return [=](const reals& a) {
        reals result;
        for (std::size_t b = 0; b < blocks; ++b)
            for (std::size_t j = 0; j < inner; ++j) {
                reals line;
                for (std::size_t k = 0; k < length; ++k) line.push_back(a[(b * length + k) * inner + j]);
                result.push_back(f(line));
            }
        return result;
    };
}
real total(const reals& x) {
    real sum = 0;
    for (const real e : x) sum += e;
    return sum;
}
real average(const reals& x) { return total(x) / static_cast<real>(x.size()); }
real multiplied(const reals& x) {
    real product = 1;
    for (const real e : x) product *= e;
    return product;
}
real largest(const reals& x) { return *std::max_element(x.begin(), x.end()); }
real smallest(const reals& x) { return *std::min_element(x.begin(), x.end()); }
real length(const reals& x) {
    real sum = 0;
    for (const real e : x) sum += e * e;
    return std::sqrt(sum);
}
real spread(const reals& x) {
    real sum = 0;
    for (const real e : x) sum += (e - average(x)) * (e - average(x));
    return sum / static_cast<real>(x.size());
}
real sample_spread(const reals& x) { return spread(x) * static_cast<real>(x.size()) / static_cast<real>(x.size() - 1); }

TEST_CASE("reductions of everything and along an axis", "[reduction]") {
    const auto a = numbers<double, 3, 5>(1);
    const auto b = numbers<double, 2, 3, 5>(2);
    check([](auto u) { return sum<1>(u); }, lines(2, 3, 5, total), b);
    check([](auto u) { return sum<0>(u); }, lines(1, 33, 1, total), numbers<float, 33>(3));
    check([](auto u) { return mean<1>(u); }, lines(3, 5, 1, average), a);
    check([](auto u) { return product(u); }, lines(1, 15, 1, multiplied), a);
    check([](auto u) { return product<1>(u); }, lines(2, 3, 5, multiplied), b);
    check([](auto u) { return max<0>(u); }, lines(1, 3, 5, largest), a);
    check([](auto u) { return max(u); }, lines(1, 33, 1, largest), numbers<float, 33>(3));
    check([](auto u) { return min<1>(u); }, lines(3, 5, 1, smallest), a);
    check([](auto u) { return norm(u); }, lines(1, 15, 1, length), a);
    check([](auto u) { return norm<0>(u); }, lines(1, 3, 5, length), a);
    check([](auto u) { return variance(u); }, lines(1, 15, 1, spread), a);
    check([](auto u) { return variance<0>(u); }, lines(1, 3, 5, spread), a);
    check([](auto u) { return sample_variance<1>(u); }, lines(3, 5, 1, sample_spread), a);
}

TEST_CASE("reductions keep the laws", "[reduction]") {
    using namespace tapeless::ops;
    CHECK(broken<sum_along<all_axes>>(point<33>()) == "");
    CHECK(broken<sum_along<1>>(point<2, 3, 2>()) == "");
    CHECK(broken<product_along<all_axes>>(point<17>()) == "");
    CHECK(broken<product_along<1>>(point<2, 3, 2>()) == "");
    CHECK(broken<max_along<all_axes>>(point<17>()) == "");
    CHECK(broken<min_along<1>>(point<2, 3, 2>()) == "");
    CHECK(broken<norm_along<all_axes>>(point<1>()) == "");
    CHECK(broken<norm_along<1>>(point<2, 3, 2>()) == "");
    CHECK(broken<population_variance_along<all_axes>>(point<17>()) == "");
    CHECK(broken<sample_variance_along<1>>(point<2, 3, 2>()) == "");
}

TEMPLATE_TEST_CASE("reductions at ties and zeros", "[reduction]", float, double) {
    using T = TestType;
    constexpr T infinite = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    constexpr auto u = var<"u", 4>;
    using four = tensor<T, 4>;
    // All that tie share the adjoint equally.
    CHECK(grad(max(u))(u = four{3, 1, 3, 3})[u] == four{1 / T(3), 0, 1 / T(3), 1 / T(3)});
    CHECK(grad(min(u))(u = four{3, 1, 3, 1})[u] == four{0, T(0.5), 0, T(0.5)});
    CHECK(eval(max(u))(u = four{-infinite, -1, -infinite, -2}) == -1);
    for (std::size_t i = 0; i < 4; ++i) {
        four a{1, 2, 3, 4};
        a[i] = nan;
        CHECK(std::isnan(eval(max(u))(u = a)));
        CHECK(std::isnan(eval(min(u))(u = a)));
        CHECK(std::isnan(grad(max(u))(u = a)[u][0]));
        CHECK(std::isnan(eval(norm(u))(u = a)));
    }
    // Forward as backward.
    using moving = tapeless::dual<T>;
    const auto tie = eval(max(u))(
        u = tensor<moving, 4>{moving(T(3), T(1)), moving(T(1), T(9)), moving(T(3), T(2)), moving(T(3), T(6))});
    CHECK(tie.value == 3);
    CHECK(tie.tangent[0] == 3);

    const auto product_at = [&](four a) { return grad(product(u))(u = a)[u]; };
    CHECK(product_at({2, 0, 3, 4}) == four{0, 24, 0, 0});
    CHECK(product_at({0, 0, 3, 4}) == four{0, 0, 0, 0});

    constexpr T largest = std::numeric_limits<T>::max(), tiny = std::numeric_limits<T>::min();
    const auto norm_at = [&](four a) { return value_and_grad(norm(u))(u = a); };
    const auto origin = norm_at({0, 0, 0, 0});
    CHECK(origin.value == 0);
    CHECK(origin.grad[u] == four{0, 0, 0, 0});
    const auto big = norm_at({largest / 2, 0, -largest / 2, 0});
    CHECK(big.value == Approx(largest / 2 * std::sqrt(T(2))));
    CHECK(big.grad[u][2] == Approx(-std::sqrt(T(0.5))));
    const auto small = norm_at({3 * tiny, 0, 4 * tiny, 0});
    CHECK(small.value == Approx(5 * tiny));
    CHECK(small.grad[u][0] == Approx(0.6));
    CHECK(norm_at({infinite, 1, 0, 0}).value == infinite);
    const auto still = eval(norm(u))(u = tensor<moving, 4>{moving(T(0), T(1)), moving(T(0), T(2)), T(0), T(0)});
    CHECK(still.value == 0);
    CHECK(still.tangent[0] == 0);
    CHECK(eval(variance(u))(u = four{largest / 8, largest / 8, largest / 8, largest / 8}) == 0);
}

TEST_CASE("reductions of scalars and by name", "[reduction]") {
    constexpr auto u = var<"u", 3, 2>;
    constexpr auto x = var<"x">;
    STATIC_REQUIRE(std::is_same_v<decltype(product(x * x)), decltype(x * x)>);
    STATIC_REQUIRE(eval(sum<0>(u))(u = tensor<double, 3, 2>{1, 2, 3, 4, 5, 6}) == tensor<double, 2>{9, 12});
    STATIC_REQUIRE(grad(norm(u))(u = tensor<double, 3, 2>{3, 0, 0, 0, 0, 4})[u] ==
                   tensor<double, 3, 2>{0.6, 0, 0, 0, 0, 0.8});
    STATIC_REQUIRE(grad(sum(max<1>(u)))(u = tensor<double, 3, 2>{3, 0, 2, 2, 0, 4})[u] ==
                   tensor<double, 3, 2>{1, 0, 0.5, 0.5, 0, 1});
}

} // namespace

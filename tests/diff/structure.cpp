// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Arguments and results that are structures of the standard library.

#include "support.hpp"

#include <tapeless.hpp>

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::hessian;
using tapeless::jacobian;
using tapeless::value_and_grad;

namespace {

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;

} // namespace

TEMPLATE_TEST_CASE("an array argument by its elements", "", float, double, long double) {
    const auto f = [](auto v) { return v[0_c] * v[1_c] + sin(v[2_c]); };
    const std::array<TestType, 3> at{TestType(2), TestType(3), TestType(0.5)};
    const auto [value, d] = value_and_grad(f)(at);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, std::array<TestType, 3>>);
    CHECK(close(value, 6 + std::sin(0.5L)));
    CHECK(d[0] == 3);
    CHECK(d[1] == 2);
    CHECK(close(d[2], std::cos(0.5L)));
}

TEST_CASE("elements are reached in every way") {
    const std::array at{2.0, 3.0};
    CHECK(grad([](auto v) { return v[0_c] * v[1_c]; })(at) == std::array{3.0, 2.0});
    CHECK(grad([](auto v) { return get<0>(v) * get<1>(v); })(at) == std::array{3.0, 2.0});
    CHECK(grad([](auto v) {
              const auto [a, b] = v;
              return a * b;
          })(at) == std::array{3.0, 2.0});
    CHECK(grad([](auto v) {
              return v[std::integral_constant<int, 0>{}] * v[std::integral_constant<std::size_t, 1>{}];
          })(at) == std::array{3.0, 2.0});
    CHECK(grad([](const auto& v) { return std::apply([](auto a, auto b) { return a * b; }, v); })(
              std::tuple(2.0, 3.0)) == std::tuple(3.0, 2.0));
}

TEST_CASE("an array argument as a vector") {
    const auto f = [](auto v, auto w) { return dot(v, w) + sum(v); };
    const auto [value, d] = value_and_grad(f)(std::array{1.0, 2.0}, std::array{3.0, 4.0});
    STATIC_REQUIRE(
        std::is_same_v<std::remove_const_t<decltype(d)>, std::tuple<std::array<double, 2>, std::array<double, 2>>>);
    CHECK(value == 14.0);
    CHECK(get<0>(d) == std::array{4.0, 5.0});
    CHECK(get<1>(d) == std::array{1.0, 2.0});
    const auto mixed = grad([](auto v, auto a) { return sum(v) * a; })(std::array{1.0, 2.0}, 3.0);
    CHECK(get<0>(mixed) == std::array{3.0, 3.0});
    CHECK(get<1>(mixed) == 3.0);
}

TEST_CASE("an array argument is an operand like any vector") {
    const std::array at{1.0, -2.0};
    CHECK(grad([](auto v) { return sum(2_c * v - v); })(at) == std::array{1.0, 1.0});
    CHECK(grad([](auto v) { return sum(2.5 * v + 1_c); })(at) == std::array{2.5, 2.5});
    CHECK(grad([](auto v) { return sum(where(v > 0_c, v, 3_c * v)); })(at) == std::array{1.0, 3.0});
    CHECK(grad([](auto v) { return sum(-v / 2_c); })(at) == std::array{-0.5, -0.5});
    CHECK(grad([](auto v) { return dot(v, stop_gradient(v)); })(at) == std::array{1.0, -2.0});
}

TEST_CASE("a tensor argument beside a tuple") {
    tapeless::tensor<double, 2> v{};
    v.data()[0] = 1;
    v.data()[1] = 2;
    const auto d = grad([](auto a, auto t) { return sum(a) * get<0>(t) * get<1>(t); })(v, std::tuple(3.0, 5.0));
    CHECK(get<0>(d).data()[1] == 15.0);
    CHECK(get<0>(get<1>(d)) == 15.0);
    CHECK(get<1>(get<1>(d)) == 9.0);
}

TEST_CASE("a tuple argument has a tuple of derivatives") {
    const auto f = [](auto t) {
        const auto [a, b, c] = t;
        return a * b + c;
    };
    const auto d = grad(f)(std::tuple(2.0, 3.0, 4.0));
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, std::tuple<double, double, double>>);
    CHECK(d == std::tuple(3.0, 2.0, 1.0));
    CHECK(grad([](auto t) { return get<0>(t) * get<0>(t); })(std::tuple(3.0)) == std::tuple(6.0));
}

TEST_CASE("arrays of tuples of arrays") {
    using pair = std::tuple<double, std::array<double, 2>>;
    const std::array<pair, 2> at{pair{2.0, {3.0, 5.0}}, pair{7.0, {11.0, 13.0}}};
    const auto f = [](auto v) {
        const auto [a, b] = v[0_c];
        return a * b[1_c] * get<0>(v[1_c]) + get<1>(v[1_c])[0_c] * b[0_c];
    };
    const auto [value, d] = value_and_grad(f)(at);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, std::array<pair, 2>>);
    CHECK(value == 103.0);
    CHECK(leaves(d) == reals{35, 11, 14, 10, 3, 0});
    const reals h = leaves(hessian(f)(at));
    REQUIRE(h.size() == 36);
    CHECK(h[0 * 6 + 2] == 7.0);
    CHECK(h[2 * 6 + 3] == 2.0);
    CHECK(h[1 * 6 + 4] == 1.0);
}

TEST_CASE("arrays of arrays") {
    const std::array<std::array<double, 2>, 2> at{{{1.0, 2.0}, {3.0, 4.0}}};
    const auto determinant = [](auto m) { return m[0_c][0_c] * m[1_c][1_c] - m[0_c][1_c] * m[1_c][0_c]; };
    const auto d = grad(determinant)(at);
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(d)>, std::array<std::array<double, 2>, 2>>);
    CHECK(leaves(d) == reals{4, -3, -2, 1});
    const auto transposed = [](auto m) {
        return tapeless::array(tapeless::array(m[0_c][0_c], m[1_c][0_c]), tapeless::array(m[0_c][1_c], m[1_c][1_c]));
    };
    CHECK(leaves(jacobian(transposed)(at)) == reals{1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1});
}

TEST_CASE("several structured arguments and argument numbers") {
    const auto f = [](auto v, auto a, auto t) { return v[0_c] * a + get<0>(t) * v[1_c] * a; };
    const std::array v{2.0, 3.0};
    const auto all = grad(f)(v, 5.0, std::tuple(7.0, 11.0));
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(all)>,
                                  std::tuple<std::array<double, 2>, double, std::tuple<double, double>>>);
    CHECK(leaves(all) == reals{5, 35, 23, 15, 0});
    CHECK(grad<0>(f)(v, 5.0, std::tuple(7.0, 11.0)) == std::array{5.0, 35.0});
    CHECK(grad<2>(f)(v, 5.0, std::tuple(7.0, 11.0)) == std::tuple(15.0, 0.0));
    CHECK(leaves(grad<2, 0>(f)(v, 5.0, std::tuple(7.0, 11.0))) == reals{15, 0, 5, 35});
}

TEST_CASE("numbers in one structure are computed in their common type") {
    const auto f = [](auto t) { return get<0>(t) * get<1>(t); };
    STATIC_REQUIRE(std::is_same_v<decltype(grad(f)(std::tuple(1.0f, 2.0f))), std::tuple<float, float>>);
    STATIC_REQUIRE(std::is_same_v<decltype(grad(f)(std::tuple(1.0f, 2.0))), std::tuple<double, double>>);
    STATIC_REQUIRE(std::is_same_v<decltype(grad(f)(std::tuple(1, 2.0L))), std::tuple<long double, long double>>);
}

TEST_CASE("expressions in a row") {
    constexpr auto row = tapeless::array(x * y, x + y, 3_c);
    STATIC_REQUIRE(tapeless::eval(row[1_c])(x = 1.0, y = 2.0) == 3.0);
    STATIC_REQUIRE(std::tuple_size_v<std::remove_const_t<decltype(row)>> == 3);
    const auto [a, b, c] = row;
    CHECK(tapeless::eval(a + b + c)(x = 1.0, y = 2.0) == 8.0);
    STATIC_REQUIRE(std::is_same_v<decltype(tapeless::array(1.0, 2.0f)), std::array<double, 2>>);
    STATIC_REQUIRE(tapeless::array(1.0, 2.0)[1] == 2.0);
    // One expression among numbers makes a row of expressions.
    const auto mixed = tapeless::array(x, 2.5);
    const auto j = jacobian(mixed)(x = 1.0);
    CHECK(j[0][x] == 1.0);
    CHECK(j[1][x] == 0.0);
}

TEST_CASE("results may be structures within structures") {
    const auto f = [](auto a, auto b) { return std::tuple(tapeless::array(a * b, a), b, std::tuple(a / b)); };
    const auto r = tapeless::jvp(f)(6.0, 2.0)(1.0, 0.5);
    STATIC_REQUIRE(std::is_same_v<decltype(r.value), std::tuple<std::array<double, 2>, double, std::tuple<double>>>);
    CHECK(leaves(r.value) == reals{12, 6, 2, 3});
    CHECK(leaves(r.tangent) == reals{5, 1, 0.5L, -0.25L});
    const auto pulled = tapeless::vjp(f)(6.0, 2.0)(std::tuple(std::array{1.0, 10.0}, 100.0, std::tuple(4.0)));
    CHECK(leaves(pulled.grad) == reals{14, 100});
    CHECK(leaves(jacobian(f)(6.0, 2.0)) == reals{2, 6, 1, 0, 0, 1, 0.5L, -1.5L});
}

TEST_CASE("structures are constant expressions") {
    STATIC_REQUIRE(grad([](auto v) { return v[0_c] * v[1_c]; })(std::array{2.0, 3.0}) == std::array{3.0, 2.0});
    STATIC_REQUIRE(hessian([](auto v) { return v[0_c] * v[1_c]; })(std::array{2.0, 3.0})[0][1] == 1.0);
    STATIC_REQUIRE(grad([](auto t) { return get<0>(t) * get<1>(t); })(std::tuple(2.0, 3.0)) == std::tuple(3.0, 2.0));
}

TEST_CASE("structured arguments in nested derivatives") {
    const auto f = [](auto v) { return v[0_c] * v[0_c] * v[1_c]; };
    // The gradient of an element of the gradient is a row of the Hessian.
    const auto row = grad([f](auto v) { return grad(f)(v)[0_c]; })(std::array{2.0, 3.0});
    STATIC_REQUIRE(std::is_same_v<std::remove_const_t<decltype(row)>, std::array<double, 2>>);
    CHECK(row == std::array{6.0, 4.0});
    CHECK(leaves(jacobian([f](auto v) { return grad(f)(v); })(std::array{2.0, 3.0})) == reals{6, 4, 4, 0});
    const auto g = [](auto t, auto v) { return get<0>(t) * get<0>(t) * v[1_c] * get<1>(t); };
    const auto inner = [g](auto t, auto v) {
        const auto [by_t, by_v] = grad(g)(t, v);
        return get<0>(by_t) * by_v[1_c];
    };
    // 2 a b w * a^2 b = 2 a^3 b^2 w
    const auto d = grad(inner)(std::tuple(2.0, 3.0), std::array{7.0, 5.0});
    CHECK(leaves(d) == reals{6 * 4 * 9 * 5, 4 * 8 * 3 * 5, 0, 2 * 8 * 9});
    CHECK(leaves(jacobian([](auto v) { return v; })(std::array{2.0, 3.0})) == reals{1, 0, 0, 1});
    std::array<double, 63> many{};
    many[0] = 2;
    many[62] = 3;
    const auto ends = [](auto v) { return v[0_c] * v[0_c] * v[62_c]; };
    const auto of_many = grad([ends](auto v) { return grad(ends)(v)[0_c]; })(many);
    CHECK(of_many[0] == 6.0);
    CHECK(of_many[62] == 4.0);
    // An array made within the function.
    const auto made = grad([f](auto a, auto b) { return grad(f)(tapeless::array(a * b, b))[1_c]; })(2.0, 3.0);
    CHECK(leaves(made) == reals{2 * 2 * 9, 2 * 4 * 3}); // of (a b)^2
}

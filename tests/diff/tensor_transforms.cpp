// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <tapeless.hpp>

using namespace tapeless::literals;
using namespace diff_test;
using std::get;
using tapeless::grad;
using tapeless::hessian;
using tapeless::hvp;
using tapeless::jacobian;
using tapeless::jvp;
using tapeless::tensor;
using tapeless::vjp;
using tapeless::wrt;

namespace {

template <class Tensor>
constexpr Tensor unit(std::size_t i) {
    Tensor t{};
    t[i] = 1;
    return t;
}

constexpr auto dense = [](auto w, auto x, auto b) { return tanh(w * x + b); };
/// A scalar that is neither linear nor quadratic in anything.
constexpr auto energy = [](auto w, auto x, auto s) { return dot(x, exp(w * x) * s) + sum(square(sin(w))) * s * s; };
constexpr auto quadratic = [](auto a, auto x) { return dot(x, a * x); };

constexpr auto W = tapeless::var<"W", 2, 3>;
constexpr auto u = tapeless::var<"u", 3>;
constexpr auto s = tapeless::var<"s">;
constexpr auto given = tapeless::data<"given", 3>;

} // namespace

TEMPLATE_TEST_CASE_SIG("the Jacobian of a matrix times a vector", "", ((class T, int N), T, N), (float, 1), (double, 3),
                       (float, 17)) {
    using matrix = tensor<T, N, N + 2>;
    using vector = tensor<T, N + 2>;
    const auto w = filled<matrix>(1);
    const auto x = filled<vector>(2);
    const auto product = [](auto a, auto v) { return a * v; };
    const auto [by_w, by_x] = jacobian(product)(w, x);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(by_w)>, tensor<T, N, N, N + 2>>);
    CHECK(by_x == w);
    bool right = true;
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t k = 0; k < N; ++k)
            for (std::size_t l = 0; l < N + 2; ++l) right = right && by_w(i, k, l) == (i == k ? x[l] : T(0));
    CHECK(right);
}

TEMPLATE_TEST_CASE_SIG("forward mode and reverse mode agree", "", ((class T, int M, int N), T, M, N), (double, 1, 1),
                       (double, 33, 3), (float, 3, 17)) {
    const auto w = filled<tensor<T, M, N>>(1);
    const auto x = filled<tensor<T, N>>(2);
    const auto b = filled<tensor<T, M>>(3);
    const auto j = jacobian<1>(dense)(w, x, b);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(j)>, tensor<T, M, N>>);
    for (std::size_t r = 0; r < M; ++r)
        for (std::size_t c = 0; c < N; ++c) {
            const real y = std::tanh([&] {
                real sum = b[r];
                for (std::size_t k = 0; k < N; ++k) sum += real{w(r, k)} * x[k];
                return sum;
            }());
            CHECK(close(j(r, c), (1 - y * y) * w(r, c)));
        }
    for (std::size_t c = 0; c < N; ++c) {
        const auto column = jvp<1>(dense)(w, x, b)(unit<tensor<T, N>>(c)).tangent;
        for (std::size_t r = 0; r < M; ++r) CHECK(close(j(r, c), column[r]));
    }
    for (std::size_t r = 0; r < M; ++r) {
        const auto row = vjp<1>(dense)(w, x, b)(unit<tensor<T, M>>(r)).grad;
        for (std::size_t c = 0; c < N; ++c) CHECK(close(j(r, c), row[c]));
    }
}

TEST_CASE("the mode of a Jacobian is chosen by cost") {
    const auto forward = []<class Of, class By>(const Of&, const By&) {
        return tapeless::diff::of_tensors<tapeless::diff::jacobian_transform>::forward<
            plan::ids<tapeless::expr::id_of<Of>>, plan::ids<tapeless::expr::id_of<By>>>;
    };
    STATIC_REQUIRE(forward(tapeless::var<"y", 4, 4>, tapeless::var<"x", 2>));
    STATIC_REQUIRE(!forward(tapeless::var<"y", 5, 3>, tapeless::var<"x", 2>));
    STATIC_REQUIRE(!forward(tapeless::var<"y">, tapeless::var<"x", 2>));
}

TEST_CASE("duality of jvp and vjp") {
    using T = double;
    const auto w = filled<tensor<T, 17, 3>>(1), dw = filled<tensor<T, 17, 3>>(4);
    const auto x = filled<tensor<T, 3>>(2), dx = filled<tensor<T, 3>>(5);
    const auto b = filled<tensor<T, 17>>(3), db = filled<tensor<T, 17>>(6), weights = filled<tensor<T, 17>>(7);
    const auto moved = jvp(dense)(w, x, b)(dw, dx, db);
    const auto pulled = vjp(dense)(w, x, b)(weights);
    CHECK(close(static_cast<T>(dot(leaves(weights), leaves(moved.tangent))),
                dot(leaves(pulled.grad), leaves(std::tuple(dw, dx, db)))));
    CHECK(close_trees<T>(moved.value, pulled.value));
    STATIC_REQUIRE(std::is_same_v<decltype(pulled.grad), std::tuple<tensor<T, 17, 3>, tensor<T, 3>, tensor<T, 17>>>);
}

TEMPLATE_TEST_CASE_SIG("the Hessian of a quadratic form", "", ((class T, int N), T, N), (double, 1), (float, 3),
                       (double, 17)) {
    const auto a = filled<tensor<T, N, N>>(1);
    const auto x = filled<tensor<T, N>>(2), v = filled<tensor<T, N>>(3);
    const auto h = hessian<1>(quadratic)(a, x);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(h)>, tensor<T, N, N>>);
    const auto product = hvp<1>(quadratic)(a, x)(v);
    for (std::size_t i = 0; i < N; ++i) {
        real sum = 0;
        for (std::size_t k = 0; k < N; ++k) {
            CHECK(h(i, k) == a(i, k) + a(k, i));
            sum += (real{a(i, k)} + real{a(k, i)}) * v[k];
        }
        CHECK(close(product.hvp[i], sum));
    }
    CHECK(product.value == Approx(static_cast<double>(tapeless::value_and_grad<1>(quadratic)(a, x).value)));
    CHECK(close_trees<T>(product.grad, grad<1>(quadratic)(a, x)));
}

TEST_CASE("a Hessian is symmetric and the difference of gradients") {
    using T = double;
    const auto w = filled<tensor<T, 3, 3>>(1);
    const auto x = filled<tensor<T, 3>>(2);
    const T c = T(0.75);
    const auto [by_w, by_x, by_s] = hessian(energy)(w, x, c);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(by_w)>,
                                  std::tuple<tensor<T, 3, 3, 3, 3>, tensor<T, 3, 3, 3>, tensor<T, 3, 3>>>);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(by_s)>, std::tuple<tensor<T, 3, 3>, tensor<T, 3>, T>>);
    real h[13][13];
    for (std::size_t i = 0; i < 9; ++i) {
        for (std::size_t k = 0; k < 9; ++k) h[i][k] = get<0>(by_w)[i * 9 + k];
        for (std::size_t k = 0; k < 3; ++k) h[i][9 + k] = get<1>(by_w)[i * 3 + k];
        h[i][12] = get<2>(by_w)[i];
    }
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 9; ++k) h[9 + i][k] = get<0>(by_x)[i * 9 + k];
        for (std::size_t k = 0; k < 3; ++k) h[9 + i][9 + k] = get<1>(by_x)[i * 3 + k];
        h[9 + i][12] = get<2>(by_x)[i];
    }
    for (std::size_t k = 0; k < 9; ++k) h[12][k] = get<0>(by_s)[k];
    for (std::size_t k = 0; k < 3; ++k) h[12][9 + k] = get<1>(by_s)[k];
    h[12][12] = get<2>(by_s);

    const auto dw = filled<tensor<T, 3, 3>>(3);
    const auto dx = filled<tensor<T, 3>>(4);
    const reals product = leaves(hvp(energy)(w, x, c)(dw, dx, -2.0).hvp), direction = leaves(std::tuple(dw, dx, -2.0));
    for (std::size_t i = 0; i < 13; ++i)
        CHECK(close(static_cast<T>(product[i]), dot(reals(h[i], h[i] + 13), direction), 1024));

    const auto gradient = [&](std::size_t moved, real by) {
        tensor<real, 3, 3> there{};
        tensor<real, 3> at{};
        real scale = c;
        for (std::size_t i = 0; i < 9; ++i) there[i] = w[i] + (i == moved ? by : 0);
        for (std::size_t i = 0; i < 3; ++i) at[i] = x[i] + (i + 9 == moved ? by : 0);
        if (moved == 12) scale += by;
        return leaves(grad(energy)(there, at, scale));
    };
    for (std::size_t i = 0; i < 13; ++i) {
        const real step = 0x1p-14L;
        const reals far = gradient(i, 2 * step), near = gradient(i, step), back = gradient(i, -step),
                    far_back = gradient(i, -2 * step);
        for (std::size_t k = 0; k < 13; ++k) {
            CHECK(h[i][k] == h[k][i]);
            CHECK(
                close(static_cast<T>(h[i][k]), (8 * (near[k] - back[k]) - (far[k] - far_back[k])) / (12 * step), 4096));
        }
    }
}

TEST_CASE("the Hessian of softmax and cross-entropy") {
    const auto logits = filled<tensor<double, 1, 5>>(1);
    const auto loss = [](auto z, auto labels) { return softmax_cross_entropy(z, labels); };
    const auto h = hessian<0>(loss)(logits, tensor<int, 1>{3});
    real p[5], total = 0;
    for (std::size_t i = 0; i < 5; ++i) total += p[i] = std::exp(real{logits[i]});
    for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t k = 0; k < 5; ++k)
            CHECK(close(h[i * 5 + k], (i == k ? p[i] / total : 0) - p[i] * p[k] / total / total));
}

TEST_CASE("transforms of expressions of tensor symbols") {
    const auto w = filled<tensor<double, 2, 3>>(1), dw = filled<tensor<double, 2, 3>>(3);
    const auto x = filled<tensor<double, 3>>(2);
    constexpr auto product = W * u * s;
    const auto j = jacobian(product)(s = 2.0, W = w, u = x);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(j[W])>, tensor<double, 2, 2, 3>>);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(j[s])>, tensor<double, 2>>);
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t k = 0; k < 3; ++k) CHECK(j[u](i, k) == 2 * w(i, k));
    const auto chosen = jacobian(product, wrt(s))(s = 2.0, W = w, u = x);
    STATIC_REQUIRE(sizeof(chosen) == sizeof(tensor<double, 2>));
    CHECK(chosen[s] == j[s]);

    const auto moved = jvp(product)(s = 2.0, W = w, u = x)(W = dw);
    const auto still = jvp(product)(s = 2.0, W = w, u = x)(s = 0.0);
    for (std::size_t i = 0; i < 2; ++i) {
        real sum = 0;
        for (std::size_t k = 0; k < 3; ++k) sum += 2 * real{dw(i, k)} * x[k];
        CHECK(close(moved.tangent[i], sum));
        CHECK(still.tangent[i] == 0.0);
        CHECK(moved.value[i] == still.value[i]);
    }

    const auto pulled = vjp(product, wrt(u, s))(s = 2.0, W = w, u = x)(tensor<double, 2>{0, 1});
    for (std::size_t k = 0; k < 3; ++k) CHECK(pulled.grad[u][k] == 2 * w(1, k));
    CHECK(pulled.grad[s] == Approx(pulled.value[1] / 2));

    const auto h = hessian(dot(u, u) * s)(u = x, s = 2.0);
    CHECK(h[u][u] == tensor<double, 3, 3>{4, 0, 0, 0, 4, 0, 0, 0, 4});
    CHECK(h[s][u] == h[u][s]);
    CHECK(h[s][s] == 0.0);
    const auto along = hvp(dot(u, u) * s)(u = x, s = 2.0)(s = 0.5);
    CHECK(along.value == Approx(static_cast<double>(2 * dot(leaves(x), leaves(x)))));
    for (std::size_t k = 0; k < 3; ++k) CHECK(along.hvp[u][k] == x[k]);
    CHECK(along.hvp[s] == 0.0);
    CHECK(close(along.grad[s], dot(leaves(x), leaves(x))));
}

TEST_CASE("tuples of tensors and scalars as results") {
    const auto x = filled<tensor<double, 3>>(1), dx = filled<tensor<double, 3>>(2);
    const auto f = [](auto v, auto k) { return std::tuple(v * k, dot(v, v), k, v); };
    const auto [scaled, norm, itself, same] = jacobian(f)(x, 2.0);
    CHECK(get<0>(scaled) == tensor<double, 3, 3>{2, 0, 0, 0, 2, 0, 0, 0, 2});
    CHECK(get<1>(scaled) == x);
    for (std::size_t i = 0; i < 3; ++i) CHECK(get<0>(norm)[i] == 2 * x[i]);
    CHECK(get<1>(norm) == 0.0);
    CHECK(get<0>(itself) == tensor<double, 3>{});
    CHECK(get<1>(itself) == 1.0);
    CHECK(get<0>(same) == tensor<double, 3, 3>{1, 0, 0, 0, 1, 0, 0, 0, 1});
    const auto r = jvp(f)(x, 2.0)(dx, 1.0);
    CHECK(get<3>(r.tangent) == dx);
    CHECK(get<2>(r.tangent) == 1.0);
    CHECK(close(get<1>(r.tangent), 2 * dot(leaves(x), leaves(dx))));
    // The same result twice counts twice, and a cotangent of a scalar is a number.
    const auto twice = [](auto v) { return std::tuple(2_c * v, sum(v), 2_c * v); };
    const auto pulled = vjp(twice)(x)(std::tuple(x, 10.0, dx));
    for (std::size_t i = 0; i < 3; ++i) CHECK(close(pulled.grad[i], 2 * (real{x[i]} + dx[i]) + 10));
    CHECK(get<1>(pulled.value) == Approx(static_cast<double>(x[0] + x[1] + x[2])));
}

TEST_CASE("arrays and structured arguments beside tensors") {
    const std::array at{1.0, -2.0};
    const auto norm = [](auto v) { return sum(exp(v)) * 0.5; };
    CHECK(close_trees<double>(jacobian(norm)(at), reals{std::exp(1.0L) / 2, std::exp(-2.0L) / 2}));
    STATIC_REQUIRE(std::is_same_v<decltype(jacobian(norm)(at)), std::array<double, 2>>);
    CHECK(close_trees<double>(hessian(norm)(at), reals{std::exp(1.0L) / 2, 0, 0, std::exp(-2.0L) / 2}));
    STATIC_REQUIRE(std::is_same_v<decltype(hessian(norm)(at)), tensor<double, 2, 2>>);
    CHECK(close_trees<double>(hvp(norm)(at)(std::array{0.0, 1.0}).hvp, reals{0, std::exp(-2.0L) / 2}));
    const auto map = [](auto v) { return v * 3_c; };
    CHECK(jacobian(map)(at) == tensor<double, 2, 2>{3, 0, 0, 3});
    CHECK(vjp(map)(at)(tensor<double, 2>{1, 2}).grad == std::array{3.0, 6.0});
    CHECK(jvp(map)(at)(at).tangent == tensor<double, 2>{3, -6});

    const auto pair = [](auto v, auto t) { return v * (get<0>(t) * get<1>(t)); };
    const auto [by_v, by_t] = jacobian(pair)(tensor<double, 2>{1, 2}, std::tuple(3.0, 5.0));
    CHECK(by_v == tensor<double, 2, 2>{15, 0, 0, 15});
    CHECK(get<0>(by_t) == tensor<double, 2>{5, 10});
    CHECK(get<1>(by_t) == tensor<double, 2>{3, 6});
}

TEST_CASE("arguments of tensor functions that do not matter") {
    const tensor<double, 3> x{1, 2, 3};
    const auto [by_x, by_k] = jacobian([](auto, auto k) { return k * k; })(x, 3.0);
    CHECK(by_x == tensor<double, 3>{});
    CHECK(by_k == 6.0);
    CHECK(jacobian([](auto, auto v) { return v; })(2.0, x) ==
          std::tuple(tensor<double, 3>{}, tensor<double, 3, 3>{1, 0, 0, 0, 1, 0, 0, 0, 1}));
    const auto h = hessian([](auto v, auto k) { return sum(v) + k * k * k; })(x, 2.0);
    CHECK(get<0>(get<0>(h)) == tensor<double, 3, 3>{});
    CHECK(get<1>(get<1>(h)) == 12.0);
    CHECK(jacobian(given * s)(given = x, s = 4.0)[s] == x);
    const auto constant = [](auto) { return 2_c; };
    CHECK(jacobian(constant)(x) == tensor<double, 3>{});
    CHECK(hessian(constant)(x) == tensor<double, 3, 3>{});
    CHECK(hvp(constant)(x)(x).hvp == tensor<double, 3>{});
    CHECK(jvp(constant)(x)(x).tangent == 0.0);
    CHECK(vjp(constant)(x)(1.0).grad == tensor<double, 3>{});
    CHECK(grad([](auto, auto k) { return k * k; })(x, 3.0) == std::tuple(tensor<double, 3>{}, 6.0));
}

TEST_CASE("runtime constants and lets in transforms of tensors") {
    const auto x = filled<tensor<double, 3>>(1);
    for (const double factor : {0.5, 3.0}) {
        const auto g = [factor](auto v) { return let(factor * v, [&](auto t) { return dot(t, t) * factor; }); };
        const auto h = hessian(g)(x);
        for (std::size_t i = 0; i < 9; ++i) CHECK(close(h[i], i % 4 == 0 ? 2 * factor * factor * factor : 0));
        const auto pair = [&](auto v) { return std::tuple(factor * v + 1.5, dot(v, v) * factor); };
        const auto [first, second] = jacobian(pair)(x);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(first(i, i) == factor);
            CHECK(second[i] == 2 * x[i] * factor);
        }
        CHECK(get<1>(vjp(pair)(x)(std::tuple(x, 1.0)).value) ==
              Approx(static_cast<double>(dot(leaves(x), leaves(x))) * factor));
    }
}

TEST_CASE("transforms of tensors are constant expressions") {
    constexpr tensor<double, 2, 2> a{1, 2, 3, 4};
    constexpr tensor<double, 2> x{1, -1};
    STATIC_REQUIRE(jacobian<1>([](auto m, auto v) { return m * v; })(a, x) == a);
    STATIC_REQUIRE(hessian<1>(quadratic)(a, x) == tensor<double, 2, 2>{2, 5, 5, 8});
    STATIC_REQUIRE(hvp<1>(quadratic)(a, x)(x).hvp == tensor<double, 2>{-3, -3});
    STATIC_REQUIRE(jvp<1>(quadratic)(a, x)(tensor<double, 2>{1, 0}).tangent == -3.0);
    STATIC_REQUIRE(vjp<1>([](auto m, auto v) { return m * v; })(a, x)(x).grad == tensor<double, 2>{-2, -2});
}

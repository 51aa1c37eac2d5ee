// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "oracle.hpp"

#include <tapeless/ops/matmul.hpp>
#include <tapeless/ops/reduction.hpp>
#include <tapeless/ops/transpose.hpp>
#include <tapeless/scalar.hpp>
#include <tapeless/sweep/tensor_step.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>

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

// A product of [m, k] and [k, n] as the definition says. A vector is a matrix of one row or one column.
reals product(const reals& a, const reals& b, std::size_t m, std::size_t k, std::size_t n) {
    reals c(m * n);
    for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t p = 0; p < k; ++p) c[i * n + j] += a[i * k + p] * b[p * n + j];
    return c;
}

// (c - 1)^2 summed: the adjoint of the product differs from element to element.
real loss(const reals& c) {
    real sum = 0;
    for (const real x : c) sum += (x - 1) * (x - 1);
    return sum;
}

// f of the product is the loss above; checked by symbols, by function, and with either operand as data.
template <class T, std::size_t M, std::size_t K, std::size_t N, std::size_t... A, std::size_t... B>
void check(tapeless::shape<A...>, tapeless::shape<B...>) {
    CAPTURE(M, K, N, sizeof...(A), sizeof...(B));
    const auto a = numbers<T, A...>(1);
    const auto b = numbers<T, B...>(2);
    reals at_a = widen(a), at_b = widen(b);
    const auto expected = [&] { return loss(product(at_a, at_b, M, K, N)); };

    constexpr auto sa = var<"a", A...>;
    constexpr auto sb = var<"b", B...>;
    constexpr auto c = sa * sb;
    const auto value = eval(c)(sa = a, sb = b);
    if constexpr (sizeof...(A) == 1 && sizeof...(B) == 1) {
        STATIC_REQUIRE(std::is_same_v<decltype(value), const T>);
        CHECK(oracle::distance(value, product(at_a, at_b, 1, K, 1)[0]) < tolerance<T>);
    } else {
        STATIC_REQUIRE(value.size() == M * N);
        CHECK(oracle::distance(value, product(at_a, at_b, M, K, N)) < tolerance<T>);
    }

    const auto r = value_and_grad(sum(pow(c - 1_c, 2_c)))(sb = b, sa = a);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(r.grad[sa])>, tensor<T, A...>>);
    STATIC_REQUIRE(std::is_same_v<std::remove_cvref_t<decltype(r.grad[sb])>, tensor<T, B...>>);
    CHECK(oracle::distance(r.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[sa], at_a, expected) < tolerance<T>);
    CHECK(oracle::gradient_distance(r.grad[sb], at_b, expected) < tolerance<T>);

    const auto f = [](auto x, auto y) { return sum(pow(x * y - 1_c, 2_c)); };
    const auto [v, d] = value_and_grad(f)(a, b);
    CHECK(v == r.value);
    CHECK(std::get<0>(d) == r.grad[sa]);
    CHECK(std::get<1>(d) == r.grad[sb]);
    if constexpr (M == 3) { // one triple of extents will do
        CHECK(tapeless::grad<0>(f)(a, b) == r.grad[sa]);
        CHECK(tapeless::grad<1>(f)(a, b) == r.grad[sb]);
    }
}

// Every combination of a matrix and a vector.
template <class T, std::size_t M, std::size_t K, std::size_t N>
void check_shapes() {
    check<T, M, K, N>(tapeless::shape<M, K>{}, tapeless::shape<K, N>{});
    check<T, M, K, 1>(tapeless::shape<M, K>{}, tapeless::shape<K>{});
    check<T, 1, K, N>(tapeless::shape<K>{}, tapeless::shape<K, N>{});
    check<T, 1, K, 1>(tapeless::shape<K>{}, tapeless::shape<K>{});
}

TEMPLATE_TEST_CASE("products of matrices and vectors, and their gradients", "[matmul]", float, double) {
    check_shapes<TestType, 1, 1, 1>();
    check_shapes<TestType, 3, 17, 33>();
    check_shapes<TestType, 33, 3, 1>();
    check_shapes<TestType, 4, 10, 64>();
    check_shapes<TestType, 17, 64, 10>();
}

template <class E>
using shape_of = tapeless::expr::shape_of<tapeless::expr::id_of<E>>;

TEST_CASE("the extents of a product", "[matmul]") {
    constexpr auto A = var<"A", 2, 3>;
    constexpr auto B = var<"B", 3, 5>;
    constexpr auto u = var<"u", 3>;
    constexpr auto v = var<"v", 2>;
    using tapeless::shape;
    STATIC_REQUIRE(std::is_same_v<shape_of<decltype(A * B)>, shape<2, 5>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<decltype(A * u)>, shape<2>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<decltype(v * A)>, shape<3>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<decltype(u * u)>, shape<>>);
    STATIC_REQUIRE(std::is_same_v<decltype(A * B), decltype(matmul(A, B))>);
    STATIC_REQUIRE(std::is_same_v<decltype(u * u), decltype(dot(u, u))>);
}

// One operand twice: the first contribution to its adjoint assigns, the second adds.
TEMPLATE_TEST_CASE("a matrix times itself, and times its transpose", "[matmul]", float, double) {
    using T = TestType;
    constexpr std::size_t n = 17;
    const auto w = numbers<T, n, n>(3);
    reals at = widen(w);
    const auto transposed = [&] {
        reals t(n * n);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) t[j * n + i] = at[i * n + j];
        return t;
    };
    constexpr auto W = var<"W", n, n>;

    const auto squared = value_and_grad(sum(pow(W * W - 1_c, 2_c)))(W = w);
    const auto square = [&] { return loss(product(at, at, n, n, n)); };
    CHECK(oracle::distance(squared.value, square()) < tolerance<T>);
    CHECK(oracle::gradient_distance(squared.grad[W], at, square) < tolerance<T>);

    const auto right = value_and_grad(sum(pow(W * transpose(W) - 1_c, 2_c)))(W = w);
    const auto gram = [&] { return loss(product(at, transposed(), n, n, n)); };
    CHECK(oracle::distance(right.value, gram()) < tolerance<T>);
    CHECK(oracle::gradient_distance(right.grad[W], at, gram) < tolerance<T>);

    const auto left = value_and_grad([](auto x) { return sum(pow(transpose(x) * x - 1_c, 2_c)); })(w);
    const auto cogram = [&] { return loss(product(transposed(), at, n, n, n)); };
    CHECK(oracle::distance(left.value, cogram()) < tolerance<T>);
    CHECK(oracle::gradient_distance(left.grad, at, cogram) < tolerance<T>);
}

TEMPLATE_TEST_CASE("a vector times itself is its squared length", "[matmul]", float, double) {
    using T = TestType;
    const auto v = numbers<T, 33>(4);
    reals at = widen(v);
    const auto length = [&] { return product(at, at, 1, 33, 1)[0]; };
    constexpr auto u = var<"u", 33>;
    const auto r = value_and_grad(u * u)(u = v);
    CHECK(oracle::distance(r.value, length()) < tolerance<T>);
    for (std::size_t i = 0; i < 33; ++i) CHECK(r.grad[u][i] == 2 * v[i]);
}

TEMPLATE_TEST_CASE("a quadratic form, and a chain of products", "[matmul]", float, double) {
    using T = TestType;
    const auto w = numbers<T, 10, 10>(5);
    const auto v = numbers<T, 10>(6);
    reals at_w = widen(w), at_v = widen(v);
    constexpr auto W = var<"W", 10, 10>;
    constexpr auto u = var<"u", 10>;

    const auto form = value_and_grad(u * W * u)(u = v, W = w);
    const auto expected = [&] { return product(product(at_v, at_w, 1, 10, 10), at_v, 1, 10, 1)[0]; };
    CHECK(oracle::distance(form.value, expected()) < tolerance<T>);
    CHECK(oracle::gradient_distance(form.grad[u], at_v, expected) < tolerance<T>);
    CHECK(oracle::gradient_distance(form.grad[W], at_w, expected) < tolerance<T>);

    const auto cube = value_and_grad(sum(W * W * W))(W = w);
    const auto cubed = [&] {
        real sum = 0;
        for (const real x : product(product(at_w, at_w, 10, 10, 10), at_w, 10, 10, 10)) sum += x;
        return sum;
    };
    CHECK(oracle::distance(cube.value, cubed()) < tolerance<T>);
    CHECK(oracle::gradient_distance(cube.grad[W], at_w, cubed) < tolerance<T>);
}

// Nothing is computed toward an operand that is data: its product in the backward sweep is the dearest there is.
TEST_CASE("a matrix that is data has no adjoint", "[matmul][plan]") {
    using tapeless::expr::id_of;
    constexpr auto W = var<"W", 4, 3>;
    constexpr auto x = data<"x", 3>;
    constexpr auto e = sum(tanh(W * x));
    using plan = tapeless::plan::gradient_plan<id_of<std::remove_const_t<decltype(e)>>, 0>;
    const auto exists = [](auto symbol) {
        for (std::size_t k = 0; k < plan::nodes; ++k)
            if (plan::schedule.node[k]->id == id_of<decltype(symbol)>) return plan::adjoint.exists[k];
        return false;
    };
    CHECK(exists(W));
    CHECK_FALSE(exists(x));
    STATIC_REQUIRE(plan::reaches<id_of<std::remove_const_t<decltype(W)>>>);
    STATIC_REQUIRE_FALSE(plan::reaches<id_of<std::remove_const_t<decltype(x)>>>);
    // In the workspace is the product, and then its adjoint in its place; W's own is the caller's.
    STATIC_REQUIRE(plan::workspace == tapeless::plan::slot_size({1, {4}}));

    // The same by wrt: b is a variable, and still nothing is computed toward it.
    constexpr auto b = var<"b", 3>;
    constexpr auto chosen = tapeless::wrt(W);
    const auto wrt_id = []<tapeless::meta::hash_t Id>(tapeless::selection<Id>) { return Id; };
    constexpr auto product = sum(W * b);
    using part = tapeless::plan::gradient_plan<id_of<std::remove_const_t<decltype(product)>>, wrt_id(chosen)>;
    STATIC_REQUIRE_FALSE(part::reaches<id_of<std::remove_const_t<decltype(b)>>>);
    const tensor<double, 4, 3> w{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const tensor<double, 3> v{1, 10, 100};
    CHECK(tapeless::grad(product, chosen)(W = w, b = v)[W] ==
          tensor<double, 4, 3>{1, 10, 100, 1, 10, 100, 1, 10, 100, 1, 10, 100});
}

// [1, 2, 3] W for W = [[1, 0], [0, 1], [1, 1]] is [4, 5].
TEST_CASE("operands may be of any type that holds their elements", "[matmul]") {
    constexpr auto W = var<"W", 3, 2>;
    constexpr auto u = var<"u", 3>;
    constexpr auto f = value_and_grad(sum(u * W));
    const tensor<double, 3, 2> w{1, 0, 0, 1, 1, 1};
    const std::array<double, 3> array{1, 2, 3};
    const double c_array[]{1, 2, 3};
    const tensor<double, 3> vector{1, 2, 3};
    double elsewhere[]{0, 1, 2, 3};
    const tapeless::tensor_view<double, 3> view{elsewhere + 1};
    const tapeless::tensor_view<const double, 3> reading{elsewhere + 1};

    const auto right = [&](const auto& r) {
        return r.value == 9 && r.grad[u] == tensor<double, 3>{1, 1, 2} &&
               r.grad[W] == tensor<double, 3, 2>{1, 1, 2, 2, 3, 3};
    };
    CHECK(right(f(u = array, W = w)));
    CHECK(right(f(u = c_array, W = w)));
    CHECK(right(f(u = vector, W = w)));
    CHECK(right(f(u = view, W = w)));
    CHECK(right(f(u = reading, W = w.view())));
    CHECK(right(f(W = w, u = vector)));
    // Values that live as long as the call.
    CHECK(right(f(u = std::array<double, 3>{1, 2, 3}, W = tensor<double, 3, 2>{1, 0, 0, 1, 1, 1})));
    CHECK(right(f(u = tapeless::tensor_view<const double, 3>{elsewhere + 1}, W = tensor<double, 3, 2>{w})));
    // A plain array of all the elements stands for a matrix, row by row.
    CHECK(right(f(u = array, W = std::array<double, 6>{1, 0, 0, 1, 1, 1})));

    const auto g = value_and_grad([](auto a, auto b) { return sum(a * b); });
    const auto right_too = [](const auto& r) {
        const auto& by_a = std::get<0>(r.grad); // a std::array where a was one, else a tensor
        return r.value == 9 && by_a[0] == 1 && by_a[1] == 1 && by_a[2] == 2 &&
               std::get<1>(r.grad) == tensor<double, 3, 2>{1, 1, 2, 2, 3, 3};
    };
    CHECK(right_too(g(array, w)));
    CHECK(right_too(g(c_array, w)));
    CHECK(right_too(g(view, w.view())));
    CHECK(right_too(g(std::array<double, 3>{1, 2, 3}, tensor<double, 3, 2>{w})));
}

// sum(relu(x W + b)) at x W + b = [4 - 5, 5 + 1]: the first unit is off.
TEST_CASE("a dense layer is differentiated in a constant expression", "[matmul]") {
    constexpr auto W = var<"W", 3, 2>;
    constexpr auto b = var<"b", 2>;
    constexpr auto x = data<"x", 3>;
    constexpr auto layer = value_and_grad(sum(relu(x * W + b)));
    constexpr auto r = layer(x = std::array<double, 3>{1, 2, 3}, W = tensor<double, 3, 2>{1, 0, 0, 1, 1, 1},
                             b = std::array<double, 2>{-5, 1});
    STATIC_REQUIRE(r.value == 6);
    STATIC_REQUIRE(r.grad[W] == tensor<double, 3, 2>{0, 1, 0, 2, 0, 3});
    STATIC_REQUIRE(r.grad[b] == tensor<double, 2>{0, 1});
    STATIC_REQUIRE_FALSE(decltype(r.grad)::has<tapeless::expr::id_of<std::remove_const_t<decltype(x)>>>);

    // A batch of two, a larger layer than any kernel handles in one piece, and the mean squared error by hand.
    constexpr auto X = data<"X", 2, 3>;
    constexpr auto batch = tapeless::grad(mean(pow(X * W + b, 2_c)))(X = tensor<double, 2, 3>{1, 2, 3, 0, 0, 1},
                                                                     W = tensor<double, 3, 2>{1, 0, 0, 1, 1, 1},
                                                                     b = tensor<double, 2>{0, 0});
    // X W = [[4, 5], [1, 1]]; the adjoint is half of it.
    STATIC_REQUIRE(batch[b] == tensor<double, 2>{2.5, 3});
    STATIC_REQUIRE(batch[W] == tensor<double, 3, 2>{2, 2.5, 4, 5, 6.5, 8});
}

// The products with transposes, as the definition says.
reals turned(const reals& a, std::size_t rows, std::size_t columns) {
    reals t(a.size());
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) t[j * rows + i] = a[i * columns + j];
    return t;
}
template <class T, std::size_t M, std::size_t K, std::size_t N>
void check_transposed() {
    const auto agree = [](auto e, auto u, auto v, const auto& a, const auto& b, auto expected) {
        reals at_a = widen(a), at_b = widen(b);
        const auto of = [&] { return loss(expected(at_a, at_b)); };
        CHECK(oracle::distance(eval(e)(u = a, v = b), expected(at_a, at_b)) < tolerance<T>);
        const auto g = tapeless::grad(sum(pow(e - 1_c, 2_c)))(u = a, v = b);
        CHECK(oracle::gradient_distance(g[u], at_a, of) < tolerance<T>);
        CHECK(oracle::gradient_distance(g[v], at_b, of) < tolerance<T>);
    };
    constexpr auto km = var<"a", K, M>;
    constexpr auto mk = var<"b", M, K>;
    constexpr auto kn = var<"c", K, N>;
    constexpr auto nk = var<"d", N, K>;
    agree(transpose(km) * kn, km, kn, numbers<T, K, M>(1), numbers<T, K, N>(2),
          [](const reals& a, const reals& b) { return product(turned(a, K, M), b, M, K, N); });
    agree(mk * transpose(nk), mk, nk, numbers<T, M, K>(1), numbers<T, N, K>(2),
          [](const reals& a, const reals& b) { return product(a, turned(b, N, K), M, K, N); });
    agree(transpose(km) * transpose(nk), km, nk, numbers<T, K, M>(1), numbers<T, N, K>(2),
          [](const reals& a, const reals& b) { return product(turned(a, K, M), turned(b, N, K), M, K, N); });
}

TEST_CASE("products with transposes and their gradients", "[matmul]") {
    check_transposed<float, 3, 17, 33>();
    check_transposed<double, 5, 1, 3>();
}

// Nothing but the symbols, one product and what follows it: no transposed copy.
TEST_CASE("a product reads a transposed operand as it lies", "[matmul]") {
    constexpr auto A = var<"A", 2, 3>;
    constexpr auto B = var<"B", 2, 5>;
    constexpr auto C = var<"C", 3, 2>;
    constexpr auto u = var<"u", 3>;
    constexpr auto v = var<"v", 2>;
    using tapeless::expr::id_of;
    using tapeless::expr::record_of;
    constexpr auto is_product_of = [](auto e, auto a, auto b) {
        const auto& r = record_of<id_of<decltype(e)>>;
        return r.arity == 2 && r.operands[0]->id == id_of<decltype(a)> && r.operands[1]->id == id_of<decltype(b)>;
    };
    STATIC_REQUIRE(is_product_of(transpose(A) * B, A, B));
    STATIC_REQUIRE(is_product_of(C * transpose(transpose(B)), C, B));
    STATIC_REQUIRE(is_product_of(A * transpose(A), A, A));
    STATIC_REQUIRE(std::is_same_v<decltype(transpose(A) * v), decltype(v * A)>);
    STATIC_REQUIRE(std::is_same_v<decltype(u * transpose(A)), decltype(A * u)>);
    STATIC_REQUIRE(std::is_same_v<decltype(transpose(A) * transpose(C)), decltype(transpose(C * A))>);
    STATIC_REQUIRE(id_of<decltype(transpose(transpose(A)))> == id_of<std::remove_const_t<decltype(A)>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<decltype(transpose(A) * B)>, tapeless::shape<3, 5>>);

    // Numbers go with the operand that they belong to.
    const tensor<double, 2, 3> a{1, 2, 3, 4, 5, 6};
    const tensor<double, 3, 2> c{1, 0, 0, 1, 1, 1};
    CHECK(eval(transpose(A * 2.0) * transpose(C * 10.0))(A = a, C = c) ==
          eval(transpose((C * 10.0) * (A * 2.0)))(A = a, C = c));
    CHECK(eval(transpose(2.0 * A) * (A * 0.5))(A = a) == eval(transpose(A) * A)(A = a));
    STATIC_REQUIRE(eval(transpose(A) * v)(A = tensor<double, 2, 3>{1, 2, 3, 4, 5, 6},
                                          v = std::array<double, 2>{1, 10}) == tensor<double, 3>{41, 52, 63});
}

} // namespace

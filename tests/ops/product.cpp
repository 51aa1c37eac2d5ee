// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <tapeless/ops/product.hpp>

using namespace tensor_test;

namespace {

reals all_products(const reals& u, const reals& v) {
    reals result;
    for (const real x : u)
        for (const real y : v) result.push_back(x * y);
    return result;
}
reals vector_product(const reals& u, const reals& v) {
    return {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
}
// The second repeats where it is smaller.
reals products_in_place(const reals& u, const reals& v) {
    reals result;
    for (std::size_t i = 0; i < u.size(); ++i) result.push_back(u[i] * v[i % v.size()]);
    return result;
}

TEST_CASE("products of vectors and element by element", "[product]") {
    check([](auto u, auto v) { return outer(u, v); }, all_products, numbers<float, 3>(1), numbers<float, 17>(2));
    check([](auto u, auto v) { return outer(u, v); }, all_products, numbers<double, 17>(1), numbers<double, 1>(2));
    check([](auto u, auto v) { return cross(u, v); }, vector_product, numbers<double, 3>(1), numbers<double, 3>(2));
    check([](auto u, auto v) { return hadamard(u, v); }, products_in_place, numbers<double, 3, 5>(1),
          numbers<double, 5>(2));
}

TEST_CASE("outer and cross keep the laws", "[product]") {
    CHECK(broken<tapeless::ops::outer>(point<3>(1), point<5>(2)) == "");
    CHECK(broken<tapeless::ops::outer>(point<1>(1), point<17>(2)) == "");
    CHECK(broken<tapeless::ops::cross>(point<3>(1), point<3>(2)) == "");
}

TEST_CASE("elementwise products of scalars and numbers", "[product]") {
    constexpr auto u = var<"u", 3>;
    constexpr auto x = var<"x">;
    const tensor<double, 3> a{1, -2, 3};
    CHECK(eval(hadamard(u, u))(u = a) == tensor<double, 3>{1, 4, 9});
    CHECK(grad(sum(hadamard(u, u)))(u = a)[u] == tensor<double, 3>{2, -4, 6});
    CHECK(eval(hadamard(u, x))(u = a, x = 2.0) == tensor<double, 3>{2, -4, 6});
    CHECK(eval(hadamard(0.5, u))(u = a) == tensor<double, 3>{0.5, -1, 1.5});
    // Equal expressions with different numbers in them are not equal.
    CHECK(eval(hadamard(u * 2.0, u * 3.0))(u = a) == tensor<double, 3>{6, 24, 54});
    // A vector is perpendicular to its cross products, and they change sign with the order.
    CHECK(eval(dot(u, cross(u, u + u * u)))(u = a) == 0);
    CHECK(sizeof(outer(u * 2.0, u)) == sizeof(double));
}

TEST_CASE("products in constant expressions", "[product]") {
    constexpr auto u = var<"u", 3>;
    constexpr auto v = var<"v", 3>;
    constexpr tensor<double, 3> a{1, 2, 3}, b{3, 2, 1};
    STATIC_REQUIRE(eval(cross(u, v))(u = a, v = b) == tensor<double, 3>{-4, 8, -4});
    STATIC_REQUIRE(grad(sum(outer(u, v)))(u = a, v = b)[u] == tensor<double, 3>{6, 6, 6});
}

} // namespace

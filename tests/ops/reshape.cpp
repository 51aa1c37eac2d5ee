// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <tapeless/ops/reshape.hpp>

using namespace tensor_test;
using tapeless::shape;

namespace {

TEST_CASE("other shapes of the same elements", "[reshape]") {
    const auto same = [](const reals& a) { return a; };
    check([](auto u) { return reshape<3, 2, 5>(u); }, same, numbers<double, 6, 5>(1));
    check([](auto u) { return flatten(u); }, same, numbers<float, 3, 11>(2));
    // A column, a row and a matrix that repeat.
    check([](auto u) { return broadcast_to<3, 4>(u); },
          [](const reals& a) {
              reals r;
              for (std::size_t i = 0; i < 12; ++i) r.push_back(a[i / 4]);
              return r;
          },
          numbers<double, 3, 1>(1));
    check([](auto u) { return broadcast_to<3, 17>(u); },
          [](const reals& a) {
              reals r;
              for (std::size_t i = 0; i < 51; ++i) r.push_back(a[i % 17]);
              return r;
          },
          numbers<float, 17>(1));
    check([](auto u) { return broadcast_to<2, 3, 2, 5>(u); },
          [](const reals& a) {
              reals r;
              for (std::size_t i = 0; i < 60; ++i) r.push_back(a[i / 10 % 3 * 5 + i % 5]);
              return r;
          },
          numbers<double, 3, 1, 5>(1));
}

TEST_CASE("reshape and broadcast_to keep the laws", "[reshape]") {
    using namespace tapeless::ops;
    CHECK(broken<reshape<shape<6>>>(point<2, 3>()) == "");
    CHECK(broken<broadcast<shape<2, 3>>>(point<2, 1>()) == "");
    CHECK(broken<broadcast<shape<2, 3>>>(real(0.5)) == "");
}

TEST_CASE("a scalar that is broadcast", "[reshape]") {
    constexpr auto x = var<"x">;
    constexpr auto r = value_and_grad(sum(pow(broadcast_to<2, 3>(x), 2_c)) + x)(x = 2.0);
    STATIC_REQUIRE(r.value == 26);
    STATIC_REQUIRE(r.grad[x] == 25);
}

TEST_CASE("the shape that is there already costs nothing", "[reshape]") {
    constexpr auto u = var<"u", 2, 3>;
    using tapeless::expr::id_of;
    STATIC_REQUIRE(id_of<decltype(reshape<2, 3>(u))> == id_of<std::remove_const_t<decltype(u)>>);
    STATIC_REQUIRE(id_of<decltype(broadcast_to<2, 3>(u))> == id_of<std::remove_const_t<decltype(u)>>);
    STATIC_REQUIRE(eval(reshape<3, 2>(u))(u = tensor<double, 2, 3>{1, 2, 3, 4, 5, 6}) ==
                   tensor<double, 3, 2>{1, 2, 3, 4, 5, 6});
}

} // namespace

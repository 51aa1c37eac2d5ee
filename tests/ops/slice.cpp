// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <array>
#include <tapeless/ops/slice.hpp>

using namespace tensor_test;
using tapeless::shape;

namespace {

// Elements whose place in the blocks of `period` lies in [first, last).
auto chosen(std::size_t period, std::size_t first, std::size_t last) {
    return [=](const reals& a) {
        reals r;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (i % period >= first && i % period < last) r.push_back(a[i]);
        return r;
    };
}

TEST_CASE("slices of all kinds", "[slice]") {
    const auto a = numbers<double, 5, 7>(1);
    check([](auto u) { return slice<1, 3>(u); }, chosen(35, 7, 28), a);
    check([](auto u) { return slice<1, 2, 4>(u); }, chosen(7, 2, 6), a);
    check([](auto u) { return slice<1, 1, 1>(u); }, chosen(15, 5, 10), numbers<double, 2, 3, 5>(2));
    check([](auto u) { return row<4>(u); }, chosen(35, 28, 35), numbers<float, 5, 7>(1));
    check([](auto u) { return column<0>(u); }, chosen(7, 0, 1), a);
    check([](auto u) { return u[3_c]; }, chosen(35, 21, 28), a);
    check([](auto u) { return element(u, 3_c, 6_c); }, chosen(35, 27, 28), a);
}

TEST_CASE("slices keep the laws", "[slice]") {
    CHECK(broken<tapeless::ops::part<2, shape<2, 2>>>(point<3, 2>()) == "");
    CHECK(broken<tapeless::ops::part<5, shape<>>>(point<3, 2>()) == "");
    CHECK(broken<tapeless::ops::slice<1, 1, 2, false>>(point<2, 4, 3>()) == "");
    CHECK(broken<tapeless::ops::slice<1, 2, 1, true>>(point<2, 3>()) == "");
}

TEST_CASE("a part of a part is a part of the whole", "[slice]") {
    constexpr auto A = var<"A", 3, 4>;
    using tapeless::expr::id_of;
    using tapeless::expr::shape_of;
    STATIC_REQUIRE(std::is_same_v<decltype(A[1_c][2_c]), decltype(element(A, 1_c, 2_c))>);
    STATIC_REQUIRE(std::is_same_v<decltype(slice<1, 2>(A)[1_c]), decltype(row<2>(A))>);
    STATIC_REQUIRE(std::is_same_v<decltype(A[std::integral_constant<int, 1>{}]), decltype(A[1_c])>);
    STATIC_REQUIRE(id_of<decltype(slice<0, 3>(A))> == id_of<std::remove_const_t<decltype(A)>>);
    STATIC_REQUIRE(id_of<decltype(slice<1, 0, 4>(A))> == id_of<std::remove_const_t<decltype(A)>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<id_of<decltype(slice<1, 1, 2>(A))>>, shape<3, 2>>);
    STATIC_REQUIRE(std::is_same_v<shape_of<id_of<decltype(A[0_c][0_c])>>, shape<>>);

    constexpr tensor<double, 3, 4> a{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    STATIC_REQUIRE(eval(A[1_c])(A = a) == tensor<double, 4>{5, 6, 7, 8});
    STATIC_REQUIRE(eval((A * 2.0)[2_c][1_c])(A = a) == 20);
    STATIC_REQUIRE(grad(A[0_c][1_c] * A[2_c][0_c])(A = a)[A] == tensor<double, 3, 4>{0, 9, 0, 0, 0, 0, 0, 0, 2});
    // Of a function's arguments, tensors and arrays alike.
    CHECK(grad([](auto w) { return w[0_c] * w[1_c]; })(tensor<double, 2>{2, 5}) == tensor<double, 2>{5, 2});
    CHECK(grad([](auto w) { return w[0_c] * w[1_c]; })(std::array<double, 2>{2, 5}) == std::array<double, 2>{5, 2});
}

} // namespace

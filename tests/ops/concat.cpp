// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <tapeless/ops/concat.hpp>

using namespace tensor_test;

namespace {

// Runs of `m` elements of a, each followed by `n` of b.
auto in_turns(std::size_t m, std::size_t n) {
    return [=](const reals& a, const reals& b) {
        reals r;
        for (std::size_t i = 0; i < a.size() / m; ++i) {
            for (std::size_t j = 0; j < m; ++j) r.push_back(a[i * m + j]);
            for (std::size_t j = 0; j < n; ++j) r.push_back(b[i * n + j]);
        }
        return r;
    };
}

TEST_CASE("tensors joined along an axis that they have and along a new one", "[concat]") {
    const auto a = numbers<double, 3, 5>(1);
    const auto b = numbers<double, 3, 2>(2);
    const auto v = numbers<double, 17>(3);
    check([](auto u, auto w) { return concat(u, w); }, in_turns(1, 33), numbers<float, 1>(1), numbers<float, 33>(2));
    check([](auto u, auto w) { return concat<1>(u, w); }, in_turns(5, 2), a, b);
    check([](auto u, auto w) { return stack(u, w); }, in_turns(17, 17), v, numbers<double, 17>(4));
    check([](auto u, auto w) { return stack<1>(u, w); }, in_turns(1, 1), v, numbers<double, 17>(4));
}

TEST_CASE("concat and stack keep the laws", "[concat]") {
    CHECK(broken<tapeless::ops::concat<1, 6, 2>>(point<2, 1>(1), point<2, 3>(2), point<2, 2>(3)) == "");
    CHECK(broken<tapeless::ops::stack<1, 2, 3>>(point<3>(1), point<3>(2)) == "");
    CHECK(broken<tapeless::ops::stack<0, 4, 1>>(real(1), real(2), real(0.5), real(-3)) == "");
}

TEST_CASE("scalars make a vector", "[concat]") {
    constexpr auto x = var<"x">;
    constexpr auto y = var<"y">;
    constexpr auto u = var<"u", 2>;
    constexpr auto e = stack(x, y, x * y, x * 2.0, x);
    STATIC_REQUIRE(eval(e)(x = 3.0, y = 5.0) == tensor<double, 5>{3, 5, 15, 6, 3});
    STATIC_REQUIRE(grad(sum(pow(stack(x, y, x), 2_c)))(x = 3.0, y = 5.0)[x] == 12);
    // One tensor in three places receives three adjoints.
    CHECK(grad(sum(pow(concat(u, u * 3_c, u), 2_c)))(u = tensor<double, 2>{1, 2})[u] == tensor<double, 2>{22, 44});
    STATIC_REQUIRE(eval(concat(u, stack(x)))(u = tensor<double, 2>{1, 2}, x = 3.0) == tensor<double, 3>{1, 2, 3});
}

} // namespace

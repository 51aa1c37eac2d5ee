// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <tapeless/ops/diagonal.hpp>

using namespace tensor_test;

namespace {

auto every(std::size_t step, std::size_t count) {
    return [=](const reals& a) {
        reals r;
        for (std::size_t i = 0; i < count; ++i) r.push_back(a[i * step]);
        return r;
    };
}

TEST_CASE("trace and diag", "[diagonal]") {
    check([](auto u) { return diag(u); }, every(6, 3), numbers<double, 3, 5>(1));
    check([](auto u) { return diag(u); }, every(4, 3), numbers<float, 5, 3>(1));
    check([](auto u) { return trace(u); },
          [](const reals& a) {
              real sum = 0;
              for (const real x : every(18, 17)(a)) sum += x;
              return reals{sum};
          },
          numbers<double, 17, 17>(1));
    check([](auto u) { return diag(u); },
          [](const reals& a) {
              reals r(9);
              for (std::size_t i = 0; i < 3; ++i) r[i * 4] = a[i];
              return r;
          },
          numbers<double, 3>(1));
}

TEST_CASE("trace and diag keep the laws", "[diagonal]") {
    CHECK(broken<tapeless::ops::trace>(point<3, 3>()) == "");
    CHECK(broken<tapeless::ops::diagonal>(point<2, 3>()) == "");
    CHECK(broken<tapeless::ops::diagonal_matrix>(point<3>()) == "");
}

TEST_CASE("diag in a constant expression", "[diagonal]") {
    constexpr auto u = var<"u", 2>;
    STATIC_REQUIRE(eval(diag(diag(u)))(u = tensor<double, 2>{1, 2}) == tensor<double, 2>{1, 2});
    STATIC_REQUIRE(grad(trace(diag(u)))(u = tensor<double, 2>{1, 2})[u] == tensor<double, 2>{1, 1});
}

} // namespace

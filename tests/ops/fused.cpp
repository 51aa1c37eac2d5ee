// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

#include <tapeless/ops/fused.hpp>

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

TEST_CASE("fma keeps the laws") {
    constexpr double at[][3]{{1, 2, 3}, {-1, 0.5, 0}, {0, 3, 1}, {1e5, 1e-5, -2}, {0.1, 0.3, 7}};
    CHECK(broken<ops::fma>(at) == "");
}

TEMPLATE_TEST_CASE("fma rounds once", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a, auto b, auto c) { return fma(a, b, c); });
    const T e = std::numeric_limits<T>::epsilon();
    // (1 + e)(1 - e) is 1 - e^2, which a product rounds to 1.
    const auto [v, d] = f(1 + e, 1 - e, T(-1));
    CHECK(v == -e * e);
    CHECK(std::get<0>(d) == 1 - e);
    CHECK(std::get<1>(d) == 1 + e);
    CHECK(std::get<2>(d) == 1);
    CHECK(std::isnan(f(infinity<T>, T(0), T(1)).value));
    CHECK(std::isnan(f(T(1), T(0), not_a_number<T>).value));
    CHECK(f(huge<T>, T(2), -infinity<T>).value == -infinity<T>);
    CHECK(tapeless::value_and_grad([](auto a) { return fma(a, 2_c, 1.0); })(T(3)).value == 7);
    CHECK(tapeless::value_and_grad([](auto a) { return fma(a, a, a); })(T(3)).grad == 7);
}

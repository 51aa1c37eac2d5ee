// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support.hpp"

using namespace ops_test;
using namespace tapeless::literals;
namespace ops = tapeless::ops;

namespace {

constexpr auto x = tapeless::var<"x">;

} // namespace

TEST_CASE("stop_gradient keeps the laws having no derivative to check") {
    constexpr double at[]{0, 1, -1};
    CHECK(broken<ops::stop_gradient>(at) == "");
}

TEMPLATE_TEST_CASE("stop_gradient is the value without the derivative", "", float, double, long double) {
    using T = TestType;
    const auto f = tapeless::value_and_grad([](auto a) { return stop_gradient(a); });
    for (T at : {T(0), T(-1.5), huge<T>, infinity<T>}) {
        CHECK(f(at).value == at);
        CHECK(f(at).grad == 0);
    }
}

TEST_CASE("a stopped factor counts as a constant") {
    CHECK(tapeless::grad(x * stop_gradient(x))(x = 3.0)[x] == 3.0);
    CHECK(tapeless::grad(x * stop_gradient(x * x))(x = 3.0)[x] == 9.0);
    CHECK(tapeless::grad(sin(stop_gradient(x)) * x)(x = 3.0)[x] == std::sin(3.0));
    CHECK(tapeless::grad(x * x - stop_gradient(x) * 4_c)(x = 3.0)[x] == 6.0);
}

TEST_CASE("nothing is computed below stop_gradient") {
    // The derivative of log at 0 is infinite, and 0 times it would be NaN.
    CHECK(tapeless::grad(x + stop_gradient(exp(-log(x))))(x = 0.0)[x] == 1.0);
}

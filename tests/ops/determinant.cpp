// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "linear_algebra.hpp"

#include <tapeless/ops/determinant.hpp>

using namespace tensor_test;

namespace {

const auto by_expansion = [](const reals& a) { return reals{determinant(a)}; };
const auto its_logarithm = [](const reals& a) { return reals{std::log(std::fabs(determinant(a)))}; };

TEST_CASE("determinants and their logarithms", "[determinant]") {
    const auto f = [](auto u) { return det(u); };
    const auto g = [](auto u) { return log_det(u); };
    check(f, by_expansion, regular<double, 2>());
    check(f, by_expansion, regular<float, 3>());
    check(f, by_expansion, regular<double, 5>());
    check(g, its_logarithm, regular<double, 1>());
    check(g, its_logarithm, definite<float, 3>());
    check(g, its_logarithm, regular<double, 5>(2));
}

TEST_CASE("det and log_det keep the laws", "[determinant]") {
    using tapeless::ops::log_determinant;
    CHECK(broken<tapeless::ops::determinant>(regular<real, 1>()) == "");
    CHECK(broken<tapeless::ops::determinant>(regular<real, 3>()) == "");
    CHECK(broken<tapeless::ops::determinant>(regular<real, 5>()) == "");
    CHECK(broken<log_determinant>(regular<real, 5>()) == "");
}

// Of rank 3, 2 and 0: all cofactors by expansion, in exact small numbers. A zero pivot comes first, in between and last.
TEMPLATE_TEST_CASE("the determinant of a singular matrix has derivatives", "[determinant]", float, double) {
    using T = TestType;
    using matrix = tensor<T, 4, 4>;
    constexpr auto u = var<"u", 4, 4>;
    for (const matrix& a : {matrix{1, 2, 3, 4, 2, 4, 6, 8, 0, 1, 0, 2, 5, 0, 1, 0},
                            matrix{0, 0, 0, 0, 1, 2, 0, 1, 3, 1, 1, 1, 2, 0, 5, 1},
                            matrix{0, 1, 2, 3, 0, 4, 5, 7, 0, 7, 8, 1, 0, 2, 1, 1},
                            matrix{1, 2, 3, 4, 2, 4, 6, 8, 1, 1, 1, 1, 2, 2, 2, 2}, matrix{}}) {
        const auto r = value_and_grad(det(u))(u = a);
        CHECK(oracle::distance(r.value, 0) < tolerance<T>);
        reals at = widen(a);
        CHECK(oracle::gradient_distance(r.grad[u], at, [&] { return determinant(at); }) < 10 * tolerance<T>);
        // Forward as backward.
        tensor<tapeless::dual<T>, 4, 4> moving{};
        T expected = 0;
        for (std::size_t i = 0; i < 16; ++i) {
            moving[i] = {a[i], static_cast<T>(i) - 4};
            expected += r.grad[u][i] * (static_cast<T>(i) - 4);
        }
        CHECK(eval(det(u))(u = moving).tangent[0] == Approx(expected).margin(1e-4));
    }
    CHECK(eval(log_det(u))(u = matrix{}) == -std::numeric_limits<T>::infinity());
    // A product of pivots that overflows.
    const T big = std::numeric_limits<T>::max() / 4;
    CHECK(eval(log_det(u))(u = matrix{big, 0, 0, 0, 0, big, 0, 0, 0, 0, big, 0, 0, 0, 0, big}) ==
          Approx(4 * std::log(big)));
}

TEST_CASE("the sign of a determinant", "[determinant]") {
    constexpr auto u = var<"u", 4, 4>;
    constexpr tensor<double, 4, 4> odd{0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4};
    constexpr tensor<double, 4, 4> even{0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4, 0};
    STATIC_REQUIRE(eval(det(u))(u = odd) == -24);
    STATIC_REQUIRE(eval(det(u))(u = even) == 24);
    STATIC_REQUIRE(grad(det(u))(u = odd)[u][1] == -24);
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "linear_algebra.hpp"

#include <tapeless/ops/cholesky.hpp>
#include <tapeless/ops/slice.hpp>

using namespace tensor_test;

namespace {

// Row by row, where the library subtracts column by column; of the symmetric part.
reals factor(const reals& a) {
    const std::size_t n = side(a);
    reals l(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            real sum = (a[i * n + j] + a[j * n + i]) / 2;
            for (std::size_t k = 0; k < j; ++k) sum -= l[i * n + k] * l[j * n + k];
            l[i * n + j] = i == j ? std::sqrt(sum) : sum / l[j * n + j];
        }
    return l;
}

TEST_CASE("the Cholesky factor", "[cholesky]") {
    const auto f = [](auto u) { return cholesky(u); };
    check(f, factor, definite<double, 1>());
    check(f, factor, definite<float, 3>());
    check(f, factor, definite<double, 17>());
}

TEST_CASE("cholesky keeps the laws", "[cholesky]") {
    CHECK(broken<tapeless::ops::cholesky>(definite<real, 1>()) == "");
    CHECK(broken<tapeless::ops::cholesky>(definite<real, 5>()) == "");
}

TEST_CASE("cholesky where it is known and where there is none", "[cholesky]") {
    constexpr auto A = var<"A", 2, 2>;
    constexpr tensor<double, 2, 2> a{4, 2, 2, 5};
    STATIC_REQUIRE(eval(cholesky(A))(A = a) == tensor<double, 2, 2>{2, 0, 1, 2});
    // log(det(A)) / 2 is the sum of the logarithms of the diagonal: the derivative is the inverse, halved.
    constexpr auto l = cholesky(A);
    const auto g = grad(log(sum(row<0>(l))) + log(element(l, 1_c, 1_c)))(A = a)[A];
    const tensor<double, 2, 2> expected{5 / 32.0, -2 / 32.0, -2 / 32.0, 4 / 32.0};
    for (std::size_t i = 0; i < 4; ++i) CHECK(g[i] == Approx(expected[i]));
    CHECK(std::isnan(eval(cholesky(A))(A = tensor<double, 2, 2>{1, 2, 2, 1})[3]));
    CHECK(std::isnan(eval(cholesky(A))(A = tensor<double, 2, 2>{-1, 0, 0, 1})[0]));
}

} // namespace

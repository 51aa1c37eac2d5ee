// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "linear_algebra.hpp"

#include <tapeless/ops/solve.hpp>

using namespace tensor_test;
using tapeless::triangle;

namespace {

// One half of a matrix with ones in the place of zeros on the diagonal.
template <triangle Which>
reals half(const reals& a) {
    reals r = a;
    const std::size_t n = side(a);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            if (Which == triangle::lower ? j > i : j < i) r[i * n + j] = 0;
    return r;
}

TEST_CASE("inverses and solutions", "[solve]") {
    check([](auto u) { return inverse(u); }, [](const reals& a) { return solution(a, identity(side(a))); },
          regular<double, 4>());
    check([](auto u) { return inverse(u); }, [](const reals& a) { return reals{1 / a[0]}; }, regular<float, 1>());
    const auto f = [](auto u, auto v) { return solve(u, v); };
    check(f, solution, regular<float, 3>(), numbers<float, 3>(2));
    check(f, solution, regular<double, 4>(), numbers<double, 4, 3>(2));
    check([](auto u, auto v) { return solve_triangular<triangle::lower>(u, v); },
          [](const reals& a, const reals& b) { return solution(half<triangle::lower>(a), b); }, definite<double, 3>(),
          numbers<double, 3>(2));
    check([](auto u, auto v) { return solve_triangular<triangle::upper>(u, v); },
          [](const reals& a, const reals& b) { return solution(half<triangle::upper>(a), b); }, definite<double, 4>(),
          numbers<double, 4, 3>(2));
}

TEST_CASE("inverse and solve keep the laws", "[solve]") {
    using namespace tapeless::ops;
    CHECK(broken<inverse>(regular<real, 5>()) == "");
    CHECK(broken<solve>(regular<real, 5>(), point<5>(2)) == "");
    CHECK(broken<solve>(regular<real, 3>(), point<3, 2>(2)) == "");
    CHECK(broken<solve_triangular<triangle::lower>>(definite<real, 3>(), point<3, 2>(2)) == "");
    CHECK(broken<solve_triangular<triangle::upper>>(definite<real, 5>(), point<5>(2)) == "");
}

// A X = B is checked by multiplying.
TEMPLATE_TEST_CASE("larger systems", "[solve]", float, double) {
    using T = TestType;
    constexpr auto A = var<"A", 33, 33>;
    constexpr auto B = var<"B", 33, 3>;
    const auto a = regular<T, 33>();
    const auto b = numbers<T, 33, 3>(2);
    const auto x = eval(solve(A, B))(A = a, B = b);
    reals product(99);
    for (std::size_t i = 0; i < 33; ++i)
        for (std::size_t k = 0; k < 33; ++k)
            for (std::size_t c = 0; c < 3; ++c)
                product[i * 3 + c] += static_cast<real>(a(i, k)) * static_cast<real>(x(k, c));
    CHECK(oracle::distance(product, widen(b)) < 100 * tolerance<T>);
}

TEMPLATE_TEST_CASE("a singular system", "[solve]", float, double) {
    using T = TestType;
    constexpr auto A = var<"A", 2, 2>;
    constexpr auto b = var<"b", 2>;
    const tensor<T, 2, 2> singular{1, 2, 2, 4};
    const auto x = eval(solve(A, b))(A = singular, b = tensor<T, 2>{1, 1});
    CHECK_FALSE(std::isfinite(x[0]));
    CHECK_FALSE(std::isfinite(x[1]));
    CHECK_FALSE(std::isfinite(eval(inverse(A))(A = singular)[0]));
    // A zero in the pivot's place is no singularity.
    CHECK(eval(solve(A, b))(A = tensor<T, 2, 2>{0, 2, 4, 0}, b = tensor<T, 2>{2, 8}) == tensor<T, 2>{2, 1});
}

// What the other half holds does not matter, and receives nothing.
TEST_CASE("a triangular system reads one half", "[solve]") {
    constexpr auto A = var<"A", 2, 2>;
    constexpr auto b = var<"b", 2>;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const auto lower = value_and_grad(sum(solve_triangular<triangle::lower>(A, b)))(
        A = tensor<double, 2, 2>{2, nan, 1, 4}, b = tensor<double, 2>{2, 9});
    CHECK(lower.value == 3);
    CHECK(lower.grad[A] == tensor<double, 2, 2>{-0.375, 0, -0.25, -0.5});
    const auto upper = grad(sum(solve_triangular<triangle::upper>(A, b)))(A = tensor<double, 2, 2>{2, 1, nan, 4},
                                                                          b = tensor<double, 2>{4, 8});
    CHECK(upper[A][2] == 0);
    CHECK(upper[A][1] == -1);
}

TEST_CASE("a system is solved in a constant expression", "[solve]") {
    constexpr auto A = var<"A", 2, 2>;
    constexpr auto b = var<"b", 2>;
    constexpr tensor<double, 2, 2> a{0, 2, 4, 0};
    STATIC_REQUIRE(eval(solve(A, b))(A = a, b = tensor<double, 2>{2, 8}) == tensor<double, 2>{2, 1});
    STATIC_REQUIRE(grad(sum(inverse(A)))(A = a)[A] == tensor<double, 2, 2>{-0.125, -0.25, -0.0625, -0.125});
}

} // namespace

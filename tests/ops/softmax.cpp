// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <tapeless/ops/softmax.hpp>

using namespace tensor_test;

namespace {

// Elements of [blocks, length, inner], line by line: f of a line gives its results, one or as many as it has elements.
template <class F>
reals along(const reals& a, std::size_t blocks, std::size_t length, std::size_t inner, const F& f) {
    reals result(a.size());
    std::size_t results = 0;
    for (std::size_t b = 0; b < blocks; ++b)
        for (std::size_t j = 0; j < inner; ++j) {
            reals line;
            for (std::size_t k = 0; k < length; ++k) line.push_back(a[(b * length + k) * inner + j]);
            const reals made = f(line);
            for (std::size_t k = 0; k < made.size(); ++k) result[(b * made.size() + k) * inner + j] = made[k];
            results += made.size();
        }
    result.resize(results);
    return result;
}
reals sum_of_exponentials(const reals& line) {
    real sum = 0;
    for (const real x : line) sum += std::exp(x);
    return {sum};
}
reals log_of_sum(const reals& line) { return {std::log(sum_of_exponentials(line)[0])}; }
reals shares(const reals& line) {
    reals result;
    for (const real x : line) result.push_back(std::exp(x) / sum_of_exponentials(line)[0]);
    return result;
}
reals log_shares(const reals& line) {
    reals result;
    for (const real x : line) result.push_back(x - std::log(sum_of_exponentials(line)[0]));
    return result;
}

TEST_CASE("logsumexp and softmax of everything and along an axis", "[softmax]") {
    const auto a = numbers<double, 3, 5>(1);
    const auto v = numbers<double, 17>(2);
    const auto lines = [](auto f, std::size_t blocks, std::size_t length, std::size_t inner) {
        return [=](const reals& x) { return along(x, blocks, length, inner, f); };
    };
    check([](auto u) { return logsumexp(u); }, lines(log_of_sum, 1, 15, 1), a);
    check([](auto u) { return logsumexp<0>(u); }, lines(log_of_sum, 1, 3, 5), a);
    check([](auto u) { return logsumexp<1>(u); }, lines(log_of_sum, 3, 5, 1), a);
    check([](auto u) { return softmax(u); }, lines(shares, 3, 5, 1), a);
    check([](auto u) { return softmax<0>(u); }, lines(shares, 1, 3, 5), a);
    check([](auto u) { return softmax(u); }, lines(shares, 1, 17, 1), numbers<float, 17>(2));
    check([](auto u) { return log_softmax(u); }, lines(log_shares, 1, 17, 1), v);
    check([](auto u) { return log_softmax<0>(u); }, lines(log_shares, 1, 3, 5), a);
}

TEST_CASE("softmax keeps the laws", "[softmax]") {
    using namespace tapeless::ops;
    CHECK(broken<logsumexp_along<all_axes>>(point<33>()) == "");
    CHECK(broken<logsumexp_along<1>>(point<2, 3, 2>()) == "");
    CHECK(broken<softmax<0>>(point<1>()) == "");
    CHECK(broken<softmax<0>>(point<17>()) == "");
    CHECK(broken<softmax<1>>(point<2, 3, 2>()) == "");
    CHECK(broken<log_softmax<1>>(point<2, 3, 2>()) == "");
}

TEMPLATE_TEST_CASE("softmax neither overflows nor underflows", "[softmax]", float, double) {
    using T = TestType;
    constexpr T infinite = std::numeric_limits<T>::infinity();
    constexpr auto u = var<"u", 3>;
    const tensor<T, 3> high{T(1e30), T(1e30), T(-1e30)};
    CHECK(eval(logsumexp(u))(u = high) == T(1e30));
    CHECK(eval(softmax(u))(u = high) == tensor<T, 3>{T(0.5), T(0.5), 0});
    CHECK(eval(log_softmax(u))(u = high)[2] == T(-2e30));
    CHECK(grad(logsumexp(u))(u = high)[u] == tensor<T, 3>{T(0.5), T(0.5), 0});
    CHECK(eval(logsumexp(u))(u = tensor<T, 3>{T(-1e30), T(-1e30), T(-1e30)}) == T(-1e30));

    // Infinite elements: as docs/singularities.md says of scalars.
    const auto at = [&](T x, T y, T z) { return value_and_grad(logsumexp(u))(u = tensor<T, 3>{x, y, z}); };
    const auto none = at(-infinite, -infinite, -infinite);
    CHECK(none.value == -infinite);
    CHECK(none.grad[u] == tensor<T, 3>{1 / T(3), 1 / T(3), 1 / T(3)});
    const auto one = at(-infinite, 2, -infinite);
    CHECK(one.value == 2);
    CHECK(one.grad[u] == tensor<T, 3>{0, 1, 0});
    const auto two = at(infinite, 2, infinite);
    CHECK(two.value == infinite);
    CHECK(two.grad[u] == tensor<T, 3>{T(0.5), 0, T(0.5)});
    CHECK(std::isnan(at(1, std::numeric_limits<T>::quiet_NaN(), 2).value));
    CHECK(eval(softmax(u))(u = tensor<T, 3>{-infinite, 0, 0}) == tensor<T, 3>{0, T(0.5), T(0.5)});
    CHECK(std::isnan(eval(softmax(u))(u = tensor<T, 3>{infinite, 0, 0})[0]));
}

TEST_CASE("softmax in a constant expression", "[softmax]") {
    constexpr auto u = var<"u", 2>;
    STATIC_REQUIRE(eval(softmax(u))(u = tensor<double, 2>{3, 3}) == tensor<double, 2>{0.5, 0.5});
    STATIC_REQUIRE(grad(logsumexp(u))(u = tensor<double, 2>{3, 3})[u] == tensor<double, 2>{0.5, 0.5});
}

} // namespace

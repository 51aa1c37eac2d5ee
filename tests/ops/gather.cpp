// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "tensor_support.hpp"

#include <memory>
#include <tapeless/ops/gather.hpp>

using namespace tensor_test;

namespace {

TEST_CASE("rows and elements by label", "[gather]") {
    static constexpr tensor<int, 4> labels{2, 0, 2, 1};
    constexpr auto t = var<"t", 3, 5>;
    constexpr auto u = var<"u", 4, 5>;
    constexpr auto l = data<"l", 4>;
    const auto table = numbers<double, 3, 5>(1);
    const auto rows = eval(gather(t, l))(t = table, l = labels);
    const auto picked = eval(pick(u, l))(u = numbers<double, 4, 5>(2), l = labels);
    for (std::size_t i = 0; i < 4; ++i) {
        const auto label = static_cast<std::size_t>(labels[i]);
        for (std::size_t j = 0; j < 5; ++j) CHECK(rows(i, j) == table(label, j));
        CHECK(picked[i] == numbers<double, 4, 5>(2)(i, label));
    }
    // Row 2 is read twice.
    const auto g = grad(sum(gather(t, l)) + sum(t))(t = table, l = labels)[t];
    for (std::size_t j = 0; j < 5; ++j) {
        CHECK(g(0, j) == 2);
        CHECK(g(1, j) == 2);
        CHECK(g(2, j) == 3);
    }
}

TEST_CASE("gather and pick keep the laws", "[gather]") {
    CHECK(broken<tapeless::ops::gather>(point<3, 2>(1), tensor<int, 5>{2, 0, 2, 2, 1}) == "");
    CHECK(broken<tapeless::ops::pick>(point<3, 2>(1), tensor<signed char, 3>{1, 0, 1}) == "");
}

// The tables lie on the heap in their exact size, so that a sanitizer sees the first element beyond.
TEMPLATE_TEST_CASE("a label that names nothing", "[gather]", float, double) {
    using T = TestType;
    constexpr auto t = var<"t", 2, 3>;
    constexpr auto l = data<"l", 2>;
    const auto table = std::make_unique<tensor<T, 2, 3>>(tensor<T, 2, 3>{1, 2, 3, 4, 5, 6});
    for (const int wrong : {-1, 2, 3, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
        const tensor<int, 2> labels{wrong, 1};
        const auto rows = eval(gather(t, l))(t = *table, l = labels);
        CHECK(std::isnan(rows(0, 0)));
        CHECK(std::isnan(rows(0, 2)));
        CHECK(rows(1, 2) == 6);
        CHECK(grad(sum(gather(t, l)))(t = *table, l = labels)[t] == tensor<T, 2, 3>{0, 0, 0, 1, 1, 1});
    }
    const tensor<int, 2> labels{3, 2};
    const auto picked = eval(pick(t, l))(t = *table, l = labels);
    CHECK(std::isnan(picked[0]));
    CHECK(picked[1] == 6);
    CHECK(grad(sum(pick(t, l)))(t = *table, l = labels)[t] == tensor<T, 2, 3>{0, 0, 0, 0, 0, 1});
    // Labels in the numbers of the table.
    CHECK(eval(pick(t, l))(t = *table, l = tensor<T, 2>{1, 0}) == tensor<T, 2>{2, 4});
    CHECK(std::isnan(eval(pick(t, l))(t = *table, l = tensor<T, 2>{std::numeric_limits<T>::quiet_NaN(), T(1e30)})[1]));
}

TEST_CASE("gather in a constant expression", "[gather]") {
    constexpr auto t = var<"t", 3>;
    constexpr auto l = data<"l", 2>;
    STATIC_REQUIRE(eval(gather(t, l))(t = tensor<double, 3>{1, 2, 3}, l = tensor<int, 2>{2, 0}) ==
                   tensor<double, 2>{3, 1});
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless/tensor/view.hpp>

#include <cstddef>
#include <type_traits>

namespace {

using tapeless::tensor_view;

TEST_CASE("a view knows its extents", "[view]") {
    using view = tensor_view<float, 3, 1, 7>;
    STATIC_REQUIRE(view::rank == 3);
    STATIC_REQUIRE(view::size() == 21);
    STATIC_REQUIRE(view::extent(0) == 3);
    STATIC_REQUIRE(view::extent(1) == 1);
    STATIC_REQUIRE(view::extent(2) == 7);
    STATIC_REQUIRE(std::is_same_v<view::element_type, float>);
    STATIC_REQUIRE(std::is_same_v<view::shape_type, tapeless::shape<3, 1, 7>>);
}

TEST_CASE("a view is a pointer and nothing else", "[view]") {
    STATIC_REQUIRE(sizeof(tensor_view<double, 64, 64>) == sizeof(double*));
    STATIC_REQUIRE(std::is_trivially_copyable_v<tensor_view<double, 64, 64>>);

    double numbers[6]{};
    const tensor_view<double, 2, 3> view{numbers};
    const auto copy = view;
    CHECK(copy.data() == numbers);
    CHECK(view.begin() == numbers);
    CHECK(view.end() == numbers + 6);
}

TEST_CASE("a view indexes row by row", "[view]") {
    int numbers[24];
    for (int i = 0; i < 24; ++i) numbers[i] = i;
    const tensor_view<const int, 2, 3, 4> view{numbers};
    int expected = 0;
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 3; ++j)
            for (std::size_t k = 0; k < 4; ++k) {
                CHECK(view(i, j, k) == expected);
                CHECK(view[static_cast<std::size_t>(expected)] == expected);
                ++expected;
            }

    // The same elements under other shapes.
    CHECK(tensor_view<const int, 24>{numbers}(17) == 17);
    CHECK(tensor_view<const int, 4, 6>{numbers}(3, 1) == 19);
    CHECK(tensor_view<const int, 24, 1>{numbers}(5, 0) == 5);
}

TEST_CASE("an index may be of any integer type", "[view]") {
    int numbers[]{0, 1, 2, 3, 4, 5};
    const tensor_view<int, 2, 3> view{numbers};
    CHECK(view(1, 2) == 5);
    CHECK(view(short{1}, 2u) == 5);
    CHECK(view(std::size_t{1}, char{0}) == 3);
}

TEST_CASE("a view takes an index per axis, no more and no fewer", "[view]") {
    using view = tensor_view<int, 2, 3>;
    STATIC_REQUIRE(std::is_invocable_v<view, int, int>);
    STATIC_REQUIRE_FALSE(std::is_invocable_v<view, int>);
    STATIC_REQUIRE_FALSE(std::is_invocable_v<view, int, int, int>);
}

TEST_CASE("elements are written through a view, unless they are const", "[view]") {
    float numbers[4]{};
    const tensor_view<float, 2, 2> view{numbers}; // the view is const, what it sees is not
    view(1, 0) = 3;
    view[1] = 2;
    CHECK(numbers[2] == 3);
    CHECK(numbers[1] == 2);
    STATIC_REQUIRE(std::is_same_v<decltype(view[0]), float&>);
    STATIC_REQUIRE(std::is_same_v<decltype(tensor_view<const float, 2, 2>{numbers}(0, 0)), const float&>);
}

TEST_CASE("a view works in constant expressions", "[view]") {
    constexpr auto trace = [] {
        int numbers[9]{};
        const tensor_view<int, 3, 3> view{numbers};
        for (std::size_t i = 0; i < 3; ++i) view(i, i) = static_cast<int>(i) + 1;
        int sum = 0;
        for (int x : view) sum += x;
        return sum;
    }();
    STATIC_REQUIRE(trace == 6);
}

} // namespace

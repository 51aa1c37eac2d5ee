// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless/tensor/tensor.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace {

using tapeless::tensor;
using tapeless::tensor_view;

TEST_CASE("a tensor is an aggregate of its elements", "[tensor]") {
    constexpr tensor<float, 2, 3> t{1, 2, 3, 4, 5, 6};
    STATIC_REQUIRE(std::is_aggregate_v<tensor<float, 2, 3>>);
    STATIC_REQUIRE(std::is_trivially_copyable_v<tensor<float, 2, 3>>);
    STATIC_REQUIRE(t(0, 0) == 1);
    STATIC_REQUIRE(t(0, 2) == 3);
    STATIC_REQUIRE(t(1, 0) == 4);
    STATIC_REQUIRE(t[5] == 6);

    // What is not given is zero, as in an array.
    constexpr tensor<double, 2, 2> partly{7};
    STATIC_REQUIRE(partly == tensor<double, 2, 2>{7, 0, 0, 0});
    STATIC_REQUIRE(tensor<double, 5>{} == tensor<double, 5>{0, 0, 0, 0, 0});
}

TEST_CASE("a tensor knows its extents", "[tensor]") {
    using t = tensor<double, 4, 1, 9>;
    STATIC_REQUIRE(t::rank == 3);
    STATIC_REQUIRE(t::size() == 36);
    STATIC_REQUIRE(t::extent(0) == 4);
    STATIC_REQUIRE(t::extent(1) == 1);
    STATIC_REQUIRE(t::extent(2) == 9);
    STATIC_REQUIRE(std::is_same_v<t::element_type, double>);
    STATIC_REQUIRE(std::is_same_v<t::shape_type, tapeless::shape<4, 1, 9>>);
}

TEST_CASE("a tensor holds its elements and nothing else", "[tensor]") {
    STATIC_REQUIRE(sizeof(tensor<float, 1>) == sizeof(float));
    STATIC_REQUIRE(sizeof(tensor<float, 3>) == 3 * sizeof(float));
    STATIC_REQUIRE(sizeof(tensor<double, 4, 2>) == 64);
    STATIC_REQUIRE(sizeof(tensor<float, 64, 784>) == 64 * 784 * sizeof(float));
}

TEST_CASE("tensors of 64 bytes or more are aligned for vector code, smaller ones are not padded", "[tensor]") {
    STATIC_REQUIRE(alignof(tensor<float, 15>) == alignof(float));
    STATIC_REQUIRE(alignof(tensor<float, 16>) == 64);
    STATIC_REQUIRE(alignof(tensor<double, 7>) == alignof(double));
    STATIC_REQUIRE(alignof(tensor<double, 8>) == 64);
    STATIC_REQUIRE(alignof(tensor<float, 3, 17>) == 64);

    const auto aligned = [](const void* p) { return reinterpret_cast<std::uintptr_t>(p) % 64 == 0; };
    const tensor<float, 33> on_the_stack{};
    const auto on_the_heap = std::make_unique<tensor<float, 33>>();
    const std::vector<tensor<double, 9>> many(5);
    CHECK(aligned(on_the_stack.data()));
    CHECK(aligned(on_the_heap->data()));
    for (const auto& t : many) CHECK(aligned(t.data()));
}

TEST_CASE("the elements lie row by row", "[tensor]") {
    tensor<int, 3, 5> t{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 5; ++j) t(i, j) = static_cast<int>(10 * i + j);
    CHECK(t.data()[7] == 12);
    CHECK(t[14] == 24);
    CHECK(&t(2, 0) == t.begin() + 10);
    CHECK(t.end() - t.begin() == 15);

    int sum = 0;
    for (int x : t) sum += x;
    CHECK(sum == 5 * (0 + 10 + 20) + 3 * (0 + 1 + 2 + 3 + 4));
}

TEST_CASE("a tensor takes an index per axis, no more and no fewer", "[tensor]") {
    using t = tensor<int, 2, 3>;
    STATIC_REQUIRE(std::is_invocable_v<t&, int, int>);
    STATIC_REQUIRE_FALSE(std::is_invocable_v<t&, int>);
    STATIC_REQUIRE_FALSE(std::is_invocable_v<t&, int, int, int>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<t&>()(0, 0)), int&>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const t&>()(0, 0)), const int&>);
    STATIC_REQUIRE(std::is_same_v<decltype(std::declval<const t&>()[0]), const int&>);
}

TEST_CASE("tensors are equal when all their elements are", "[tensor]") {
    constexpr tensor<double, 2, 2> a{1, 2, 3, 4};
    STATIC_REQUIRE(a == tensor<double, 2, 2>{1, 2, 3, 4});
    STATIC_REQUIRE(a != tensor<double, 2, 2>{1, 2, 3, 5});
    STATIC_REQUIRE(a != tensor<double, 2, 2>{0, 2, 3, 4});
    STATIC_REQUIRE(tensor<double, 1>{0.0} == tensor<double, 1>{-0.0}); // as elements are
}

TEST_CASE("a tensor converts to a view of itself", "[tensor]") {
    tensor<float, 2, 2> t{1, 2, 3, 4};
    const tensor_view<float, 2, 2> view = t;
    view(1, 1) = 9;
    CHECK(t(1, 1) == 9);
    CHECK(t.view().data() == t.data());

    const auto& fixed = t;
    const tensor_view<const float, 2, 2> reading = fixed;
    CHECK(reading.data() == t.data());
    STATIC_REQUIRE(std::is_same_v<decltype(fixed.view()), tensor_view<const float, 2, 2>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<const tensor<float, 2, 2>&, tensor_view<float, 2, 2>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<tensor<float, 2, 2>&, tensor_view<float, 4>>);
}

TEST_CASE("a tensor works in constant expressions", "[tensor]") {
    constexpr auto doubled = [] {
        tensor<int, 2, 2> t{1, 2, 3, 4};
        for (int& x : t) x *= 2;
        t(0, 1) += 10;
        t[3] = 0;
        return t;
    }();
    STATIC_REQUIRE(doubled == tensor<int, 2, 2>{2, 14, 6, 0});
    STATIC_REQUIRE(doubled.view()(1, 0) == 6);
}

} // namespace

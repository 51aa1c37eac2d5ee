// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "diff/witness.hpp"

#include <tapeless.hpp>
#include <tapeless/interop/eigen.hpp>

#include <Eigen/Core>

#include <array>
#include <limits>
#include <type_traits>

namespace {

constexpr auto W = tapeless::var<"W", 3, 4>;
constexpr auto x = tapeless::data<"x", 4>;

template <class T>
using matrix = Eigen::Matrix<T, 3, 4, Eigen::RowMajor>;
template <class T>
using vector = Eigen::Matrix<T, 4, 1>;

template <class T>
matrix<T> weights() {
    matrix<T> w;
    w << 1, -2, 0.5, 0.25, 0.75, 3, -1, 0.125, -0.5, 2, 1.5, -0.25;
    return w;
}

/// The derivative of observe(W) + sum(tanh(W x)) by W, by Eigen.
template <class T>
Eigen::Matrix<T, 3, 4> expected_gradient() {
    const vector<T> v(1, -2, 3, T(0.5));
    const Eigen::Array<T, 3, 1> y = (weights<T>() * v).array().tanh();
    return ((1 - y.square()).matrix() * v.transpose()).array() + 1;
}

template <class T, class Weights, class Vector>
void check(const Weights& w, const Vector& v, const T* first) {
    constexpr auto e = observe(W) + sum(tanh(W * x));
    const auto by_symbols = tapeless::grad(e)(W = w, x = v);
    CHECK(both_sweeps_saw(first));
    const auto by_arguments = tapeless::grad<0>([](auto a, auto b) { return observe(a) + sum(tanh(a * b)); })(w, v);
    CHECK(both_sweeps_saw(first));
    STATIC_REQUIRE(std::is_same_v<decltype(by_arguments), const tapeless::tensor<T, 3, 4>>);

    const auto expected = expected_gradient<T>();
    const Eigen::Map<const matrix<T>> ours(by_symbols[W].data());
    CHECK((ours - expected).cwiseAbs().maxCoeff() < 16 * std::numeric_limits<T>::epsilon());
    CHECK(by_arguments == by_symbols[W]);
}

} // namespace

TEMPLATE_TEST_CASE("row-major matrices and vectors of Eigen are tensors", "", float, double) {
    const matrix<TestType> w = weights<TestType>();
    const vector<TestType> v(1, -2, 3, TestType(0.5));
    check<TestType>(w, v, w.data());
    check<TestType>(w, Eigen::Matrix<TestType, 1, 4>(v.transpose()), w.data());

    const Eigen::Array<TestType, 3, 4, Eigen::RowMajor> as_array = w.array();
    check<TestType>(as_array, Eigen::Array<TestType, 4, 1>(v.array()), as_array.data());
}

TEMPLATE_TEST_CASE("maps of Eigen are tensors", "", float, double) {
    std::array<TestType, 12> w{};
    Eigen::Map<matrix<TestType>> writable(w.data());
    writable = weights<TestType>();
    const std::array<TestType, 4> v{1, -2, 3, TestType(0.5)};
    check<TestType>(writable, Eigen::Map<const vector<TestType>>(v.data()), w.data());
    check<TestType>(Eigen::Map<const matrix<TestType>>(w.data()), Eigen::Map<const vector<TestType>>(v.data()),
                    w.data());
}

TEST_CASE("a column of Eigen is a matrix with one column") {
    constexpr auto column = tapeless::var<"column", 3, 1>;
    const Eigen::Vector3d v(1, 2, 3);
    const auto g = tapeless::grad(observe(column) + sum(square(column)))(column = v);
    CHECK(both_sweeps_saw(v.data()));
    CHECK(g[column](2, 0) == 7);
}

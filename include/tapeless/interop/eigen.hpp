// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_EIGEN_HPP
#define TAPELESS_INTEROP_EIGEN_HPP

/// Eigen's matrices and arrays of fixed size, and maps of them, as values of tensors, read where they lie. Vectors have one
/// extent; matrices must be row-major, as tensors are.

#include "../diff/value_type.hpp"

#include <Eigen/Core>

namespace tapeless::diff {

template <class V>
concept eigen_of_fixed_size = V::SizeAtCompileTime != Eigen::Dynamic;

template <class V>
inline constexpr bool is_row_major = V::IsRowMajor;

template <class V, bool Vector = V::IsVectorAtCompileTime>
struct eigen_traits
    : array_traits<typename V::Scalar, std::size_t{V::RowsAtCompileTime}, std::size_t{V::ColsAtCompileTime}> {
    static constexpr const typename V::Scalar* elements(const V& v) noexcept { return v.data(); }

    template <class Value>
    static constexpr bool accepted() noexcept {
        static_assert(is_row_major<Value>,
                      "tapeless: a column-major matrix of Eigen is bound, and tensors are row-major (its type is named "
                      "here): declare it Eigen::Matrix<double, 3, 4, Eigen::RowMajor>, or bind it as what it is row by "
                      "row, its transpose: tapeless::view<4, 3>(m.data())");
        return is_row_major<Value>;
    }
};
template <class V>
struct eigen_traits<V, true> : array_traits<typename V::Scalar, std::size_t{V::SizeAtCompileTime}> {
    static constexpr const typename V::Scalar* elements(const V& v) noexcept { return v.data(); }
};

template <class T, int Rows, int Columns, int Options, int MaxRows, int MaxColumns>
    requires eigen_of_fixed_size<Eigen::Matrix<T, Rows, Columns, Options, MaxRows, MaxColumns>>
struct value_traits<Eigen::Matrix<T, Rows, Columns, Options, MaxRows, MaxColumns>>
    : eigen_traits<Eigen::Matrix<T, Rows, Columns, Options, MaxRows, MaxColumns>> {
};
template <class T, int Rows, int Columns, int Options, int MaxRows, int MaxColumns>
    requires eigen_of_fixed_size<Eigen::Array<T, Rows, Columns, Options, MaxRows, MaxColumns>>
struct value_traits<Eigen::Array<T, Rows, Columns, Options, MaxRows, MaxColumns>>
    : eigen_traits<Eigen::Array<T, Rows, Columns, Options, MaxRows, MaxColumns>> {
};
// A map with strides has gaps, and is none of these.
template <class V, int Options>
    requires eigen_of_fixed_size<V>
struct value_traits<Eigen::Map<V, Options>> : eigen_traits<Eigen::Map<V, Options>> {
};

} // namespace tapeless::diff

#endif

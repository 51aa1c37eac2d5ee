// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TENSOR_KERNELS_DUAL_PRODUCT_HPP
#define TAPELESS_TENSOR_KERNELS_DUAL_PRODUCT_HPP

#include "../../value/dual.hpp"
#include "store.hpp"

namespace tapeless::kernels {

template <store How, std::size_t M, std::size_t N, std::size_t K, class T>
constexpr void matmul_nn(const T* a, const T* b, T* c) noexcept;

namespace detail {

/// One element of a product with `Columns` columns. A single column may be a vector, which destinations take for a row.
template <std::size_t Columns, class To>
constexpr To element_at(const To& c, std::size_t row, std::size_t column) noexcept {
    if constexpr (Columns == 1)
        return c.along(row);
    else
        return c.moved(row, column);
}

/// Whether any of some dual numbers has a tangent that is not zero.
template <class T, std::size_t D>
bool moves(const dual<T, D>* x, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        for (const T& tangent : x[i].tangent)
            if (!duals::vanishes(tangent)) return true;
    return false;
}

template <std::size_t Rows, std::size_t Columns, std::size_t RowStep, std::size_t ColumnStep, class T, std::size_t D>
void take_values(const dual<T, D>* from, T* to) {
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t c = 0; c < Columns; ++c) *to++ = from[r * RowStep + c * ColumnStep].value;
}

/// As rows `[row][j]` of tangents j.
template <std::size_t Rows, std::size_t Columns, std::size_t RowStep, std::size_t ColumnStep, class T, std::size_t D>
void take_tangent_rows(const dual<T, D>* from, T* to) {
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t j = 0; j < D; ++j)
            for (std::size_t c = 0; c < Columns; ++c) *to++ = from[r * RowStep + c * ColumnStep].tangent[j];
}
/// As columns `[column][j]`.
template <std::size_t Rows, std::size_t Columns, std::size_t RowStep, std::size_t ColumnStep, class T, std::size_t D>
void take_tangent_columns(const dual<T, D>* from, T* to) {
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t c = 0; c < Columns; ++c)
            for (std::size_t j = 0; j < D; ++j) *to++ = from[r * RowStep + c * ColumnStep].tangent[j];
}

/// The product of matrices of dual numbers by the product rule, as products of matrices of their values and tangents: up
/// to 2 M N K (1 + 2 D) flops. Where a matrix does not move, its tangents are left out, and so what they would meet.
template <std::size_t M, std::size_t N, std::size_t K, std::size_t ARow, std::size_t ACol, std::size_t BRow,
          std::size_t BCol, class T, std::size_t D, class To>
void dual_product(const dual<T, D>* a, const dual<T, D>* b, const To& c) {
    T a_value[M * K], b_value[K * N], value[M * N], tangent[M * N * D]{};
    take_values<M, K, ARow, ACol>(a, a_value);
    take_values<K, N, BRow, BCol>(b, b_value);
    matmul_nn<store::assign, M, N, K>(a_value, b_value, value);
    if (moves(b, K * N)) {
        T b_tangent[K * N * D];
        take_tangent_columns<K, N, BRow, BCol>(b, b_tangent);
        matmul_nn<store::assign, M, N * D, K>(a_value, b_tangent, tangent);
    }
    if (moves(a, M * K)) {
        T a_tangent[M * D * K], rows[M * D * N];
        take_tangent_rows<M, K, ARow, ACol>(a, a_tangent);
        matmul_nn<store::assign, M * D, N, K>(a_tangent, b_value, rows);
        for (std::size_t m = 0; m < M; ++m)
            for (std::size_t n = 0; n < N; ++n)
                for (std::size_t j = 0; j < D; ++j)
                    store_one<store::add>(tangent[(m * N + n) * D + j], rows[(m * D + j) * N + n]);
    }
    for (std::size_t m = 0; m < M; ++m)
        for (std::size_t n = 0; n < N; ++n) {
            dual<T, D> x(value[m * N + n]);
            for (std::size_t j = 0; j < D; ++j) x.tangent[j] = tangent[(m * N + n) * D + j];
            element_at<N>(c, m, n).put_one(x);
        }
}

} // namespace detail
} // namespace tapeless::kernels

#endif

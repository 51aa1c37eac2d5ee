// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a column-major matrix of Eigen is bound, and tensors are row-major (its type is named here): declare it Eigen::Matrix<double, 3, 4, Eigen::RowMajor>

#include <tapeless.hpp>
#include <tapeless/interop/eigen.hpp>

constexpr auto W = tapeless::var<"W", 3, 4>;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const Eigen::Matrix<double, 3, 4, Eigen::RowMajor> w = Eigen::Matrix<double, 3, 4>::Zero();
    static_cast<void>(tapeless::grad(sum(W))(W = w));
#else
    const Eigen::Matrix<double, 3, 4> w = Eigen::Matrix<double, 3, 4>::Zero();
    static_cast<void>(tapeless::grad(sum(W))(W = w)); // HERE
#endif
}

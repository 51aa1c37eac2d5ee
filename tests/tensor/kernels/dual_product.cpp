// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"

#include <tapeless/tensor/kernels/matmul.hpp>
#include <vector>

using tapeless::dual;
using tapeless::kernels::store;

namespace {

/// Small whole numbers, so that every sum is exact in whatever order.
template <class T>
T number(std::size_t i) {
    return static_cast<T>(static_cast<int>(i * 7 % 11) - 5);
}
template <class T, std::size_t D>
std::vector<dual<T, D>> matrix(std::size_t size, std::size_t seed, bool moves) {
    std::vector<dual<T, D>> all(size);
    for (std::size_t i = 0; i < size; ++i) {
        all[i] = number<T>(i + seed);
        for (std::size_t j = 0; j < D; ++j) all[i].tangent[j] = moves ? number<T>(3 * i + j + seed) : T(0);
    }
    return all;
}

template <store How, std::size_t M, std::size_t N, std::size_t K, class T, std::size_t D>
bool right(bool a_moves, bool b_moves) {
    namespace kernels = tapeless::kernels;
    const auto a = matrix<T, D>(M * K, 1, a_moves), b = matrix<T, D>(K * N, 5, b_moves);
    const auto before = matrix<T, D>(M * N, 9, true);
    auto nn = before, nt = before, tn = before;
    kernels::matmul_nn<How, M, N, K>(a.data(), b.data(), nn.data());
    kernels::matmul_nt<How, M, N, K>(a.data(), b.data(), nt.data());
    kernels::matmul_tn<How, M, N, K>(a.data(), b.data(), tn.data());
    const auto same = [&](const dual<T, D>& computed, std::size_t at, auto element_a, auto element_b) {
        dual<T, D> sum = How == store::add ? before[at] : dual<T, D>(T(0));
        for (std::size_t k = 0; k < K; ++k) sum += element_a(k) * element_b(k);
        bool equal = computed.value == sum.value;
        for (std::size_t j = 0; j < D; ++j) equal = equal && computed.tangent[j] == sum.tangent[j];
        return equal;
    };
    bool all = true;
    for (std::size_t m = 0; m < M; ++m)
        for (std::size_t n = 0; n < N; ++n) {
            const std::size_t at = m * N + n;
            const auto a_row = [&](std::size_t k) { return a[m * K + k]; };
            const auto a_column = [&](std::size_t k) { return a[k * M + m]; };
            const auto b_column = [&](std::size_t k) { return b[k * N + n]; };
            const auto b_row = [&](std::size_t k) { return b[n * K + k]; };
            all = all && same(nn[at], at, a_row, b_column) && same(nt[at], at, a_row, b_row) &&
                  same(tn[at], at, a_column, b_column);
        }
    return all;
}

} // namespace

TEMPLATE_TEST_CASE_SIG("products of matrices of dual numbers", "",
                       ((std::size_t M, std::size_t N, std::size_t K), M, N, K), (1, 1, 1), (3, 1, 17), (17, 3, 2)) {
    for (const bool a_moves : {false, true})
        for (const bool b_moves : {false, true}) {
            CHECK(right<store::assign, M, N, K, double, 1>(a_moves, b_moves));
            CHECK(right<store::add, M, N, K, float, 3>(a_moves, b_moves));
        }
}

TEST_CASE("products of matrices of duals of duals") {
    using number = dual<dual<double>>;
    const number x(dual<double>(2, 1), dual<double>(1, 0)), y(dual<double>(3, 0), dual<double>(0, 0));
    const number a[2]{x, y}, b[2]{x, y};
    number c;
    tapeless::kernels::matmul_nn<store::assign, 1, 1, 2>(a, b, &c); // x x + 9
    CHECK(c.value.value == 13);
    CHECK(c.value.tangent[0] == 4);
    CHECK(c.tangent[0].value == 4);
    CHECK(c.tangent[0].tangent[0] == 2);
}

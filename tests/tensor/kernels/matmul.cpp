// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp> // Catch2 3
#else
#include <catch2/catch.hpp> // Catch2 2
#endif

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>

#include <tapeless/tensor/kernels/matmul.hpp>

namespace {

namespace kernels = tapeless::kernels;
using kernels::store;

enum class form { nn, nt, tn };

// Arrays of their exact size on the heap, so that a sanitizer sees the first element beyond.
template <class T>
using heap_array = std::unique_ptr<T[]>;

template <class T>
heap_array<T> numbers(std::size_t count, unsigned seed) {
    heap_array<T> result(new T[count]);
    unsigned bits = seed * 2654435761U + 1U;
    for (std::size_t i = 0; i < count; ++i) {
        bits = bits * 1664525U + 1013904223U;
        result[i] = static_cast<T>(bits >> 12) / T{1048576} * T{2} - T{1};
    }
    return result;
}

// Where a(i, k) and b(k, j) lie, said once more and apart from the library.
struct layout {
    form f;
    std::size_t m, n, k;

    std::size_t a(std::size_t i, std::size_t p) const {
        return f == form::tn ? p * m + i : i * k + p;
    }
    std::size_t b(std::size_t p, std::size_t j) const {
        return f == form::nt ? j * k + p : p * n + j;
    }
};

template <form Form, store How, std::size_t M, std::size_t N, std::size_t K, class T>
constexpr void multiply(const T* a, const T* b, T* c) {
    if constexpr (Form == form::nn) {
        kernels::matmul_nn<How, M, N, K>(a, b, c);
    } else if constexpr (Form == form::nt) {
        kernels::matmul_nt<How, M, N, K>(a, b, c);
    } else {
        kernels::matmul_tn<How, M, N, K>(a, b, c);
    }
}

// The number of elements further from the truth than rounding allows: K products and K - 1 sums,
// in any order, err by less than K * eps * sum |a| |b|, with or without fused operations; adding
// to what was there rounds once more.
template <class T>
std::size_t count_wrong(const layout& at, store how, const T* a, const T* b, const T* before, const T* c) {
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < at.m; ++i) {
        for (std::size_t j = 0; j < at.n; ++j) {
            long double sum = 0;
            long double size = 0;
            for (std::size_t p = 0; p < at.k; ++p) {
                const long double product =
                    static_cast<long double>(a[at.a(i, p)]) * static_cast<long double>(b[at.b(p, j)]);
                sum += product;
                size += std::fabs(product);
            }
            const long double eps = static_cast<long double>(std::numeric_limits<T>::epsilon());
            long double bound = static_cast<long double>(at.k) * eps * size;
            if (how == store::add) {
                const long double old = static_cast<long double>(before[i * at.n + j]);
                sum += old;
                bound += eps * (std::fabs(old) + size);
            }
            const long double error = std::fabs(static_cast<long double>(c[i * at.n + j]) - sum);
            // Written so that a NaN is wrong.
            wrong += error <= bound ? 0U : 1U;
        }
    }
    return wrong;
}

template <form Form, store How, std::size_t M, std::size_t N, std::size_t K, class T>
void check_one() {
    constexpr std::size_t guard = 37;
    constexpr layout at{Form, M, N, K};
    const auto a = numbers<T>(M * K, 1);
    const auto b = numbers<T>(K * N, 2);
    const auto before = numbers<T>(M * N, 3);

    // What c held is read only in order to add to it: a NaN there must not come through.
    heap_array<T> exact(new T[M * N]);
    for (std::size_t i = 0; i < M * N; ++i) {
        exact[i] = How == store::add ? before[i] : std::numeric_limits<T>::quiet_NaN();
    }
    multiply<Form, How, M, N, K>(a.get(), b.get(), exact.get());

    heap_array<T> guarded(new T[M * N + 2 * guard]);
    const T canary = T{-12345};
    for (std::size_t i = 0; i < M * N + 2 * guard; ++i) {
        const bool inside = guard <= i && i < guard + M * N;
        guarded[i] = inside ? before[i - guard] : canary;
    }
    multiply<Form, How, M, N, K>(a.get(), b.get(), guarded.get() + guard);

    std::size_t spoilt = 0;
    std::size_t different = 0;
    for (std::size_t i = 0; i < M * N + 2 * guard; ++i) {
        if (guard <= i && i < guard + M * N) {
            different += guarded[i] == exact[i - guard] ? 0U : 1U;
        } else {
            spoilt += guarded[i] == canary ? 0U : 1U;
        }
    }

    INFO((Form == form::nn   ? "nn"
          : Form == form::nt ? "nt"
                             : "tn")
         << (How == store::add ? " add " : " assign ") << (sizeof(T) == 4 ? "float " : "double ") << "M=" << M
         << " N=" << N << " K=" << K);
    CHECK(count_wrong(at, How, a.get(), b.get(), before.get(), exact.get()) == 0);
    CHECK(spoilt == 0);
    CHECK(different == 0);
}

template <class T, std::size_t M, std::size_t N, std::size_t K>
void check_assign() {
    check_one<form::nn, store::assign, M, N, K, T>();
    check_one<form::nt, store::assign, M, N, K, T>();
    check_one<form::tn, store::assign, M, N, K, T>();
}

template <class T, std::size_t M, std::size_t N, std::size_t K>
void check_add() {
    check_one<form::nn, store::add, M, N, K, T>();
    check_one<form::nt, store::add, M, N, K, T>();
    check_one<form::tn, store::add, M, N, K, T>();
}

// Shapes take turns between the types and between the ways to store, so that each of the four
// combinations meets every size as M, as N and as K without a hundred instantiations of each.
template <std::size_t M, std::size_t N, std::size_t K>
void check_float_assign_double_add() {
    check_assign<float, M, N, K>();
    check_add<double, M, N, K>();
}

template <std::size_t M, std::size_t N, std::size_t K>
void check_float_add_double_assign() {
    check_add<float, M, N, K>();
    check_assign<double, M, N, K>();
}

// An array that the product reads at compile time, and its expected value.
template <form Form, store How>
constexpr bool product_is_right_in_a_constant_expression() {
    // A = (1 2 3; 4 5 6), B = (7 8; 9 10; 11 12), A B = (58 64; 139 154).
    const std::array<double, 6> a =
        Form == form::tn ? std::array<double, 6>{1, 4, 2, 5, 3, 6} : std::array<double, 6>{1, 2, 3, 4, 5, 6};
    const std::array<double, 6> b = Form == form::nt ? std::array<double, 6>{7, 9, 11, 8, 10, 12}
                                                     : std::array<double, 6>{7, 8, 9, 10, 11, 12};
    std::array<double, 4> c{1, 2, 3, 4};
    multiply<Form, How, 2, 2, 3>(a.data(), b.data(), c.data());
    return How == store::assign ? c[0] == 58 && c[1] == 64 && c[2] == 139 && c[3] == 154
                                : c[0] == 59 && c[1] == 66 && c[2] == 142 && c[3] == 158;
}

static_assert(product_is_right_in_a_constant_expression<form::nn, store::assign>());
static_assert(product_is_right_in_a_constant_expression<form::nt, store::assign>());
static_assert(product_is_right_in_a_constant_expression<form::tn, store::assign>());
static_assert(product_is_right_in_a_constant_expression<form::nn, store::add>());
static_assert(product_is_right_in_a_constant_expression<form::nt, store::add>());
static_assert(product_is_right_in_a_constant_expression<form::tn, store::add>());

// A user's number: no conversions, no zero, and only the two operations that a product needs.
class user_number {
public:
    explicit constexpr user_number(double value) : value_(value) {}
    constexpr double value() const {
        return value_;
    }
    friend constexpr user_number operator+(user_number x, user_number y) {
        return user_number(x.value_ + y.value_);
    }
    friend constexpr user_number operator*(user_number x, user_number y) {
        return user_number(x.value_ * y.value_);
    }

private:
    double value_;
};

template <form Form, store How, class T>
std::size_t wrong_with_other_type() {
    constexpr std::size_t m = 5;
    constexpr std::size_t n = 3;
    constexpr std::size_t k = 7;
    constexpr layout at{Form, m, n, k};
    const auto a = numbers<double>(m * k, 4);
    const auto b = numbers<double>(k * n, 5);
    const auto before = numbers<double>(m * n, 6);
    const auto converted = [](const heap_array<double>& from, auto count) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return std::array<T, sizeof...(I)>{T(from[I])...};
        }
        (std::make_index_sequence<decltype(count)::value>{});
    };
    const auto ta = converted(a, std::integral_constant<std::size_t, m * k>{});
    const auto tb = converted(b, std::integral_constant<std::size_t, k * n>{});
    auto tc = converted(before, std::integral_constant<std::size_t, m * n>{});
    multiply<Form, How, m, n, k>(ta.data(), tb.data(), tc.data());
    heap_array<double> c(new double[m * n]);
    for (std::size_t i = 0; i < m * n; ++i) {
        if constexpr (std::is_same_v<T, user_number>) {
            c[i] = tc[i].value();
        } else {
            c[i] = static_cast<double>(tc[i]);
        }
    }
    return count_wrong(at, How, a.get(), b.get(), before.get(), c.get());
}

template <class T>
void check_other_type() {
    CHECK(wrong_with_other_type<form::nn, store::assign, T>() == 0);
    CHECK(wrong_with_other_type<form::nt, store::assign, T>() == 0);
    CHECK(wrong_with_other_type<form::tn, store::assign, T>() == 0);
    CHECK(wrong_with_other_type<form::nn, store::add, T>() == 0);
    CHECK(wrong_with_other_type<form::nt, store::add, T>() == 0);
    CHECK(wrong_with_other_type<form::tn, store::add, T>() == 0);
}

// A value that one element must not see: each row of A and column of B is poisoned in turn.
template <form Form, std::size_t M, std::size_t N, std::size_t K, class T>
std::size_t wrong_spread(T poison) {
    constexpr layout at{Form, M, N, K};
    std::size_t wrong = 0;
    for (std::size_t row = 0; row < M; ++row) {
        const auto a = numbers<T>(M * K, 7);
        const auto b = numbers<T>(K * N, 8);
        heap_array<T> c(new T[M * N]);
        a[at.a(row, K - 1)] = poison;
        multiply<Form, store::assign, M, N, K>(a.get(), b.get(), c.get());
        for (std::size_t i = 0; i < M; ++i) {
            for (std::size_t j = 0; j < N; ++j) {
                wrong += std::isfinite(c[i * N + j]) == (i != row) ? 0U : 1U;
                wrong += std::isinf(poison) && std::isnan(c[i * N + j]) ? 1U : 0U;
            }
        }
    }
    for (std::size_t column = 0; column < N; ++column) {
        const auto a = numbers<T>(M * K, 9);
        const auto b = numbers<T>(K * N, 10);
        heap_array<T> c(new T[M * N]);
        b[at.b(0, column)] = poison;
        multiply<Form, store::assign, M, N, K>(a.get(), b.get(), c.get());
        for (std::size_t i = 0; i < M; ++i) {
            for (std::size_t j = 0; j < N; ++j) {
                wrong += std::isfinite(c[i * N + j]) == (j != column) ? 0U : 1U;
                wrong += std::isinf(poison) && std::isnan(c[i * N + j]) ? 1U : 0U;
            }
        }
    }
    return wrong;
}

template <form Form, std::size_t M, std::size_t N, std::size_t K>
void check_spread() {
    INFO("M=" << M << " N=" << N << " K=" << K);
    CHECK(wrong_spread<Form, M, N, K>(std::numeric_limits<float>::quiet_NaN()) == 0);
    CHECK(wrong_spread<Form, M, N, K>(std::numeric_limits<float>::infinity()) == 0);
    CHECK(wrong_spread<Form, M, N, K>(std::numeric_limits<double>::infinity()) == 0);
}

} // namespace

TEST_CASE("matmul: vectors, columns and single elements", "[kernels][matmul]") {
    check_float_assign_double_add<1, 1, 1>();
    check_float_add_double_assign<1, 1, 33>();
    check_float_assign_double_add<1, 64, 17>();
    check_float_add_double_assign<1, 10, 64>();
    check_float_assign_double_add<1, 33, 1>();
    check_float_add_double_assign<64, 1, 10>();
    check_float_assign_double_add<33, 1, 33>();
    check_float_assign_double_add<3, 1, 4>();
    check_float_add_double_assign<10, 1, 3>();
    check_float_assign_double_add<16, 1, 64>();
    check_float_add_double_assign<1, 3, 2>();
}

TEST_CASE("matmul: small matrices", "[kernels][matmul]") {
    check_float_assign_double_add<2, 2, 2>();
    check_float_add_double_assign<3, 3, 3>();
    check_float_assign_double_add<4, 4, 4>();
    check_float_add_double_assign<2, 3, 10>();
    check_float_assign_double_add<8, 2, 3>();
    check_float_assign_double_add<3, 10, 8>();
}

TEST_CASE("matmul: few columns, few rows and few terms", "[kernels][matmul]") {
    check_float_assign_double_add<64, 2, 33>();
    check_float_add_double_assign<33, 3, 64>();
    check_float_add_double_assign<16, 2, 16>();
    check_float_assign_double_add<2, 64, 33>();
    check_float_assign_double_add<4, 33, 16>();
    check_float_add_double_assign<33, 17, 2>();
    check_float_assign_double_add<16, 16, 1>();
    check_float_add_double_assign<10, 64, 3>();
}

// One term: rows that are shorter than a vector, rows with a tail, more columns than registers.
TEST_CASE("matmul: outer products", "[kernels][matmul]") {
    check_float_add_double_assign<33, 10, 1>();
    check_float_assign_double_add<17, 3, 1>();
    check_float_add_double_assign<3, 2, 1>();
    check_float_assign_double_add<64, 5, 1>();
    check_float_add_double_assign<10, 17, 1>();
    check_float_assign_double_add<3, 500, 1>();
}

TEST_CASE("matmul: around the sizes of vectors and tiles", "[kernels][matmul]") {
    check_float_add_double_assign<10, 10, 10>();
    check_float_assign_double_add<16, 10, 17>();
    check_float_add_double_assign<17, 16, 33>();
    check_float_assign_double_add<33, 33, 8>();
    check_float_add_double_assign<17, 17, 17>();
    check_float_assign_double_add<64, 10, 4>();
    check_float_add_double_assign<8, 33, 64>();
    check_float_assign_double_add<10, 17, 64>();
    check_float_add_double_assign<64, 64, 10>();
    check_float_assign_double_add<33, 64, 64>();
    check_float_add_double_assign<64, 8, 16>();
}

// More than one panel of the transposed operand, in both directions, and a part of one.
TEST_CASE("matmul: an operand larger than the local buffer", "[kernels][matmul]") {
    check_one<form::nt, store::assign, 33, 70, 150, float>();
    check_one<form::nt, store::add, 17, 150, 70, double>();
    check_one<form::tn, store::add, 300, 3, 5, float>();
    check_one<form::nn, store::assign, 5, 2, 3000, float>();
}

TEST_CASE("matmul: a type other than float and double", "[kernels][matmul]") {
    check_other_type<user_number>();
    check_other_type<long double>();
}

TEST_CASE("matmul: an infinity or NaN stays in its row or column", "[kernels][matmul]") {
    check_spread<form::nn, 5, 10, 3>();
    check_spread<form::nn, 18, 1, 10>();
    check_spread<form::nn, 18, 1, 21>();
    check_spread<form::nn, 9, 3, 33>();
    check_spread<form::nt, 5, 10, 19>();
    check_spread<form::nt, 1, 10, 7>();
    check_spread<form::nt, 12, 3, 17>();
    check_spread<form::tn, 5, 19, 3>();
    check_spread<form::tn, 33, 3, 5>();
    check_spread<form::tn, 33, 3, 1>();
}

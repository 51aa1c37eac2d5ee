// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The laws must fail for operations that break them.

#include "support.hpp"

using namespace ops_test;

namespace {

struct base {
    static constexpr bool elementwise = true;
    template <class T>
    static constexpr T value(const T& x) {
        return x * x;
    }
};
struct right : base {
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * (x + x);
    }
};
struct slightly_wrong : base {
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * (x + x) * T(1.0001);
    }
};
struct ignores_the_adjoint : base {
    template <std::size_t, class T>
    static constexpr T pullback(const T&, const T&, const T& x) {
        return x + x;
    }
};
struct affine_in_the_adjoint : base {
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return (x + x) + (adjoint - T(1));
    }
};
struct imprecise_in_double {
    static constexpr bool elementwise = true;
    template <class T>
    static constexpr T value(const T& x) {
        if constexpr (sizeof(T) == 8)
            return x * x + T(1e-13);
        else
            return x * x;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x) {
        return adjoint * (x + x);
    }
};
struct swapped {
    static constexpr bool elementwise = true;
    template <class T>
    static constexpr T value(const T& x, const T& y) {
        return x * y;
    }
    template <std::size_t I, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T& x, const T& y) {
        return adjoint * (I == 0 ? x : y);
    }
};

constexpr double points[]{1, -0.5, 3};

} // namespace

TEST_CASE("a right operation keeps the laws, also while compiling") {
    CHECK(operation_laws<right>(points).hold());
    STATIC_REQUIRE(operation_laws<right>({2.0}).hold());
}

TEST_CASE("a broken law is named") {
    CHECK(std::string(operation_laws<slightly_wrong>(points).broken) == "derivative");
    CHECK(std::string(operation_laws<ignores_the_adjoint>(points).broken) == "linearity");
    CHECK(std::string(operation_laws<affine_in_the_adjoint>(points).broken) == "linearity");
    CHECK(std::string(operation_laws<imprecise_in_double>(points).broken) == "value agreement");
    constexpr double pairs[][2]{{2, 2}, {1, 3}};
    const auto report = operation_laws<swapped>(pairs);
    CHECK(std::string(report.broken) == "derivative");
    CHECK(report.point == 1); // at (2, 2) nothing shows
    CHECK(report.operand == 0);
    CHECK(static_cast<double>(report.expected) == Approx(3.0));
    CHECK(static_cast<double>(report.computed) == 1.0);
}

TEST_CASE("units of the last place") {
    CHECK(ulps_between(1.0, 1.0L) == 0);
    CHECK(ulps_between(1.0 + 0x1p-52, 1.0L) == 1);
    CHECK(ulps_between(0.5, 0.5L + 0x1p-54L) == 0.5L);
    CHECK(ulps_between(8.0f + 0x1p-20f, 8.0L) == 1);
    CHECK(ulps_between(tiny<double>, 0.0L) == 1);
    CHECK(ulps_between(1e-20, 0.0L, 1.0L) < 1e-3L);
    CHECK(ulps_between(not_a_number<double>, not_a_number<long double>) == 0);
    CHECK(ulps_between(1.0, not_a_number<long double>) == infinity<long double>);
    CHECK(ulps_between(infinity<double>, infinity<long double>) == 0);
    CHECK(ulps_between(infinity<float>, 1e60L) == 0); // beyond the range of float
    CHECK(ulps_between(infinity<float>, -1e60L) == infinity<long double>);
    CHECK(ulps_between(infinity<double>, 1e60L) == infinity<long double>);
}

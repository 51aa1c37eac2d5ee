// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_RANDOM_SHAPE_HPP
#define TAPELESS_TESTS_RANDOM_SHAPE_HPP

// What the programs that scripts/check_random.py writes are made of: a function written once is run by tapeless in
// double and by the oracle, and every number that disagrees is printed for the script to read.

#include "oracle.hpp"

#include <tapeless/diff/hessian.hpp>
#include <tapeless/scalar.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <tuple>

namespace shapes {

using oracle::if_else, oracle::where; // of a condition of the oracle's, and constants

/// A literal as an operand beside `beside`: a `_c` literal for tapeless, its decimal digits for the oracle.
template <class Literal, tapeless::meta::hash_t Id, std::size_t Constants>
constexpr Literal literal(const tapeless::expression<Id, Constants>&, Literal number, const char*) {
    return number;
}
template <class Literal>
oracle::number literal(const oracle::number&, Literal, const char* digits) {
    return oracle::number(digits);
}

struct report {
    int shape;
    std::size_t point = 0;
    int compared = 0;
    int sharp = 0; // numbers whose bound is within 1e-9 of them, or of 1 if they are smaller
    double worst = 0;

    void compare(const std::string& what, double ours, oracle::expected expected) {
        const double error = std::fabs(ours - expected.exact);
        ++compared;
        sharp += expected.bound <= 1e-9 * std::fmax(1, std::fabs(expected.exact));
        if (error > 0) worst = std::fmax(worst, error / expected.bound);
        if (!(error <= expected.bound) || !(expected.bound < HUGE_VAL))
            std::printf("wrong %d %zu %s %.17g %.17g %.3g\n", shape, point, what.c_str(), ours, expected.exact,
                        expected.bound);
    }
    template <std::size_t N>
    void compare_gradient(const std::array<double, N>& ours, const oracle::number& exact) {
        for (std::size_t i = 0; i < N; ++i) compare("gradient[" + std::to_string(i) + "]", ours[i], gradient(exact, i));
    }
    template <std::size_t N>
    void compare_hessian(const std::array<std::array<double, N>, N>& ours, const oracle::number& exact) {
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j)
                compare("hessian[" + std::to_string(i) + "][" + std::to_string(j) + "]", ours[i][j],
                        hessian(exact, i, j));
    }
    ~report() { std::printf("shape %d %d %d %.3g\n", shape, compared, sharp, worst); }
};

template <class Tuple>
auto as_array(const Tuple& tuple) {
    return std::apply([](const auto&... x) { return std::array<double, sizeof...(x)>{x...}; }, tuple);
}
template <class Rows>
auto as_matrix(const Rows& rows) {
    return std::apply([](const auto&... row) { return std::array{as_array(row)...}; }, rows);
}

/// Value, gradient and Hessian of `f` at each point, by tapeless and by the oracle.
template <std::size_t Inputs, std::size_t Points, class F>
void check(int shape, const F& f, const std::array<double, Inputs> (&points)[Points]) {
    report r{shape};
    for (const auto& point : points) {
        const auto by_oracle = [&](const auto&... x) {
            std::size_t i = 0;
            return std::apply(f, std::array{oracle::number(x, i++)...});
        };
        const oracle::number exact = std::apply(by_oracle, point);
        const auto ours = std::apply(tapeless::value_and_grad(f), point);
        r.compare("value", ours.value, value(exact));
        r.compare_gradient(as_array(ours.grad), exact);
        r.compare_hessian(as_matrix(std::apply(tapeless::hessian(f), point)), exact);
        ++r.point;
    }
}

} // namespace shapes

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTING_LAWS_HPP
#define TAPELESS_TESTING_LAWS_HPP

/// Laws that every elementwise operation keeps, for our own operations and for yours:
///
///     constexpr double points[][2]{{1, 2}, {-0.5, 3}};
///     auto report = tapeless::testing::operation_laws<my_operation>(points);
///     assert(report.hold());

#include "gradient_check.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace tapeless::testing {

/// How far an operation may be off.
struct law_tolerances {
    long double derivative = 1e-12L; ///< of pullback in long double against differences of value, relative
    double value_ulps = 4;           ///< of value in float and double against long double
    double pullback_ulps = 8;        ///< of pullback in float and double against long double
};

/// The first law that an operation breaks, or none.
struct law_report {
    const char* broken = nullptr; ///< "derivative", "linearity", "value agreement", "pullback agreement"; or null
    std::size_t point = 0;        ///< the index of the point
    std::size_t operand = 0;      ///< the operand whose derivative it is
    long double expected = 0;
    long double computed = 0;

    constexpr bool hold() const noexcept { return broken == nullptr; }
};

/// The distance between `computed` and `exact`, in units of the last place that `T` has at `exact` or at `floor`,
/// whichever is larger. Infinite if one of the two is NaN, or infinite where the other is not: then an `exact` that
/// is beyond the range of `T` counts as infinite.
template <class T>
constexpr long double ulps_between(T computed, long double exact, long double floor = 0) noexcept {
    using namespace detail;
    using limits = std::numeric_limits<T>;
    constexpr real worst = std::numeric_limits<real>::infinity();
    const real got = static_cast<real>(computed);
    if (exact != exact || got != got) return exact != exact && got != got ? 0 : worst;
    const real highest = static_cast<real>(limits::max());
    if (!is_finite(got)) // also right where exact lies between the largest number and what is rounded to it
        return absolute(exact) >= highest && (exact > 0) == (got > 0) ? 0 : worst;
    if (!is_finite(exact)) return worst;
    const real magnitude = larger(absolute(exact), floor);
    // The unit of the last place: epsilon times the power of two at or below the magnitude.
    real power = static_cast<real>(limits::min());
    if (magnitude >= 1) power = 1;
    for (const real half = magnitude / 2; power <= half;) power *= 2;
    return absolute(got - exact) / (power * static_cast<real>(limits::epsilon()));
}

namespace detail {

template <class Op>
constexpr bool is_differentiable(std::size_t operand) noexcept {
    return (expr::traits<Op>::prototype.differentiable >> operand & 1) != 0;
}

template <class Op, std::size_t Arity>
struct law_checker {
    const double (&point)[Arity];
    law_tolerances tolerance;
    law_report report;

    constexpr void refute(const char* law, std::size_t operand, real expected, real computed) noexcept {
        if (report.broken != nullptr) return;
        report.broken = law;
        report.operand = operand;
        report.expected = expected;
        report.computed = computed;
    }

    template <class T, std::size_t... I>
    constexpr T value(const T (&x)[Arity], std::index_sequence<I...>) const {
        return Op::value(x[I]...);
    }
    template <std::size_t J, class T, std::size_t... I>
    constexpr T pullback(const T& adjoint, const T (&x)[Arity], std::index_sequence<I...> all) const {
        return Op::template pullback<J>(adjoint, value<T>(x, all), x[I]...);
    }

    /// pullback against differences of value.
    template <std::size_t J, std::size_t... I>
    constexpr void derivative(std::index_sequence<I...> all) {
        real x[Arity]{static_cast<real>(point[I])...};
        const real at_point = value<real>(x, all);
        const real here = x[J];
        const difference_estimate estimate = central_difference(
            [&](real moved) {
                x[J] = moved;
                const real result = value<real>(x, all);
                x[J] = here;
                return result;
            },
            here);
        const real computed = pullback<J, real>(1, x, all);
        // A derivative far below 1 may be a difference of numbers near 1: it is judged against their rounding.
        constexpr real rounding = 16 * std::numeric_limits<real>::epsilon();
        const real distance = absolute(computed - estimate.derivative);
        if (!(distance <= rounding) &&
            !(relative_error(computed, estimate, 0, absolute(at_point)) <= tolerance.derivative))
            refute("derivative", J, estimate.derivative, computed);
    }

    /// pullback is linear in the adjoint. Scaling by powers of two and signs rounds nothing.
    template <class T, std::size_t J, std::size_t... I>
    constexpr void linearity(std::index_sequence<I...> all) {
        const T x[Arity]{static_cast<T>(point[I])...};
        const T once = pullback<J, T>(T(1), x, all);
        const T factors[]{T(0), T(2), T(-1), T(-0.5)};
        for (const T& factor : factors) {
            const T scaled = pullback<J, T>(factor, x, all);
            if (!(scaled == factor * once))
                refute("linearity", J, static_cast<real>(factor * once), static_cast<real>(scaled));
        }
        const T sum = pullback<J, T>(T(3), x, all);
        if (ulps_between(sum, 3 * static_cast<real>(once)) > 4)
            refute("linearity", J, 3 * static_cast<real>(once), static_cast<real>(sum));
    }

    /// value and pullback in a narrower type against long double, at the very same point.
    template <class T, std::size_t... J, std::size_t... I>
    constexpr void agreement(std::index_sequence<J...>, std::index_sequence<I...> all) {
        const T x[Arity]{static_cast<T>(point[I])...};
        const real exact[Arity]{static_cast<real>(x[I])...};
        const real expected = value<real>(exact, all);
        const T computed = value<T>(x, all);
        if (!(ulps_between(computed, expected) <= tolerance.value_ulps))
            refute("value agreement", 0, expected, static_cast<real>(computed));
        (agreement_of_pullback<T, J>(x, exact, all), ...);
    }
    template <class T, std::size_t J, std::size_t... I>
    constexpr void agreement_of_pullback(const T (&x)[Arity], const real (&exact)[Arity],
                                         std::index_sequence<I...> all) {
        if constexpr (is_differentiable<Op>(J)) {
            const real expected = pullback<J, real>(1, exact, all);
            const T computed = pullback<J, T>(1, x, all);
            if (!(ulps_between(computed, expected, 1) <= tolerance.pullback_ulps))
                refute("pullback agreement", J, expected, static_cast<real>(computed));
        }
    }

    template <std::size_t J>
    constexpr void operand(std::make_index_sequence<Arity> all) {
        if constexpr (is_differentiable<Op>(J)) {
            derivative<J>(all);
            linearity<float, J>(all);
            linearity<double, J>(all);
            linearity<real, J>(all);
        }
    }
    template <std::size_t... I>
    constexpr law_report run(std::index_sequence<I...> all) {
        (operand<I>(all), ...);
        agreement<float>(all, all);
        agreement<double>(all, all);
        return report;
    }
};

} // namespace detail

/// Checks the laws of an elementwise operation at given points, one row of operands per point. `Op` is what
/// `expr::apply` takes: it has `value(x...)` and `pullback<I>(adjoint, result, x...)`.
///
/// - derivative: `pullback<I>` in long double agrees with central differences of `value` (see gradient_check);
/// - linearity: `pullback<I>` is linear in the adjoint, exactly so for factors that round nothing;
/// - agreement: `value` and `pullback<I>` in float and in double are within the stated units of the last place of
///   what they are in long double at the same point. A derivative below 1 is judged in units of 1, the adjoint that
///   is passed in: it may be a difference, as in 1 - y * y.
///
/// Points must lie inside the domain and away from kinks and infinite derivatives, and be within the range of float.
/// Operands that `Op::differentiable` leaves out need no pullback. Throws nothing, allocates nothing. Complexity: about
/// 100 calls of `value` for each operand of each point.
template <class Op, std::size_t Arity, std::size_t Points>
constexpr law_report operation_laws(const double (&points)[Points][Arity], const law_tolerances& tolerance = {}) {
    for (std::size_t i = 0; i < Points; ++i) {
        detail::law_checker<Op, Arity> checker{points[i], tolerance, {}};
        checker.report.point = i;
        const law_report report = checker.run(std::make_index_sequence<Arity>{});
        if (!report.hold()) return report;
    }
    return {};
}

/// The same for an operation of one operand: one number per point.
template <class Op, std::size_t Points>
constexpr law_report operation_laws(const double (&points)[Points], const law_tolerances& tolerance = {}) {
    for (std::size_t i = 0; i < Points; ++i) {
        const double row[1][1]{{points[i]}};
        law_report report = operation_laws<Op>(row, tolerance);
        report.point = i;
        if (!report.hold()) return report;
    }
    return {};
}

} // namespace tapeless::testing

#endif

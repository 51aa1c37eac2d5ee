// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTING_GRADIENT_CHECK_HPP
#define TAPELESS_TESTING_GRADIENT_CHECK_HPP

/// Checks derivatives against an oracle that knows nothing of them: central differences in long double.
///
///     auto f = [](auto x, auto y) { return sin(x * y) + x / y; };
///     assert(tapeless::testing::gradient_check(f, 1.0, 2.0).within(1e-12));

#include "../diff/function.hpp"
#include "../tensor/tensor.hpp"

#include <cstddef>
#include <limits>

namespace tapeless::testing {

/// What a gradient check found: the derivative that is furthest off.
struct gradient_check_result {
    long double error = 0;    ///< the largest relative error of a derivative; see gradient_check
    std::size_t argument = 0; ///< the argument (or binding) it belongs to, counted from 0
    std::size_t element = 0;  ///< the flat index in that argument, if it is a tensor
    long double expected = 0; ///< by central differences
    long double computed = 0; ///< by the library
    std::size_t checked = 0;  ///< how many derivatives were compared

    /// Whether derivatives were compared, and each agrees up to this relative error.
    constexpr bool within(long double tolerance) const noexcept { return checked != 0 && error <= tolerance; }
};

/// An estimated derivative, and how far off it may be.
struct difference_estimate {
    long double derivative;
    long double uncertainty;
};

namespace detail {

using real = long double;

constexpr real absolute(real x) noexcept { return x < 0 ? -x : x; }
constexpr real larger(real a, real b) noexcept { return a < b ? b : a; }
constexpr bool is_finite(real x) noexcept { return x - x == 0; }

/// Ridders' method from one starting step: central differences with steps h, h/2, h/4, ..., extrapolated to step 0.
/// Each candidate's uncertainty is its distance to the two that it was extrapolated from, plus rounding.
template <class F>
constexpr difference_estimate extrapolate(const F& f, real x, real h) {
    constexpr int rows = 24, columns = 8;
    constexpr real epsilon = std::numeric_limits<real>::epsilon();
    constexpr real worst = std::numeric_limits<real>::infinity();
    difference_estimate best{std::numeric_limits<real>::quiet_NaN(), worst};
    real previous[columns]{};
    bool usable = false;
    for (int i = 0; i < rows; ++i, h /= 2) {
        // The step that is taken is the one between representable points.
        const real right = x + h, left = x - h, distance = right - left;
        if (!(right > x && left < x)) break;
        const real at_right = f(right), at_left = f(left);
        real row[columns]{(at_right - at_left) / distance};
        const real noise = 2 * epsilon * larger(absolute(at_right), absolute(at_left)) / distance;
        if (!is_finite(row[0])) {
            usable = false; // a step beyond the domain
            continue;
        }
        int filled = 0;
        if (usable) {
            real power = 1;
            filled = i < columns - 1 ? i : columns - 1;
            for (int j = 1; j <= filled; ++j) {
                power *= 4;
                if (!is_finite(previous[j - 1])) {
                    filled = j - 1;
                    break;
                }
                row[j] = (power * row[j - 1] - previous[j - 1]) / (power - 1);
                const real spread =
                    larger(absolute(row[j] - row[j - 1]), absolute(row[j] - previous[j - 1])) + 2 * noise;
                if (spread < best.uncertainty) best = {row[j], spread};
            }
        }
        for (int j = 0; j < columns; ++j) previous[j] = j <= filled ? row[j] : worst;
        usable = true;
    }
    return best;
}

} // namespace detail

/// The derivative of a function of one long double, by central differences with Richardson extrapolation.
///
/// Two starting steps are tried, one in proportion to x and one that is not, and the more certain result is taken.
/// The derivative is NaN where no step stays inside the domain of `f`. Complexity: at most 96 calls of `f`.
template <class F>
constexpr difference_estimate central_difference(const F& f, long double x) {
    using namespace detail;
    const real start = real(1) / 32;
    const difference_estimate fixed = extrapolate(f, x, start);
    if (x == 0) return fixed;
    const difference_estimate scaled = extrapolate(f, x, absolute(x) * start);
    // Compared relative to the estimates; written as products, because an estimate may be zero.
    const real a = fixed.uncertainty * absolute(scaled.derivative);
    const real b = scaled.uncertainty * absolute(fixed.derivative);
    if (!is_finite(fixed.uncertainty)) return scaled;
    if (!is_finite(scaled.uncertainty)) return fixed;
    if (a == b) return fixed.uncertainty <= scaled.uncertainty ? fixed : scaled;
    return a < b ? fixed : scaled;
}

/// The relative error of `computed` against an estimate: their distance, less the estimate's uncertainty, divided by
/// the larger of the two and `floor`. Infinite where the estimate is not a number, or is so uncertain (beyond a
/// millionth of `scale` and of both numbers) that it says nothing.
constexpr long double relative_error(long double computed, const difference_estimate& estimate, long double floor,
                                     long double scale) noexcept {
    using namespace detail;
    constexpr real worst = std::numeric_limits<real>::infinity();
    const real magnitude = larger(absolute(computed), absolute(estimate.derivative));
    if (!is_finite(computed) || !is_finite(estimate.derivative) || !is_finite(estimate.uncertainty)) return worst;
    if (estimate.uncertainty > larger(magnitude, scale) / 1000000) return worst;
    const real distance = absolute(computed - estimate.derivative) - estimate.uncertainty;
    return distance <= 0 ? 0 : distance / larger(magnitude, floor);
}

namespace detail {

using expr::hash_t;

template <hash_t Id>
using extended_binding = binding<Id, diff::cell<long double, Id>>;

/// The same point in long double.
template <hash_t Id, class Value>
constexpr extended_binding<Id> extend(const binding<Id, Value>& b) {
    using traits = diff::value_traits<std::remove_cvref_t<Value>>;
    extended_binding<Id> copy{};
    if constexpr (traits::scalar) {
        copy.value = static_cast<real>(b.value);
    } else {
        const auto* elements = traits::elements(b.value);
        for (std::size_t i = 0; i < traits::size; ++i) copy.value[i] = static_cast<real>(elements[i]);
    }
    return copy;
}

template <class Point, hash_t Id, class Value>
constexpr auto& coordinate(binding<Id, Value>& b, std::size_t element) noexcept {
    if constexpr (diff::value_traits<Value>::scalar)
        return b.value;
    else
        return b.value[element];
}

template <class T>
constexpr auto at(const T& derivative, std::size_t element) noexcept {
    if constexpr (diff::value_traits<T>::scalar)
        return derivative;
    else
        return derivative[element];
}

/// Compares the derivatives by one symbol, element by element. Data and symbols that do not occur are skipped.
template <hash_t Id, hash_t Root, std::size_t Constants, class Gradient, class Point>
constexpr void compare(const expression<Root, Constants>& e, const Gradient& gradient, Point& point,
                       std::size_t argument, gradient_check_result& worst) {
    if constexpr (Gradient::template has<Id>) {
        const real value = diff::evaluate<real>(e, point);
        for (std::size_t i = 0; i < expr::record_of<Id>.extents.size(); ++i) {
            auto& moving = coordinate<Point>(static_cast<extended_binding<Id>&>(point), i);
            const real here = moving;
            const difference_estimate estimate = central_difference(
                [&](real x) {
                    moving = x;
                    const real there = diff::evaluate<real>(e, point);
                    moving = here;
                    return there;
                },
                here);
            const real computed = static_cast<real>(at(gradient[expression<Id, 0>{}], i));
            const real error = relative_error(computed, estimate, 0, absolute(value));
            if (worst.checked++ == 0 || error > worst.error) {
                worst.error = error;
                worst.argument = argument;
                worst.element = i;
                worst.expected = estimate.derivative;
                worst.computed = computed;
            }
        }
    }
}

template <hash_t Root, std::size_t Constants, std::size_t... I, hash_t... Ids, class... Values>
constexpr gradient_check_result check(const expression<Root, Constants>& e, std::index_sequence<I...>,
                                      const binding<Ids, Values>&... bindings) {
    gradient_check_result worst;
    const auto gradient = diff::differentiator<Root, Constants, 0, false>{e}(bindings...);
    diff::inputs<real, extended_binding<Ids>...> point{extend(bindings)...};
    (compare<Ids>(e, gradient, point, I, worst), ...);
    return worst;
}

template <std::size_t... Argnums, class F, std::size_t... I, class... Values>
constexpr gradient_check_result check_function(const F& f, std::index_sequence<I...> indices, const Values&... values) {
    using symbols = diff::argument_symbols<std::index_sequence<Argnums...>, Values...>;
    const auto e = expr::lift(diff::call_with(f, symbols{}, indices));
    return check(e, indices, binding<symbols::template id<diff::place(I)>, const Values&>{values}...);
}

} // namespace detail

/// Checks the gradient of a scalar expression at a point: `gradient_check(e, x = 1.0, W = w)`.
///
/// Compares the derivative by every variable that is bound, computed in the bindings' own type, with central
/// differences of the expression's value in long double. The relative error of a derivative is its distance to the
/// estimate, less what the estimate is uncertain by, divided by the larger of the two. It is infinite where the
/// central differences do not converge: at the end of a domain, or where the derivative is infinite. At a kink, such
/// as relu at 0, central differences are the mean of both sides, and may differ from the derivative that an
/// operation has chosen. The value itself is not checked, and a variable that the value does not depend on must have
/// the derivative zero. Where long double is no wider than double, expect agreement to about nine digits.
///
/// Throws nothing, allocates nothing. Complexity: at most 96 evaluations in long double for each number bound.
template <meta::hash_t Root, std::size_t Constants, meta::hash_t... Ids, class... Values>
constexpr gradient_check_result gradient_check(const expression<Root, Constants>& e,
                                               const binding<Ids, Values>&... bindings) {
    return detail::check(e, std::make_index_sequence<sizeof...(Ids)>{}, bindings...);
}

/// Checks the derivatives of a function by its arguments, or by those whose numbers are given:
/// `gradient_check(f, 1.0, 2.0)`, `gradient_check<0>(f, 1.0, 2.0)`. Otherwise as above.
template <std::size_t... Argnums, class F, class... Values>
    requires(!expr::is_handle<F>)
constexpr gradient_check_result gradient_check(const F& f, const Values&... values) {
    static_assert(sizeof...(Values) > 0, "tapeless: a function is differentiated at its arguments: pass them");
    static_assert((true && ... && (Argnums < sizeof...(Values))),
                  "tapeless: an argument number given to gradient_check is out of range");
    return detail::check_function<Argnums...>(f, std::index_sequence_for<Values...>{}, values...);
}

} // namespace tapeless::testing

#endif

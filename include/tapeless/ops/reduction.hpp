// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_REDUCTION_HPP
#define TAPELESS_OPS_REDUCTION_HPP

#include "arithmetic.hpp"
#include "axis.hpp"
#include "extremum.hpp"
#include "ordinary.hpp"

#include <limits>
#include <type_traits>

namespace tapeless {

namespace ops {

/// The shapes of an operation that makes one number of each line of elements along an axis, or of all elements.
/// `Op::compute(result, a)` and `Op::pull<How>(to, adjoint, result, a)` get the results as a pointer.
template <class Op, std::size_t Axis>
struct reduction {
    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept { return without(a, Axis); }

    template <class A>
    static constexpr auto value(A a) {
        element_of<A> y{};
        Op::compute(&y, a);
        return y;
    }
    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        Op::compute(out.data(), a);
    }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, const G& adjoint, const Y& y, A a) {
        Op::template pull<How>(to.data(), static_cast<const element_of<To>*>(pointer(adjoint)),
                               static_cast<const element_of<To>*>(pointer(y)), a);
    }
};

struct sum {
    static constexpr auto name = "sum";
    static constexpr bool sums = true;

    static constexpr meta::dimensions result(const meta::dimensions&) noexcept { return {}; }

    template <class A>
    static constexpr auto value(A a) {
        element_of<A> total{};
        reduce<along<A, all_axes>>(&total, [&](std::size_t i, std::size_t) { return a[i]; });
        return total;
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <std::size_t, store How, class To, class T, class A>
    static constexpr void pullback(To to, const T& adjoint, const T&, A) {
        for (std::size_t i = 0; i < To::size(); ++i) store_one<How>(to[i], adjoint);
    }
};

template <std::size_t Axis>
struct sum_along : reduction<sum_along<Axis>, Axis> {
    static constexpr auto name = "sum";

    template <class T, class A>
    static constexpr void compute(T* y, A a) {
        reduce<along<A, Axis>>(y, [&](std::size_t i, std::size_t) { return a[i]; });
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 0; }
    template <store How, class T, class A>
    static constexpr void pull(T* to, const T* g, const T*, A) {
        for_each<along<A, Axis>>([&](std::size_t i, std::size_t line) { store_one<How>(to[i], g[line]); });
    }
};

template <std::size_t Axis>
struct product_along : reduction<product_along<Axis>, Axis> {
    static constexpr auto name = "product";

    template <class T, class A>
    static constexpr void compute(T* y, A a) {
        reduce<along<A, Axis>>(
            y, [&](std::size_t i, std::size_t) { return a[i]; }, [](const T& p, const T& x) { return p * x; });
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 1; }
    // Each derivative is the product of those before and of those behind: right where elements are zero, and without
    // division.
    template <store How, class T, class A>
    static constexpr void pull(T* to, const T* g, const T*, A a) {
        using lines = along<A, Axis>;
        constexpr std::size_t inner = lines::inner, length = lines::length;
        for (std::size_t b = 0; b < lines::blocks; ++b) {
            const std::size_t first = b * length * inner;
            T behind[length * inner], before[inner];
            for (std::size_t j = 0; j < inner; ++j) {
                behind[(length - 1) * inner + j] = g[b * inner + j];
                before[j] = T(1);
            }
            for (std::size_t i = (length - 1) * inner; i-- > 0;) behind[i] = behind[i + inner] * a[first + i + inner];
            for (std::size_t k = 0; k < length; ++k)
                for (std::size_t j = 0; j < inner; ++j) {
                    const std::size_t i = k * inner + j;
                    store_one<How>(to[first + i], before[j] * behind[i]);
                    before[j] = before[j] * a[first + i];
                }
        }
    }
};

/// The largest element where `Best` is ops::max, the smallest where it is ops::min.
template <class Best, std::size_t Axis>
struct extremum_along : reduction<extremum_along<Best, Axis>, Axis> {
    static constexpr auto name = Best::name;

    template <class T, class A>
    static constexpr void compute(T* y, A a) {
        best(y, a);
        if constexpr (carries_tangents<T>) average_ties(y, a);
    }
    // All that equal the result share the adjoint.
    template <store How, class T, class A>
    static constexpr void pull(T* to, const T* g, const T* y, A a) {
        using lines = along<A, Axis>;
        T share[lines::lines];
        count(share, y, a);
        for (std::size_t i = 0; i < lines::lines; ++i) share[i] = g[i] / share[i];
        for_each<lines>([&](std::size_t i, std::size_t line) {
            const T none = y[line] == y[line] ? T(0) : y[line]; // NaN
            store_one<How>(to[i], a[i] == y[line] ? share[line] : none);
        });
    }

private:
    template <class T, class A>
    static constexpr void best(T* y, A a) {
        reduce<along<A, Axis>>(
            y, [&](std::size_t i, std::size_t) { return a[i]; },
            [](const T& p, const T& x) { return Best::value(p, x); });
    }
    template <class T, class A>
    static constexpr void count(T* ties, const T* y, A a) {
        reduce<along<A, Axis>>(
            ties, [&](std::size_t i, std::size_t line) { return a[i] == y[line] ? T(1) : T(0); },
            [](const T& n, const T& x) { return n + x; });
    }
    // A tangent is what the adjoints say: the mean of the tangents of all that tie.
    template <class T, class A>
    static constexpr void average_ties(T* y, A a) {
        using lines = along<A, Axis>;
        T ties[lines::lines], excess[lines::lines];
        count(ties, y, a);
        reduce<lines>(excess,
                      [&](std::size_t i, std::size_t line) { return a[i] == y[line] ? T(a[i] - y[line]) : T(0); });
        for (std::size_t i = 0; i < lines::lines; ++i)
            if (excess[i] == T(0)) y[i] = y[i] + excess[i] / ties[i];
    }
};

template <std::size_t Axis>
struct norm_along : reduction<norm_along<Axis>, Axis> {
    static constexpr auto name = "norm";

    template <class T, class A>
    static constexpr void compute(T* y, A a) {
        using lines = along<A, Axis>;
        sum_of_squares<lines>(y, a, [](const T& x, std::size_t) { return x; });
        bool ordinary = true;
        for (std::size_t i = 0; i < lines::lines; ++i) ordinary = ordinary && is_ordinary(y[i]);
        if (!ordinary) return scaled(y, a);
        for (std::size_t i = 0; i < lines::lines; ++i) y[i] = math::sqrt(y[i]);
    }
    template <store How, class T, class A>
    static constexpr void pull(T* to, const T* g, const T* y, A a) {
        for_each<along<A, Axis>>([&](std::size_t i, std::size_t line) {
            store_one<How>(to[i], y[line] == T(0) ? T(0) : T(g[line] * (a[i] / y[line])));
        });
    }

private:
    template <class Lines, class T, class A, class Scale>
    static constexpr void sum_of_squares(T* y, A a, const Scale& scale) {
        reduce<Lines>(y, [&](std::size_t i, std::size_t line) {
            const T x = scale(a[i], line);
            return T(x * x);
        });
    }
    // Squares may overflow and underflow where the norm does not: those of quotients by the largest element do not.
    template <class T, class A>
    static constexpr void scaled(T* y, A a) {
        using lines = along<A, Axis>;
        T peak[lines::lines];
        reduce<lines>(
            peak, [&](std::size_t i, std::size_t) { return a[i] < T(0) ? T(-a[i]) : T(a[i]); },
            [](const T& p, const T& x) { return max::value(p, x); });
        sum_of_squares<lines>(y, a, [&](const T& x, std::size_t line) { return T(x / peak[line]); });
        for (std::size_t i = 0; i < lines::lines; ++i) {
            if (peak[i] == T(0))
                y[i] = T(0);
            else if (is_ordinary(peak[i]) || is_ordinary(y[i]))
                y[i] = peak[i] * math::sqrt(y[i]);
            else
                y[i] = peak[i]; // infinite or NaN
        }
    }
};

/// The mean square distance from the mean, where the sum is divided by the number of elements less `Correction`.
template <std::size_t Axis, std::size_t Correction>
struct variance_along : reduction<variance_along<Axis, Correction>, Axis> {
    static constexpr auto name = Correction == 0 ? "variance" : "sample_variance";

    template <class T, class A>
    static constexpr void compute(T* y, A a) {
        using lines = along<A, Axis>;
        T mean[lines::lines];
        means(mean, a);
        reduce<lines>(y, [&](std::size_t i, std::size_t line) {
            const T x = a[i] - mean[line];
            return rounded_product(x, x);
        });
        for (std::size_t i = 0; i < lines::lines; ++i) y[i] = y[i] / T(static_cast<double>(lines::length - Correction));
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 1; }
    template <store How, class T, class A>
    static constexpr void pull(T* to, const T* g, const T*, A a) {
        using lines = along<A, Axis>;
        T mean[lines::lines], factor[lines::lines];
        means(mean, a);
        for (std::size_t i = 0; i < lines::lines; ++i)
            factor[i] = (g[i] + g[i]) / T(static_cast<double>(lines::length - Correction));
        for_each<lines>(
            [&](std::size_t i, std::size_t line) { store_one<How>(to[i], factor[line] * (a[i] - mean[line])); });
    }

private:
    template <class T, class A>
    static constexpr void means(T* mean, A a) {
        sum_along<Axis>::compute(mean, a);
        for (std::size_t i = 0; i < along<A, Axis>::lines; ++i)
            mean[i] = mean[i] / T(static_cast<double>(along<A, Axis>::length));
    }
};

/// The operation along an axis that the tensor has, of all elements, or a scalar itself.
template <template <std::size_t> class Op, std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto reduced(const expression<A, M>& a) noexcept {
    static_assert(Axis == all_axes || has_axis<expr::shape_of<A>, Axis>,
                  "tapeless: this axis is beyond the tensor's last: axes count from 0 (the shape is named here)");
    if constexpr (Axis != all_axes && !has_axis<expr::shape_of<A>, Axis>)
        return a; // so that nothing follows that sentence
    else
        return expr::apply<Op<Axis>>(a);
}
template <std::size_t Axis>
using max_along = extremum_along<max, Axis>;
template <std::size_t Axis>
using min_along = extremum_along<min, Axis>;
template <std::size_t Axis>
using population_variance_along = variance_along<Axis, 0>;
template <std::size_t Axis>
using sample_variance_along = variance_along<Axis, 1>;

/// How many elements a mean is taken of.
template <std::size_t Axis, meta::hash_t A>
inline constexpr std::size_t averaged = Axis == all_axes ? expr::record_of<A>.extents.size()
                                        : has_axis<expr::shape_of<A>, Axis>
                                            ? expr::record_of<A>.extents.extent[Axis % meta::max_rank]
                                            : 2;

} // namespace ops

/// The sum of all elements, or of each line of elements along an axis; a scalar is its own sum.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto sum(const expression<A, M>& a) noexcept { return expr::apply<ops::sum>(a); }
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto sum(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::sum_along, Axis>(a);
}

/// The mean of all elements, or of each line of elements along an axis.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
constexpr auto mean(const expression<A, M>& a) noexcept {
    constexpr auto count = static_cast<std::int64_t>(ops::averaged<ops::all_axes, A>);
    return sum(a) / expr::literal<meta::decimal::canonical(count)>{};
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto mean(const expression<A, M>& a) noexcept {
    constexpr auto count = static_cast<std::int64_t>(ops::averaged<Axis, A>);
    return sum<Axis>(a) / expr::literal<meta::decimal::canonical(count)>{};
}

/// The product of all elements, or of each line of elements along an axis. The derivatives are right where elements are zero;
/// they take as much of the stack as the operand.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto product(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::product_along, ops::all_axes>(a);
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto product(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::product_along, Axis>(a);
}

/// The largest of all elements, or of each line of elements along an axis; NaN if one is NaN. Elements that tie share the
/// adjoint equally.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto max(const expression<A, M>& a) noexcept { return ops::reduced<ops::max_along, ops::all_axes>(a); }
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto max(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::max_along, Axis>(a);
}

/// The smallest of all elements, or of each line of elements along an axis; NaN if one is NaN. Elements that tie share the
/// adjoint equally.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto min(const expression<A, M>& a) noexcept { return ops::reduced<ops::min_along, ops::all_axes>(a); }
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto min(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::min_along, Axis>(a);
}

/// The Euclidean norm of all elements, or of each line of elements along an axis: the root of the sum of squares, which may
/// overflow or underflow where the norm does not. The derivative at 0 is 0.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto norm(const expression<A, M>& a) noexcept { return ops::reduced<ops::norm_along, ops::all_axes>(a); }
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto norm(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::norm_along, Axis>(a);
}

/// The variance of all elements, or of each line of elements along an axis: the mean of the squared distances from the mean.
/// That of a population; see sample_variance.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto variance(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::population_variance_along, ops::all_axes>(a);
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto variance(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::population_variance_along, Axis>(a);
}

/// The variance of a population, estimated from elements that are a sample of it: the sum of the squared distances from the
/// mean, divided by one less than their number, which must be two at least.
/// Shapes: [...] gives a scalar; along an axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto sample_variance(const expression<A, M>& a) noexcept {
    static_assert(ops::averaged<ops::all_axes, A> >= 2, "tapeless: a sample variance takes two elements at least");
    return ops::reduced<ops::sample_variance_along, ops::all_axes>(a);
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto sample_variance(const expression<A, M>& a) noexcept {
    static_assert(ops::averaged<Axis, A> >= 2, "tapeless: a sample variance takes two elements at least");
    return ops::reduced<ops::sample_variance_along, Axis>(a);
}

/// The inner product of two vectors of one extent: the sum of the products of their elements.
/// Shapes: [N] and [N] give a scalar.
template <meta::hash_t A, std::size_t M, meta::hash_t B, std::size_t N>
constexpr auto dot(const expression<A, M>& a, const expression<B, N>& b) noexcept {
    static_assert(ops::are_vectors<expr::shape_of<A>, expr::shape_of<B>>,
                  "tapeless: dot takes two vectors, tensors with one extent each");
    if constexpr (ops::are_vectors<expr::shape_of<A>, expr::shape_of<B>>)
        return a * b;
    else
        return sum(a) * sum(b); // so that nothing follows that sentence
}

} // namespace tapeless

#endif

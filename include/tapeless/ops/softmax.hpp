// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_OPS_SOFTMAX_HPP
#define TAPELESS_OPS_SOFTMAX_HPP

#include "../meta/math.hpp"
#include "reduction.hpp"

namespace tapeless {

namespace ops {

/// The largest of each line. Exponentials are taken of the elements less that, so that none overflows.
template <class Lines, class T, class A>
constexpr void peaks(T* peak, A a) {
    reduce<Lines>(
        peak, [&](std::size_t i, std::size_t) { return a[i]; },
        [](const T& p, const T& x) { return max::value(p, x); });
}
template <class T>
constexpr bool is_finite(const T& x) {
    return x - x == T(0);
}

template <std::size_t Axis>
struct logsumexp_along : reduction<logsumexp_along<Axis>, Axis> {
    static constexpr auto name = "logsumexp";

    template <class T, class A>
    static constexpr void compute(T* y, A a) {
        using lines = along<A, Axis>;
        T peak[lines::lines];
        peaks<lines>(peak, a);
        reduce<lines>(y, [&](std::size_t i, std::size_t line) { return math::exp(T(a[i] - peak[line])); });
        for (std::size_t i = 0; i < lines::lines; ++i)
            y[i] = is_finite(peak[i]) ? T(peak[i] + math::log(y[i])) : peak[i];
    }
    static constexpr std::uint64_t pullback_reads(std::size_t) noexcept { return 1; }
    // Shares of the sum, not exp(a - y), which is lost where y is large. Where y is infinite, the elements that are as
    // infinite share the adjoint.
    template <store How, class T, class A>
    static constexpr void pull(T* to, const T* g, const T*, A a) {
        using lines = along<A, Axis>;
        T peak[lines::lines], factor[lines::lines];
        peaks<lines>(peak, a);
        const auto share = [&](std::size_t i, std::size_t line) {
            if (is_finite(peak[line]) || peak[line] != peak[line]) return math::exp(T(a[i] - peak[line]));
            return a[i] == peak[line] ? T(1) : T(0);
        };
        reduce<lines>(factor, share);
        for (std::size_t i = 0; i < lines::lines; ++i) factor[i] = g[i] / factor[i];
        for_each<lines>(
            [&](std::size_t i, std::size_t line) { store_one<How>(to[i], T(share(i, line) * factor[line])); });
    }
};

/// Operations whose result has the shape of the operand.
struct same_shape {
    static constexpr meta::dimensions result(const meta::dimensions& a) noexcept { return a; }
};

template <std::size_t Axis>
struct softmax : same_shape {
    static constexpr auto name = "softmax";

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        using lines = along<A, Axis>;
        using T = element_of<Out>;
        T peak[lines::lines], sum[lines::lines];
        peaks<lines>(peak, a);
        for_each<lines>([&](std::size_t i, std::size_t line) { out[i] = math::exp(T(a[i] - peak[line])); });
        sum_along<Axis>::compute(sum, out);
        for_each<lines>([&](std::size_t i, std::size_t line) { out[i] = out[i] / sum[line]; });
    }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G g, Y y, A) {
        using lines = along<A, Axis>;
        using T = element_of<To>;
        T mean[lines::lines];
        reduce<lines>(mean, [&](std::size_t i, std::size_t) { return T(g[i] * y[i]); });
        for_each<lines>([&](std::size_t i, std::size_t line) { store_one<How>(to[i], T(y[i] * (g[i] - mean[line]))); });
    }
};

template <std::size_t Axis>
struct log_softmax : same_shape {
    static constexpr auto name = "log_softmax";

    template <class Out, class A>
    static constexpr void value(Out out, A a) {
        using lines = along<A, Axis>;
        using T = element_of<Out>;
        T peak[lines::lines], sum[lines::lines];
        peaks<lines>(peak, a);
        for_each<lines>([&](std::size_t i, std::size_t line) { out[i] = a[i] - peak[line]; });
        reduce<lines>(sum, [&](std::size_t i, std::size_t) { return math::exp(T(out[i])); });
        for (std::size_t i = 0; i < lines::lines; ++i) sum[i] = math::log(sum[i]);
        for_each<lines>([&](std::size_t i, std::size_t line) { out[i] = out[i] - sum[line]; });
    }
    template <std::size_t, store How, class To, class G, class Y, class A>
    static constexpr void pullback(To to, G g, Y y, A) {
        using lines = along<A, Axis>;
        using T = element_of<To>;
        T sum[lines::lines];
        sum_along<Axis>::compute(sum, g);
        for_each<lines>(
            [&](std::size_t i, std::size_t line) { store_one<How>(to[i], T(g[i] - math::exp(T(y[i])) * sum[line])); });
    }
};

template <meta::hash_t A>
inline constexpr std::size_t last_axis = expr::shape_of<A>::rank == 0 ? 0 : expr::shape_of<A>::rank - 1;

} // namespace ops

/// log(sum(exp(a))) of all elements, or of each line of elements along an axis, without overflow. Where the largest element
/// is infinite so is the result, and those that are as infinite share the adjoint. Shapes: [...] gives a scalar; along an
/// axis, the shape without it.
template <meta::hash_t A, std::size_t M>
    requires(expr::is_tensor(A))
constexpr auto logsumexp(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::logsumexp_along, ops::all_axes>(a);
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto logsumexp(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::logsumexp_along, Axis>(a);
}

/// exp(a) / sum(exp(a)) along the last axis or another, without overflow; NaN in lines that have NaN, infinity, or nothing
/// but -infinity. Shapes: that of the operand.
template <meta::hash_t A, std::size_t M>
constexpr auto softmax(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::softmax, ops::last_axis<A>>(a);
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto softmax(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::softmax, Axis>(a);
}

/// The logarithm of softmax, along the last axis or another, also where softmax underflows; NaN where softmax is. Shapes:
/// that of the operand.
template <meta::hash_t A, std::size_t M>
constexpr auto log_softmax(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::log_softmax, ops::last_axis<A>>(a);
}
template <std::size_t Axis, meta::hash_t A, std::size_t M>
constexpr auto log_softmax(const expression<A, M>& a) noexcept {
    return ops::reduced<ops::log_softmax, Axis>(a);
}

} // namespace tapeless

#endif

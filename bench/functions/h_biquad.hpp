// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_H_BIQUAD_HPP
#define TAPELESS_BENCH_FUNCTIONS_H_BIQUAD_HPP

#include "result.hpp"

#include <tapeless/scalar.hpp>

namespace functions {

/// Eight samples through a second-order filter in direct form II, and the squared distance of what comes out from a
/// target; by the coefficients b0, b1, b2, a1, a2.
struct biquad {
    static constexpr auto letter = "h", name = "biquad", title = "biquad filter of 8 samples, 5 coefficients";
    static constexpr auto plain_title = "differentiated in direct form II";
    static constexpr std::size_t inputs = 5, length = 8;

    // Fixed data, but not constants: a compiler must not fold it.
    static inline double signal[length]{1.0, 0.4, -0.7, 0.2, 0.9, -0.3, -1.1, 0.6};
    static inline double target[length]{0.3, 0.5, -0.1, -0.2, 0.4, 0.1, -0.6, -0.1};

    static std::array<double, inputs> sample(std::size_t k) {
        return {0.2 + 0.2 * varied(k, 0), 0.3 + 0.2 * varied(k, 1), 0.1 + 0.2 * varied(k, 2), -0.8 + 0.3 * varied(k, 3),
                0.1 + 0.3 * varied(k, 4)};
    }

    template <class T>
    static T formula(const T* v) {
        const T &b0 = v[0], &b1 = v[1], &b2 = v[2], &a1 = v[3], &a2 = v[4];
        T before = T(0.0), older = T(0.0), loss = T(0.0);
        for (std::size_t n = 0; n < length; ++n) {
            const T state = signal[n] - a1 * before - a2 * older;
            const T error = b0 * state + b1 * before + b2 * older - target[n];
            loss += error * error;
            older = before;
            before = state;
        }
        return loss;
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    // From rest, direct form I gives the same output, and its backward sweep is one recursion: with p the errors
    // filtered backward by 1 / A(z), the derivatives by b are p against the signal, those by a are p against the
    // output. The sums are taken as p becomes known, for GCC makes slow vectors of them otherwise.
    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        const double b0 = v[0], b1 = v[1], b2 = v[2], a1 = v[3], a2 = v[4];
        const double *x = signal, *t = target;
        double y[length], p[length];
        y[0] = b0 * x[0];
        p[0] = y[0] - t[0];
        y[1] = b0 * x[1] + b1 * x[0] - a1 * y[0];
        p[1] = y[1] - t[1];
        double loss = p[0] * p[0] + p[1] * p[1];
        for (std::size_t n = 2; n < length; ++n) {
            y[n] = b0 * x[n] + b1 * x[n - 1] + b2 * x[n - 2] - a2 * y[n - 2] - a1 * y[n - 1];
            p[n] = y[n] - t[n];
            loss += p[n] * p[n];
        }
        result<inputs> r;
        r.value = loss;
        p[6] -= a1 * p[7];
        double by_b0 = p[7] * x[7] + p[6] * x[6], by_b1 = p[7] * x[6] + p[6] * x[5], by_b2 = p[7] * x[5] + p[6] * x[4];
        double by_a1 = p[7] * y[6] + p[6] * y[5], by_a2 = p[7] * y[5] + p[6] * y[4];
        for (std::size_t n = 5; n > 1; --n) {
            p[n] = p[n] - a2 * p[n + 2] - a1 * p[n + 1];
            by_b0 += p[n] * x[n];
            by_b1 += p[n] * x[n - 1];
            by_b2 += p[n] * x[n - 2];
            by_a1 += p[n] * y[n - 1];
            by_a2 += p[n] * y[n - 2];
        }
        p[1] = p[1] - a2 * p[3] - a1 * p[2];
        p[0] = p[0] - a2 * p[2] - a1 * p[1];
        by_b0 += p[1] * x[1] + p[0] * x[0];
        by_b1 += p[1] * x[0];
        by_a1 += p[1] * y[0];
        r.gradient = {2.0 * by_b0, 2.0 * by_b1, 2.0 * by_b2, -2.0 * by_a1, -2.0 * by_a2};
        return r;
    }

    // The same knowledge: direct form I.
    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        return differentiate(v, [](auto b0, auto b1, auto b2, auto a1, auto a2, auto x0, auto x1, auto x2, auto x3,
                                   auto x4, auto x5, auto x6, auto x7, auto... t) {
            const auto y0 = b0 * x0;
            const auto y1 = b0 * x1 + b1 * x0 - a1 * y0;
            const auto next = [&](auto x, auto before, auto older, auto y_older, auto y_before) {
                return b0 * x + b1 * before + b2 * older - a2 * y_older - a1 * y_before;
            };
            const auto y2 = next(x2, x1, x0, y0, y1);
            const auto y3 = next(x3, x2, x1, y1, y2);
            const auto y4 = next(x4, x3, x2, y2, y3);
            const auto y5 = next(x5, x4, x3, y3, y4);
            const auto y6 = next(x6, x5, x4, y4, y5);
            const auto y7 = next(x7, x6, x5, y5, y6);
            return squared_distance(std::tuple{y0, y1, y2, y3, y4, y5, y6, y7}, t...);
        });
    }

    // The same without that knowledge.
    [[gnu::noinline]] static result<inputs> plain(const double* v) {
        return differentiate(v, [](auto b0, auto b1, auto b2, auto a1, auto a2, auto x0, auto x1, auto x2, auto x3,
                                   auto x4, auto x5, auto x6, auto x7, auto... t) {
            const auto next = [&](auto x, auto before, auto older) { return x - a1 * before - a2 * older; };
            const auto output = [&](auto state, auto before, auto older) {
                return b0 * state + b1 * before + b2 * older;
            };
            const auto w1 = x1 - a1 * x0;
            const auto w2 = next(x2, w1, x0);
            const auto w3 = next(x3, w2, w1);
            const auto w4 = next(x4, w3, w2);
            const auto w5 = next(x5, w4, w3);
            const auto w6 = next(x6, w5, w4);
            const auto w7 = next(x7, w6, w5);
            return squared_distance(std::tuple{b0 * x0, b0 * w1 + b1 * x0, output(w2, w1, x0), output(w3, w2, w1),
                                               output(w4, w3, w2), output(w5, w4, w3), output(w6, w5, w4),
                                               output(w7, w6, w5)},
                                    t...);
        });
    }

private:
    template <class... Y, class... T>
    static constexpr auto squared_distance(const std::tuple<Y...>& output, T... t) {
        const auto square = [](auto e) { return e * e; };
        return std::apply([&](auto... y) { return (square(y - t) + ...); }, output);
    }

    template <class F>
    [[gnu::always_inline]] static result<inputs> differentiate(const double* v, F loss) {
        const double *x = signal, *t = target;
        return as_result(tapeless::value_and_grad<0, 1, 2, 3, 4>(loss)(v[0], v[1], v[2], v[3], v[4], x[0], x[1], x[2],
                                                                       x[3], x[4], x[5], x[6], x[7], t[0], t[1], t[2],
                                                                       t[3], t[4], t[5], t[6], t[7]));
    }
};

} // namespace functions

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_L_KEPLER_HPP
#define TAPELESS_BENCH_FUNCTIONS_L_KEPLER_HPP

#include "result.hpp"
#include "sine_cosine.hpp"

#include <cmath>

#include <tapeless/scalar.hpp>

namespace functions {

/// Where a body is on its ellipse, against where it was observed: half the squared distance, by semi-major axis,
/// eccentricity and mean anomaly. Kepler's equation is solved by five steps of Newton from the mean anomaly, which is
/// to the last digit for eccentricities to 0.3.
struct kepler {
    static constexpr auto letter = "l", name = "kepler", title = "Kepler's equation by 5 Newton steps, 3 inputs";
    static constexpr auto plain_title = "differentiated through all steps";
    static constexpr std::size_t inputs = 3, steps = 5;
    static inline double observed[2]{0.4, 0.7}; // not constant: a compiler must not fold it

    static std::array<double, inputs> sample(std::size_t k) {
        return {0.8 + 0.4 * varied(k, 0), 0.1 + 0.2 * varied(k, 1), 0.5 + 2 * varied(k, 2)};
    }

    template <class T>
    static T formula(const T* v) {
        using std::cos, std::sin, std::sqrt;
        const T &axis = v[0], &eccentricity = v[1], &mean = v[2];
        T anomaly = mean;
        for (std::size_t i = 0; i < steps; ++i)
            anomaly -= T((anomaly - eccentricity * sin(anomaly) - mean) / (1.0 - eccentricity * cos(anomaly)));
        const T flat = sqrt(T(1.0 - eccentricity * eccentricity));
        const T ex = axis * (cos(anomaly) - eccentricity) - observed[0];
        const T ey = axis * flat * sin(anomaly) - observed[1];
        return T(0.5 * (ex * ex + ey * ey));
    }

    [[gnu::noinline]] static double primal(const double* v) { return formula(v); }

    // The solution's derivatives follow from the equation, not from how it was solved: the reciprocal of what the last
    // step divides by is the derivative by the mean anomaly.
    [[gnu::noinline]] static result<inputs> hand(const double* v) {
        const double &axis = v[0], &eccentricity = v[1], &mean = v[2];
        double anomaly = mean;
        for (std::size_t i = 0; i + 1 < steps; ++i) {
            const auto [s, c] = sine_cosine(anomaly);
            anomaly -= (anomaly - eccentricity * s - mean) / (1.0 - eccentricity * c);
        }
        const auto [before, c] = sine_cosine(anomaly);
        const double inverse = 1.0 / (1.0 - eccentricity * c);
        anomaly -= (anomaly - eccentricity * before - mean) * inverse;
        const auto [sine, cosine] = sine_cosine(anomaly);

        const double flat = std::sqrt(1.0 - eccentricity * eccentricity);
        const double x = cosine - eccentricity, y = flat * sine;
        const double ex = axis * x - observed[0], ey = axis * y - observed[1];
        const double by_mean = axis * (ey * flat * cosine - ex * sine) * inverse;
        return {0.5 * (ex * ex + ey * ey),
                {ex * x + ey * y, by_mean * sine - axis * (ex + ey * sine * (eccentricity / flat)), by_mean}};
    }

    // All steps but the last only find where to differentiate.
    [[gnu::noinline]] static result<inputs> ours(const double* v) {
        return differentiate(
            v, [](auto newton, auto mean) { return newton(stop_gradient(newton(newton(newton(newton(mean)))))); });
    }

    // The same without that knowledge.
    [[gnu::noinline]] static result<inputs> plain(const double* v) {
        return differentiate(v, [](auto newton, auto mean) { return newton(newton(newton(newton(newton(mean))))); });
    }

private:
    template <class Solve>
    [[gnu::always_inline]] static result<inputs> differentiate(const double* v, Solve solve) {
        using namespace tapeless::literals;
        const auto half_square = [solve](auto axis, auto eccentricity, auto mean, auto ox, auto oy) {
            const auto newton = [&](auto e) {
                return e - (e - eccentricity * sin(e) - mean) / (1_c - eccentricity * cos(e));
            };
            const auto anomaly = solve(newton, mean);
            const auto ex = axis * (cos(anomaly) - eccentricity) - ox;
            const auto ey = axis * sqrt(1_c - eccentricity * eccentricity) * sin(anomaly) - oy;
            return 0.5_c * (ex * ex + ey * ey);
        };
        return as_result(tapeless::value_and_grad<0, 1, 2>(half_square)(v[0], v[1], v[2], observed[0], observed[1]));
    }
};

} // namespace functions

#endif

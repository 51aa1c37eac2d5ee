// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_POINTS_HPP
#define TAPELESS_EXAMPLES_SUPPORT_POINTS_HPP

/// \file
/// Classes of points in the plane to try classifiers on: moons, blobs, spirals. One seed gives the same points with
/// every compiler (but for the last bit, where one multiplies and adds in one instruction): the library's random
/// numbers, no distributions of the standard library.

#include <tapeless/nn/random.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

namespace tapeless_examples {

/// Points (x, y), each with the number of its class.
struct labelled_points {
    std::size_t classes = 0;
    std::vector<double> xy;           ///< count * 2 values, point after point
    std::vector<std::int32_t> labels; ///< count values in 0 .. classes - 1

    [[nodiscard]] std::size_t count() const noexcept { return labels.size(); }
};

namespace points_detail {

inline constexpr double turn = 2 * std::numbers::pi;

/// Point i of n of a class lies at `place(class, i / (n - 1))`, from 0 to 1, but for normal noise.
template <class Place>
labelled_points scatter(std::size_t count, std::size_t classes, double noise, std::uint64_t seed, Place place) {
    if (classes == 0 || count < classes)
        throw std::runtime_error("cannot make " + std::to_string(count) + " points of " + std::to_string(classes) +
                                 " classes: give one class at least, and every class a point");
    if (!(noise >= 0 && std::isfinite(noise)))
        throw std::runtime_error("the deviation of the noise is " + std::to_string(noise) +
                                 ", expected a number that is not negative");
    labelled_points points{classes, {}, {}};
    tapeless::nn::random random(seed);
    for (std::size_t c = 0; c < classes; ++c) {
        const std::size_t n = count / classes + (c < count % classes ? 1 : 0);
        for (std::size_t i = 0; i < n; ++i) {
            const double along = n == 1 ? 0 : static_cast<double>(i) / static_cast<double>(n - 1);
            const auto [x, y] = place(static_cast<double>(c), along);
            const double dx = noise * random.normal(), dy = noise * random.normal(); // in this order
            points.xy.push_back(x + dx);
            points.xy.push_back(y + dy);
            points.labels.push_back(static_cast<std::int32_t>(c));
        }
    }
    return points;
}

struct position {
    double x, y;
};

} // namespace points_detail

/// Two interleaved half circles of radius 1: class 0 around (0, 0) above, class 1 around (1, 1/2) below.
[[nodiscard]] inline labelled_points moons(std::size_t count, double noise, std::uint64_t seed) {
    return points_detail::scatter(count, 2, noise, seed, [](double c, double along) -> points_detail::position {
        const double angle = std::numbers::pi * along;
        const double x = std::cos(angle), y = std::sin(angle);
        return c == 0 ? points_detail::position{x, y} : points_detail::position{1 - x, 0.5 - y};
    });
}

/// Normal clouds of this deviation around centres that stand evenly on the unit circle.
[[nodiscard]] inline labelled_points blobs(std::size_t count, std::size_t classes, double deviation,
                                           std::uint64_t seed) {
    return points_detail::scatter(count, classes, deviation, seed, [&](double c, double) -> points_detail::position {
        const double angle = points_detail::turn * c / static_cast<double>(classes);
        return {std::cos(angle), std::sin(angle)};
    });
}

/// Arms that wind around the origin from radius 0 to 1, this many times.
[[nodiscard]] inline labelled_points spirals(std::size_t count, std::size_t classes, double noise, std::uint64_t seed,
                                             double windings = 0.75) {
    return points_detail::scatter(count, classes, noise, seed, [&](double c, double along) -> points_detail::position {
        const double angle = points_detail::turn * (c / static_cast<double>(classes) + windings * along);
        return {along * std::cos(angle), along * std::sin(angle)};
    });
}

} // namespace tapeless_examples

#endif

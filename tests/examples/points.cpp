// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The expected places come from an independent program in Python, written from the definitions.

#include "support/points.hpp"
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

namespace {

using namespace tapeless_examples;

double distance(const labelled_points& p, std::size_t i, double x, double y) {
    return std::hypot(p.xy[2 * i] - x, p.xy[2 * i + 1] - y);
}

std::ptrdiff_t of_class(const labelled_points& p, std::int32_t c) {
    return std::count(p.labels.begin(), p.labels.end(), c);
}

TEST_CASE("moons without noise are half circles", "[examples][points]") {
    const labelled_points p = moons(17, 0, 1);
    REQUIRE(p.count() == 17);
    REQUIRE(p.xy.size() == 34);
    CHECK(p.classes == 2);
    CHECK(of_class(p, 0) == 9);
    CHECK(of_class(p, 1) == 8);
    for (std::size_t i = 0; i < 17; ++i) {
        const bool upper = p.labels[i] == 0;
        CHECK(distance(p, i, upper ? 0 : 1, upper ? 0 : 0.5) == Approx(1).epsilon(1e-14));
        CHECK((upper ? p.xy[2 * i + 1] >= 0 : p.xy[2 * i + 1] <= 0.5));
    }
    CHECK(distance(p, 0, 1, 0) < 1e-15); // from end to end
    CHECK(distance(p, 4, 0, 1) < 1e-15);
    CHECK(distance(p, 8, -1, 0) < 1e-15);
    CHECK(distance(p, 9, 0, 0.5) < 1e-15);
    CHECK(distance(p, 16, 2, 0.5) < 1e-15);
}

TEST_CASE("the noise is the library's normal numbers", "[examples][points]") {
    const labelled_points p = moons(100, 0.1, 42), still = moons(100, 0, 42);
    tapeless::nn::random random(42);
    for (std::size_t i = 0; i < 200; ++i)
        CHECK(p.xy[i] == Approx(still.xy[i] + 0.1 * random.normal()).epsilon(1e-13).margin(1e-13));
    constexpr double first[]{1.0492950655817375, -0.12810773478777024, 0.937757594640763, -0.09016584820281362};
    constexpr double last[]{2.1314946644162145, 0.6939487246622772};
    for (std::size_t i = 0; i < 4; ++i) CHECK(p.xy[i] == Approx(first[i]).epsilon(1e-13));
    for (std::size_t i = 0; i < 2; ++i) CHECK(p.xy[198 + i] == Approx(last[i]).epsilon(1e-13));
    CHECK(moons(100, 0.1, 42).xy == p.xy);
    CHECK(moons(100, 0.1, 43).xy != p.xy);
}

TEST_CASE("blobs lie around the corners of a polygon", "[examples][points]") {
    const labelled_points p = blobs(3000, 3, 0.1, 7);
    for (std::int32_t c = 0; c < 3; ++c) {
        CHECK(of_class(p, c) == 1000);
        double x = 0, y = 0, squares = 0;
        const double angle = 2 * std::acos(-1.0) * c / 3;
        for (std::size_t i = 0; i < p.count(); ++i)
            if (p.labels[i] == c) {
                x += p.xy[2 * i] / 1000;
                y += p.xy[2 * i + 1] / 1000;
                squares += std::pow(distance(p, i, std::cos(angle), std::sin(angle)), 2) / 1000;
            }
        CHECK(std::hypot(x - std::cos(angle), y - std::sin(angle)) < 5 * 0.1 * std::sqrt(2 / 1000.0));
        CHECK(squares == Approx(2 * 0.01).epsilon(5 / std::sqrt(1000.0))); // two squares of variance 0.01
    }
}

TEST_CASE("spirals wind outward", "[examples][points]") {
    const labelled_points p = spirals(30, 3, 0, 1, 0.75);
    for (std::size_t i = 0; i < 30; ++i) {
        const double along = static_cast<double>(i % 10) / 9;
        const double angle = 2 * std::acos(-1.0) * (p.labels[i] / 3.0 + 0.75 * along);
        CHECK(p.labels[i] == static_cast<std::int32_t>(i / 10));
        CHECK(distance(p, i, along * std::cos(angle), along * std::sin(angle)) < 1e-14);
    }
}

TEST_CASE("points that cannot be made are refused", "[examples][points]") {
    const auto message_of = [](auto f) -> std::string {
        try {
            f();
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "nothing was thrown";
    };
    CHECK(message_of([] { (void)moons(1, 0, 1); }).find("cannot make 1 points of 2 classes") == 0);
    CHECK(message_of([] { (void)blobs(3, 0, 0, 1); }).find("cannot make 3 points of 0 classes") == 0);
    CHECK(message_of([] { (void)moons(4, -0.1, 1); }).find("the deviation of the noise is -0.1") == 0);
    CHECK(message_of([] { (void)moons(4, std::numeric_limits<double>::quiet_NaN(), 1); }).find("the deviation") == 0);
    CHECK(moons(2, 0, 1).count() == 2); // a point a class
}

} // namespace

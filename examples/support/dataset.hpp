// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_DATASET_HPP
#define TAPELESS_EXAMPLES_SUPPORT_DATASET_HPP

/// \file
/// A set of labelled grey images in memory, and the few things that every example does with one:
/// shuffle it, cut it in two, look at one image.
///
/// Random numbers are the library's, because std::shuffle and the standard distributions may give another result
/// with another standard library. One seed gives one split on every machine.

#include <tapeless/nn/random.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tapeless_examples {

/// Images of one size, each with the number of its class.
struct labelled_images {
    std::size_t count = 0;            ///< how many images
    std::size_t rows = 0;             ///< height of an image
    std::size_t cols = 0;             ///< width of an image
    std::size_t classes = 0;          ///< labels are 0 .. classes - 1
    std::vector<float> pixels;        ///< count * rows * cols values in 0 .. 1, image after image
    std::vector<std::int32_t> labels; ///< count values

    /// Numbers per image.
    [[nodiscard]] std::size_t pixels_per_image() const noexcept { return rows * cols; }

    /// The pixels of image i, row after row.
    [[nodiscard]] std::span<const float> image(std::size_t i) const {
        return std::span<const float>(pixels).subspan(i * pixels_per_image(), pixels_per_image());
    }
};

/// Two disjoint parts of one set.
struct train_and_test {
    labelled_images train;
    labelled_images test;
};

/// No limit on the number of samples.
inline constexpr std::size_t all_samples = std::numeric_limits<std::size_t>::max();

/// The numbers 0 .. count - 1 in an order that depends on the seed alone (Fisher and Yates, from
/// the last place down).
[[nodiscard]] inline std::vector<std::size_t> shuffled_indices(std::size_t count, std::uint64_t seed) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    tapeless::nn::random(seed).shuffle(order);
    return order;
}

/// Throws unless the sizes of the two vectors are what the other members say.
inline void check_sizes(const labelled_images& set) {
    if (set.pixels.size() != set.count * set.rows * set.cols) {
        throw std::runtime_error("the image set holds " + std::to_string(set.pixels.size()) + " pixels, expected " +
                                 std::to_string(set.count) + " images of " + std::to_string(set.rows) + "x" +
                                 std::to_string(set.cols) + ": fill pixels before using the set");
    }
    if (set.labels.size() != set.count) {
        throw std::runtime_error("the image set holds " + std::to_string(set.labels.size()) +
                                 " labels, expected one for each of its " + std::to_string(set.count) +
                                 " images: fill labels before using the set");
    }
}

/// The images with the given numbers, in the given order.
[[nodiscard]] inline labelled_images select(const labelled_images& set, std::span<const std::size_t> indices) {
    check_sizes(set);
    labelled_images result;
    result.count = indices.size();
    result.rows = set.rows;
    result.cols = set.cols;
    result.classes = set.classes;
    result.pixels.reserve(indices.size() * set.pixels_per_image());
    result.labels.reserve(indices.size());
    for (const std::size_t i : indices) {
        if (i >= set.count) {
            throw std::runtime_error("image " + std::to_string(i) + " was asked for, but the set holds " +
                                     std::to_string(set.count) + " images: use numbers below that");
        }
        const std::span<const float> image = set.image(i);
        result.pixels.insert(result.pixels.end(), image.begin(), image.end());
        result.labels.push_back(set.labels[i]);
    }
    return result;
}

/// The first at_most images (all of them, if there are fewer).
[[nodiscard]] inline labelled_images take(const labelled_images& set, std::size_t at_most) {
    std::vector<std::size_t> indices(at_most < set.count ? at_most : set.count);
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    return select(set, indices);
}

/// Shuffles the set, keeps at most at_most images, and gives the first train_count of them to the
/// training part and the rest to the test part. Both parts must end up with at least one image.
template <std::integral Count>
    requires(!std::same_as<Count, bool>)
[[nodiscard]] train_and_test split(const labelled_images& set, Count train_count, std::uint64_t seed,
                                   std::size_t at_most = all_samples) {
    const std::size_t used = at_most < set.count ? at_most : set.count;
    if (std::cmp_less(train_count, 1) || std::cmp_greater_equal(train_count, used)) {
        throw std::runtime_error("cannot put " + std::to_string(train_count) + " of " + std::to_string(used) +
                                 " images into the training part: give a number from 1 to one "
                                 "less than the images there are, so that both parts get some");
    }
    const auto first = static_cast<std::size_t>(train_count);
    const std::vector<std::size_t> order = shuffled_indices(set.count, seed);
    const std::span<const std::size_t> kept = std::span<const std::size_t>(order).first(used);
    return {select(set, kept.first(first)), select(set, kept.subspan(first))};
}

/// As above, with the training part given as a fraction between 0 and 1 of the images kept. The
/// number of training images is rounded to the nearest.
template <std::floating_point Fraction>
[[nodiscard]] train_and_test split(const labelled_images& set, Fraction train_fraction, std::uint64_t seed,
                                   std::size_t at_most = all_samples) {
    if (!(train_fraction > Fraction{0} && train_fraction < Fraction{1})) {
        throw std::runtime_error("cannot put the fraction " + std::to_string(train_fraction) +
                                 " of the images into the training part: give a number between 0 "
                                 "and 1, or a whole number of images");
    }
    const std::size_t used = at_most < set.count ? at_most : set.count;
    const double train_count = std::floor(static_cast<double>(train_fraction) * static_cast<double>(used) + 0.5);
    return split(set, static_cast<std::size_t>(train_count), seed, at_most);
}

} // namespace tapeless_examples

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The expected random numbers and orders below come from an independent program, written from the
// definitions of splitmix64 and of the Fisher-Yates shuffle.

#include "support/dataset.hpp"
#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using tapeless_examples::labelled_images;

/// Images of 1x2 pixels; image i is {i, -i} with the label i mod 3, so each can be recognised.
labelled_images numbered(std::size_t count) {
    labelled_images set;
    set.count = count;
    set.rows = 1;
    set.cols = 2;
    set.classes = 3;
    for (std::size_t i = 0; i < count; ++i) {
        set.pixels.push_back(static_cast<float>(i));
        set.pixels.push_back(-static_cast<float>(i));
        set.labels.push_back(static_cast<std::int32_t>(i % 3));
    }
    return set;
}

/// Which images of numbered() a set holds, after checking that each is whole.
std::vector<std::size_t> numbers_of(const labelled_images& set) {
    std::vector<std::size_t> numbers;
    REQUIRE(set.pixels.size() == 2 * set.count);
    REQUIRE(set.labels.size() == set.count);
    for (std::size_t i = 0; i < set.count; ++i) {
        const auto image = set.image(i);
        REQUIRE(image.size() == 2);
        CHECK(image[1] == -image[0]);
        const auto number = static_cast<std::size_t>(image[0]);
        CHECK(set.labels[i] == static_cast<std::int32_t>(number % 3));
        numbers.push_back(number);
    }
    return numbers;
}

template <class F>
std::string message_of(F f) {
    try {
        f();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("bounded random numbers are drawn without bias", "[examples][dataset]") {
    // Half of the generator's range is refused for this bound, so the loop is exercised.
    tapeless::nn::random random(5);
    const std::uint64_t bound = (std::uint64_t{1} << 63U) + 1;
    for (const std::uint64_t expected : {4654242949169100535U, 8957066056171264800U, 204786321411665706U,
                                         1908141438795372386U, 6903704994719435514U, 8387343232142502422U}) {
        CHECK(random.below(bound) == expected);
    }
    for (int i = 0; i < 10; ++i) {
        CHECK(random.below(1) == 0);
    }
    std::array<int, 7> seen{};
    for (int i = 0; i < 7000; ++i) {
        ++seen[static_cast<std::size_t>(random.below(7))];
    }
    for (const int times : seen) {
        CHECK(times > 850); // expected 1000, standard deviation 29
        CHECK(times < 1150);
    }
}

TEST_CASE("a shuffle depends on the seed alone", "[examples][dataset]") {
    using tapeless_examples::shuffled_indices;
    CHECK(shuffled_indices(10, 0) == std::vector<std::size_t>{6, 3, 2, 9, 8, 1, 4, 7, 0, 5});
    CHECK(shuffled_indices(10, 42) == std::vector<std::size_t>{0, 9, 5, 8, 6, 4, 7, 2, 1, 3});
    CHECK(shuffled_indices(0, 1).empty());
    CHECK(shuffled_indices(1, 1) == std::vector<std::size_t>{0});

    std::vector<std::size_t> order = shuffled_indices(1797, 42);
    CHECK(std::vector<std::size_t>(order.begin(), order.begin() + 8) ==
          std::vector<std::size_t>{1324, 623, 1117, 298, 793, 1292, 632, 1339});
    CHECK(std::vector<std::size_t>(order.end() - 4, order.end()) ==
          std::vector<std::size_t>{432, 578, 1287, 1705});
    CHECK(order == shuffled_indices(1797, 42));
    CHECK(order != shuffled_indices(1797, 43));

    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) {
        REQUIRE(order[i] == i);
    }

    order = shuffled_indices(60000, 7);
    CHECK(std::vector<std::size_t>(order.begin(), order.begin() + 6) ==
          std::vector<std::size_t>{17260, 9878, 15524, 15177, 52132, 16201});
}

TEST_CASE("a split is a permutation cut in two", "[examples][dataset]") {
    using tapeless_examples::split;
    const labelled_images set = numbered(10);

    const auto [train, test] = split(set, 7, 42);
    CHECK(train.rows == 1);
    CHECK(train.cols == 2);
    CHECK(train.classes == 3);
    CHECK(test.classes == 3);
    CHECK(train.pixels_per_image() == 2);
    CHECK(numbers_of(train) == std::vector<std::size_t>{0, 9, 5, 8, 6, 4, 7});
    CHECK(numbers_of(test) == std::vector<std::size_t>{2, 1, 3});

    const auto by_fraction = split(set, 0.7, 42);
    CHECK(numbers_of(by_fraction.train) == numbers_of(train));
    CHECK(numbers_of(by_fraction.test) == numbers_of(test));
    CHECK(split(set, 0.7F, 42).train.count == 7);
    CHECK(split(set, 0.75, 42).train.count == 8);
    CHECK(split(set, std::size_t{9}, 42).test.count == 1);
    CHECK(numbers_of(split(set, 7, 43).train) != numbers_of(train));
}

TEST_CASE("a split can keep fewer samples than there are", "[examples][dataset]") {
    using tapeless_examples::split;
    const labelled_images set = numbered(10);

    const auto capped = split(set, 3, 42, 5);
    CHECK(numbers_of(capped.train) == std::vector<std::size_t>{0, 9, 5});
    CHECK(numbers_of(capped.test) == std::vector<std::size_t>{8, 6});
    CHECK(numbers_of(split(set, 0.6, 42, 5).train) == std::vector<std::size_t>{0, 9, 5});
    CHECK(split(set, 3, 42, 100).test.count == 7);

    CHECK(numbers_of(tapeless_examples::take(set, 3)) == std::vector<std::size_t>{0, 1, 2});
    CHECK(tapeless_examples::take(set, 100).count == 10);
    CHECK(tapeless_examples::take(set, 0).count == 0);
}

TEST_CASE("impossible splits are refused", "[examples][dataset]") {
    using tapeless_examples::split;
    const labelled_images set = numbered(10);
    CHECK(contains(message_of([&] { (void)split(set, 10, 1); }), "cannot put 10 of 10 images"));
    CHECK(contains(message_of([&] { (void)split(set, 11U, 1); }), "cannot put 11 of 10 images"));
    CHECK(contains(message_of([&] { (void)split(set, 0, 1); }), "cannot put 0 of 10 images"));
    CHECK(contains(message_of([&] { (void)split(set, -1, 1); }), "cannot put -1 of 10 images"));
    CHECK(contains(message_of([&] { (void)split(set, 5, 1, 5); }), "cannot put 5 of 5 images"));
    CHECK(contains(message_of([&] { (void)split(set, 0.01, 1); }), "cannot put 0 of 10 images"));
    CHECK(contains(message_of([&] { (void)split(set, 1.0, 1); }), "fraction 1.0"));
    CHECK(contains(message_of([&] { (void)split(set, 0.0, 1); }), "fraction 0.0"));
    CHECK(contains(message_of([&] { (void)split(set, -0.5, 1); }), "fraction -0.5"));
    CHECK(contains(message_of([] { (void)split(numbered(0), 1, 1); }), "cannot put 1 of 0"));
}

TEST_CASE("a set that contradicts itself is refused", "[examples][dataset]") {
    using tapeless_examples::split;
    labelled_images set = numbered(10);
    set.pixels.pop_back();
    CHECK(
        contains(message_of([&] { (void)split(set, 5, 1); }), "holds 19 pixels, expected 10 images of 1x2"));
    set = numbered(10);
    set.labels.push_back(0);
    CHECK(contains(message_of([&] { (void)split(set, 5, 1); }), "holds 11 labels"));

    set = numbered(10);
    const std::vector<std::size_t> wrong{3, 10};
    CHECK(contains(message_of([&] { (void)tapeless_examples::select(set, wrong); }),
                   "image 10 was asked for, but the set holds 10"));
    const std::vector<std::size_t> twice{3, 3};
    CHECK(numbers_of(tapeless_examples::select(set, twice)) == twice);
}

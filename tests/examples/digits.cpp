// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support/digits.hpp"
#include "catch.hpp"
#include "scratch_directory.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#ifndef TAPELESS_SOURCE_DIR
#error "define TAPELESS_SOURCE_DIR as the path of the source tree, in quotes"
#endif

namespace {

using tapeless_examples::any_count;
using tapeless_examples::load_digits;

class temporary_directory : public scratch_directory {
public:
    [[nodiscard]] std::filesystem::path write(const std::string& content) const {
        const std::filesystem::path file = path() / "some.csv";
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }
};

/// A line whose pixels are 0, 1, .. 16, 0, 1 .. and whose label is given.
std::string line(const std::string& label, const std::string& pixel_5 = "5") {
    std::string text;
    for (int i = 0; i < 64; ++i) {
        text += (i == 5 ? pixel_5 : std::to_string(i % 17)) + ",";
    }
    return text + label;
}

std::string error_for(const std::string& content, std::size_t expected_count = any_count) {
    const temporary_directory directory;
    const std::filesystem::path file = directory.write(content);
    try {
        (void)load_digits(file, expected_count);
    } catch (const std::runtime_error& error) {
        const std::string message = error.what();
        CHECK(message.find(file.string()) != std::string::npos);
        return message;
    }
    return "nothing was thrown";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the shipped digits are complete", "[examples][digits]") {
    const auto set = load_digits(std::filesystem::path(TAPELESS_SOURCE_DIR) / "examples/data/digits.csv");
    CHECK(set.count == 1797);
    CHECK(set.rows == 8);
    CHECK(set.cols == 8);
    CHECK(set.classes == 10);
    REQUIRE(set.labels.size() == 1797);
    REQUIRE(set.pixels.size() == 1797U * 64U);

    std::array<int, 10> times{};
    for (const auto label : set.labels) {
        REQUIRE(label >= 0);
        REQUIRE(label < 10);
        ++times[static_cast<std::size_t>(label)];
    }
    CHECK(times == std::array<int, 10>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});

    float darkest = 1;
    float brightest = 0;
    for (const float pixel : set.pixels) {
        darkest = pixel < darkest ? pixel : darkest;
        brightest = pixel > brightest ? pixel : brightest;
    }
    CHECK(darkest == 0.0F);
    CHECK(brightest == 1.0F);

    CHECK(set.labels[0] == 0);
    CHECK(set.image(0)[2] == 5.0F / 16.0F);
    CHECK(set.image(0)[3] == 13.0F / 16.0F);
    CHECK(set.labels[1796] == 8);
    CHECK(set.image(1796)[63] == 0.0F);
    CHECK(set.image(1796)[62] == 1.0F / 16.0F);
}

TEST_CASE("digits are read in every line ending", "[examples][digits]") {
    const temporary_directory directory;
    for (const std::string& content : {line("3") + "\n" + line("9") + "\n", line("3") + "\n" + line("9"),
                                       line("3") + "\r\n" + line("9") + "\r\n"}) {
        const auto set = load_digits(directory.write(content), 2);
        CHECK(set.count == 2);
        CHECK(set.labels[0] == 3);
        CHECK(set.labels[1] == 9);
        CHECK(set.image(1)[16] == 1.0F);
        CHECK(set.image(1)[18] == 1.0F / 16.0F);
    }
}

TEST_CASE("a damaged digits file is refused with its name and line", "[examples][digits]") {
    const std::string good = line("1") + "\n";

    CHECK(contains(error_for(good + line("1", "17") + "\n"), "line 2: pixel 5 is 17, expected 0 to 16"));
    CHECK(contains(error_for(good + line("1", "99999999999999999999") + "\n"),
                   "line 2: pixel 5 is 99999999999999999999, expected 0 to 16"));
    CHECK(contains(error_for(line("10") + "\n"), "line 1: the label is 10, expected 0 to 9"));
    CHECK(contains(error_for(good + good + line("x") + "\n"), "line 3: the label is 'x', not a number"));
    CHECK(contains(error_for(line("1", "-1") + "\n"), "line 1: pixel 5 is '-', not a number"));
    CHECK(contains(error_for(line("1", "+1") + "\n"), "line 1: pixel 5 is '+', not a number"));
    CHECK(contains(error_for(line("1", " 1") + "\n"), "line 1: pixel 5 is ' ', not a number"));
    CHECK(contains(error_for(line("1", "") + "\n"), "line 1: pixel 5 is ',', not a number"));
    CHECK(contains(error_for(line("1", "1.5") + "\n"), "line 1: found '.' after pixel 5, expected a comma"));
    CHECK(contains(error_for(line("1", "1;2") + "\n"), "line 1: found ';' after pixel 5, expected a comma"));
    CHECK(contains(error_for(line("1,2") + "\n"), "line 1: found ',' after the label"));
    CHECK(contains(error_for(line("1 ") + "\n"), "line 1: found ' ' after the label"));
    CHECK(contains(error_for(line("") + "\n"), "line 1: the label is missing"));
    CHECK(contains(error_for(good + "0,1,2\n"), "line 2: found 3 numbers, expected 65"));
    CHECK(contains(error_for(good + "\n" + good), "line 2: pixel 0 is missing"));
    CHECK(contains(error_for(good + "\n"), "line 2: pixel 0 is missing"));
}

TEST_CASE("a digits file with the wrong number of images is refused", "[examples][digits]") {
    CHECK(contains(error_for(""), "is empty"));
    CHECK(contains(error_for(line("1") + "\n", tapeless_examples::digits_count),
                   "holds 1 images, expected 1797"));
    CHECK(contains(error_for(line("1") + "\n" + line("1") + "\n", 1), "holds 2 images"));
}

TEST_CASE("a missing digits file is refused", "[examples][digits]") {
    const temporary_directory directory;
    for (const auto& path : {directory.path() / "none.csv", directory.path()}) {
        std::string message = "nothing was thrown";
        try {
            (void)load_digits(path);
        } catch (const std::runtime_error& error) {
            message = error.what();
        }
        CHECK(contains(message, "cannot open '" + path.string() + "'"));
        CHECK(contains(message, "examples/data/digits.csv"));
    }
}

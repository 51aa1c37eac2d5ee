// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_DIGITS_HPP
#define TAPELESS_EXAMPLES_SUPPORT_DIGITS_HPP

/// \file
/// Reads the small set of handwritten digits that is shipped in examples/data/digits.csv: one image
/// a line, 64 pixels of 0 .. 16 and then the digit, all separated by commas.

#include "dataset.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace tapeless_examples {

/// Number of images in examples/data/digits.csv.
inline constexpr std::size_t digits_count = 1797;

/// Accepts a file with any number of lines.
inline constexpr std::size_t any_count = 0;

namespace digits_detail {

inline constexpr std::size_t side = 8;
inline constexpr std::size_t classes = 10;
inline constexpr unsigned brightest = 16;

[[noreturn]] inline void refuse(const std::filesystem::path& path, std::size_t line, const std::string& what) {
    throw std::runtime_error("'" + path.string() + "', line " + std::to_string(line) + ": " + what +
                             "; restore the file as it was shipped");
}

/// Appends one line to the set. A line is 65 unsigned numbers with a comma between them and
/// nothing else: no spaces, no signs, no empty fields.
inline void read_line(std::string_view text, const std::filesystem::path& path, std::size_t line,
                      labelled_images& into) {
    constexpr std::size_t fields = side * side + 1;
    const char* position = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t field = 0; field < fields; ++field) {
        const bool is_label = field + 1 == fields;
        const unsigned largest = is_label ? unsigned{classes} - 1 : brightest;
        const std::string name = is_label ? std::string("the label") : "pixel " + std::to_string(field);

        unsigned value = 0;
        const auto [next, error] = std::from_chars(position, end, value);
        if (error == std::errc::invalid_argument) {
            refuse(path, line,
                   name + " is " + (position == end ? "missing" : "'" + std::string(position, 1) + "', not a number") +
                       ", expected " + std::to_string(fields) + " whole numbers separated by commas");
        }
        if (error == std::errc::result_out_of_range || value > largest) {
            refuse(path, line,
                   name + " is " + std::string(position, next) + ", expected 0 to " + std::to_string(largest));
        }
        position = next;
        if (!is_label) {
            if (position == end) {
                refuse(path, line,
                       "found " + std::to_string(field + 1) + " numbers, expected " + std::to_string(fields));
            }
            if (*position != ',') {
                refuse(path, line, "found '" + std::string(position, 1) + "' after " + name + ", expected a comma");
            }
            ++position;
            into.pixels.push_back(static_cast<float>(value) / static_cast<float>(brightest));
        } else {
            if (position != end) {
                refuse(path, line,
                       "found '" + std::string(position, 1) + "' after the label, expected " + std::to_string(fields) +
                           " numbers and then the end of the line");
            }
            into.labels.push_back(static_cast<std::int32_t>(value));
        }
    }
    ++into.count;
}

} // namespace digits_detail

/// Loads the digits: 8x8 pixels scaled to 0 .. 1, and labels 0 .. 9. Lines may end as on Unix or as
/// on Windows. The file must hold expected_count images, unless that is any_count.
[[nodiscard]] inline labelled_images load_digits(const std::filesystem::path& path,
                                                 std::size_t expected_count = digits_count) {
    std::error_code ignored;
    std::ifstream in;
    if (std::filesystem::is_regular_file(path, ignored)) {
        in.open(path, std::ios::binary);
    }
    if (!in.is_open()) {
        throw std::runtime_error("cannot open '" + path.string() +
                                 "': expected the digits as comma-separated values; give the path "
                                 "of examples/data/digits.csv in the source tree");
    }
    labelled_images result;
    result.rows = digits_detail::side;
    result.cols = digits_detail::side;
    result.classes = digits_detail::classes;
    std::string text;
    for (std::size_t line = 1; std::getline(in, text); ++line) {
        if (!text.empty() && text.back() == '\r') {
            text.pop_back();
        }
        digits_detail::read_line(text, path, line, result);
    }
    if (in.bad()) {
        throw std::runtime_error("cannot read '" + path.string() + "' past line " + std::to_string(result.count) +
                                 ": the system reports an error; check the disk and try again");
    }
    if (result.count == 0) {
        throw std::runtime_error("'" + path.string() +
                                 "' is empty, expected one image a line; restore the file as it "
                                 "was shipped");
    }
    if (expected_count != any_count && result.count != expected_count) {
        throw std::runtime_error("'" + path.string() + "' holds " + std::to_string(result.count) +
                                 " images, expected " + std::to_string(expected_count) +
                                 "; restore the file as it was shipped");
    }
    return result;
}

} // namespace tapeless_examples

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_CSV_HPP
#define TAPELESS_EXAMPLES_SUPPORT_CSV_HPP

/// \file
/// Reads numbers from comma-separated values (RFC 4180, but that a field ends with its line).

#include "table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace tapeless_examples {

struct csv_options {
    bool header = false; ///< the first line names the columns
    char separator = ',';
};

namespace csv_detail {

/// Where in which file something is wrong.
struct place {
    const std::filesystem::path& path;
    std::size_t line;

    [[noreturn]] void refuse(const std::string& what) const {
        throw std::runtime_error("'" + path.string() + "', line " + std::to_string(line) + ": " + what);
    }
};

inline std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" ");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" ") - first + 1);
}

/// The fields of a line. A field may stand between quotes, a quote in it is written twice; blanks around fields do not
/// count.
inline std::vector<std::string> fields_of(std::string_view line, char separator, const place& at) {
    std::vector<std::string> fields;
    for (std::size_t i = 0;; ++i) {
        std::string field;
        const std::size_t first = line.find_first_not_of(" ", i);
        if (first != std::string_view::npos && line[first] == '"') {
            for (i = first + 1;; ++i) {
                if (i >= line.size()) at.refuse("a quote is not closed; close it on the same line");
                if (line[i] == '"' && (i + 1 == line.size() || line[i + 1] != '"')) break;
                if (line[i] == '"') ++i;
                field += line[i];
            }
            const std::size_t next = line.find_first_not_of(" ", i + 1);
            if (next != std::string_view::npos && line[next] != separator)
                at.refuse("found '" + std::string(1, line[next]) + "' after a closing quote, expected '" +
                          std::string(1, separator) + "' or the end of the line");
            i = next == std::string_view::npos ? line.size() : next;
        } else {
            const std::size_t end = std::min(line.find(separator, i), line.size());
            field = trimmed(line.substr(i, end - i));
            i = end;
        }
        fields.push_back(std::move(field));
        if (i >= line.size()) return fields;
    }
}

inline double number_of(const std::string& field, const std::string& name, const place& at) {
    const bool plus = field.size() > 1 && field[0] == '+' && field[1] != '-'; // from_chars does not read it
    const char* const first = field.data() + (plus ? 1 : 0);
    const char* const last = field.data() + field.size();
    double value = 0;
    const auto [next, error] = std::from_chars(first, last, value);
    if (field.empty()) at.refuse(name + " is empty, expected a number");
    if (error == std::errc::result_out_of_range) at.refuse(name + " is " + field + ", beyond the range of double");
    if (error != std::errc{} || next != last) at.refuse(name + " is '" + field + "', not a number");
    if (!std::isfinite(value)) at.refuse(name + " is " + field + ", expected a finite number");
    return value;
}

} // namespace csv_detail

/// Reads a table of finite numbers, as many in each line. Lines may end as on Unix or as on Windows, and a byte order
/// mark of UTF-8 is skipped. Errors name the file, the line and the column.
[[nodiscard]] inline table read_csv(const std::filesystem::path& path, const csv_options& options = {}) {
    std::error_code ignored;
    std::ifstream in;
    if (std::filesystem::is_regular_file(path, ignored)) in.open(path, std::ios::binary);
    if (!in.is_open())
        throw std::runtime_error("cannot open '" + path.string() + "': expected a file of comma-separated values");
    table result;
    std::string text;
    for (std::size_t line = 1; std::getline(in, text); ++line) {
        const csv_detail::place at{path, line};
        if (!text.empty() && text.back() == '\r') text.pop_back();
        if (line == 1 && text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
        if (csv_detail::trimmed(text).empty()) at.refuse("the line is empty; remove it");
        std::vector<std::string> fields = csv_detail::fields_of(text, options.separator, at);
        if (line == 1) result.columns = fields.size();
        if (fields.size() != result.columns)
            at.refuse("found " + std::to_string(fields.size()) + " values, expected " + std::to_string(result.columns) +
                      " as in the first line");
        if (options.header && line == 1) {
            result.names = std::move(fields);
            continue;
        }
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const std::string name = "column " + std::to_string(i + 1);
            result.values.push_back(csv_detail::number_of(
                fields[i], result.names.empty() ? name : name + " (" + result.names[i] + ")", at));
        }
    }
    if (in.bad()) throw std::runtime_error("cannot read '" + path.string() + "': check the disk and try again");
    if (result.rows() == 0)
        throw std::runtime_error("'" + path.string() + "' holds no row of numbers, expected one at least");
    return result;
}

} // namespace tapeless_examples

#endif

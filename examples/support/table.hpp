// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_TABLE_HPP
#define TAPELESS_EXAMPLES_SUPPORT_TABLE_HPP

/// \file
/// Numbers in rows and columns, cut into parts for training, validation and test.

#include "dataset.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tapeless_examples {

/// A sample a row, a feature a column.
struct table {
    std::size_t columns = 0;
    std::vector<double> values;     ///< row after row
    std::vector<std::string> names; ///< of the columns, or none

    [[nodiscard]] std::size_t rows() const noexcept { return columns == 0 ? 0 : values.size() / columns; }
    [[nodiscard]] std::span<const double> row(std::size_t i) const {
        return std::span<const double>(values).subspan(i * columns, columns);
    }
    [[nodiscard]] double operator()(std::size_t row, std::size_t column) const {
        return values[row * columns + column];
    }
};

/// The rows with these numbers, in this order.
[[nodiscard]] inline table select_rows(const table& from, std::span<const std::size_t> numbers) {
    table result{from.columns, {}, from.names};
    result.values.reserve(numbers.size() * from.columns);
    for (const std::size_t i : numbers) {
        if (i >= from.rows())
            throw std::runtime_error("row " + std::to_string(i) + " was asked for, but the table has " +
                                     std::to_string(from.rows()) + " rows: use numbers below that");
        const auto row = from.row(i);
        result.values.insert(result.values.end(), row.begin(), row.end());
    }
    return result;
}

/// Three disjoint parts of one table.
struct table_parts {
    table train, validation, test;
};

/// Shuffles the rows and deals them out: these fractions of them, rounded to the nearest, for training and for
/// validation, the rest for the test. Every part gets at least one row. One seed gives one split on every machine.
[[nodiscard]] inline table_parts split(const table& all, double train, double validation, std::uint64_t seed) {
    const auto rows = static_cast<double>(all.rows());
    const double first = std::floor(train * rows + 0.5), second = std::floor(validation * rows + 0.5);
    if (!(first >= 1 && second >= 1 && first + second <= rows - 1))
        throw std::runtime_error("cannot cut " + std::to_string(all.rows()) + " rows into " + std::to_string(train) +
                                 " for training, " + std::to_string(validation) +
                                 " for validation and the rest for the test: give fractions that leave every part a "
                                 "row at least");
    const std::vector<std::size_t> order = shuffled_indices(all.rows(), seed);
    const std::span<const std::size_t> numbers(order);
    const auto a = static_cast<std::size_t>(first), b = static_cast<std::size_t>(second);
    return {select_rows(all, numbers.first(a)), select_rows(all, numbers.subspan(a, b)),
            select_rows(all, numbers.subspan(a + b))};
}

/// A row for each label: 1 in the column of its class, 0 elsewhere.
[[nodiscard]] inline table one_hot(std::span<const std::int32_t> labels, std::size_t classes) {
    table result{classes, std::vector<double>(labels.size() * classes), {}};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0 || static_cast<std::size_t>(labels[i]) >= classes)
            throw std::runtime_error("label " + std::to_string(i) + " is " + std::to_string(labels[i]) +
                                     ", expected 0 to " + std::to_string(classes) +
                                     " exclusive: give the right number of classes");
        result.values[i * classes + static_cast<std::size_t>(labels[i])] = 1;
    }
    return result;
}

} // namespace tapeless_examples

#endif

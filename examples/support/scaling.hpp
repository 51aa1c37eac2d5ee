// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_SCALING_HPP
#define TAPELESS_EXAMPLES_SUPPORT_SCALING_HPP

/// \file
/// Brings the columns of a table to one scale. What is fitted is fitted on the training part alone, and then applied to
/// all parts: a scale that knows the test part would make the test too good.

#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace tapeless_examples {

/// Makes x into (x - shift) / scale.
struct shift_and_scale {
    double shift, scale;
};

/// One scale for each column of a table: fitted to the training part, applied to every part, undone. `Rule` says what
/// is subtracted from a column's numbers and what they are divided by; a column whose numbers are all equal is only
/// shifted.
template <class Rule>
class column_scaling {
public:
    void fit(const table& train) {
        if (train.rows() == 0) throw std::runtime_error("a scale is fitted to rows, and the table has none");
        columns_.clear();
        std::vector<double> column(train.rows());
        for (std::size_t c = 0; c < train.columns; ++c) {
            for (std::size_t r = 0; r < train.rows(); ++r) column[r] = train(r, c);
            const auto [low, high] = std::minmax_element(column.begin(), column.end());
            columns_.push_back(*low == *high ? shift_and_scale{*low, 1} : Rule::of(column));
        }
    }
    [[nodiscard]] table apply(const table& t) const {
        return each(t, [](double x, shift_and_scale s) { return (x - s.shift) / s.scale; });
    }
    [[nodiscard]] table undo(const table& t) const {
        return each(t, [](double x, shift_and_scale s) { return x * s.scale + s.shift; });
    }

private:
    template <class F>
    table each(table t, F f) const {
        if (columns_.empty())
            throw std::runtime_error("the scale is not fitted: call fit with the training part first");
        if (t.columns != columns_.size())
            throw std::runtime_error("the table has " + std::to_string(t.columns) +
                                     " columns, the scale was fitted to " + std::to_string(columns_.size()));
        for (std::size_t i = 0; i < t.values.size(); ++i) t.values[i] = f(t.values[i], columns_[i % t.columns]);
        return t;
    }

    std::vector<shift_and_scale> columns_;
};

struct standard_rule {
    static shift_and_scale of(const std::vector<double>& x) {
        const auto n = static_cast<double>(x.size());
        const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
        double squares = 0;
        for (const double v : x) squares += (v - mean) * (v - mean);
        return {mean, std::sqrt(squares / n)};
    }
};
struct min_max_rule {
    static shift_and_scale of(const std::vector<double>& x) {
        const auto [low, high] = std::minmax_element(x.begin(), x.end());
        return {*low, *high - *low};
    }
};

/// Mean 0 and variance 1 (the mean of the squared distances from the mean) on the training part.
using standardise = column_scaling<standard_rule>;
/// From 0 to 1 on the training part.
using min_max = column_scaling<min_max_rule>;

} // namespace tapeless_examples

#endif

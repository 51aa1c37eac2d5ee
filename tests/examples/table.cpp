// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support/table.hpp"
#include "catch.hpp"
#include "scratch_directory.hpp"
#include "support/csv.hpp"
#include "support/scaling.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tapeless_examples;

template <class F>
std::string message_of(F f) {
    try {
        f();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What is read of a file with this content.
table read(const std::string& content, const csv_options& options = {}) {
    const scratch_directory directory;
    const std::filesystem::path file = directory.path() / "some.csv";
    std::ofstream(file, std::ios::binary) << content;
    return read_csv(file, options);
}

std::string error_for(const std::string& content, const csv_options& options = {}) {
    const std::string message = message_of([&] { (void)read(content, options); });
    CHECK(contains(message, "some.csv'"));
    return message;
}

using numbers = std::vector<double>;

TEST_CASE("comma-separated values in every layout", "[examples][csv]") {
    for (const std::string content : {"1,-2.5\n3e2,+4\n", "1,-2.5\r\n3e2,+4\r\n", "1,-2.5\n3e2,+4",
                                      " 1 , -2.5\n3e2 ,+4 \n", "\"1\",\"-2.5\"\n3e2,+4\n",
                                      "\xEF\xBB\xBF"
                                      "1,-2.5\n3e2,4\n"}) {
        CAPTURE(content);
        const table t = read(content);
        CHECK(t.columns == 2);
        CHECK(t.rows() == 2);
        CHECK(t.names.empty());
        CHECK(t.values == numbers{1, -2.5, 300, 4});
    }
    CHECK(read("1;2\n3;4\n", {.separator = ';'}).values == numbers{1, 2, 3, 4});
    CHECK(read("1\t2\n3\t4\n", {.separator = '\t'}).values == numbers{1, 2, 3, 4});
    CHECK(read("7").values == numbers{7});
}

TEST_CASE("a header names the columns", "[examples][csv]") {
    const table t = read("area, \"rooms, \"\"all\"\"\" \n50,2\n", {.header = true});
    CHECK(t.names == std::vector<std::string>{"area", "rooms, \"all\""});
    CHECK(t.values == numbers{50, 2});
    CHECK(contains(error_for("area,rooms\n50,two\n", {.header = true}),
                   "line 2: column 2 (rooms) is 'two', not a number"));
    CHECK(contains(error_for("area,rooms\n50,2\n"), "line 1: column 1 is 'area', not a number"));
    CHECK(contains(error_for("area,rooms\n", {.header = true}), "holds no row of numbers"));
}

TEST_CASE("damaged comma-separated values are refused with their line", "[examples][csv]") {
    CHECK(contains(error_for("1,2\n3\n"), "line 2: found 1 values, expected 2 as in the first line"));
    CHECK(contains(error_for("1,2\n3,4,5\n"), "line 2: found 3 values, expected 2"));
    CHECK(contains(error_for("1,2\n3,\n"), "line 2: column 2 is empty"));
    CHECK(contains(error_for("1,2\n,3\n"), "line 2: column 1 is empty"));
    CHECK(contains(error_for("1,2\n\n3,4\n"), "line 2: the line is empty"));
    CHECK(contains(error_for("1,2\n3,4x\n"), "line 2: column 2 is '4x', not a number"));
    CHECK(contains(error_for("1,2\n3,4 5\n"), "line 2: column 2 is '4 5', not a number"));
    CHECK(contains(error_for("1,0x10\n"), "line 1: column 2 is '0x10', not a number"));
    CHECK(contains(error_for("1,+-2\n"), "line 1: column 2 is '+-2', not a number"));
    CHECK(contains(error_for("1,nan\n"), "line 1: column 2 is nan, expected a finite number"));
    CHECK(contains(error_for("1,-inf\n"), "line 1: column 2 is -inf, expected a finite number"));
    CHECK(contains(error_for("1,1e999\n"), "line 1: column 2 is 1e999, beyond the range of double"));
    CHECK(contains(error_for("1,\"2\n"), "line 1: a quote is not closed"));
    CHECK(contains(error_for("\"1\"2,3\n"), "line 1: found '2' after a closing quote"));
    CHECK(contains(error_for(""), "holds no row of numbers"));
    const scratch_directory directory;
    for (const auto& path : {directory.path() / "none.csv", directory.path()})
        CHECK(contains(message_of([&] { (void)read_csv(path); }), "cannot open '" + path.string() + "'"));
}

/// Row i is {i, -i}.
table counted(std::size_t rows) {
    table t{2, {}, {"up", "down"}};
    for (std::size_t i = 0; i < rows; ++i) {
        t.values.push_back(static_cast<double>(i));
        t.values.push_back(-static_cast<double>(i));
    }
    return t;
}

TEST_CASE("a split deals out every row once", "[examples][table]") {
    const table all = counted(17);
    const table_parts parts = split(all, 0.6, 0.2, 3);
    CHECK(parts.train.rows() == 10);
    CHECK(parts.validation.rows() == 3);
    CHECK(parts.test.rows() == 4);
    numbers seen;
    for (const table* part : {&parts.train, &parts.validation, &parts.test}) {
        CHECK(part->names == all.names);
        for (std::size_t i = 0; i < part->rows(); ++i) {
            CHECK((*part)(i, 1) == -(*part)(i, 0));
            seen.push_back((*part)(i, 0));
        }
    }
    const auto order = shuffled_indices(17, 3);
    CHECK(std::equal(seen.begin(), seen.end(), order.begin(), order.end(),
                     [](double a, std::size_t b) { return a == static_cast<double>(b); }));
    CHECK(split(all, 0.6, 0.2, 3).train.values == parts.train.values);
    CHECK(split(all, 0.6, 0.2, 4).train.values != parts.train.values);
    CHECK(split(counted(3), 0.34, 0.33, 1).test.rows() == 1);
}

TEST_CASE("a split that leaves a part empty is refused", "[examples][table]") {
    const table all = counted(10);
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const auto& [train, validation] : std::vector<std::array<double, 2>>{
             {0, 0.5}, {0.5, 0}, {0.5, 0.5}, {0.8, 0.16}, {-0.5, 0.5}, {1.5, 0.1}, {nan, 0.1}, {0.5, nan}}) {
        CAPTURE(train, validation);
        CHECK(
            contains(message_of([&, t = train, v = validation] { (void)split(all, t, v, 1); }), "cannot cut 10 rows"));
    }
    CHECK(contains(message_of([&] { (void)split(counted(2), 0.4, 0.3, 1); }), "cannot cut 2 rows"));
    const std::vector<std::size_t> beyond{0, 10};
    CHECK(contains(message_of([&] { (void)select_rows(all, beyond); }), "row 10 was asked for, but the table has 10"));
}

TEST_CASE("one-hot rows", "[examples][table]") {
    const std::vector<std::int32_t> labels{2, 0, 1};
    const table t = one_hot(labels, 3);
    CHECK(t.columns == 3);
    CHECK(t.values == numbers{0, 0, 1, 1, 0, 0, 0, 1, 0});
    CHECK(one_hot({}, 3).rows() == 0);
    for (const std::int32_t bad : {-1, 3}) {
        const std::vector<std::int32_t> wrong{0, bad};
        CHECK(contains(message_of([&] { (void)one_hot(wrong, 3); }), "label 1 is " + std::to_string(bad)));
    }
}

TEST_CASE("standardise: mean 0 and variance 1 on the training part only", "[examples][scaling]") {
    const table train{2, {1, 7, 2, 7, 3, 7, 6, 7}, {}}; // mean 3, variance (4 + 1 + 0 + 9) / 4; a constant
    const double deviation = std::sqrt(3.5);
    standardise scale;
    scale.fit(train);
    const table scaled = scale.apply(train);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(scaled(i, 0) == Approx((train(i, 0) - 3) / deviation).margin(1e-15));
        CHECK(scaled(i, 1) == 0);
    }
    const table test{2, {10, 8}, {"a", "b"}};
    CHECK(scale.apply(test)(0, 0) == Approx(7 / deviation));
    CHECK(scale.apply(test)(0, 1) == 1); // a constant column is only shifted
    CHECK(scale.apply(test).names == test.names);
    CHECK(scale.undo(scale.apply(test))(0, 0) == Approx(10).epsilon(1e-15));
    CHECK(scale.undo(scale.apply(test))(0, 1) == 8);
}

TEST_CASE("min-max: 0 to 1 on the training part only", "[examples][scaling]") {
    min_max scale;
    scale.fit({1, {-1, 3, 1}, {}});
    CHECK(scale.apply({1, {-1, 3, 1, 5}, {}}).values == numbers{0, 1, 0.5, 1.5});
    CHECK(scale.undo({1, {0, 1, 0.5, 1.5}, {}}).values == numbers{-1, 3, 1, 5});
}

TEST_CASE("a scale that does not fit is refused", "[examples][scaling]") {
    standardise scale;
    CHECK(contains(message_of([&] { (void)scale.apply(counted(3)); }), "call fit with the training part first"));
    CHECK(contains(message_of([&] { scale.fit({2, {}, {}}); }), "the table has none"));
    scale.fit(counted(3));
    CHECK(contains(message_of([&] { (void)scale.undo({1, {1}, {}}); }), "has 1 columns, the scale was fitted to 2"));
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// The expected numbers are counted by hand.

#include "catch.hpp"

#include <tapeless/nn/metrics.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace {

namespace nn = tapeless::nn;

const std::vector<std::int32_t> labels{0, 0, 0, 0, 1, 1, 1, 2, 2, 0};
const std::vector<std::int32_t> predicted{0, 0, 1, 2, 1, 1, 0, 1, 1, 0};

TEST_CASE("a confusion matrix counted by hand", "[metrics]") {
    nn::confusion_matrix<3> m;
    REQUIRE(m.add(labels.data(), predicted.data(), labels.size()).empty());
    CHECK(m.counts() == std::array<std::size_t, 9>{3, 1, 1, 1, 2, 0, 0, 2, 0});
    CHECK(m.count(2, 1) == 2);
    CHECK(m.accuracy() == 0.5);
    CHECK(m.precision(0) == 3.0 / 4);
    CHECK(m.precision(1) == 2.0 / 5);
    CHECK(m.precision(2) == 0); // 0 of 1
    CHECK(m.recall(0) == 3.0 / 5);
    CHECK(m.recall(1) == 2.0 / 3);
    CHECK(m.recall(2) == 0);
    CHECK(m.f1(0) == 6.0 / 9);
    CHECK(m.f1(1) == 4.0 / 8);
    CHECK(m.f1(2) == 0);
    CHECK(m.macro_precision() == Approx((3.0 / 4 + 2.0 / 5) / 3).epsilon(1e-15));
    CHECK(m.macro_recall() == Approx((3.0 / 5 + 2.0 / 3) / 3).epsilon(1e-15));
    CHECK(m.macro_f1() == Approx((6.0 / 9 + 4.0 / 8) / 3).epsilon(1e-15));
}

TEST_CASE("samples one by one are the same samples", "[metrics]") {
    nn::confusion_matrix<3> one_by_one, at_once;
    for (std::size_t i = 0; i < labels.size(); ++i) REQUIRE(one_by_one.add(labels[i], predicted[i]).empty());
    REQUIRE(at_once.add(labels.data(), predicted.data(), labels.size()).empty());
    CHECK(one_by_one.counts() == at_once.counts());
}

TEST_CASE("shares of nothing are zero", "[metrics]") {
    nn::confusion_matrix<2> m;
    CHECK(m.accuracy() == 0);
    CHECK(m.macro_f1() == 0);
    REQUIRE(m.add(0, 0).empty());
    CHECK(m.accuracy() == 1);
    CHECK(m.precision(1) == 0);
    CHECK(m.recall(1) == 0);
    CHECK(m.f1(1) == 0);
    CHECK(m.macro_f1() == 0.5);
}

TEST_CASE("a label or prediction that is no class is named and changes nothing", "[metrics]") {
    nn::confusion_matrix<3> m;
    REQUIRE(m.add(labels.data(), predicted.data(), labels.size()).empty());
    const auto before = m.counts();
    CHECK(m.add(3, 0) == "label 3 of sample 0 is outside 0 to 2, the classes of the matrix");
    CHECK(m.add(0, -1) == "prediction -1 of sample 0 is outside 0 to 2, the classes of the matrix");
    auto bad = predicted;
    bad[7] = 5;
    CHECK(m.add(labels.data(), bad.data(), bad.size()) ==
          "prediction 5 of sample 7 is outside 0 to 2, the classes of the matrix");
    CHECK(m.counts() == before);
}

TEST_CASE("one class", "[metrics]") {
    nn::confusion_matrix<1> m;
    REQUIRE(m.add(0, 0).empty());
    CHECK(m.macro_f1() == 1);
}

TEMPLATE_TEST_CASE("the label among the k largest outputs", "[metrics]", float, double) {
    using T = TestType;
    // The label's place is 1, 2, 3, 4 in turn.
    const std::vector<T> outputs{9, 1, 2, 3, /**/ 3, 1, 9, 2, /**/ 4, 3, 2, 1, /**/ -1, -2, -3, -4};
    const std::vector<std::int32_t> of{0, 0, 2, 3};
    CHECK(nn::top_k_accuracy<1, 4>(outputs.data(), of.data(), 4).accuracy == 0.25);
    CHECK(nn::top_k_accuracy<2, 4>(outputs.data(), of.data(), 4).accuracy == 0.5);
    CHECK(nn::top_k_accuracy<3, 4>(outputs.data(), of.data(), 4).accuracy == 0.75);
    CHECK(nn::top_k_accuracy<4, 4>(outputs.data(), of.data(), 4).accuracy == 1);
    CHECK(nn::top_k_accuracy<1, 4>(outputs.data(), of.data(), 0).accuracy == 0);
}

TEMPLATE_TEST_CASE("equal outputs and outputs that are no numbers", "[metrics]", float, double) {
    using T = TestType;
    const std::array<std::int32_t, 3> each{0, 1, 2};
    const auto top = [&](T a, T b, T c, std::size_t label) {
        const std::array<T, 3> outputs{a, b, c};
        return std::array{nn::top_k_accuracy<1, 3>(outputs.data(), &each[label], 1).accuracy,
                          nn::top_k_accuracy<2, 3>(outputs.data(), &each[label], 1).accuracy};
    };
    const T nan = std::numeric_limits<T>::quiet_NaN();
    CHECK(top(1, 1, 1, 0) == std::array{1.0, 1.0});
    CHECK(top(1, 1, 1, 1) == std::array{0.0, 1.0});
    CHECK(top(1, 1, 1, 2) == std::array{0.0, 0.0});
    CHECK(top(nan, 1, 1, 0) == std::array{0.0, 0.0});
    CHECK(top(1, nan, 0, 0) == std::array{0.0, 1.0});
    CHECK(top(nan, nan, nan, 0) == std::array{0.0, 0.0});
}

TEST_CASE("a label outside the outputs is named", "[metrics]") {
    const std::array<float, 6> outputs{1, 2, 3, 4, 5, 6};
    for (const std::int32_t bad : {-1, 3}) {
        const std::array<std::int32_t, 2> of{2, bad};
        const auto result = nn::top_k_accuracy<1, 3>(outputs.data(), of.data(), 2);
        CHECK_FALSE(result);
        CHECK(result.error ==
              "label " + std::to_string(bad) + " of sample 1 is outside 0 to 2, the classes of the outputs");
    }
}

} // namespace

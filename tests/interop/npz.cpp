// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "interop/files.hpp"

#include <tapeless/interop/npz.hpp>
#include <tapeless/tensor/tensor.hpp>

#include <limits>

namespace {

namespace npz = tapeless::npz;
using Catch::Matchers::Contains;
using tapeless::tensor;

TEMPLATE_TEST_CASE("parameters come back from an npz bit for bit", "", float, double) {
    const scratch_folder folder;
    const auto p = numbered<TestType>(1);
    auto read = numbered<TestType>(100);
    REQUIRE(npz::save(folder.file("p.npz"), p));
    const auto r = npz::load(folder.file("p.npz"), read);
    CHECK(r.error.empty());
    CHECK(same_bits(read, p));
    CHECK_THAT(bytes_of(folder.file("p.npz")), Contains("0.weight.npy") && Contains("1.bias.npy"));

    REQUIRE(npz::save(folder.file("q.npz"), p));
    CHECK(bytes_of(folder.file("q.npz")) == bytes_of(folder.file("p.npz")));
}

TEST_CASE("an npz that is not what is expected is refused and changes nothing") {
    const scratch_folder folder;
    const std::string path = folder.file("p.npz");
    const auto before = numbered<float>(1);
    auto p = before;
    const auto refused = [&](const char* why) {
        CHECK_THAT(npz::load(path, p).error, Contains(path) && Contains(why));
        CHECK(same_bits(p, before));
    };
    REQUIRE(npz::save(path, p));
    const std::string good = bytes_of(path);

    write_bytes(path, good.substr(0, good.size() - 3));
    refused("is not a zip archive that can be read");
    write_bytes(path, good + "more");
    refused("is not a zip archive that can be read");
    std::string flipped = good;
    flipped[good.find("NUMPY") + 121] ^= 1; // an element of the first array
    write_bytes(path, flipped);
    refused("array '0.weight' is damaged: CRC error");

    auto wrong = numbered<double>(1);
    REQUIRE(npz::save(path, wrong));
    refused("tensor '0.weight' has the type float64, expected float32");
    tensor<float, 3, 5> weight{};
    tensor<float, 5> bias{};
    REQUIRE(npz::save(path, {{"0.weight", weight}, {"0.bias", bias}}));
    refused("tensor '1.weight' is missing");
    REQUIRE(npz::save(path, {{"0.weight", weight}, {"0.bias", bias}, {"1.weight", bias}, {"1.bias", bias}}));
    refused("tensor '1.weight' has the shape [5], expected [5, 2]");
    CHECK_THAT(npz::load(path, {{"0.weight", weight}, {"0.bias", bias}, {"1.bias", bias}}).error,
               Contains("tensor '1.weight' is not expected here"));
    CHECK_THAT(npz::save(path, {{"a", bias}, {"a", bias}}).error, Contains("two tensors are named 'a'"));

    bias[3] = std::numeric_limits<float>::infinity();
    REQUIRE(npz::save(path, {{"bias", bias}}));
    bias[0] = 3;
    CHECK_THAT(npz::load(path, {{"bias", bias}}).error, Contains("tensor 'bias' holds NaN or infinity"));
    CHECK(bias[0] == 3);
    CHECK(npz::load(path, {{"bias", bias}}, {.allow_nonfinite = true}));
    CHECK(bias[0] == 0);
}

} // namespace

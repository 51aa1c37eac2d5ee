// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "interop/files.hpp"

#include <tapeless/interop/safetensors.hpp>
#include <tapeless/tensor/tensor.hpp>

#include <limits>

#include <sys/resource.h>
#include <sys/wait.h>

namespace {

namespace safetensors = tapeless::safetensors;
using Catch::Matchers::Contains;
using tapeless::tensor;

/// A file with this header and as many bytes of elements, 1, 2, 3, ...
std::string file_of(const std::string& header, std::size_t elements) {
    const std::uint64_t length = header.size();
    std::string out(reinterpret_cast<const char*>(&length), 8);
    out += header;
    for (std::size_t i = 1; i <= elements; ++i) out += static_cast<char>(i);
    return out;
}

TEST_CASE("safetensors are written as the format asks for") {
    const scratch_folder folder;
    const std::string path = folder.file("t.safetensors");
    const tensor<float, 2, 2> w{1, 2, 3, 4};
    const tensor<std::uint8_t, 3> n{1, 2, 3};
    REQUIRE(safetensors::save(path, {{"w", w}, {"\xC3\xA9", n}}, {{"by", "us"}}));
    const std::string header = R"({"__metadata__":{"by":"us"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
                               "\"\xC3\xA9\":"
                               R"({"dtype":"U8","shape":[3],"data_offsets":[16,19]}})";
    const std::string bytes = bytes_of(path);
    REQUIRE(bytes.size() % 8 == 3);
    CHECK(bytes.substr(8, header.size()) == header);
    CHECK(bytes.substr(bytes.size() - 19, 16) == std::string(reinterpret_cast<const char*>(w.elements), 16));
    CHECK(bytes.substr(bytes.size() - 3) == "\x01\x02\x03");
    CHECK_THAT(safetensors::save(path, {{"\xFF", n}}).error, Contains("cannot hold a tensor"));
    CHECK(bytes_of(path) == bytes);
}

TEMPLATE_TEST_CASE("parameters come back from safetensors bit for bit", "", float, double) {
    const scratch_folder folder;
    const auto p = numbered<TestType>(1);
    auto read = numbered<TestType>(100);
    REQUIRE(safetensors::save(folder.file("p"), p));
    const auto r = safetensors::load(folder.file("p"), read);
    CHECK(r.error.empty());
    CHECK(same_bits(read, p));
}

TEST_CASE("safetensors that are not what is expected are refused and change nothing") {
    const scratch_folder folder;
    const std::string path = folder.file("t.safetensors");
    tensor<std::uint8_t, 2> a{7, 8};
    tensor<std::uint8_t, 3> b{9, 9, 9};
    const std::vector<tapeless::interop::tensor_target> targets{{"a", a}, {"b", b}};
    const std::string good = R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                             R"("b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]}})";
    const auto refused_file = [&](const std::string& bytes, const char* why) {
        write_bytes(path, bytes);
        CHECK_THAT(safetensors::load(path, targets).error, Contains(path) && Contains(why));
        CHECK(a == tensor<std::uint8_t, 2>{7, 8});
        CHECK(b == tensor<std::uint8_t, 3>{9, 9, 9});
    };
    const auto refused = [&](const std::string& header, const char* why) { refused_file(file_of(header, 5), why); };

    refused_file("", "is truncated: it has 0 bytes");
    refused_file(file_of(good, 4), "outside the 4 bytes of elements");
    refused_file(file_of(good, 6), "has 1 bytes after the last tensor");
    refused_file(file_of(good, 5).substr(0, 40), "is truncated: its header has");
    refused_file("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", "has a header of 18446744073709551615 bytes, expected at most");
    refused_file(std::string("\x00\xE2\xF5\x05\x00\x00\x00\x00{}", 10), "has a header of 100000256 bytes");
    refused("", "does not begin with '{'");
    refused(" {}", "does not begin with '{'");
    refused("{\"a\":", "is not JSON in UTF-8, or names something twice");
    refused(good + "{}", "is not JSON in UTF-8");
    refused(replaced(good, "\"b\"", "\"\xFF\""), "is not JSON in UTF-8");
    refused(replaced(good, "\"b\"", "\"a\""), "names something twice");
    refused(replaced(good, "[2,5]", "[2,5],\"dtype\":\"U8\""), "names something twice");
    refused(replaced(good, "\"b\"", "\"c\""), "tensor 'b' is missing");
    refused(replaced(good, "\"U8\"", "\"I8\""), "tensor 'a' has the type int8, expected uint8");
    refused(replaced(good, "\"U8\"", "\"U9\""), "has the type 'U9', which is not supported");
    refused(replaced(good, "\"U8\"", "8"), "has no 'dtype'");
    refused(replaced(good, "\"dtype\"", "\"type\""), "has no 'dtype'");
    refused(replaced(good, "[2,5]", "[2,5],\"more\":1"), "is not described by");
    refused(replaced(good, "[3]", "[1,3]"), "tensor 'b' has the shape [1, 3], expected [3]");
    refused(replaced(good, "[3]", "[2]"), "has 3 bytes, expected 2 for the shape [2]");
    refused(replaced(good, "[3]", "[-3]"), "'shape' that is not made of natural numbers");
    refused(replaced(good, "[3]", "[3.0]"), "'shape' that is not made of natural numbers");
    refused(replaced(good, "[3]", "[18446744073709551616]"), "'shape' that is not made of natural numbers");
    refused(replaced(good, "[3]", "[4294967296,4294967296]"), "which is too large");
    refused(replaced(good, "[2,5]", "[1,4]"), "tensor 'b' begins at 1, inside the one before it, expected 2");
    refused(replaced(replaced(good, "[0,2]", "[2,4]"), "[2,5]", "[0,3]"), "inside the one before it");
    refused_file(file_of(replaced(good, "[2,5]", "[3,6]"), 6), "tensor 'b' begins at 3, behind a gap, expected 2");
    refused(replaced(good, "[2,5]", "[5,2]"), "lies at [5, 2], outside");
    refused(replaced(good, "[2,5]", "[2,5,5]"), "not two natural numbers");
    refused(replaced(good, "{\"a\"", "{\"__metadata__\":{\"k\":1},\"a\""), "not texts by name");
    refused(replaced(good, "}}", "},\"c\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[5,5]}}"),
            "tensor 'c' is not expected here");

    // The order in the header is free.
    write_bytes(path, file_of(replaced(replaced(good, "[0,2]", "[3,5]"), "[2,5]", "[0,3]") + "  ", 5));
    REQUIRE(safetensors::load(path, targets));
    CHECK(a == tensor<std::uint8_t, 2>{4, 5});
    CHECK(b == tensor<std::uint8_t, 3>{1, 2, 3});
}

TEST_CASE("safetensors with numbers that are not finite are read if that is allowed") {
    const scratch_folder folder;
    auto p = numbered<double>(1);
    p.values[3] = std::numeric_limits<double>::quiet_NaN();
    REQUIRE(safetensors::save(folder.file("p"), p));
    auto read = numbered<double>(100);
    CHECK_THAT(safetensors::load(folder.file("p"), read).error, Contains("tensor '0.weight' holds NaN or infinity"));
    CHECK(read.values[0] == 100.375);
    REQUIRE(safetensors::load(folder.file("p"), read, {.allow_nonfinite = true}));
    CHECK(same_bits(read, p));
}

TEST_CASE("a crash while a file is written leaves the old one") {
    const scratch_folder folder;
    const std::string path = folder.file("t.safetensors");
    static tensor<float, 100, 100> t{1, 2, 3};
    REQUIRE(safetensors::save(path, {{"t", t}}));
    const std::string old = bytes_of(path);
    t[0] = 5;
    const auto save_limited = [&](bool crash) { // files end at 20000 bytes: an error, or the end of the process
        const pid_t child = ::fork();
        if (child == 0) {
            const rlimit limit{20000, 20000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const rlimit no_core{0, 0};
            ::setrlimit(RLIMIT_CORE, &no_core);
            ::signal(SIGXFSZ, crash ? SIG_DFL : SIG_IGN);
            const auto r = safetensors::save(path, {{"t", t}});
            ::_exit(r.error.find("cannot be written: File too large") != r.error.npos ? 7 : 8);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return status;
    };
    const int failed = save_limited(false);
    REQUIRE(WIFEXITED(failed));
    CHECK(WEXITSTATUS(failed) == 7);
    CHECK(bytes_of(path) == old);
    CHECK(folder.count() == 1);
    REQUIRE(WIFSIGNALED(save_limited(true)));
    CHECK(bytes_of(path) == old);
    CHECK(folder.count() == 2); // what the crash left does not stand in the way
    REQUIRE(safetensors::save(path, {{"t", t}}));
    CHECK(bytes_of(path) != old);
}

} // namespace

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "catch.hpp"
#include "interop/files.hpp"

#include <tapeless/interop/npy.hpp>
#include <tapeless/tensor/tensor.hpp>

#include <bit>
#include <limits>

namespace {

namespace npy = tapeless::npy;
using Catch::Matchers::Contains;
using tapeless::tensor;

/// A file of format 1.0 with these elements.
template <class T>
std::string array_file(const std::string& dictionary, std::initializer_list<T> elements) {
    std::string out("\x93NUMPY\x01\x00", 8);
    out += static_cast<char>(dictionary.size());
    out += static_cast<char>(0);
    out += dictionary;
    for (const T& e : elements) out.append(reinterpret_cast<const char*>(&e), sizeof(T));
    return out;
}

TEST_CASE("arrays are written as numpy writes them") {
    const scratch_folder folder;
    const tensor<float, 2, 3> t{1, 2, 3, 4, 5, 6};
    REQUIRE(npy::save(folder.file("t.npy"), t));
    const std::string bytes = bytes_of(folder.file("t.npy"));
    REQUIRE(bytes.size() == 128 + sizeof(t.elements));
    CHECK(bytes.substr(0, 10) == std::string("\x93NUMPY\x01\x00\x76\x00", 10));
    CHECK(bytes.substr(10, 60) == "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } ");
    CHECK(bytes[127] == '\n');
    CHECK(std::memcmp(bytes.data() + 128, t.elements, sizeof(t.elements)) == 0);
    CHECK(folder.count() == 1);
}

TEMPLATE_TEST_CASE("arrays come back bit for bit", "", float, double, std::int32_t, std::int64_t, std::uint8_t) {
    const scratch_folder folder;
    tensor<TestType, 3, 1, 17> t{}, read{};
    for (std::size_t i = 0; i < t.size(); ++i) t[i] = static_cast<TestType>(TestType(5 * i) / 3);
    REQUIRE(npy::save(folder.file("t.npy"), t));
    const auto r = npy::load(folder.file("t.npy"), read);
    CHECK(r.error.empty());
    CHECK(read == t);

    tensor<TestType, 51> flat{};
    CHECK_THAT(npy::load(folder.file("t.npy"), flat).error, Contains("has the shape [3, 1, 17], expected [51]"));
}

TEST_CASE("arrays in column-major order and with the other byte order are read") {
    const scratch_folder folder;
    const std::string path = folder.file("t.npy");
    tensor<std::int32_t, 2, 3> t{};
    write_bytes(
        path, array_file<std::int32_t>("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3)}", {1, 4, 2, 5, 3, 6}));
    REQUIRE(npy::load(path, t));
    CHECK(t == tensor<std::int32_t, 2, 3>{1, 2, 3, 4, 5, 6});
    write_bytes(path, array_file<std::int32_t>("{\"shape\":(2,3,),\"descr\":\">i4\",\"fortran_order\":False}  \n",
                                               {0x01000000, 0x02000000, 0x03000000, 0x04000000, 0x05000000, 0x0600}));
    REQUIRE(npy::load(path, t));
    CHECK(t == tensor<std::int32_t, 2, 3>{1, 2, 3, 4, 5, 0x60000});
}

TEST_CASE("arrays that are not what is expected are refused and change nothing") {
    const scratch_folder folder;
    const std::string path = folder.file("t.npy");
    tensor<double, 2> t{7, 8};
    const std::string good = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
    const auto refused = [&](const std::string& bytes, const char* why) {
        write_bytes(path, bytes);
        const std::string error = npy::load(path, t).error;
        CHECK_THAT(error, Contains(path) && Contains(why));
        CHECK(t == tensor<double, 2>{7, 8});
    };
    const auto with = [&](const std::string& dictionary) { return array_file<double>(dictionary, {1, 2}); };

    refused("", "is not an array of NumPy");
    refused("PK\x03\x04 and more of it", "is not an array of NumPy");
    refused(replaced(with(good), "NUMPY\x01", "NUMPY\x04"), "has the format 4.0");
    refused(with(good).substr(0, 30), "is truncated in its header");
    refused(with(good).substr(0, with(good).size() - 1), "is truncated: it has 15 bytes of elements, expected 16");
    refused(with(good) + "x", "has bytes after its end");
    refused(with(replaced(good, "<f8", "<f4")), "has bytes after its end: it has 16 bytes of elements, expected 8");
    refused(with(replaced(good, "<f8", "<i8")), "has the type int64, expected float64");
    refused(with(replaced(good, "(2,)", "(1, 2)")), "has the shape [1, 2], expected [2]");
    refused(with(replaced(good, "<f8", "<c8")), "'<c8', which is not supported");
    refused(with(replaced(good, "<f8", "|O")), "'|O', which is not supported");
    refused(with(replaced(good, "(2,)", "(4294967296, 4294967296)")), "which is too large");
    for (const char* shape : {"(2)", "(-2,)", "(02,)", "[2]", "(2,", "(99999999999999999999,)", "(2.0,)"})
        refused(with(replaced(good, "(2,)", shape)), "has a header that is not");
    refused(with(replaced(good, "'shape'", "'shape_'")), "has a header that is not");
    refused(with(replaced(good, "(2,)", "(2,), 'shape': (2,)")), "has a header that is not");
    refused(with(good + "x"), "has a header that is not");
    refused(array_file<double>(good, {1, std::numeric_limits<double>::quiet_NaN()}), "holds NaN or infinity");
    CHECK_THAT(npy::load(folder.file("none"), t).error, Contains("cannot be opened: No such file"));
    CHECK_THAT(npy::load(folder.path.string(), t).error, Contains("is not a file"));
    REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
    CHECK_THAT(npy::load(folder.file("pipe"), t).error, Contains("is not a file"));

    REQUIRE(npy::load(path, t, {.allow_nonfinite = true}));
    CHECK(t[0] == 1);
    CHECK(t[1] != t[1]);
}

TEST_CASE("files that cannot be written are an error and leave nothing") {
    const scratch_folder folder;
    const tensor<float, 2> t{1, 2};
    CHECK_THAT(npy::save(folder.file("none/t.npy"), t).error, Contains("none/t.npy: cannot be written: No such file"));
    std::filesystem::create_directory(folder.file("t.npy"));
    CHECK_THAT(npy::save(folder.file("t.npy"), t).error, Contains("cannot be written: it is not a file"));
    CHECK(folder.count() == 1);
}

TEST_CASE("a file that is replaced keeps its permissions and its links") {
    const scratch_folder folder;
    namespace fs = std::filesystem;
    write_bytes(folder.file("real.npy"), "old");
    fs::permissions(folder.file("real.npy"), fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("real.npy", folder.file("link.npy"));
    REQUIRE(npy::save(folder.file("link.npy"), tensor<float, 2>{1, 2}));
    CHECK(fs::is_symlink(folder.file("link.npy")));
    CHECK(fs::file_size(folder.file("real.npy")) == 136);
    CHECK(fs::status(folder.file("real.npy")).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

} // namespace

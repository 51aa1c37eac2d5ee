// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "support/idx.hpp"
#include "catch.hpp"
#include "scratch_directory.hpp"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using tapeless_examples::load_idx;

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        bytes += static_cast<char>(static_cast<unsigned char>((value >> shift) & 0xffU));
    }
    return bytes;
}

std::string images_header(std::uint32_t count, std::uint32_t rows, std::uint32_t cols,
                          std::uint32_t magic = 0x00000803) {
    return big_endian(magic) + big_endian(count) + big_endian(rows) + big_endian(cols);
}

std::string labels_header(std::uint32_t count, std::uint32_t magic = 0x00000801) {
    return big_endian(magic) + big_endian(count);
}

/// Four images of 2x3 pixels; the first pixels are 0, 1, 2 ..., the last one is 255.
std::string good_images() {
    std::string bytes = images_header(4, 2, 3);
    for (int i = 0; i < 23; ++i) {
        bytes += static_cast<char>(i);
    }
    return bytes + '\xff';
}

std::string good_labels() {
    return labels_header(4) + std::string("\x07\x00\x09\x01", 4);
}

class temporary_directory : public scratch_directory {
public:
    void plain(const std::string& name, const std::string& content) const {
        std::ofstream(path() / name, std::ios::binary) << content;
    }

    void gzip(const std::string& name, const std::string& content) const {
        gzFile file = gzopen((path() / name).c_str(), "wb");
        REQUIRE(file != nullptr);
        REQUIRE(gzwrite(file, content.data(), static_cast<unsigned>(content.size())) ==
                static_cast<int>(content.size()));
        REQUIRE(gzclose(file) == Z_OK);
    }

    /// Writes a compressed or a plain file, with the name to match.
    void write(bool compressed, const std::string& name, const std::string& content) const {
        if (compressed) {
            gzip(name + ".gz", content);
        } else {
            plain(name, content);
        }
    }

    [[nodiscard]] std::string content(const std::string& name) const {
        std::ifstream in(path() / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
};

std::string error_in(const std::filesystem::path& directory, std::string_view set = "train",
                     std::size_t classes = 10) {
    try {
        (void)load_idx(directory, set, classes);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

/// What loading these two files says.
std::string error_for(bool compressed, const std::string& images, const std::string& labels,
                      std::size_t classes = 10) {
    const temporary_directory directory;
    directory.write(compressed, "train-images-idx3-ubyte", images);
    directory.write(compressed, "train-labels-idx1-ubyte", labels);
    const std::string message = error_in(directory.path(), "train", classes);
    CHECK(message.find(directory.path().string()) != std::string::npos);
    return message;
}

bool contains(const std::string& text, const std::string& part) {
    INFO("looked for: " << part);
    INFO("in: " << text);
    CHECK(text.find(part) != std::string::npos);
    return text.find(part) != std::string::npos;
}

void check_good(const tapeless_examples::labelled_images& set) {
    CHECK(set.count == 4);
    CHECK(set.rows == 2);
    CHECK(set.cols == 3);
    CHECK(set.classes == 10);
    REQUIRE(set.labels.size() == 4);
    CHECK(set.labels[0] == 7);
    CHECK(set.labels[1] == 0);
    CHECK(set.labels[2] == 9);
    CHECK(set.labels[3] == 1);
    REQUIRE(set.pixels.size() == 24);
    for (std::size_t i = 0; i < 23; ++i) {
        CHECK(set.pixels[i] == static_cast<float>(i) / 255.0F);
    }
    CHECK(set.pixels[23] == 1.0F);
    REQUIRE(set.image(1).size() == 6);
    CHECK(set.image(1)[2] == 8.0F / 255.0F);
}

} // namespace

TEST_CASE("IDX files are read compressed or plain under all their names", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        for (const std::string set : {"train", "t10k"}) {
            for (const std::string separator : {"-", "."}) {
                const temporary_directory directory;
                directory.write(compressed, set + "-images" + separator + "idx3-ubyte", good_images());
                directory.write(compressed, set + "-labels" + separator + "idx1-ubyte", good_labels());
                check_good(load_idx(directory.path(), set));
            }
        }
    }
}

TEST_CASE("IDX files may be mixed and the compressed one is preferred", "[examples][idx]") {
    const temporary_directory directory;
    directory.plain("train-images.idx3-ubyte", good_images());
    directory.gzip("train-labels-idx1-ubyte.gz", good_labels());
    directory.plain("train-labels-idx1-ubyte", "rubbish");
    check_good(load_idx(directory.path(), "train"));
}

TEST_CASE("more than one block of pixels is read", "[examples][idx]") {
    const std::uint32_t count = 700; // 548,800 pixels
    std::string images = images_header(count, 28, 28);
    std::string labels = labels_header(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        for (std::uint32_t j = 0; j < 784; ++j) {
            images += static_cast<char>(static_cast<unsigned char>((i + j) % 256));
        }
        labels += static_cast<char>(i % 10);
    }
    for (const bool compressed : {false, true}) {
        const temporary_directory directory;
        directory.write(compressed, "t10k-images-idx3-ubyte", images);
        directory.write(compressed, "t10k-labels-idx1-ubyte", labels);
        const auto set = load_idx(directory.path(), "t10k");
        REQUIRE(set.count == count);
        REQUIRE(set.pixels.size() == std::size_t{count} * 784);
        bool same = true;
        for (std::size_t i = 0; i < count; ++i) {
            same = same && set.labels[i] == static_cast<std::int32_t>(i % 10);
            for (std::size_t j = 0; j < 784; ++j) {
                same = same && set.image(i)[j] == static_cast<float>((i + j) % 256) / 255.0F;
            }
        }
        CHECK(same);
    }
}

TEST_CASE("missing IDX files are refused with the names tried", "[examples][idx]") {
    const temporary_directory directory;
    std::string message = error_in(directory.path() / "none");
    CHECK(contains(message, "there is no directory '" + (directory.path() / "none").string()));
    CHECK(contains(message, "dataset-fashion-mnist"));
    CHECK(contains(message, "/usr/share/datasets/fashion-mnist"));

    message = error_in(directory.path());
    CHECK(contains(message, "no file of images in '" + directory.path().string()));
    CHECK(contains(message, "train-images-idx3-ubyte.gz, train-images-idx3-ubyte, "
                            "train-images.idx3-ubyte.gz, train-images.idx3-ubyte"));
    CHECK(contains(message, "/usr/share/datasets/fashion-mnist"));

    directory.plain("t10k-images-idx3-ubyte", good_images());
    message = error_in(directory.path(), "t10k");
    CHECK(contains(message, "no file of labels"));
    CHECK(contains(message, "t10k-labels-idx1-ubyte.gz, t10k-labels-idx1-ubyte, "
                            "t10k-labels.idx1-ubyte.gz, t10k-labels.idx1-ubyte"));

    // A directory in the place of a file.
    std::filesystem::create_directory(directory.path() / "t10k-labels-idx1-ubyte");
    CHECK(contains(error_in(directory.path(), "t10k"), "expected a regular file"));
}

TEST_CASE("wrong arguments to load_idx are refused", "[examples][idx]") {
    const temporary_directory directory;
    CHECK(contains(error_in(directory.path(), "test"), "'test' is no set of IDX files"));
    CHECK(contains(error_in(directory.path(), "train", 0), "0 classes"));
    CHECK(contains(error_in(directory.path(), "train", 257), "257 classes"));
}

TEST_CASE("a wrong magic number is refused", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        std::string message =
            error_for(compressed, images_header(4, 2, 3, 0x00000d03) + "....", good_labels());
        CHECK(contains(message, "0x00000d03"));
        CHECK(contains(message, "expected 0x00000803"));
        CHECK(contains(message, "train-images-idx3-ubyte"));

        message = error_for(compressed, good_images(), labels_header(4, 0xdeadbeef) + "....");
        CHECK(contains(message, "0xdeadbeef"));
        CHECK(contains(message, "expected 0x00000801"));
        CHECK(contains(message, "train-labels-idx1-ubyte"));

        message = error_for(compressed, good_labels() + "........", good_labels());
        CHECK(contains(message, "0x00000801, expected 0x00000803"));
        CHECK(contains(message, "file of labels under the wrong name"));
        message = error_for(compressed, good_images(), good_images());
        CHECK(contains(message, "file of images under the wrong name"));
    }
    const temporary_directory directory;
    directory.plain("train-images-idx3-ubyte.gz", "<html>not found</html>");
    directory.gzip("train-labels-idx1-ubyte.gz", good_labels());
    CHECK(contains(error_in(directory.path()), "no gzip stream"));
}

TEST_CASE("truncated IDX files are refused with what was found", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        CHECK(contains(error_for(compressed, "", good_labels()),
                       "truncated: its header needs 16 bytes, found 0"));
        CHECK(contains(error_for(compressed, good_images().substr(0, 3), good_labels()),
                       "truncated: its header needs 16 bytes, found 3"));
        CHECK(contains(error_for(compressed, good_images().substr(0, 15), good_labels()),
                       "truncated: its header needs 16 bytes, found 15"));
        CHECK(contains(error_for(compressed, good_images(), good_labels().substr(0, 7)),
                       "truncated: its header needs 8 bytes, found 7"));
        CHECK(contains(error_for(compressed, good_images().substr(0, 16), good_labels()),
                       "truncated: its header announces 24 bytes of data, found 0"));
        CHECK(contains(error_for(compressed, good_images().substr(0, 39), good_labels()),
                       "truncated: its header announces 24 bytes of data, found 23"));
        CHECK(contains(error_for(compressed, good_images(), good_labels().substr(0, 10)),
                       "truncated: its header announces 4 bytes of data, found 2"));
        // A header that announces 4 GiB takes no memory ahead.
        CHECK(contains(error_for(compressed, images_header(1U << 20U, 64, 64) + "...", good_labels()),
                       "truncated: its header announces 4294967296 bytes of data, found 3"));
    }
}

TEST_CASE("trailing bytes in IDX files are refused", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        std::string message = error_for(compressed, good_images() + "x", good_labels());
        CHECK(contains(message, "trailing bytes after the 24 bytes"));
        CHECK(contains(message, "train-images-idx3-ubyte"));
        message = error_for(compressed, good_images(), good_labels() + "xyz");
        CHECK(contains(message, "trailing bytes after the 4 bytes"));
        CHECK(contains(message, "train-labels-idx1-ubyte"));
    }
}

TEST_CASE("IDX files that do not belong together are refused", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        const std::string message =
            error_for(compressed, good_images(), labels_header(3) + std::string("\x01\x02\x03", 3));
        CHECK(contains(message, "holds 4 images"));
        CHECK(contains(message, "holds 3 labels"));
    }
}

TEST_CASE("IDX dimensions are checked before memory is taken", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        CHECK(contains(error_for(compressed, images_header(0, 2, 3), good_labels()),
                       "announces 0 images of 2x3 pixels"));
        CHECK(contains(error_for(compressed, images_header(4, 0, 3), good_labels()),
                       "announces 4 images of 0x3 pixels"));
        CHECK(contains(error_for(compressed, images_header(4, 2, 0), good_labels()),
                       "announces 4 images of 2x0 pixels"));
        const std::uint32_t huge = 0xffffffff;
        CHECK(contains(error_for(compressed, images_header(huge, huge, huge), good_labels()),
                       "more than this reader accepts"));
        CHECK(contains(error_for(compressed, images_header(4, 100000, 3), good_labels()),
                       "more than this reader accepts"));
        CHECK(contains(error_for(compressed, images_header(4, 3, 100000), good_labels()),
                       "more than this reader accepts"));
        CHECK(contains(error_for(compressed, images_header(200'000'000, 1, 1), good_labels()),
                       "more than this reader accepts"));
        CHECK(contains(error_for(compressed, images_header(1'000'000, 10'000, 10'000), good_labels()),
                       "more than this reader accepts"));
        CHECK(contains(error_for(compressed, good_images(), labels_header(0)), "announces 0 labels"));
        CHECK(contains(error_for(compressed, good_images(), labels_header(huge)),
                       "announces 4294967295 labels"));
    }
}

TEST_CASE("labels out of range are refused with their place and value", "[examples][idx]") {
    for (const bool compressed : {false, true}) {
        const std::string labels = labels_header(4) + std::string("\x01\x02\x0a\x03", 4);
        const std::string message = error_for(compressed, good_images(), labels);
        CHECK(contains(message, "label 2 in "));
        CHECK(contains(message, " is 10, expected 0 to 9"));
        CHECK(contains(error_for(compressed, good_images(), good_labels(), 9), " is 9, expected 0 to 8"));
        CHECK(contains(
            error_for(compressed, good_images(), labels_header(4) + std::string("\x01\x02\xff\x03", 4)),
            " is 255, expected 0 to 9"));
    }
}

TEST_CASE("a damaged gzip stream is refused", "[examples][idx]") {
    // Pixels that do not compress, so that the data fills the compressed file.
    const std::uint32_t count = 100;
    std::string images = images_header(count, 28, 28);
    std::string labels = labels_header(count);
    tapeless::nn::random random(3);
    for (std::uint32_t i = 0; i < count * 784; ++i) {
        images += static_cast<char>(static_cast<unsigned char>(random.below(256)));
    }
    labels += std::string(count, '\x05');

    const temporary_directory directory;
    directory.gzip("train-labels-idx1-ubyte.gz", labels);
    directory.gzip("train-images-idx3-ubyte.gz", images);
    const std::string name = "train-images-idx3-ubyte.gz";
    const std::string compressed = directory.content(name);
    REQUIRE(load_idx(directory.path(), "train").count == count);

    SECTION("cut in the data") {
        directory.plain(name, compressed.substr(0, compressed.size() / 2));
        const std::string message = error_in(directory.path());
        CHECK(contains(message, "truncated: its header announces 78400 bytes of data, found "));
    }
    SECTION("cut in the gzip header") {
        directory.plain(name, compressed.substr(0, 6));
        CHECK(contains(error_in(directory.path()), "its header needs 16 bytes, found 0"));
    }
    SECTION("cut in the check sum") {
        directory.plain(name, compressed.substr(0, compressed.size() - 3));
        CHECK(contains(error_in(directory.path()), "8 closing bytes"));
    }
    SECTION("wrong check sum") {
        std::string damaged = compressed;
        damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 0x10);
        directory.plain(name, damaged);
        CHECK(contains(error_in(directory.path()), "corrupted gzip stream"));
    }
    SECTION("rubbish where the first block begins") {
        std::string damaged = compressed;
        damaged[10] = '\xff'; // block type 3 does not exist
        directory.plain(name, damaged);
        const std::string message = error_in(directory.path());
        CHECK(contains(message, "corrupted gzip stream"));
        CHECK(contains(message, (directory.path() / name).string()));
    }
    SECTION("one changed bit in the data") {
        std::string damaged = compressed;
        damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x01);
        directory.plain(name, damaged);
        CHECK(contains(error_in(directory.path()), "corrupted gzip stream"));
    }
}

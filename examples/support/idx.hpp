// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_IDX_HPP
#define TAPELESS_EXAMPLES_SUPPORT_IDX_HPP

/// \file
/// Reads the IDX files in which MNIST and Fashion-MNIST are published, compressed with gzip or
/// plain. Link with zlib.
///
/// An IDX file is a header of big-endian 32-bit numbers and then one byte per value. Images have
/// the header 0x00000803, count, rows, columns; labels have 0x00000801, count.

#include "dataset.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace tapeless_examples {

namespace idx_detail {

inline constexpr std::uint32_t images_magic = 0x00000803;
inline constexpr std::uint32_t labels_magic = 0x00000801;
inline constexpr std::uint64_t most_images = 100'000'000;
inline constexpr std::uint64_t longest_side = 16'384;
inline constexpr std::uint64_t most_pixels = std::uint64_t{1} << 32U;

inline constexpr std::string_view where_to_get =
    "Debian's package dataset-fashion-mnist puts such files in /usr/share/datasets/fashion-mnist";

inline std::string hex(std::uint32_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "0x";
    for (unsigned shift = 32; shift > 0; shift -= 4) {
        text += digits[(value >> (shift - 4)) & 0xfU];
    }
    return text;
}

inline std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

/// An open file, read through zlib, which passes a plain file through unchanged.
class reader {
public:
    explicit reader(std::filesystem::path path) : path_(std::move(path)) {
        std::error_code error;
        size_on_disk_ = std::filesystem::file_size(path_, error);
        if (error) {
            throw std::runtime_error("cannot read " + quoted(path_) + ": " + error.message() +
                                     "; expected a regular file in the IDX format");
        }
        errno = 0;
        file_ = gzopen(path_.c_str(), "rb");
        if (file_ == nullptr) {
            const std::string why = errno != 0 ? std::strerror(errno) : "zlib has no memory left";
            throw std::runtime_error("cannot open " + quoted(path_) + ": " + why +
                                     "; make the file readable and try again");
        }
        gzbuffer(file_, 1U << 17U); // a larger buffer is faster; the default would do
    }

    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;
    ~reader() { gzclose(file_); }

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// Fills as much of the buffer as the file can and returns how much that was. Less than the
    /// whole means that the file ended; a damaged stream throws.
    std::size_t read(std::span<unsigned char> buffer) {
        std::size_t done = 0;
        while (done < buffer.size()) {
            const std::size_t wanted = std::min<std::size_t>(buffer.size() - done, 1U << 20U);
            const int got = gzread(file_, buffer.data() + done, static_cast<unsigned>(wanted));
            if (got > 0) {
                done += static_cast<std::size_t>(got);
                total_ += static_cast<std::uint64_t>(got);
            }
            if (got < 0 || static_cast<std::size_t>(got) < wanted) {
                check_stream();
                break;
            }
        }
        return done;
    }

    /// True if the stream holds at least one more byte. A gzip stream must also end with its
    /// check sum, or this throws.
    bool has_more() {
        std::array<unsigned char, 1> byte{};
        if (read(byte) == 1) {
            return true;
        }
        int code = Z_OK;
        gzerror(file_, &code);
        if (code == Z_BUF_ERROR) {
            throw std::runtime_error(quoted(path_) + " is truncated: it holds all " + std::to_string(total_) +
                                     " bytes of content, but the gzip stream stops inside its "
                                     "8 closing bytes, the check sum; get the file again");
        }
        return false;
    }

    /// The most bytes of content that a file of this size can hold. Deflate cannot do better than
    /// 1 : 1032.
    [[nodiscard]] std::uint64_t most_content() { return gzdirect(file_) == 1 ? size_on_disk_ : size_on_disk_ * 1032U; }

    /// True if the name promises gzip and the content is something else.
    [[nodiscard]] bool misnamed() { return path_.extension() == ".gz" && gzdirect(file_) == 1; }

private:
    /// Throws for every error but a stream that is cut off: that is a short read, and the callers
    /// know how much they expected.
    void check_stream() {
        int code = Z_OK;
        const char* why = gzerror(file_, &code);
        if (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR) {
            return;
        }
        if (code == Z_ERRNO) {
            throw std::runtime_error("cannot read " + quoted(path_) + ": " + std::strerror(errno) + " after " +
                                     std::to_string(total_) + " bytes; check the disk and try again");
        }
        throw std::runtime_error(quoted(path_) + " is a corrupted gzip stream (" + why + ", after " +
                                 std::to_string(total_) +
                                 " bytes of content), expected an intact one; get the file again");
    }

    std::filesystem::path path_;
    std::uint64_t size_on_disk_ = 0;
    std::uint64_t total_ = 0;
    gzFile file_ = nullptr;
};

inline std::uint32_t big_endian(std::span<const unsigned char, 4> bytes) {
    return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) | (std::uint32_t{bytes[2]} << 8U) |
           std::uint32_t{bytes[3]};
}

/// Reads the header: checks the magic number and returns the Extents numbers after it.
template <std::size_t Extents>
std::array<std::uint32_t, Extents> read_header(reader& in, std::uint32_t magic, std::string_view kind) {
    std::array<unsigned char, 4 + 4 * Extents> bytes{};
    const std::size_t found = in.read(bytes);
    if (found >= 4) {
        const std::uint32_t found_magic = big_endian(std::span(bytes).template first<4>());
        if (found_magic != magic) {
            std::string message = quoted(in.path()) + " starts with the magic number " + hex(found_magic) +
                                  ", expected " + hex(magic) + " for IDX " + std::string(kind);
            if (found_magic == images_magic || found_magic == labels_magic) {
                message += "; this is a file of ";
                message += found_magic == images_magic ? "images" : "labels";
                message += " under the wrong name";
            } else if (in.misnamed()) {
                message += "; its name ends in .gz but it is no gzip stream: get the file again";
            } else {
                message += "; use a file in the IDX format of MNIST";
            }
            throw std::runtime_error(message);
        }
    }
    if (found < bytes.size()) {
        throw std::runtime_error(quoted(in.path()) + " is truncated: its header needs " + std::to_string(bytes.size()) +
                                 " bytes, found " + std::to_string(found) + "; get the file again");
    }
    std::array<std::uint32_t, Extents> extents{};
    for (std::size_t i = 0; i < Extents; ++i) {
        extents[i] = big_endian(std::span<const unsigned char, 4>(bytes.data() + 4 + 4 * i, 4));
    }
    return extents;
}

/// Reads exactly `expected` bytes of content, turns each into a Value and checks that nothing
/// follows. Memory is taken ahead only if a file of this size can hold that much.
template <class Value, class Convert>
std::vector<Value> read_content(reader& in, std::uint64_t expected, Convert convert) {
    std::vector<Value> values;
    if (expected <= in.most_content()) {
        values.reserve(static_cast<std::size_t>(expected));
    }
    std::vector<unsigned char> chunk(static_cast<std::size_t>(std::min<std::uint64_t>(expected, 1U << 18U)));
    while (values.size() < expected) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(expected - values.size(), chunk.size()));
        const std::size_t got = in.read(std::span(chunk).first(wanted));
        std::transform(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(got), std::back_inserter(values),
                       convert);
        if (got < wanted) {
            throw std::runtime_error(quoted(in.path()) + " is truncated: its header announces " +
                                     std::to_string(expected) + " bytes of data, found " +
                                     std::to_string(values.size()) + "; get the file again");
        }
    }
    if (in.has_more()) {
        throw std::runtime_error(quoted(in.path()) + " has trailing bytes after the " + std::to_string(expected) +
                                 " bytes of data that its header announces; get the file again");
    }
    return values;
}

inline void read_images(const std::filesystem::path& path, labelled_images& into) {
    reader in(path);
    const auto [count, rows, cols] = read_header<3>(in, images_magic, "images");
    const std::string size =
        std::to_string(count) + " images of " + std::to_string(rows) + "x" + std::to_string(cols) + " pixels";
    if (count == 0 || rows == 0 || cols == 0) {
        throw std::runtime_error(quoted(path) + " announces " + size +
                                 ": each of the three numbers must be at least 1; get the file "
                                 "again");
    }
    if (count > most_images || rows > longest_side || cols > longest_side ||
        std::uint64_t{count} * rows * cols > most_pixels) {
        throw std::runtime_error(quoted(path) + " announces " + size + ", more than this reader accepts (" +
                                 std::to_string(most_images) + " images, " + std::to_string(longest_side) +
                                 " pixels a side, " + std::to_string(most_pixels) +
                                 " pixels in all): its header is damaged; get the file again");
    }
    into.count = count;
    into.rows = rows;
    into.cols = cols;
    into.pixels = read_content<float>(in, std::uint64_t{count} * rows * cols,
                                      [](unsigned char byte) { return static_cast<float>(byte) / 255.0F; });
}

inline void read_labels(const std::filesystem::path& path, labelled_images& into) {
    reader in(path);
    const auto [count] = read_header<1>(in, labels_magic, "labels");
    if (count == 0 || count > most_images) {
        throw std::runtime_error(quoted(path) + " announces " + std::to_string(count) + " labels, expected 1 to " +
                                 std::to_string(most_images) + "; get the file again");
    }
    into.labels = read_content<std::int32_t>(in, count, [](unsigned char byte) { return std::int32_t{byte}; });
}

/// Finds one file of a set under any of the names in use.
inline std::filesystem::path find_file(const std::filesystem::path& directory, std::string_view set,
                                       std::string_view kind, std::string_view format) {
    std::string tried;
    for (const char separator : {'-', '.'}) {
        for (const std::string_view suffix : {".gz", ""}) {
            std::string name(set);
            name.append("-").append(kind).append(1, separator).append(format).append(suffix);
            std::error_code ignored;
            if (std::filesystem::exists(directory / name, ignored)) {
                return directory / name;
            }
            tried.append(tried.empty() ? "" : ", ").append(name);
        }
    }
    throw std::runtime_error("there is no file of " + std::string(kind) + " in " + quoted(directory) + " (tried " +
                             tried + "): give the directory that holds the IDX files; " + std::string(where_to_get));
}

} // namespace idx_detail

/// Loads one set ("train" or "t10k") of MNIST or Fashion-MNIST from a directory that holds the
/// files as published: train-images-idx3-ubyte[.gz], train-labels-idx1-ubyte[.gz] and so on, or
/// the same names with a dot before "idx". The compressed file is preferred where both exist.
[[nodiscard]] inline labelled_images load_idx(const std::filesystem::path& directory, std::string_view set,
                                              std::size_t classes = 10) {
    using idx_detail::quoted;
    if (set != "train" && set != "t10k") {
        throw std::runtime_error("'" + std::string(set) + "' is no set of IDX files: expected 'train' or 't10k'");
    }
    if (classes == 0 || classes > 256) {
        throw std::runtime_error("cannot load " + quoted(directory) + " with " + std::to_string(classes) +
                                 " classes: a label is one byte, so give 1 to 256");
    }
    std::error_code ignored;
    if (!std::filesystem::is_directory(directory, ignored)) {
        throw std::runtime_error("there is no directory " + quoted(directory) +
                                 ": give the directory that holds the IDX files; " +
                                 std::string(idx_detail::where_to_get));
    }
    const auto images_path = idx_detail::find_file(directory, set, "images", "idx3-ubyte");
    const auto labels_path = idx_detail::find_file(directory, set, "labels", "idx1-ubyte");

    labelled_images result;
    result.classes = classes;
    idx_detail::read_labels(labels_path, result);
    for (std::size_t i = 0; i < result.labels.size(); ++i) {
        if (std::cmp_greater_equal(result.labels[i], classes)) {
            throw std::runtime_error("label " + std::to_string(i) + " in " + quoted(labels_path) + " is " +
                                     std::to_string(result.labels[i]) + ", expected 0 to " +
                                     std::to_string(classes - 1) +
                                     ": give the right number of classes or get the file again");
        }
    }
    idx_detail::read_images(images_path, result);
    if (result.count != result.labels.size()) {
        throw std::runtime_error(quoted(images_path) + " holds " + std::to_string(result.count) + " images, but " +
                                 quoted(labels_path) + " holds " + std::to_string(result.labels.size()) +
                                 " labels, expected as many of each: use two files of one set");
    }
    return result;
}

} // namespace tapeless_examples

#endif

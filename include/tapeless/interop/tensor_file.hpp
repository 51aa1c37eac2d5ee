// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_TENSOR_FILE_HPP
#define TAPELESS_INTEROP_TENSOR_FILE_HPP

/// What the formats of files of tensors share: tensors by name, what a file holds, and how files are read and written
/// (POSIX). Nothing throws: functions return a `result`.

#include "../tensor/tensor.hpp"

#include <bit>
#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tapeless::interop {

static_assert(std::endian::native == std::endian::little, "tapeless: files of tensors are for little-endian machines");

/// The outcome of reading or writing a file: true, or what is wrong as a sentence.
struct result {
    std::string error;
    explicit operator bool() const noexcept { return error.empty(); }
};

struct load_options {
    bool allow_nonfinite = false; ///< whether NaN and infinity are read; by default such a file is refused
};

/// The type of the elements of a tensor in a file: 'f' floating-point, 'i' signed, 'u' unsigned, 'b' truth; and its bytes.
struct dtype {
    char kind = 0;
    std::size_t size = 0;
    constexpr bool operator==(const dtype&) const = default;
};
template <class T>
inline constexpr dtype dtype_of{std::is_same_v<T, bool>       ? 'b'
                                : std::is_floating_point_v<T> ? 'f'
                                : std::is_signed_v<T>         ? 'i'
                                                              : 'u',
                                sizeof(T)};

/// As NumPy names it: float32, uint8.
inline std::string to_string(const dtype& d) {
    if (d.kind == 'b') return "bool";
    const char* kind = d.kind == 'f' ? "float" : d.kind == 'i' ? "int" : "uint";
    return kind + std::to_string(8 * d.size);
}

using extents = std::vector<std::size_t>;

inline std::string to_string(const extents& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) (text += i == 0 ? "" : ", ") += std::to_string(shape[i]);
    return text + "]";
}

/// A tensor in memory, by name: elements one after the other, row-major. Made of a `tensor`, a `tensor_view`, or of an
/// address and a shape.
template <class Byte>
struct tensor_place {
    std::string name;
    interop::dtype dtype;
    extents shape;
    Byte* data;
    std::size_t bytes;

    template <class V>
        requires requires(V& v) { v.extent(0), v.data(); }
    tensor_place(std::string_view own_name, V&& v) : tensor_place(own_name, v.data(), shape_of(v)) {}
    template <class T>
    tensor_place(std::string_view own_name, T* elements, extents own_shape)
        : name(own_name), dtype(dtype_of<std::remove_const_t<T>>), shape(std::move(own_shape)),
          data(reinterpret_cast<Byte*>(elements)), bytes(sizeof(T)) {
        for (std::size_t e : shape) bytes *= e;
    }

private:
    template <class V>
    static extents shape_of(const V& v) {
        extents shape(v.rank);
        for (std::size_t i = 0; i < v.rank; ++i) shape[i] = v.extent(i);
        return shape;
    }
};
using tensor_source = tensor_place<const unsigned char>; ///< to be saved
using tensor_target = tensor_place<unsigned char>;       ///< to be loaded

/// All tensors of a network's parameters, as `nn::for_each_tensor` names them, each with `prefix` before its name.
template <class Byte, class Parameters>
std::vector<tensor_place<Byte>> places_of(Parameters& p, const std::string& prefix = {}) {
    std::vector<tensor_place<Byte>> all;
    for_each_tensor(p, [&](std::string_view name, auto view) { all.emplace_back(prefix + std::string(name), view); });
    return all;
}

/// A tensor as it lies in a file that has been read: little-endian, row-major.
struct tensor_record {
    std::string name;
    interop::dtype dtype;
    extents shape;
    const unsigned char* data = nullptr;
    std::size_t bytes = 0;
};

namespace detail {

/// The bytes that a tensor takes; false where that is no number.
inline bool bytes_of(const dtype& d, const extents& shape, std::size_t& bytes) noexcept {
    bytes = d.size;
    bool empty = false;
    for (std::size_t e : shape) {
        empty |= e == 0;
        if (e != 0 && bytes > (std::numeric_limits<std::size_t>::max() >> 1) / e) return false;
        if (e != 0) bytes *= e;
    }
    if (empty) bytes = 0;
    return true;
}

/// Text from a file, for a message.
inline std::string quoted(std::string_view text) {
    constexpr std::size_t most = 80;
    std::string out = "'";
    for (const char c : text.substr(0, most)) {
        const bool plain = static_cast<unsigned char>(c) >= ' ' && c != 127;
        out += plain ? c : '?';
    }
    return out + (text.size() > most ? "...'" : "'");
}

inline result failure(const std::string& path, const std::string& what) { return {path + ": " + what}; }
inline result failure_of_system(const std::string& path, const char* what, int code) {
    return failure(path, what + (": " + std::string(std::strerror(code))));
}

template <class T>
bool all_finite(const unsigned char* at, std::size_t bytes) noexcept {
    for (std::size_t i = 0; i < bytes; i += sizeof(T)) {
        T x;
        std::memcpy(&x, at + i, sizeof(T));
        if (!std::isfinite(x)) return false;
    }
    return true;
}
inline bool all_finite(const tensor_record& r) noexcept {
    if (r.dtype == dtype_of<float>) return all_finite<float>(r.data, r.bytes);
    if (r.dtype == dtype_of<double>) return all_finite<double>(r.data, r.bytes);
    return true;
}

/// Copies what a file holds to where it belongs: every target is in the file and everything in the file is a target, of
/// equal type and shape, or nothing is copied.
inline result copy_all(const std::string& path, const std::vector<tensor_record>& records,
                       const std::vector<tensor_target>& targets, const load_options& options) {
    std::unordered_map<std::string_view, const tensor_record*> found;
    for (const tensor_record& r : records) found.emplace(r.name, &r);
    for (const tensor_target& t : targets) {
        const auto at = found.find(t.name);
        if (at == found.end()) return failure(path, "tensor " + quoted(t.name) + " is missing");
        const tensor_record& r = *at->second;
        const auto differs = [&](const char* what, const std::string& have, const std::string& want) {
            return failure(path, "tensor " + quoted(t.name) + " has the " + what + " " + have + ", expected " + want);
        };
        if (r.dtype != t.dtype) return differs("type", to_string(r.dtype), to_string(t.dtype));
        if (r.shape != t.shape) return differs("shape", to_string(r.shape), to_string(t.shape));
        if (!options.allow_nonfinite && !all_finite(r))
            return failure(path, "tensor " + quoted(t.name) +
                                     " holds NaN or infinity, which load_options::allow_nonfinite would accept");
    }
    if (records.size() > targets.size()) {
        for (const tensor_target& t : targets) found.erase(t.name);
        for (const tensor_record& r : records)
            if (found.contains(r.name)) return failure(path, "tensor " + quoted(r.name) + " is not expected here");
    }
    for (const tensor_target& t : targets)
        if (t.bytes != 0) std::memcpy(t.data, found.find(t.name)->second->data, t.bytes);
    return {};
}

/// A file descriptor that is closed.
struct descriptor {
    int number = -1;
    ~descriptor() {
        if (number >= 0) ::close(number);
    }
};

inline result read_file(const std::string& path, std::vector<unsigned char>& bytes) {
    const descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.number < 0) return failure_of_system(path, "cannot be opened", errno);
    struct stat about {};
    if (::fstat(file.number, &about) != 0) return failure_of_system(path, "cannot be read", errno);
    if (!S_ISREG(about.st_mode)) return failure(path, "is not a file");
    bytes.resize(static_cast<std::size_t>(about.st_size));
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::read(file.number, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failure_of_system(path, "cannot be read", errno);
        if (n == 0) return failure(path, "became shorter while it was read");
        done += static_cast<std::size_t>(n);
    }
    return {};
}

/// The file that a path leads to, through symbolic links.
inline std::string followed(const std::string& path) {
    char* const real = ::realpath(path.c_str(), nullptr);
    if (real == nullptr) return path;
    const std::string out = real;
    std::free(real);
    return out;
}

/// Writes a whole file, or leaves what was there: into a new file in the same folder, which takes the name only when it is
/// on the disk. After an error the new file is removed; only a crash can leave it, as `<name>.<number>.tmp`.
inline result write_file(const std::string& path, const std::vector<unsigned char>& bytes) {
    const std::string to = followed(path);
    struct stat old {};
    const bool exists = ::stat(to.c_str(), &old) == 0;
    if (exists && !S_ISREG(old.st_mode)) return failure(path, "cannot be written: it is not a file");
    const std::string folder = to.find('/') == std::string::npos ? "." : to.substr(0, to.rfind('/') + 1);
    std::string name;
    descriptor file;
    for (unsigned i = 0; file.number < 0; ++i) {
        name = to + "." + std::to_string(::getpid()) + "-" + std::to_string(i) + ".tmp";
        file.number = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file.number < 0 && errno != EEXIST) return failure_of_system(path, "cannot be written", errno);
    }
    const auto failed = [&] {
        const int code = errno;
        ::unlink(name.c_str());
        return failure_of_system(path, "cannot be written", code);
    };
    if (exists && ::fchmod(file.number, old.st_mode & 07777) != 0) return failed();
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::write(file.number, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed();
        done += static_cast<std::size_t>(n);
    }
    if (::fsync(file.number) != 0 || ::close(std::exchange(file.number, -1)) != 0) return failed();
    if (::rename(name.c_str(), to.c_str()) != 0) return failed();
    // The name is on the disk when the folder is. Some file systems cannot say so, which is no error.
    const descriptor directory{::open(folder.c_str(), O_RDONLY | O_CLOEXEC)};
    if (directory.number >= 0) ::fsync(directory.number);
    return {};
}

inline void append(std::vector<unsigned char>& to, const void* from, std::size_t bytes) {
    const auto* first = static_cast<const unsigned char*>(from);
    to.insert(to.end(), first, first + bytes);
}

/// No two tensors of one name are written.
inline result check_names(const std::string& path, const std::vector<tensor_source>& tensors) {
    std::unordered_map<std::string_view, int> seen;
    for (const tensor_source& t : tensors)
        if (++seen[t.name] > 1) return failure(path, "two tensors are named " + quoted(t.name));
    return {};
}

} // namespace detail
} // namespace tapeless::interop

#endif

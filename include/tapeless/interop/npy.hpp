// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_NPY_HPP
#define TAPELESS_INTEROP_NPY_HPP

/// NumPy's file of one array, .npy (numpy.lib.format). Read: versions 1.0, 2.0 and 3.0, C and Fortran order, little- and
/// big-endian, of bool, int8 to int64, uint8 to uint64, float16 to float64. Written: version 1.0, C order, little-endian.

#include "tensor_file.hpp"

#include <algorithm>

namespace tapeless::npy {

namespace detail {

/// Reads the header's text, a Python dictionary as NumPy writes it, token by token. Every function but `at_end` returns
/// whether what it expects was there.
class header_reader {
public:
    explicit header_reader(std::string_view text) noexcept : text_(text) {}

    bool take(char c) noexcept {
        skip();
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    bool string(std::string_view& out) noexcept {
        for (const char quote : {'\'', '"'})
            if (take(quote)) {
                const std::size_t end = text_.find(quote);
                if (end == text_.npos) return false;
                out = text_.substr(0, end);
                text_.remove_prefix(end + 1);
                return out.find('\\') == out.npos;
            }
        return false;
    }
    bool truth(bool& out) noexcept {
        skip();
        out = text_.starts_with("True");
        if (!out && !text_.starts_with("False")) return false;
        text_.remove_prefix(out ? 4 : 5);
        return true;
    }
    bool number(std::size_t& out) noexcept {
        skip();
        const std::size_t digits = std::min(text_.find_first_not_of("0123456789"), text_.size());
        if (digits == 0 || digits > 19 || (digits > 1 && text_[0] == '0')) return false;
        out = 0;
        for (std::size_t i = 0; i < digits; ++i) out = 10 * out + static_cast<std::size_t>(text_[i] - '0');
        text_.remove_prefix(digits);
        return true;
    }
    bool tuple(interop::extents& out) {
        if (!take('(')) return false;
        while (!take(')')) {
            std::size_t n;
            if (out.size() == 32 || !number(n)) return false; // NumPy has no more axes
            out.push_back(n);
            if (take(',')) continue;
            return out.size() > 1 && take(')'); // (3) is no tuple
        }
        return true;
    }
    bool at_end() noexcept {
        skip();
        return text_.empty();
    }

private:
    void skip() noexcept { text_.remove_prefix(std::min(text_.find_first_not_of(" \n"), text_.size())); }
    std::string_view text_;
};

struct header {
    std::string_view type;
    bool fortran = false;
    interop::extents shape;

    bool read(std::string_view text) {
        header_reader r(text);
        unsigned seen = 0;
        if (!r.take('{')) return false;
        while (!r.take('}')) {
            std::string_view key;
            if (!r.string(key) || !r.take(':')) return false;
            const unsigned which = key == "descr" ? 1 : key == "fortran_order" ? 2 : key == "shape" ? 4 : 0;
            if (which == 0 || (seen & which) != 0) return false;
            seen |= which;
            if (!(which == 1 ? r.string(type) : which == 2 ? r.truth(fortran) : r.tuple(shape))) return false;
            if (r.take(',')) continue;
            if (!r.take('}')) return false;
            break;
        }
        return seen == 7 && r.at_end();
    }
};

/// '<f4', '>i8', '|u1'; the byte order may be missing.
inline bool read_type(std::string_view text, interop::dtype& type, bool& big_endian) noexcept {
    const char order = text.empty() ? 0 : text.front();
    if (order == '<' || order == '>' || order == '=' || order == '|') text.remove_prefix(1);
    big_endian = order == '>';
    if (text.size() != 2) return false;
    type = {text[0], static_cast<std::size_t>(text[1] - '0')};
    const std::size_t size = type.size;
    if (order == '|' && size != 1) return false;
    switch (type.kind) {
    case 'b':
        return size == 1;
    case 'i':
    case 'u':
        return size == 1 || size == 2 || size == 4 || size == 8;
    case 'f':
        return size == 2 || size == 4 || size == 8;
    default:
        return false;
    }
}

/// Row-major from column-major, and little-endian.
inline std::vector<unsigned char> arranged(const unsigned char* from, std::size_t bytes, const interop::extents& shape,
                                           std::size_t size, bool fortran, bool big_endian) {
    std::vector<unsigned char> out(bytes);
    const std::size_t rank = shape.size();
    interop::extents stride(rank), index(rank);
    std::size_t step = size;
    for (std::size_t i = 0; i < rank; ++i) {
        const std::size_t axis = fortran ? i : rank - 1 - i;
        stride[axis] = step;
        step *= shape[axis];
    }
    for (std::size_t to = 0, at = 0; to < bytes; to += size) {
        for (std::size_t i = 0; i < size; ++i) out[to + i] = from[at + (big_endian ? size - 1 - i : i)];
        for (std::size_t axis = rank; axis-- > 0;) {
            at += stride[axis];
            if (++index[axis] < shape[axis]) break;
            at -= stride[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return out;
}

/// What one array of a file holds; `owned` is where it lies if it had to be rearranged.
inline interop::result parse(const std::string& path, const unsigned char* at, std::size_t size,
                             interop::tensor_record& record, std::vector<unsigned char>& owned) {
    const auto fail = [&](const std::string& what) { return interop::detail::failure(path, what); };
    constexpr std::string_view magic = "\x93NUMPY";
    if (size < 10 || std::memcmp(at, magic.data(), magic.size()) != 0) return fail("is not an array of NumPy");
    const unsigned major = at[6], minor = at[7];
    if (major < 1 || major > 3 || minor != 0)
        return fail("has the format " + std::to_string(major) + "." + std::to_string(minor) +
                    ", expected 1.0, 2.0 or 3.0");
    const std::size_t start = major == 1 ? 10 : 12;
    if (size < start) return fail("is truncated in its header");
    std::size_t length = 0;
    for (std::size_t i = start; i-- > 8;) length = length << 8 | at[i];
    if (length > size - start) return fail("is truncated in its header");
    header h;
    if (!h.read({reinterpret_cast<const char*>(at) + start, length}))
        return fail("has a header that is not {'descr': ..., 'fortran_order': ..., 'shape': ...}");
    bool big_endian = false;
    if (!read_type(h.type, record.dtype, big_endian))
        return fail("has elements of the type " + interop::detail::quoted(h.type) + ", which is not supported");
    const std::size_t left = size - start - length;
    if (!interop::detail::bytes_of(record.dtype, h.shape, record.bytes))
        return fail("has the shape " + interop::to_string(h.shape) + ", which is too large");
    if (left != record.bytes)
        return fail((left < record.bytes ? "is truncated: it has " : "has bytes after its end: it has ") +
                    std::to_string(left) + " bytes of elements, expected " + std::to_string(record.bytes) +
                    " for the shape " + interop::to_string(h.shape));
    record.shape = h.shape;
    record.data = at + start + length;
    if (record.dtype.kind == 'b' &&
        std::any_of(record.data, record.data + record.bytes, [](unsigned char b) { return b > 1; }))
        return fail("has a truth value that is neither 0 nor 1");
    if ((h.fortran && h.shape.size() > 1) || (big_endian && record.dtype.size > 1)) {
        owned = arranged(record.data, record.bytes, h.shape, record.dtype.size, h.fortran, big_endian);
        record.data = owned.data();
    }
    return {};
}

inline void append(std::vector<unsigned char>& out, const interop::tensor_source& t) {
    std::string text = "{'descr': '";
    text += t.dtype.size == 1 ? '|' : '<';
    text += t.dtype.kind;
    text += std::to_string(t.dtype.size) + "', 'fortran_order': False, 'shape': (";
    for (std::size_t e : t.shape) text += std::to_string(e) + (t.shape.size() == 1 ? "," : ", ");
    if (t.shape.size() > 1) text.resize(text.size() - 2);
    text += "), }";
    constexpr std::size_t start = 10, alignment = 64; // of the elements
    text.resize((start + text.size() + alignment) / alignment * alignment - start - 1, ' ');
    text += '\n';
    const unsigned char length[2]{static_cast<unsigned char>(text.size() & 255),
                                  static_cast<unsigned char>(text.size() >> 8)};
    interop::detail::append(out, "\x93NUMPY\x01\x00", 8);
    interop::detail::append(out, length, 2);
    interop::detail::append(out, text.data(), text.size());
    interop::detail::append(out, t.data, t.bytes);
}

} // namespace detail

/// Saves a tensor as NumPy reads it: `npy::save("w.npy", w)` for a `tensor` or a view. Atomic: an error or a crash leaves
/// the old file.
inline interop::result save(const std::string& path, const interop::tensor_source& t) {
    std::vector<unsigned char> bytes;
    detail::append(bytes, t);
    return interop::detail::write_file(path, bytes);
}
template <class V>
    requires requires(const V& v) { v.extent(0), v.data(); }
interop::result save(const std::string& path, const V& tensor) {
    return save(path, interop::tensor_source("array", tensor));
}

/// Loads a tensor of equal type and shape. On any error it is unchanged. NaN and infinity are refused unless allowed.
inline interop::result load(const std::string& path, const interop::tensor_target& t,
                            const interop::load_options& options = {}) {
    std::vector<unsigned char> bytes, owned;
    std::vector<interop::tensor_record> record(1);
    interop::result r = interop::detail::read_file(path, bytes);
    if (r) r = detail::parse(path, bytes.data(), bytes.size(), record[0], owned);
    record[0].name = t.name;
    if (r) r = interop::detail::copy_all(path, record, {t}, options);
    return r;
}
template <class V>
    requires requires(V& v) { v.extent(0), v.data(); }
interop::result load(const std::string& path, V&& tensor, const interop::load_options& options = {}) {
    return load(path, interop::tensor_target("array", tensor), options);
}

} // namespace tapeless::npy

#endif

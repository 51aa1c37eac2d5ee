// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_SAFETENSORS_HPP
#define TAPELESS_INTEROP_SAFETENSORS_HPP

/// Files in the safetensors format (github.com/huggingface/safetensors): eight bytes with the size of a header, the header
/// in JSON with type, shape and place of each tensor, and their elements, little-endian and row-major. Needs
/// nlohmann-json: the target tapeless::safetensors.

#include "tensor_file.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace tapeless::safetensors {

/// Texts by name that travel with the tensors, the format's `__metadata__`.
using metadata = std::vector<std::pair<std::string, std::string>>;

/// A file as it was read; `tensors` point into `bytes`.
struct contents {
    std::vector<unsigned char> bytes;
    std::vector<interop::tensor_record> tensors; ///< in the order of their elements
    safetensors::metadata metadata;

    const std::string* find(std::string_view key) const noexcept {
        for (const auto& [name, text] : metadata)
            if (name == key) return &text;
        return nullptr;
    }
};

/// No header is larger, as in the format's own implementation.
inline constexpr std::size_t largest_header = 100'000'000;

namespace detail {

using json = nlohmann::json;

struct type_name {
    const char* name;
    interop::dtype type;
};
inline constexpr type_name types[]{{"F64", {'f', 8}}, {"F32", {'f', 4}}, {"F16", {'f', 2}}, {"I64", {'i', 8}},
                                   {"I32", {'i', 4}}, {"I16", {'i', 2}}, {"I8", {'i', 1}},  {"U64", {'u', 8}},
                                   {"U32", {'u', 4}}, {"U16", {'u', 2}}, {"U8", {'u', 1}},  {"BOOL", {'b', 1}}};

/// The header, of which no object has two members of one name; else it is discarded.
inline json parse(const char* first, const char* last) {
    std::vector<std::set<std::string>> names;
    bool twice = false;
    const auto look = [&](int, json::parse_event_t event, const json& value) {
        if (event == json::parse_event_t::object_start) names.emplace_back();
        if (event == json::parse_event_t::object_end) names.pop_back();
        if (event == json::parse_event_t::key)
            twice |= !names.back().insert(value.get_ref<const std::string&>()).second;
        return true;
    };
    json header = json::parse(first, last, look, false);
    return twice ? json(json::value_t::discarded) : header;
}

/// The numbers of an array, none negative.
inline bool read(const json* from, interop::extents& to) {
    if (from == nullptr || !from->is_array()) return false;
    for (const json& n : *from) {
        if (!n.is_number_unsigned()) return false;
        to.push_back(n.get<std::size_t>());
    }
    return true;
}

/// One tensor of the header; its name is known already.
inline std::string read(const json& from, const unsigned char* data, std::size_t size, interop::tensor_record& to) {
    const auto member = [&](const char* name) -> const json* {
        const auto at = from.find(name);
        return at == from.end() ? nullptr : &*at;
    };
    if (!from.is_object() || from.size() != 3) return "is not described by 'dtype', 'shape' and 'data_offsets' alone";
    const json* type = member("dtype");
    if (type == nullptr || !type->is_string()) return "has no 'dtype'";
    const std::string& name = type->get_ref<const std::string&>();
    for (const type_name& t : types)
        if (name == t.name) to.dtype = t.type;
    if (to.dtype.size == 0) return "has the type " + interop::detail::quoted(name) + ", which is not supported";
    interop::extents offsets;
    if (!read(member("shape"), to.shape)) return "has a 'shape' that is not made of natural numbers";
    if (!read(member("data_offsets"), offsets) || offsets.size() != 2)
        return "has 'data_offsets' that are not two natural numbers";
    if (!interop::detail::bytes_of(to.dtype, to.shape, to.bytes))
        return "has the shape " + interop::to_string(to.shape) + ", which is too large";
    if (offsets[0] > offsets[1] || offsets[1] > size)
        return "lies at " + interop::to_string(offsets) + ", outside the " + std::to_string(size) +
               " bytes of elements";
    if (offsets[1] - offsets[0] != to.bytes)
        return "has " + std::to_string(offsets[1] - offsets[0]) + " bytes, expected " + std::to_string(to.bytes) +
               " for the shape " + interop::to_string(to.shape);
    to.data = data + offsets[0];
    if (to.dtype.kind == 'b' && std::any_of(to.data, to.data + to.bytes, [](unsigned char b) { return b > 1; }))
        return "has a truth value that is neither 0 nor 1";
    return {};
}

/// Whether a text is UTF-8: JSON can hold it.
inline bool is_text(const std::string& s) {
    const json back = json::parse(json(s).dump(-1, ' ', false, json::error_handler_t::ignore), nullptr, false);
    return back.is_string() && back.get_ref<const std::string&>() == s;
}

} // namespace detail

/// Reads a file and checks all that it says of itself: the tensors' elements lie one after the other, without gap, overlap
/// or rest, whatever their order in the header.
inline interop::result read(const std::string& path, contents& c) {
    if (interop::result r = interop::detail::read_file(path, c.bytes); !r) return r;
    const auto fail = [&](const std::string& what) { return interop::detail::failure(path, what); };
    const std::size_t all = c.bytes.size();
    if (all < 8) return fail("is truncated: it has " + std::to_string(all) + " bytes");
    std::uint64_t length = 0;
    std::memcpy(&length, c.bytes.data(), 8);
    if (length > largest_header)
        return fail("has a header of " + std::to_string(length) + " bytes, expected at most " +
                    std::to_string(largest_header));
    if (length > all - 8)
        return fail("is truncated: its header has " + std::to_string(length) + " bytes, the file " +
                    std::to_string(all));
    const char* const text = reinterpret_cast<const char*>(c.bytes.data()) + 8;
    if (length == 0 || *text != '{') return fail("has a header that does not begin with '{'");
    const detail::json header = detail::parse(text, text + length);
    if (!header.is_object()) return fail("has a header that is not JSON in UTF-8, or names something twice");

    const unsigned char* const data = c.bytes.data() + 8 + length;
    const std::size_t size = all - 8 - length;
    for (auto at = header.begin(); at != header.end(); ++at) {
        if (at.key() == "__metadata__") {
            if (!at->is_object()) return fail("has '__metadata__' that is not texts by name");
            for (auto entry = at->begin(); entry != at->end(); ++entry) {
                if (!entry->is_string()) return fail("has '__metadata__' that is not texts by name");
                c.metadata.emplace_back(entry.key(), entry->get<std::string>());
            }
            continue;
        }
        interop::tensor_record& record = c.tensors.emplace_back();
        record.name = at.key();
        const std::string wrong = detail::read(*at, data, size, record);
        if (!wrong.empty()) return fail("tensor " + interop::detail::quoted(record.name) + " " + wrong);
    }
    std::sort(c.tensors.begin(), c.tensors.end(),
              [](const auto& a, const auto& b) { return a.data != b.data ? a.data < b.data : a.bytes < b.bytes; });
    const unsigned char* next = data;
    for (const interop::tensor_record& t : c.tensors) {
        if (t.data != next)
            return fail("tensor " + interop::detail::quoted(t.name) + " begins at " + std::to_string(t.data - data) +
                        (t.data < next ? ", inside the one before it" : ", behind a gap") + ", expected " +
                        std::to_string(next - data));
        next += t.bytes;
    }
    if (next != data + size) return fail("has " + std::to_string(data + size - next) + " bytes after the last tensor");
    return {};
}

/// Saves tensors, and texts if there are any. Atomic: an error or a crash leaves the old file.
inline interop::result save(const std::string& path, const std::vector<interop::tensor_source>& tensors,
                            const metadata& texts = {}) {
    using detail::json;
    if (interop::result r = interop::detail::check_names(path, tensors); !r) return r;
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    for (const auto& [name, text] : texts) {
        if (!detail::is_text(name) || !detail::is_text(text))
            return interop::detail::failure(path, "cannot hold a text that is not UTF-8");
        header["__metadata__"][name] = text;
    }
    std::size_t at = 0;
    for (const interop::tensor_source& t : tensors) {
        const auto type = std::find_if(std::begin(detail::types), std::end(detail::types),
                                       [&](const detail::type_name& d) { return d.type == t.dtype; });
        if (!detail::is_text(t.name) || t.name == "__metadata__" || type == std::end(detail::types))
            return interop::detail::failure(path, "cannot hold a tensor " + interop::detail::quoted(t.name) +
                                                      " of the type " + interop::to_string(t.dtype));
        header[t.name] = {{"dtype", type->name}, {"shape", t.shape}, {"data_offsets", {at, at + t.bytes}}};
        at += t.bytes;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // so that numbers are aligned
    const std::uint64_t length = text.size();
    std::vector<unsigned char> bytes;
    bytes.reserve(8 + text.size() + at);
    interop::detail::append(bytes, &length, 8);
    interop::detail::append(bytes, text.data(), text.size());
    for (const interop::tensor_source& t : tensors) interop::detail::append(bytes, t.data, t.bytes);
    return interop::detail::write_file(path, bytes);
}
/// Saves all tensors of a network: "0.weight", "0.bias", ...
template <class Parameters>
    requires requires { typename Parameters::network; }
interop::result save(const std::string& path, const Parameters& p) {
    return save(path, interop::places_of<const unsigned char>(p));
}

/// Loads tensors. The file must hold exactly these, of equal types and shapes; on any error all are unchanged. NaN and
/// infinity are refused unless allowed.
inline interop::result load(const std::string& path, const std::vector<interop::tensor_target>& tensors,
                            const interop::load_options& options = {}) {
    contents c;
    if (interop::result r = read(path, c); !r) return r;
    return interop::detail::copy_all(path, c.tensors, tensors, options);
}
template <class Parameters>
    requires requires { typename Parameters::network; }
interop::result load(const std::string& path, Parameters& p, const interop::load_options& options = {}) {
    return load(path, interop::places_of<unsigned char>(p), options);
}

} // namespace tapeless::safetensors

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_INTEROP_NPZ_HPP
#define TAPELESS_INTEROP_NPZ_HPP

/// NumPy's file of several arrays, .npz: a zip archive of .npy files, stored (numpy.savez) or deflated
/// (numpy.savez_compressed). Needs libzip: the target tapeless::npz.

#include "npy.hpp"

#include <deque>
#include <memory>

#include <zip.h>

namespace tapeless::npz {

namespace detail {

struct discard {
    void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};
using archive = std::unique_ptr<zip_t, discard>;

struct close {
    void operator()(zip_file_t* entry) const noexcept { zip_fclose(entry); }
};
using entry = std::unique_ptr<zip_file_t, close>;

struct free_source {
    void operator()(zip_source_t* source) const noexcept { zip_source_free(source); }
};
using source = std::unique_ptr<zip_source_t, free_source>;

/// An error of libzip, as a message.
struct error {
    zip_error_t code;

    error() noexcept { zip_error_init(&code); }
    ~error() { zip_error_fini(&code); }
    error(const error&) = delete;
    error& operator=(const error&) = delete;
};

inline interop::result failure(const std::string& path, const char* what, zip_error_t* code) {
    return interop::detail::failure(path, what + (": " + std::string(zip_error_strerror(code))));
}

/// An archive in memory. It takes over the source.
inline interop::result open(const std::string& path, source& from, int flags, archive& to) {
    error e;
    to.reset(zip_open_from_source(from.get(), flags, &e.code));
    if (to == nullptr) return failure(path, "is not a zip archive that can be read", &e.code);
    static_cast<void>(from.release());
    return {};
}

/// Whether the directory asks for nothing that a reader of stored and deflated entries does not know, and nothing lies
/// between it and the end: libzip passes over patches, versions to come and such gaps. Else it is known to be in order.
inline bool asks_for_the_usual(const std::vector<unsigned char>& bytes) noexcept {
    const auto number = [&](std::size_t at, std::size_t size) {
        std::size_t n = 0;
        for (std::size_t i = size; i-- > 0;)
            n = n << 8 | (at < bytes.size() && i < bytes.size() - at ? bytes[at + i] : 0u);
        return n;
    };
    constexpr std::size_t entry_mark = 0x02014b50, end_mark = 0x06054b50, large_mark = 0x06064b50,
                          link_mark = 0x07064b50;
    constexpr std::size_t entry_size = 46, end_size = 22, link_size = 20;
    constexpr std::size_t latest = 63, known = 0x080e; // version 6.3; deflate's levels, sizes that follow, UTF-8
    if (bytes.size() < end_size) return false;
    std::size_t end = bytes.size() - end_size;
    while (end > 0 && number(end, 4) != end_mark) --end;
    std::size_t at = number(end + 16, 4);
    if (end >= link_size && number(end - link_size, 4) == link_mark) { // of more than 4 GB
        end = number(end - link_size + 8, 8);
        if (number(end, 4) != large_mark) return false;
        at = number(end + 48, 8);
    }
    while (number(at, 4) == entry_mark) {
        if ((number(at + 6, 2) & 0xff) > latest || (number(at + 8, 2) & ~known) != 0) return false;
        at += entry_size + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2);
    }
    return at == end;
}

/// Reads one array. What lies in the archive is checked against its CRC.
inline interop::result read(const std::string& path, zip_t* from, zip_uint64_t i, std::string_view name,
                            const zip_stat_t& about, std::vector<unsigned char>& bytes) {
    const auto fail = [&](const std::string& what) {
        return interop::detail::failure(path, "array " + interop::detail::quoted(name) + " " + what);
    };
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
        return fail("is neither stored nor deflated");
    if (about.encryption_method != ZIP_EM_NONE) return fail("is encrypted");
    // Nothing deflates to less than a 1032nd: a size beyond that is wrong, and no memory is spent on it.
    if (about.size / 1032 > about.comp_size) return fail("has a size that cannot be");
    const entry file(zip_fopen_index(from, i, 0));
    if (file == nullptr) return fail(std::string("cannot be read: ") + zip_strerror(from));
    bytes.resize(static_cast<std::size_t>(about.size));
    std::size_t done = 0;
    unsigned char beyond = 0;
    for (;;) { // to the end, where libzip compares the CRC
        const bool full = done == bytes.size();
        const zip_int64_t n =
            zip_fread(file.get(), full ? &beyond : bytes.data() + done, full ? 1 : bytes.size() - done);
        if (n < 0) return fail(std::string("is damaged: ") + zip_file_strerror(file.get()));
        if (n == 0) break;
        if (full) return fail("is longer than the archive says");
        done += static_cast<std::size_t>(n);
    }
    if (done != bytes.size()) return fail("is truncated");
    return {};
}

} // namespace detail

/// Saves tensors as numpy.load reads them. Entries are stored, and equal tensors make equal files. Atomic: an error or a
/// crash leaves the old file.
inline interop::result save(const std::string& path, const std::vector<interop::tensor_source>& tensors) {
    if (interop::result r = interop::detail::check_names(path, tensors); !r) return r;
    detail::error e;
    const detail::source memory(zip_source_buffer_create(nullptr, 0, 0, &e.code));
    if (memory == nullptr) return detail::failure(path, "cannot be made", &e.code);
    zip_source_keep(memory.get()); // for the archive
    detail::source given(memory.get());
    detail::archive archive;
    if (interop::result r = detail::open(path, given, ZIP_TRUNCATE, archive); !r) return r;

    std::deque<std::vector<unsigned char>> entries;
    for (const interop::tensor_source& t : tensors) {
        npy::detail::append(entries.emplace_back(), t);
        detail::source s(zip_source_buffer(archive.get(), entries.back().data(), entries.back().size(), 0));
        if (s == nullptr) return detail::failure(path, "cannot be made", zip_get_error(archive.get()));
        const zip_int64_t i = zip_file_add(archive.get(), (t.name + ".npy").c_str(), s.get(), ZIP_FL_ENC_UTF_8);
        if (i < 0)
            return detail::failure(path, ("cannot hold an array named " + interop::detail::quoted(t.name)).c_str(),
                                   zip_get_error(archive.get()));
        static_cast<void>(s.release());
        const auto index = static_cast<zip_uint64_t>(i);
        zip_set_file_compression(archive.get(), index, ZIP_CM_STORE, 0);
        constexpr time_t day = 86400, first_of_zip = 3652 * day + day / 2; // 1 January 1980, whatever the time zone
        zip_file_set_mtime(archive.get(), index, first_of_zip, 0);
    }
    if (zip_close(archive.get()) != 0) return detail::failure(path, "cannot be made", zip_get_error(archive.get()));
    static_cast<void>(archive.release());

    zip_stat_t about;
    if (zip_source_stat(memory.get(), &about) != 0 || zip_source_open(memory.get()) != 0)
        return detail::failure(path, "cannot be made", zip_source_error(memory.get()));
    std::vector<unsigned char> bytes(static_cast<std::size_t>(about.size));
    const zip_int64_t n = zip_source_read(memory.get(), bytes.data(), bytes.size());
    zip_source_close(memory.get());
    if (n != static_cast<zip_int64_t>(bytes.size())) return interop::detail::failure(path, "cannot be made");
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
    std::vector<unsigned char> bytes;
    if (interop::result r = interop::detail::read_file(path, bytes); !r) return r;
    detail::error e;
    detail::source memory(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &e.code));
    if (memory == nullptr) return detail::failure(path, "cannot be read", &e.code);
    detail::archive archive;
    if (interop::result r = detail::open(path, memory, ZIP_RDONLY | ZIP_CHECKCONS, archive); !r) return r;

    if (!detail::asks_for_the_usual(bytes))
        return interop::detail::failure(path, "is a zip archive of a kind that cannot be read");

    const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0));
    std::vector<interop::tensor_record> records;
    std::deque<std::vector<unsigned char>> owned; // never moved: records point into them
    std::unordered_map<std::string, int> seen;
    for (zip_uint64_t i = 0; i < count; ++i) {
        zip_stat_t about;
        if (zip_stat_index(archive.get(), i, 0, &about) != 0)
            return detail::failure(path, "cannot be read", zip_get_error(archive.get()));
        constexpr zip_uint64_t wanted =
            ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
        if ((about.valid & wanted) != wanted) return interop::detail::failure(path, "has an incomplete directory");
        std::string_view name = about.name;
        if (!name.ends_with(".npy"))
            return interop::detail::failure(path, "entry " + interop::detail::quoted(name) + " is no .npy");
        name.remove_suffix(4);
        if (++seen[std::string(name)] > 1)
            return interop::detail::failure(path, "two arrays are named " + interop::detail::quoted(name));
        if (interop::result r = detail::read(path, archive.get(), i, name, about, owned.emplace_back()); !r) return r;
        const std::vector<unsigned char>& whole = owned.back();
        interop::tensor_record& record = records.emplace_back();
        record.name = name;
        const interop::result r = npy::detail::parse(path + ": array " + interop::detail::quoted(name), whole.data(),
                                                     whole.size(), record, owned.emplace_back());
        if (!r) return r;
    }
    return interop::detail::copy_all(path, records, tensors, options);
}
template <class Parameters>
    requires requires { typename Parameters::network; }
interop::result load(const std::string& path, Parameters& p, const interop::load_options& options = {}) {
    return load(path, interop::places_of<unsigned char>(p), options);
}

} // namespace tapeless::npz

#endif

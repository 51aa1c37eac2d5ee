// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_INTEROP_FILES_HPP
#define TAPELESS_TESTS_INTEROP_FILES_HPP

#include <tapeless/interop/tensor_file.hpp>
#include <tapeless/nn/mlp.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

/// A folder of its own, removed with all that is in it.
struct scratch_folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("tapeless-files-" + std::to_string(::getpid()));

    scratch_folder() {
        std::filesystem::remove_all(path);
        std::filesystem::create_directory(path);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() { std::filesystem::remove_all(path); }

    std::string file(const char* name) const { return (path / name).string(); }
    std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
    }
};

inline std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == text.npos ? std::string() : text.replace(at, from.size(), to);
}

using small_network = tapeless::nn::mlp<3, tapeless::nn::dense<5, tapeless::nn::relu>, tapeless::nn::dense<2>>;

/// Parameters that are all different.
template <class T>
tapeless::nn::parameters<small_network, T> numbered(T first) {
    tapeless::nn::parameters<small_network, T> p;
    for (T& v : p.values) v = first += T(0.375);
    return p;
}
template <class T>
bool same_bits(const tapeless::nn::parameters<small_network, T>& a,
               const tapeless::nn::parameters<small_network, T>& b) {
    return std::memcmp(a.values, b.values, sizeof(a.values)) == 0;
}

#endif

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_EXAMPLES_SCRATCH_DIRECTORY_HPP
#define TAPELESS_TESTS_EXAMPLES_SCRATCH_DIRECTORY_HPP

#include <filesystem>
#include <random>
#include <string>
#include <system_error>

/// A directory of its own, removed at the end.
class scratch_directory {
public:
    scratch_directory() {
        std::random_device random;
        do {
            path_ = std::filesystem::temp_directory_path() / ("tapeless-test-" + std::to_string(random()));
        } while (!std::filesystem::create_directory(path_));
    }
    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;
    ~scratch_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

#endif

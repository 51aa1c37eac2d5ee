// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_EXAMPLES_SUPPORT_PROGRAM_HPP
#define TAPELESS_EXAMPLES_SUPPORT_PROGRAM_HPP

/// \file
/// The command line that examples share. Compiled once, in program.cpp: what reads it takes longer to compile than
/// they do.

#include <cstdint>
#include <filesystem>
#include <string>

namespace tapeless_examples {

struct program_options {
    std::filesystem::path out; ///< an existing folder for pictures, or empty if none are wanted
    std::uint64_t seed = 1;
};

/// Reads `--out DIR` (which is made) and `--seed N`, and runs an example. Returns the status of the program: 1 with
/// one line on stderr if `run` throws an exception.
int run_program(int argc, char** argv, const std::string& description, void (*run)(const program_options&));

} // namespace tapeless_examples

#endif

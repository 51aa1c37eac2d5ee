// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include "program.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

namespace tapeless_examples {

int run_program(int argc, char** argv, const std::string& description, void (*run)(const program_options&)) {
    program_options options;
    CLI::App app{description};
    app.add_option("--out", options.out, "a folder for pictures; none are drawn without it");
    app.add_option("--seed", options.seed, "of all random numbers")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        if (!options.out.empty()) std::filesystem::create_directories(options.out);
        run(options);
        return 0;
    } catch (const std::exception& error) {
        std::fflush(stdout);
        std::fprintf(stderr, "%s: %s\n", std::filesystem::path(argv[0]).filename().c_str(), error.what());
        return 1;
    }
}

} // namespace tapeless_examples

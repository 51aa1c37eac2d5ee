// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Prints the largest error of each function over all floats, or of those that are named; see scripts/check_ulp.py.

#include "measure.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
    bool failed = false;
    for (const ulp::function& f : ulp::functions) {
        bool wanted = argc < 2;
        for (int i = 1; i < argc; ++i) wanted |= std::string_view(argv[i]) == f.name;
        if (!wanted) continue;
        const ulp::error worst = ulp::measure(f, 0, 1);
        std::printf("%s\t%.4f\t%.9g\t%g\n", f.name, worst.ulp, static_cast<double>(worst.at), f.bound);
        std::fflush(stdout);
        failed |= !(worst.ulp <= f.bound);
    }
    return failed ? 1 : 0;
}

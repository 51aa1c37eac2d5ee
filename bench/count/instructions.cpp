// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Calls one of the benchmark functions again and again, for an instruction counter. scripts/count_instructions.py
// builds and runs it.
//
//     instructions FUNCTION hand|ours|plain CALLS
//
// Prints the sum of all values and derivatives, so that the script can tell that both agree.

#include "../functions/a_arithmetic.hpp"
#include "../functions/b_black_scholes.hpp"
#include "../functions/c_rosenbrock.hpp"
#include "../functions/d_reprojection.hpp"
#include "../functions/e_helmholtz.hpp"
#include "../functions/f_log_sum_exp.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::size_t samples = 16;

template <class Function>
double repeat(const char* version, std::size_t calls) {
    using function = functions::result<Function::inputs> (*)(const double*);
    function volatile f = std::strcmp(version, "ours") == 0 ? Function::ours : Function::hand;
    if constexpr (requires { Function::plain; })
        if (std::strcmp(version, "plain") == 0) f = Function::plain;
    double sum = 0;
    for (std::size_t k = 0; k < calls; ++k) {
        const auto input = Function::sample(k % samples);
        const auto r = f(input.data());
        sum += r.value;
        for (double d : r.gradient) sum += d;
    }
    return sum;
}

struct entry {
    const char* letter;
    double (*run)(const char* version, std::size_t calls);
};
constexpr entry entries[]{
    {"a", repeat<functions::arithmetic>},   {"b", repeat<functions::black_scholes>},
    {"c", repeat<functions::rosenbrock>},   {"d", repeat<functions::reprojection>},
    {"e", repeat<functions::helmholtz>},    {"f", repeat<functions::log_sum_exp>},
};

} // namespace

int main(int argc, char** argv) {
    if (argc == 4)
        for (const entry& e : entries)
            if (std::strcmp(e.letter, argv[1]) == 0) {
                const auto calls = static_cast<std::size_t>(std::atoi(argv[3]));
                std::printf("%.12g\n", e.run(argv[2], calls));
                return 0;
            }
    std::fprintf(stderr, "usage: %s FUNCTION hand|ours|plain CALLS\n", argv[0]);
    return 2;
}

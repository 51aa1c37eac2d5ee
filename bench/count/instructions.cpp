// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Calls one of the benchmark functions again and again, for an instruction counter. scripts/count_instructions.py
// builds and runs it.
//
//     instructions FUNCTION hand|ours|plain CALLS
//
// Prints the sum of all values and derivatives, so that the script can tell that both agree. Without arguments, prints
// of each function a line: letter, name, title and in what the plain version differs, separated by tabs.

#include "../functions/all.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::size_t samples = 16;

template <std::size_t N>
double sum(const functions::result<N>& r) {
    double s = r.value;
    for (double d : r.gradient) s += d;
    return s;
}
template <std::size_t M, std::size_t N>
double sum(const functions::jacobian<M, N>& r) {
    double s = 0;
    for (const auto& row : r.row)
        for (double d : row) s += d;
    return s;
}

template <class Function>
double repeat(const char* version, std::size_t calls) {
    auto* volatile f = std::strcmp(version, "ours") == 0 ? Function::ours : Function::hand;
    if constexpr (requires { Function::plain; })
        if (std::strcmp(version, "plain") == 0) f = Function::plain;
    double s = 0;
    for (std::size_t k = 0; k < calls; ++k) {
        const auto input = Function::sample(k % samples);
        s += sum(f(input.data()));
    }
    return s;
}

template <class Function>
bool run(char** arguments) {
    if (std::strcmp(Function::letter, arguments[0]) != 0) return false;
    std::printf("%.12g\n", repeat<Function>(arguments[1], static_cast<std::size_t>(std::atoi(arguments[2]))));
    return true;
}
template <class... Function>
bool run(functions::list<Function...>, char** arguments) {
    return (run<Function>(arguments) || ...);
}

template <class Function>
void describe() {
    const char* plain = "";
    if constexpr (requires { Function::plain_title; }) plain = Function::plain_title;
    std::printf("%s\t%s\t%s\t%s\n", Function::letter, Function::name, Function::title, plain);
}
template <class... Function>
void describe(functions::list<Function...>) {
    (describe<Function>(), ...);
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 1) return describe(functions::all), 0;
    if (argc == 4 && run(functions::all, argv + 1)) return 0;
    std::fprintf(stderr, "usage: %s [FUNCTION hand|ours|plain CALLS]\n", argv[0]);
    return 2;
}

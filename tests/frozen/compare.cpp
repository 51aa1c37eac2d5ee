// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Runs the frozen networks and compares their outputs with the library's, bit for bit; a NaN is a NaN. Nothing of
// tapeless is included.

#include "networks.hpp"

#define FROZEN_NETWORK(name, type, inputs, outputs) void run_##name(const type* input, type* output);
FROZEN_NETWORKS(FROZEN_NETWORK)
#undef FROZEN_NETWORK

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <vector>

namespace {

std::size_t allocations = 0;

template <class T>
bool differs(const std::string& folder, const char* name, void (*run)(const T*, T*), std::size_t inputs,
             std::size_t outputs) {
    const std::string path = folder + "/" + name + ".points";
    std::vector<T> numbers(frozen_points * (inputs + outputs)), output(outputs);
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr || std::fread(numbers.data(), sizeof(T), numbers.size(), file) != numbers.size())
        return std::printf("%s: cannot be read\n", path.c_str()), true;
    std::fclose(file);
    std::size_t different = 0, first = 0;
    const std::size_t before = allocations;
    for (std::size_t i = 0; i < frozen_points; ++i) {
        const T* const at = &numbers[i * (inputs + outputs)];
        run(at, output.data());
        bool same = true;
        for (std::size_t j = 0; j < outputs; ++j) {
            const T ours = output[j], theirs = at[inputs + j];
            same &= std::memcmp(&ours, &theirs, sizeof(T)) == 0 || (ours != ours && theirs != theirs);
        }
        if (!same && different++ == 0) first = i;
    }
    if (allocations != before) return std::printf("%s: allocates\n", name), true;
    if (different == 0) return false;
    run(&numbers[first * (inputs + outputs)], output.data());
    std::printf("%s: %zu of %u points differ, first %zu:", name, different, frozen_points, first);
    for (std::size_t i = 0; i < outputs; ++i)
        std::printf(" %a/%a", static_cast<double>(output[i]),
                    static_cast<double>(numbers[first * (inputs + outputs) + inputs + i]));
    std::printf("\n");
    return true;
}

} // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const p = std::malloc(size)) return p;
    std::abort();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

int main(int count, char** arguments) {
    const std::string folder = count > 1 ? arguments[1] : ".";
    bool failed = false;
#define FROZEN_NETWORK(name, type, inputs, outputs) failed |= differs<type>(folder, #name, run_##name, inputs, outputs);
    FROZEN_NETWORKS(FROZEN_NETWORK)
    return failed;
}

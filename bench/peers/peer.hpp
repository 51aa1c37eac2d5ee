// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_PEERS_PEER_HPP
#define TAPELESS_BENCH_PEERS_PEER_HPP

#include "../functions/all.hpp"

#include <vector>

/// Other libraries. Each is a translation unit of its own that adds itself to the list, and is linked where the library
/// is installed. It differentiates the formula, which is the same for all.
namespace peers {

/// Writes the value, if there is one output, and then all derivatives row by row.
using version = void (*)(const double* inputs, double* outputs);

struct peer {
    const char* name;
    std::vector<version> versions; // of functions::all, in this order
};

std::vector<peer>& list();

template <class Function>
constexpr std::size_t outputs_of() {
    if constexpr (requires { Function::outputs; })
        return Function::outputs;
    else
        return 1;
}

/// The formula at inputs of a peer's type, as an array of outputs.
template <class Function, class T>
[[gnu::always_inline]] inline std::array<T, outputs_of<Function>()> outputs(const T* inputs) {
    if constexpr (outputs_of<Function>() == 1)
        return {Function::formula(inputs)};
    else
        return Function::formula(inputs);
}

/// Adds a peer whose versions are Differentiate::by<Function>.
template <class Differentiate, class... Function>
bool add(const char* name, functions::list<Function...>) {
    list().push_back({name, {Differentiate::template by<Function>...}});
    return true;
}

} // namespace peers

#endif

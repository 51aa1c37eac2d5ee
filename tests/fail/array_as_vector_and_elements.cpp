// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: an array argument is used as a vector and by its elements in one function: choose one

#include <array>
#include <tapeless.hpp>

using namespace tapeless::literals;

constexpr std::array at{1.0, 2.0};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::grad([](auto v) { return dot(v, v) * sum(v); })(at)[0] > 0 ? 0 : 1;
#else
    const auto g = tapeless::grad([](auto v) { return dot(v, v) * v[0_c]; })(at); // HERE
    return g[0] > 0 ? 0 : 1;
#endif
}

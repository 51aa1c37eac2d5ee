// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: the index of an array is beyond its end

#include <array>
#include <tapeless/scalar.hpp>

using namespace tapeless::literals;

constexpr std::array at{1.0, 2.0};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return tapeless::grad([](auto a) { return a[0_c] * a[1_c]; })(at)[0] > 0 ? 0 : 1;
#else
    const auto g = tapeless::grad([](auto a) { return a[0_c] * a[2_c]; })(at); // HERE
    return g[0] > 0 ? 0 : 1;
#endif
}

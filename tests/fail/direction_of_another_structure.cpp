// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a tangent has another structure than the argument it belongs to

#include <array>
#include <tapeless/scalar.hpp>

using namespace tapeless::literals;

constexpr auto product = [](auto v, auto a) { return v[0_c] * v[1_c] * a; };
constexpr std::array at{1.0, 2.0};

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const auto r = tapeless::hvp(product)(at, 3.0)(std::array{1.0, 0.0}, 1.0);
    return r.value > 0 ? 0 : 1;
#else
    const auto r = tapeless::hvp(product)(at, 3.0)(1.0, 1.0); // HERE
    return r.value > 0 ? 0 : 1;
#endif
}

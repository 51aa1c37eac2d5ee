// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this transform takes one expression; of several there is jacobian

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto two = [](auto a, auto b) { return std::tuple(a * b, a); };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::jvp(two)(1.0, 2.0)(1.0, 2.0));
#else
    static_cast<void>(tapeless::hvp(two)(1.0, 2.0)(1.0, 2.0)); // HERE
#endif
}

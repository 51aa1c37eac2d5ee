// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: a cotangent is one value of the structure of what the function returns

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto two = [](auto a, auto b) { return std::tuple(a * b, a); };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::vjp(two)(1.0, 2.0)(std::tuple(1.0, 0.0)));
#else
    static_cast<void>(tapeless::vjp(two)(1.0, 2.0)(1.0)); // HERE
#endif
}

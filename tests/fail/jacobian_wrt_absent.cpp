// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: wrt names a symbol that the expression does not contain
// expect: name<'z'>

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto x = tapeless::var<"x">;
constexpr auto y = tapeless::var<"y">;
constexpr auto z = tapeless::var<"z">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::jacobian(std::tuple(x, y), tapeless::wrt(x, y)));
#else
    static_cast<void>(tapeless::jacobian(std::tuple(x, y), tapeless::wrt(x, z))); // HERE
#endif
}

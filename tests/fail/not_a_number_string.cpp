// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this operand is no number; a tensor or a value of another type enters an expression as a symbol (var, data) that is bound to it, or as a function argument

#include <string>
#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;

int main() {
#ifdef TAPELESS_FAIL_FIXED
    const std::string text = "1";
    static_cast<void>(std::stod(text) * x);
#else
    const std::string text = "1";
    text * x; // HERE
#endif
}

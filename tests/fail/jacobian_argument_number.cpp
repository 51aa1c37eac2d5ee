// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: an argument number given to grad or value_and_grad is out of range

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto two = [](auto a, auto b) { return std::tuple(a * b, a); };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    return std::get<0>(tapeless::jacobian<1>(two)(1.0, 2.0)) > 0 ? 0 : 1;
#else
    static_cast<void>(tapeless::jacobian<2>(two)(1.0, 2.0)); // HERE
#endif
}

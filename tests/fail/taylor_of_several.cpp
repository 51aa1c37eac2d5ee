// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: this transform takes one expression; of several there is jacobian

#include <tapeless/scalar.hpp>
#include <tuple>

constexpr auto two = [](auto a) { return std::tuple(a * a, a); };

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::taylor<2>([](auto a) { return std::get<0>(two(a)); })(1.0));
#else
    static_cast<void>(tapeless::taylor<2>(two)(1.0)); // HERE
#endif
}

// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: derivatives are nested too deep: more than 63 bound symbols

#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;

template <int Levels>
constexpr auto nested(auto a) {
    if constexpr (Levels == 0)
        return a;
    else
        return tapeless::grad([a](auto b) { return a * nested<Levels - 1>(b); })(a);
}

int main() {
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(nested<3>(x));
#else
    static_cast<void>(nested<66>(x)); // HERE
#endif
}

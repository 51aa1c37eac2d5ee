// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: definition_of_expression_id

// An id stands for one node. Two operations that claim the same tag would give one id two meanings; the compiler must
// see that, and not take the first silently.

#include <cstddef>
#include <tapeless/scalar.hpp>

constexpr auto x = tapeless::var<"x">;

struct cube {
    static constexpr bool elementwise = true;
    static constexpr tapeless::meta::hash_t tag = 12345;
    template <class T>
    static constexpr T value(const T& v) {
        return v * v * v;
    }
};
struct fourth_power {
    static constexpr bool elementwise = true;
#ifdef TAPELESS_FAIL_FIXED
    static constexpr tapeless::meta::hash_t tag = 12346;
#else
    static constexpr tapeless::meta::hash_t tag = 12345;
#endif
    template <class T>
    static constexpr T value(const T& v) {
        return v * v * v * v;
    }
};

int main() {
    const auto third = tapeless::expr::apply<cube>(x);
    const auto fourth = tapeless::expr::apply<fourth_power>(x); // HERE
    return tapeless::eval(third + fourth)(x = 2.0) > 23.5 ? 0 : 1;
}

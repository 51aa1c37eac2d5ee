// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: to_cpp does not know how to write an operation (it is named here): give it the member `cpp`
// expect: thrice

#include <tapeless/print.hpp>
#include <tapeless/scalar.hpp>

struct thrice {
    static constexpr bool elementwise = true;
    static constexpr auto name = "thrice";
#ifdef TAPELESS_FAIL_FIXED
    static constexpr auto cpp = "3 * $1";
#endif

    template <class T>
    static constexpr T value(const T& x) {
        return T(3) * x;
    }
    template <std::size_t, class T>
    static constexpr T pullback(const T& adjoint, const T&, const T&) {
        return T(3) * adjoint;
    }
};

int main() {
    constexpr auto e = tapeless::expr::apply<thrice>(tapeless::var<"x">);
    return tapeless::to_cpp(e, "f").empty(); // HERE
}

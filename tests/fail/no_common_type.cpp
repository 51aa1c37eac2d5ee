// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
// expect: tapeless: values of two types that have no common type meet in one call (both are named here): convert one of them to the type of the other, or specialise std::common_type

#include <tapeless/scalar.hpp>

struct price {
    double amount;
};

int main() {
    const auto product = [](auto x, auto y) { return x * y; };
#ifdef TAPELESS_FAIL_FIXED
    static_cast<void>(tapeless::grad(product)(1.0, price{2}.amount));
#else
    static_cast<void>(tapeless::grad(product)(1.0, price{2})); // HERE
#endif
}

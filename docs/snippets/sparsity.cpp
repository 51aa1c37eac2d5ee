// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

#include <cstdio>
#include <tuple>

int main() {
    // [symbols]
    constexpr auto x = tapeless::var<"x">;
    constexpr auto y = tapeless::var<"y">;
    constexpr auto z = tapeless::var<"z">;
    constexpr auto e = x * x * y + exp(z);

    constexpr auto pattern = sparsity(hessian(e));
    static_assert(pattern.nonzeros == 4); // xx, xy, yx, zz
    static_assert(!pattern(0, 2));        // x and z do not meet

    auto entries = compressed(hessian(e))(x = 1.0, y = 2.0, z = 0.0);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto [row, column] = pattern.at(i);
        std::printf("(%zu, %zu) %g\n", row, column, entries[i]);
    }
    // [/symbols]

    // [function]
    auto chain = [](auto a, auto b, auto c, auto d) { return std::tuple(b - a * a, c - b * b, d - c * c); };
    constexpr auto band = tapeless::sparsity<double, double, double, double>(tapeless::jacobian(decltype(chain){}));
    for (std::size_t row = 0; row < band.rows; ++row) {
        for (std::size_t column = 0; column < band.columns; ++column) std::printf("%c", band(row, column) ? 'x' : '.');
        std::printf("\n");
    }
    auto six = tapeless::compressed(tapeless::jacobian(chain))(1.0, 2.0, 3.0, 4.0);
    std::printf("%g %g %g %g %g %g\n", six[0], six[1], six[2], six[3], six[4], six[5]);
    // [/function]
}

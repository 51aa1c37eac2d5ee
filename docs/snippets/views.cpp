// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless.hpp>

#include <cstdio>
#include <span>
#include <vector>

int main() {
    // [views]
    constexpr auto W = tapeless::var<"W", 2, 3>;
    constexpr auto u = tapeless::data<"u", 3>;
    constexpr auto e = sum(square(W * u));

    const double weights[2][3]{{1, 2, 3}, {4, 5, 6}};
    const std::vector<double> samples{9, 9, 9, 1, 0, -1};
    const auto second = tapeless::view<3>(samples.data() + 3);
    auto r = tapeless::value_and_grad(e)(W = weights, u = second); // nothing is copied
    std::printf("%g %g %g\n", r.value, r.grad[W](0, 0), r.grad[W](1, 2));
    // [/views]

    // [arguments]
    auto f = [](auto w, auto x) { return sum(square(w * x)); };
    auto d = tapeless::grad<0>(f)(weights, std::span(samples).last<3>());
    std::printf("%g %g\n", d(0, 0), d(1, 2));
    // [/arguments]
}

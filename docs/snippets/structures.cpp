// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

#include <tapeless/scalar.hpp>

// [hana]
#include <tapeless/diff/hana.hpp>

#include <boost/hana/define_struct.hpp>
// [/hana]

#include <array>
#include <cstdio>
#include <tuple>
#include <type_traits>

using namespace tapeless::literals;
namespace hana = boost::hana;

// [struct]
struct params {
    BOOST_HANA_DEFINE_STRUCT(params, (double, rate), (double, offset), (std::array<double, 2>, weights));
};
// [/struct]

int main() {
    // [array]
    auto f = [](auto v, auto t) {
        auto [a, b] = t;
        return v[0_c] * v[1_c] * a + sin(v[2_c] * b);
    };
    auto [dv, dt] = tapeless::grad(f)(std::array{1.0, 2.0, 3.0}, std::tuple{2.0, 0.5});
    std::printf("%g %g %.6f; %g %.6f\n", dv[0], dv[1], dv[2], std::get<0>(dt), std::get<1>(dt));
    // [/array]

    // [use]
    using tapeless::key;
    auto model = [](auto q, auto x) {
        auto w = q[key<"weights">];
        return exp(-q[key<"rate">] * x) * (w[0_c] + w[1_c] * x) + q[key<"offset">];
    };
    const params p{0.5, 1.0, {2.0, 3.0}};
    const params d = tapeless::grad<0>(model)(p, 2.0); // a params again
    std::printf("%.6f %g %.6f %.6f\n", d.rate, d.offset, d.weights[0], d.weights[1]);
    // [/use]

    // [map]
    auto area = [](auto m) { return m[key<"width">] * m[key<"height">]; };
    auto sides = hana::make_map(hana::make_pair(key<"width">, 2.0), hana::make_pair(key<"height">, 5.0));
    auto by_side = tapeless::grad(area)(sides);
    std::printf("%g %g\n", by_side[key<"width">], by_side[key<"height">]);
    // [/map]

    // [result]
    auto split = [](auto q) { return tapeless::array(q[key<"rate">] * q[key<"offset">], q[key<"rate">]); };
    auto rows = tapeless::jacobian(split)(p); // std::array<params, 2>
    std::printf("%g %g\n", rows[0].rate, rows[0].offset);
    // [/result]
}

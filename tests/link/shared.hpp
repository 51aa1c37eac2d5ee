// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_TESTS_LINK_SHARED_HPP
#define TAPELESS_TESTS_LINK_SHARED_HPP

// What two translation units share: expressions in a header, and helpers that return auto.

#include <tapeless.hpp>
#include <type_traits>

namespace shared {

inline constexpr auto p = tapeless::var<"p">;
inline constexpr auto q = tapeless::data<"q">;

/// Carries runtime constants, and shares them by let.
constexpr auto damped(auto e, double rate) {
    return tapeless::let(rate * e, [](auto s) { return exp(-s * s) * s; });
}

inline const auto wave = damped(sin(p * q), 0.5) + damped(cos(p), 1.5);

using wave_type = std::remove_const_t<decltype(wave)>;
using curve_type = decltype(damped(p, 1.0));

} // namespace shared

double slope_of_wave_elsewhere(shared::wave_type, double, double);
shared::curve_type curve_from_elsewhere(double rate);

#endif

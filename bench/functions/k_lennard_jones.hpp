// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).
#ifndef TAPELESS_BENCH_FUNCTIONS_K_LENNARD_JONES_HPP
#define TAPELESS_BENCH_FUNCTIONS_K_LENNARD_JONES_HPP

#include "result.hpp"

#include <tapeless/scalar.hpp>

namespace functions {

/// The energy of four particles that attract and repel each other as Lennard and Jones have it, in reduced units, and
/// the forces (with their sign turned) by the twelve coordinates.
struct lennard_jones {
    static constexpr auto letter = "k", name = "lennard_jones", title = "Lennard-Jones, 4 particles, 12 inputs";
    static constexpr std::size_t particles = 4, inputs = 3 * particles;

    static std::array<double, inputs> sample(std::size_t k) {
        std::array<double, inputs> x{0, 0, 0, 1.1, 0, 0, 0.5, 1.0, 0, 0.5, 0.4, 0.9};
        for (std::size_t i = 0; i < inputs; ++i) x[i] += 0.2 * varied(k, i);
        return x;
    }

    template <class T>
    static T formula(const T* x) {
        T energy = T(0.0);
        for (std::size_t i = 0; i < particles; ++i)
            for (std::size_t j = i + 1; j < particles; ++j) {
                const T dx = x[3 * i] - x[3 * j], dy = x[3 * i + 1] - x[3 * j + 1], dz = x[3 * i + 2] - x[3 * j + 2];
                const T inverse = 1.0 / (dx * dx + dy * dy + dz * dz);
                const T attraction = inverse * inverse * inverse;
                energy += 4.0 * (attraction * attraction - attraction);
            }
        return energy;
    }

    [[gnu::noinline]] static double primal(const double* x) { return formula(x); }

    [[gnu::noinline]] static result<inputs> hand(const double* x) {
        const double x0 = x[0], y0 = x[1], z0 = x[2], x1 = x[3], y1 = x[4], z1 = x[5];
        const double x2 = x[6], y2 = x[7], z2 = x[8], x3 = x[9], y3 = x[10], z3 = x[11];
        const pair a(x0 - x1, y0 - y1, z0 - z1), b(x0 - x2, y0 - y2, z0 - z2), c(x0 - x3, y0 - y3, z0 - z3);
        const pair d(x1 - x2, y1 - y2, z1 - z2), e(x1 - x3, y1 - y3, z1 - z3), f(x2 - x3, y2 - y3, z2 - z3);
        return {4.0 * (a.energy + b.energy + c.energy + d.energy + e.energy + f.energy),
                {a.x + b.x + c.x, a.y + b.y + c.y, a.z + b.z + c.z, d.x + e.x - a.x, d.y + e.y - a.y, d.z + e.z - a.z,
                 f.x - b.x - d.x, f.y - b.y - d.y, f.z - b.z - d.z, -(c.x + e.x + f.x), -(c.y + e.y + f.y),
                 -(c.z + e.z + f.z)}};
    }

    [[gnu::noinline]] static result<inputs> ours(const double* x) {
        using namespace tapeless::literals;
        const auto energy = [](auto x0, auto y0, auto z0, auto x1, auto y1, auto z1, auto x2, auto y2, auto z2, auto x3,
                               auto y3, auto z3) {
            const auto attraction = [](auto dx, auto dy, auto dz) {
                const auto inverse = 1_c / (dx * dx + dy * dy + dz * dz);
                return inverse * inverse * inverse;
            };
            const auto pair = [&](auto dx, auto dy, auto dz) {
                const auto a = attraction(dx, dy, dz);
                return a * a - a;
            };
            return 4_c * (pair(x0 - x1, y0 - y1, z0 - z1) + pair(x0 - x2, y0 - y2, z0 - z2) +
                          pair(x0 - x3, y0 - y3, z0 - z3) + pair(x1 - x2, y1 - y2, z1 - z2) +
                          pair(x1 - x3, y1 - y3, z1 - z3) + pair(x2 - x3, y2 - y3, z2 - z3));
        };
        return as_result(
            tapeless::value_and_grad(energy)(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10], x[11]));
    }

private:
    /// A quarter of the energy of two particles, and the derivative of all of it by where the first one is.
    struct pair {
        double energy, x, y, z;

        [[gnu::always_inline]] pair(double dx, double dy, double dz) {
            const double inverse = 1.0 / (dx * dx + dy * dy + dz * dz);
            const double attraction = inverse * inverse * inverse;
            energy = attraction * attraction - attraction;
            const double force = attraction * inverse * (24.0 - 48.0 * attraction);
            x = force * dx;
            y = force * dy;
            z = force * dz;
        }
    };
};

} // namespace functions

#endif

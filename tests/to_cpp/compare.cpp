// Copyright (c) 2026 the tapeless authors
// Distributed under the Boost Software License, Version 1.0 (see LICENSE).

// Compares the C++ that to_cpp wrote with the library, bit for bit, at 10,000 points.

#include "cases.hpp"

#include <bit>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

struct generated {
    const char* name;
    double (*at)(const double*, double*);
};
extern const generated all_generated[];

namespace {

using namespace tapeless;
using point = std::array<double, cases::symbols>;

/// Ordinary numbers, numbers of all magnitudes, and edges.
std::vector<point> make_points(std::size_t count) {
    std::mt19937_64 random(20260101);
    const double edges[]{0.0, -0.0,   1.0,   -1.0,   0.5,
                         2.0, 1e-310, 1e308, -1e-30, std::numeric_limits<double>::infinity()};
    std::uniform_real_distribution<double> ordinary(-4, 4), exponent(-300, 300);
    std::vector<point> points(count);
    for (std::size_t i = 0; i < count; ++i)
        for (double& at : points[i]) {
            const auto kind = random() % 16;
            at = i % 4 != 0 || kind < 8 ? ordinary(random)
                 : kind < 12            ? std::copysign(std::pow(10.0, exponent(random)), ordinary(random))
                                        : edges[random() % std::size(edges)];
        }
    return points;
}

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

/// Value and gradient of the library, written one after the other.
template <class E, class Routine = print::routine<E>>
void evaluate(const E& e, const point& p, double* out) {
    using cases::k, cases::x, cases::y, cases::z;
    const auto all = [&](const auto& f) { return f(x = p[0], y = p[1], z = p[2], k = p[3]); };
    const auto spread = [&]<meta::hash_t... Ids>(const auto& grad, plan::ids<Ids...>) {
        ((*out++ = grad[expression<Ids, 0>{}]), ...);
    };
    if constexpr (!Routine::gradient) {
        *out = all(eval(e));
    } else if constexpr (Routine::value) {
        const auto r = all(e);
        *out++ = r.value;
        spread(r.grad, typename Routine::by{});
    } else {
        *out++ = 0;
        spread(all(e), typename Routine::by{});
    }
}
template <class F>
void evaluate_function(const F& f, const point& p, double* out) {
    const auto r = f(p[0], p[1], p[2]);
    *out++ = r.value;
    if constexpr (std::is_arithmetic_v<decltype(r.grad)>)
        *out = r.grad;
    else
        std::apply([&](auto... d) { ((*out++ = d), ...); }, r.grad);
}

int failures = 0;

template <class Evaluate>
void compare(const char* name, const std::vector<point>& points, const Evaluate& evaluate) {
    const generated* g = all_generated;
    while (g->name != nullptr && std::strcmp(g->name, name) != 0) ++g;
    if (g->name == nullptr) {
        std::printf("%s: not generated\n", name);
        ++failures;
        return;
    }
    std::size_t finite = 0, different = 0;
    for (const point& p : points) {
        double expected[5]{}, found[5]{};
        evaluate(p, expected);
        found[0] = g->at(p.data(), found + 1);
        for (int i = 0; i < 5; ++i) {
            finite += i == 0 && std::isfinite(expected[i]);
            if (same(expected[i], found[i])) continue;
            if (different++ == 0)
                std::printf("%s: output %d at (%.17g, %.17g, %.17g, %.17g) is %.17g in the library, %.17g in its C++\n",
                            name, i, p[0], p[1], p[2], p[3], expected[i], found[i]);
        }
    }
    // Points outside the domain alone would prove little.
    if (finite < points.size() / 5) std::printf("%s: only %zu values are finite\n", name, finite);
    if (different != 0) std::printf("%s: %zu numbers differ\n", name, different);
    failures += different != 0 || finite < points.size() / 5;
}

} // namespace

int main() {
    const std::vector<point> points = make_points(10000);
    cases::all([&](const char* name, const auto& what) {
        compare(name, points, [&](const point& p, double* out) { evaluate(what, p, out); });
    });
    cases::functions([&](const char* name, const auto& what) {
        compare(name, points, [&](const point& p, double* out) { evaluate_function(what, p, out); });
    });
    return failures != 0;
}
